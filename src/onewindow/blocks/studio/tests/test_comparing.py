"""Two versions side by side: what differs in words, and which running cases may move."""

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio import api

FILES = api.skeleton(agency="town", service="street-stand")


def changed(*changes: tuple[str, str, str]) -> ServicePackage:
    files = dict(FILES)
    for name, old, new in changes:
        assert old in files[name].decode()
        files[name] = files[name].decode().replace(old, new).encode()
    return catalogue.load_files(agency="town", service="street-stand", files=files)


def test_what_is_the_same_does_not_differ() -> None:
    comparison = api.compare(old=changed(), new=changed())
    assert comparison.differences == ()
    assert comparison.stays == {}
    assert set(comparison.moved) == {"decide", "pay-fee"}


def test_questions_rules_fees_flows_and_texts_are_told() -> None:
    new = changed(
        ("forms/request.yaml", "max: 30", "max: 60"),
        ("decisions.dmn", "<text>[1..7]</text>", "<text>[1..5]</text>"),
        ("service.yaml", "5 + 2 * request.days", "3 * request.days"),
        ("process.bpmn", "decision.granted = false", "not(decision.granted)"),
        ("texts/en.yaml", "For how many days?", "How long?"),
        ("service.yaml", "deadline: {working_days: 10}", "deadline: {working_days: 12}"),
    )
    told = {(one.part, one.what) for one in api.compare(old=changed(), new=new).differences}
    assert {
        ("question", "request/days"),
        ("rule", "Who decides/short"),
        ("fee", "permit"),
        ("flow", "no"),
        ("text", "en: forms.request.fields.days.label"),
        ("deadline", "service"),
    } <= told


def test_cases_that_wait_where_nothing_is_any_more_stay() -> None:
    renamed = [
        ("process.bpmn", '"decide"', '"judge"'),
        ("service.yaml", "\n  decide:\n", "\n  judge:\n"),
        *((f"texts/{language}.yaml", "\n  decide: ", "\n  judge: ") for language in ("en", "fr", "ar")),
        *((f"scenarios/{name}.yaml", "work: decide", "work: judge") for name in ("granted", "refused")),
    ]
    comparison = api.compare(old=changed(), new=changed(*renamed))
    assert list(comparison.stays) == ["decide"]
    assert comparison.moved == ("pay-fee",)
