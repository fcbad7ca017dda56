"""The checks of a package: each fault is found, and a package without faults is left in peace."""

from pathlib import Path

import pytest

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.tests.places import SERVICES
from onewindow.blocks.studio import api
from onewindow.blocks.studio.types import CheckReport
from onewindow.standards import bpmn

COUNTRY = SERVICES.parent / "country"
FILES = api.skeleton(agency="town", service="street-stand")


@pytest.fixture(scope="module")
def world() -> api.World:
    return api.world_of_folders(country=COUNTRY, services=SERVICES)


def checked(world: api.World, *changes: tuple[str, str, str]) -> CheckReport:
    files = dict(FILES)
    for name, old, new in changes:
        assert old in files[name].decode(), (name, old)
        files[name] = files[name].decode().replace(old, new).encode()
    package = catalogue.load_files(agency="town", service="street-stand", files=files)
    return api.check_package(package=package, world=world)


def labelled(label_en: str, declared: str) -> list[tuple[str, str, str]]:
    """The skeleton with one more question ``more``."""
    last = "      - {field: days, type: integer"
    changes = [("forms/request.yaml", last, f"      - {declared}\n{last}")]
    for language, label in (("en", label_en), ("fr", "Encore une question"), ("ar", "سؤال آخر")):
        changes.append(
            (
                f"texts/{language}.yaml",
                "      days: {label",
                f"      more: {{label: {label}}}\n      days: {{label",
            )
        )
    return changes


def test_the_skeleton_has_no_findings(world: api.World) -> None:
    report = checked(world)
    assert report.findings == ()
    assert "7 or more" in report.notes[0]


def test_a_name_on_the_drawing_without_a_text_is_a_fault(world: api.World) -> None:
    report = checked(world, ("texts/fr.yaml", '  decided: "Accordé ?"\n', ""))
    (found,) = report.findings
    assert (found.file, found.key) == ("process.bpmn", "decided")
    assert "Granted?" in found.rule
    assert found.rule.endswith("fr.")


def test_a_life_event_without_a_text_is_a_warning(world: api.World) -> None:
    report = checked(world, ("service.yaml", "[everyday-life]", "[everyday-life, walking-the-dog]"))
    (found,) = report.findings
    assert (found.file, found.severity) == ("service.yaml", "warning")
    assert "walking-the-dog" in found.rule


def test_a_law_without_a_text_is_a_warning(world: api.World) -> None:
    basis = 'legal_basis: [{law: Name of the law, article: "1"}'
    report = checked(world, ("service.yaml", basis, f"{basis}, {{law: Act no. 5 of 2024}}"))
    (found,) = report.findings
    assert (found.file, found.key, found.severity) == ("service.yaml", "legal_basis", "warning")
    assert "Act no. 5 of 2024" in found.rule


def test_a_law_with_a_dot_in_its_name_has_its_text(world: api.World) -> None:
    texts = [(f"texts/{one}.yaml", "laws: {", "laws: {Act no. 5: Act 5, ") for one in ("en", "fr", "ar")]
    basis = ("service.yaml", "legal_basis: [", "legal_basis: [{law: Act no. 5}, ")
    assert checked(world, basis, *texts).findings == ()


def test_one_text_serves_a_name_wherever_it_stands(world: api.World) -> None:
    texts = [
        (f"texts/{language}.yaml", f'  decided: "{said}"\n', f'  values: {{"Granted?": "{said}"}}\n')
        for language, said in (("en", "Granted?"), ("fr", "Accordé ?"), ("ar", "هل منحت؟"))
    ]
    assert checked(world, *texts).findings == ()


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("folder", sorted(SERVICES.glob("*/*")), ids=lambda one: one.name)
def test_every_name_on_the_drawings_that_are_shipped_speaks(folder: Path, language: str) -> None:
    package = catalogue.load_folder(path=folder)
    names = catalogue.names_in_drawing(package=package, language=language)
    drawn = bpmn.diagram(package.process)
    named = {one.id: one.name for one in (*drawn.shapes, *drawn.edges) if one.name}
    assert named.keys() <= names.keys()
    assert [one for one in named if names[one] == named[one]] in (
        [],
        ["lane-parents"],
    )  # “Parents” is French too


