# ruff: noqa: E501 - a table of cases reads better unbroken
"""A package that is not in order is refused, and the author is told where, which rule and the way out."""

import os
from pathlib import Path

import pytest

from onewindow.blocks.catalogue import api
from onewindow.blocks.catalogue.loading.patterns import fault_of_pattern
from onewindow.blocks.catalogue.tests.made import BPMN, DECISION, REQUEST, SERVICE, TEXTS, files, package


def faults(given: dict[str, bytes]) -> list[tuple[str, int, str, str]]:
    with pytest.raises(api.PackageNotValid) as caught:
        package(given)
    told = [problem.values for problem in caught.value.problems]
    assert all(values["advice"] for values in told)
    return [(str(v["file"]), int(str(v["line"])), str(v["key"]), str(v["rule"])) for v in told]


def test_a_small_package_loads() -> None:
    loaded = package()
    assert loaded.key == "town/dog-licence"
    assert loaded.steps["check"].text.name.in_language("en") == "Checked"
    assert len(loaded.version) == 64
    assert loaded.starting_form.field("name") is not None


def test_equal_files_have_equal_versions_and_others_have_not() -> None:
    assert package().version == package().version
    assert (
        package().version != package(files(texts__en_yaml=TEXTS.replace("For your dog", "For dogs"))).version
    )


@pytest.mark.parametrize(
    ("changed", "where", "says"),
    [
        ({"service_yaml": None}, ("service.yaml", 1, ""), "missing"),
        ({"process_bpmn": None}, ("process.bpmn", 1, ""), "missing"),
        ({"service_yaml": SERVICE + "colour: red\n"}, ("service.yaml", 15, "colour"), "not known"),
        ({"service_yaml": SERVICE + "agency: x\n"}, ("service.yaml", 15, "agency"), "twice"),
        ({"service_yaml": SERVICE.replace("town\nnumber", "city\nnumber")}, ("service.yaml", 2, "agency"), "town"),
        ({"service_yaml": SERVICE.replace("DOG", "dog7")}, ("service.yaml", 3, "number_prefix"), "case number"),
        ({"service_yaml": SERVICE.replace("[citizen]", "[dogs]")}, ("service.yaml", 5, "segments"), "dogs"),
        ({"service_yaml": SERVICE.replace("low", "huge")}, ("service.yaml", 8, "assurance"), "huge"),
        ({"service_yaml": SERVICE.replace("form: decision", "form: other")}, ("service.yaml", 12, "steps/check/form"), "other"),
        ({"service_yaml": SERVICE.replace("role: clerk", 'role: clerk, four_eyes: "= 1 +"')}, ("service.yaml", 12, "steps/check/four_eyes"), "FEEL"),
        ({"service_yaml": SERVICE.replace("  tell:", "  toll:")}, ("service.yaml", 1, "steps/toll"), "no element"),
        ({"service_yaml": SERVICE.replace("done: granted", "end: granted")}, ("service.yaml", 1, "outcomes/end"), "no end event"),
        ({"service_yaml": SERVICE.replace("to: applicant", "to: mayor")}, ("service.yaml", 1, "steps/tell/to"), "nobody"),
        ({"service_yaml": SERVICE + "after: {x: {message: never, actor: applicant}}\n", "texts__en_yaml": TEXTS + "after: {x: X}\n"}, ("service.yaml", 1, "after/x/message"), "never waits"),
        ({"service_yaml": SERVICE + "documents: [paper]\n"}, ("service.yaml", 1, "documents"), "documents/paper.yaml"),
        ({"service_yaml": SERVICE + "a: &x 1\n"}, ("service.yaml", 15, ""), "anchors"),
        ({"service_yaml": SERVICE + "a: !!python/object:os.system 1\n"}, ("service.yaml", 15, "a"), "tags"),
        ({"service_yaml": "[" * 2000}, ("service.yaml", 1, ""), "nested"),
        ({"service_yaml": "a: [1"}, ("service.yaml", 2, ""), "YAML"),
        ({"forms__request_yaml": REQUEST.replace("type: text", "type: essay")}, ("forms/request.yaml", 5, "pages/0/fields/0/type"), "essay"),
        ({"forms__request_yaml": REQUEST.replace("type: text", "type: text, register: hs")}, ("forms/request.yaml", 5, "pages/0/fields/0/register"), "no “register”"),
        ({"forms__request_yaml": REQUEST.replace("type: text", "type: code")}, ("forms/request.yaml", 5, "pages/0/fields/0/register"), "needs"),
        ({"forms__request_yaml": REQUEST.replace("true}", 'true, pattern: "(a+)+"}')}, ("forms/request.yaml", 5, "pages/0/fields/0/pattern"), "repeat"),
        ({"forms__request_yaml": REQUEST + "      - {field: name, type: text}\n"}, ("forms/request.yaml", 3, "pages"), "twice"),
        ({"forms__request_yaml": REQUEST + "checks: [{check: '= 1', field: age, text: x}]\n"}, ("forms/request.yaml", 6, "checks/0/field"), "no field"),
        ({"forms__other_yaml": DECISION.replace("form: decision", "form: other")}, ("service.yaml", 1, "steps"), "other"),
        ({"texts__en_yaml": TEXTS.replace("For {= request.name}", "For {= 1 +}")}, ("texts/en.yaml", 3, "notices/done/body"), "place"),
        ({"texts__en_yaml": TEXTS + "extra: text\n"}, ("texts/en.yaml", 8, "extra"), "Nothing"),
        ({"texts__fr_yaml": TEXTS.replace("outcomes: {done: Granted}\n", "")}, ("texts/fr.yaml", 1, "outcomes/done"), "missing"),
        ({"process_bpmn": BPMN.replace("<process", "<!DOCTYPE x><process")}, ("process.bpmn", 1, ""), ""),
        ({"process_bpmn": BPMN.replace('targetRef="done"', 'targetRef="gone"')}, ("process.bpmn", 1, "f3"), ""),
    ],
)  # fmt: skip
def test_a_fault_is_told_with_its_place(
    changed: dict[str, str | None], where: tuple[str, int, str], says: str
) -> None:
    found = faults(files(**changed))
    assert any(fault[:3] == where and says in fault[3] for fault in found), found


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"texts__en_yaml": TEXTS.replace("request.name", "request.nane")}, "request.nane"),
        ({"forms__decision_yaml": DECISION.replace("true}", '"= facts.dog.age > 1"}')}, "facts.dog"),
        ({"process_bpmn": BPMN.replace('targetRef="tell"/>', 'targetRef="tell"><conditionExpression>decision.okay = true</conditionExpression></sequenceFlow>')}, "decision.okay"),
    ],
)  # fmt: skip
def test_a_misspelt_name_is_found(changed: dict[str, str | None], says: str) -> None:
    found = api.check_package(package=package(files(**changed)))
    assert [says in finding.rule for finding in found] == [True]


def test_strangers_are_refused_whatever_their_names() -> None:
    for name in (
        "../evil.yaml",
        "forms/../../x.yaml",
        "run.py",
        "/etc/passwd",
        "texts/EN.yaml",
        "forms/a/b.yaml",
    ):
        found = faults({**files(), name: b"x: 1"})
        assert any(fault[0] == name for fault in found)
    assert faults({**files(), "README.md": b"\xff\xfe"})[0][0] == "README.md"
    assert faults({**files(), "README.md": b"x" * 1_000_001})[0][0] == "README.md"


def _written(root: Path) -> Path:
    folder = root / "town" / "dog-licence"
    for name, content in files().items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_a_folder_loads_as_its_files_do(tmp_path: Path) -> None:
    assert api.load_folder(path=_written(tmp_path)).version == package().version


def test_links_are_refused(tmp_path: Path) -> None:
    folder = _written(tmp_path)
    secret = tmp_path / "secret.yaml"
    secret.write_text("form: secret\n")
    (folder / "forms" / "secret.yaml").symlink_to(secret)
    with pytest.raises(api.PackageNotValid, match="link"):
        api.load_folder(path=folder)
    (folder / "forms" / "secret.yaml").unlink()
    os.symlink(tmp_path, folder / "texts" / "more")
    with pytest.raises(api.PackageNotValid, match="link"):
        api.load_folder(path=folder)


@pytest.mark.parametrize("pattern", ["[0-9]{7}[A-Z]", "(AB|CD)[0-9]+", "a*b*c*", r"\d{2}-\d{2}"])
def test_plain_patterns_are_welcome(pattern: str) -> None:
    assert fault_of_pattern(pattern) is None


@pytest.mark.parametrize(
    "pattern", ["(a+)+", "(a|aa)*(b*)*", "(.*)*", r"(a)\1", "(?=a)b", "(?i)a", "[", "a*b*c*d*", "x" * 201]
)
def test_patterns_that_could_run_for_ever_are_refused(pattern: str) -> None:
    assert fault_of_pattern(pattern)