@pytest.mark.parametrize(
    ("label", "declared", "attribute"),
    [
        ("Your date of birth", "{field: more, type: date}", "birth_date"),
        ("When were you born", "{field: birthday, type: date}", "birth_date"),
        ("Family name", "{field: more, type: text}", "family_name"),
        ("Telephone number", "{field: more, type: text}", "phone"),
        ("Nationality", "{field: more, type: code, register: countries}", "nationality"),
        ("Your mother's name", "{field: more, type: text}", "mother"),
    ],
)
def test_a_question_that_a_register_answers_is_a_fault(
    world: api.World, label: str, declared: str, attribute: str
) -> None:
    changes = labelled(label, declared)
    if "birthday" in declared:
        changes = [(name, old, new.replace("more:", "birthday:")) for name, old, new in changes]
    found = checked(world, *changes).findings
    assert [one.file for one in found] == ["forms/request.yaml"]
    assert "people" in found[0].rule
    assert f"({attribute})" in found[0].rule
    assert found[0].line == 9


def test_a_written_reason_waives_it_and_is_shown(world: api.World) -> None:
    declared = "{field: more, type: date, asked_because: The stand holder may be a child.}"
    report = checked(world, *labelled("Your date of birth", declared))
    assert report.findings == ()
    assert [(one.field, one.known_by, one.reason) for one in report.waived] == [
        ("more", "people.birth_date", "The stand holder may be a child.")
    ]


def test_other_questions_are_left_in_peace(world: api.World) -> None:
    for label in ("Date of birth of the dog", "Name of the stand", "Name of the supplier"):
        assert checked(world, *labelled(label, "{field: more, type: text}")).findings == ()


def test_what_a_named_entry_says_is_not_asked(world: api.World) -> None:
    last = "      - {field: days, type: integer"
    declared = "{field: parcel, type: code, register: parcels}\n      - {field: more, type: text}"
    changes = [("forms/request.yaml", last, f"      - {declared}\n{last}")]
    for language, label in (("en", "Planning zone"), ("fr", "x"), ("ar", "y")):
        texts = f"      parcel: {{label: Place}}\n      more: {{label: {label}}}\n      days: {{label"
        changes.append((f"texts/{language}.yaml", "      days: {label", texts))
    (found,) = checked(world, *changes).findings
    assert "parcels" in found.rule
    assert "= request.parcel" in found.way_out


@pytest.mark.parametrize(
    "label", ["Birth certificate", "Copy of your identity card", "Certified extract of birth record"]
)
def test_a_paper_that_the_state_has_is_a_fault(world: api.World, label: str) -> None:
    (found,) = checked(world, *labelled(label, "{field: more, type: file, accept: [pdf]}")).findings
    assert "the state has it" in found.rule


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("service.yaml", "5 + 2 * request.days", "5 - 2 * request.days"), "less than nothing"),
        (("service.yaml", "request.days", "request.dayz"), "request.dayz"),
        (("process.bpmn", 'way = "at once"', "wey = 1"), "wey"),
        (("service.yaml", "5 + 2 * request.days", "5 + request.purpose"), "request.purpose"),
        (("decisions.dmn", "<text>(7..30]</text>", "<text>(8..30]</text>"), "No rule says"),
        (("decisions.dmn", "<text>[1..7]</text>", "<text>[1..9]</text>"), "only one may"),
        (("process.bpmn", 'targetRef="decided"', 'targetRef="at-once"'), "No case can ever reach"),
        (("service.yaml", "deadline: {working_days: 10} ", "deadline: {working_days: 3} "), "may take 5"),
        (("process.bpmn", 'targetRef="tell-lapsed"', 'targetRef="lapsed"'), "no letter and no document"),
    ],
    ids=["fee", "field", "name", "type", "gap", "overlap", "unreachable", "deadline", "outcome"],
)
def test_a_fault_is_found(world: api.World, change: tuple[str, str, str], said: str) -> None:
    report = checked(world, change)
    assert any(said in one.rule for one in report.faults), report.findings


def test_a_hard_sentence_is_named(world: api.World) -> None:
    long = " ".join(["administration"] * 30)
    found = checked(
        world, ("texts/en.yaml", "An officer looks at your request, waits", f"{long}, waits")
    ).warnings
    assert any("30 words" in one.rule for one in found)
