# ruff: noqa: E501 - files of packages, as they are
"""Services whose parts are services of others: joined, asked once, and refused where they do not fit."""

from pathlib import Path

import pytest

from onewindow.blocks.catalogue import api
from onewindow.blocks.catalogue.tests import made
from onewindow.blocks.catalogue.types import ServicePackage, ServiceStep

CALLER = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:test">
  <process id="p" isExecutable="true">
    <startEvent id="filed"/>
    <callActivity id="licence" name="Licence"/>
    <sendTask id="tell" name="Tell"/>
    <endEvent id="done"/>
    <sequenceFlow id="f1" sourceRef="filed" targetRef="licence"/>
    <sequenceFlow id="f2" sourceRef="licence" targetRef="tell"/>
    <sequenceFlow id="f3" sourceRef="tell" targetRef="done"/>
  </process>
</definitions>
"""
SERVICE = """\
service: get-a-dog
agency: shelter
number_prefix: GET
life_events: [getting-a-pet]
segments: [citizen]
legal_basis: [{law: Dog Act}]
channels: [page]
assurance: low
applicant: {kind: person, scope: pets}
form: request
steps:
  licence: {kind: service, service: town/dog-licence, in: {%s}, out: {fine: "= decision.ok"}}
  tell: {kind: notice, notice: done, to: applicant}
outcomes: {done: granted}
"""
REQUEST = """\
form: request
pages:
  - page: home
    fields:
      - {field: dog, type: text, required: true, means: name-of-the-dog}
      - {field: garden, type: yes_no}
  - {questions_of: licence, show_if: "= request.garden"}
"""
TEXTS = """\
service: {name: Get a dog, summary: A dog}
steps: {licence: {name: Licence}, tell: {name: Told}}
notices: {done: {subject: Done, body: "For {= request.dog}"}}
outcomes: {done: Granted}
forms:
  request: {title: Request, pages: {home: {title: Home}}, fields: {dog: {label: The dog}, garden: {label: A garden}}}
"""
ASKED = """\
form: request
pages:
  - page: dog
    fields:
      - {field: name, type: text, required: true%s}
      - {field: born_on, type: date, required: true, max: "= today"}
"""


def _write(root: Path, key: str, files: dict[str, str]) -> Path:
    for name, text in files.items():
        file = root / key / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return root / key


def _town(
    root: Path, *, means: str = ", means: name-of-the-dog", process: str = made.BPMN, **more: str
) -> None:
    texts = made.TEXTS.replace(
        "fields: {name: {label: Name}}", "fields: {name: {label: Name}, born_on: {label: Born}}"
    )
    _write(
        root,
        "town/dog-licence",
        {
            "service.yaml": made.SERVICE, "process.bpmn": process, "texts/en.yaml": texts,
            "forms/request.yaml": ASKED % means, "forms/decision.yaml": made.DECISION, **more,
        },
    )  # fmt: skip


def _shelter(root: Path, *, given: str = "", request: str = REQUEST) -> Path:
    return _write(
        root,
        "shelter/get-a-dog",
        {
            "service.yaml": SERVICE % given, "process.bpmn": CALLER, "texts/en.yaml": TEXTS,
            "forms/request.yaml": request,
        },
    )  # fmt: skip


def _names(package: ServicePackage) -> list[tuple[str, tuple[str, ...]]]:
    return [(field.field, field.also) for field in package.starting_form.fields]


def test_a_question_of_two_services_is_asked_once(tmp_path: Path) -> None:
    _town(tmp_path)
    package = api.load_folder(path=_shelter(tmp_path))
    assert package.calls == ("town/dog-licence",)
    assert isinstance(package.steps["licence"], ServiceStep)
    assert _names(package) == [("dog", ("name",)), ("garden", ()), ("born_on", ())]


def test_the_answer_stands_under_every_name_by_which_it_is_known(tmp_path: Path) -> None:
    _town(tmp_path)
    form = api.load_folder(path=_shelter(tmp_path)).starting_form
    answers = {"dog": "Rex", "garden": "yes", "born_on": "2025-01-31"}
    checked = api.check_answers(form=form, answers=answers, context={})
    assert checked.good
    assert checked.answers["dog"] == checked.answers["name"] == "Rex"
    assert api.check_answers(form=form, answers=checked.answers, context={}).good


def test_the_questions_of_a_part_that_is_not_needed_are_not_asked(tmp_path: Path) -> None:
    _town(tmp_path)
    form = api.load_folder(path=_shelter(tmp_path)).starting_form
    assert api.check_answers(form=form, answers={"dog": "Rex", "garden": "no"}, context={}).good
    missing = api.check_answers(form=form, answers={"dog": "Rex", "garden": "yes"}, context={})
    assert [problem.field for problem in missing.problems] == ["born_on"]


def test_what_the_caller_answers_itself_is_not_asked(tmp_path: Path) -> None:
    _town(tmp_path, means="")
    package = api.load_folder(path=_shelter(tmp_path, given='name: "= request.dog", born_on: "= today"'))
    assert _names(package) == [("dog", ()), ("garden", ())]


def _faults(path: Path) -> list[str]:
    with pytest.raises(api.PackageNotValid) as refused:
        api.load_folder(path=path)
    return [problem.text() for problem in refused.value.problems]


def test_a_circle_of_calls_is_refused(tmp_path: Path) -> None:
    back = (SERVICE % "").replace("get-a-dog", "dog-licence").replace("shelter", "town")
    back = back.replace("town/dog-licence,", "shelter/get-a-dog,")
    _write(
        tmp_path,
        "town/dog-licence",
        {"service.yaml": back, "process.bpmn": CALLER, "texts/en.yaml": TEXTS, "forms/request.yaml": REQUEST},
    )
    (fault, *_) = _faults(_shelter(tmp_path))
    assert "shelter/get-a-dog → town/dog-licence → shelter/get-a-dog" in fault


def test_a_call_of_nobody_is_refused(tmp_path: Path) -> None:
    (fault,) = _faults(_shelter(tmp_path))
    assert "town/dog-licence" in fault


def test_an_answer_to_a_question_that_nobody_asks_is_refused(tmp_path: Path) -> None:
    _town(tmp_path)
    (fault,) = _faults(_shelter(tmp_path, given='colour: "= request.dog"'))
    assert "colour" in fault


def test_two_questions_of_one_name_that_mean_different_things_are_refused(tmp_path: Path) -> None:
    _town(tmp_path, means="")
    request = REQUEST.replace("field: dog", "field: name").replace(", means: name-of-the-dog", "")
    texts = TEXTS.replace("dog: {label", "name: {label").replace("request.dog", "request.name")
    folder = _shelter(tmp_path, request=request)
    (folder / "texts/en.yaml").write_text(texts, encoding="utf-8")
    (fault,) = _faults(folder)
    assert "name" in fault


def test_a_field_may_be_answered_by_a_decision(tmp_path: Path) -> None:
    dmn = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="d" namespace="n">
      <decision id="big" name="Big dog"><variable name="Big dog"/>
        <literalExpression><text>if request.kilos > 30 then "big" else "small"</text></literalExpression></decision>
    </definitions>"""
    request = """\
form: request
pages:
  - page: dog
    fields:
      - {field: name, type: text, required: true}
      - {field: kilos, type: integer}
      - {field: size, type: choice, options: [big, small], decision: Big dog}
      - {field: fence, type: yes_no, show_if: '= request.size = "big"', required: true}
"""
    texts = made.TEXTS.replace(
        "fields: {name: {label: Name}}",
        "fields: {name: {label: Name}, kilos: {label: Kilos}, size: {label: Size, options: {big: Big, small: Small}}, fence: {label: Fence}}",
    )
    folder = _write(
        tmp_path,
        "town/dog-licence",
        {
            "service.yaml": made.SERVICE, "process.bpmn": made.BPMN, "texts/en.yaml": texts, "decisions.dmn": dmn,
            "forms/request.yaml": request, "forms/decision.yaml": made.DECISION,
        },
    )  # fmt: skip
    form = api.load_folder(path=folder).starting_form
    small = api.check_answers(form=form, answers={"name": "Rex", "kilos": "4"}, context={})
    assert small.good and small.answers["size"] == "small"
    big = api.check_answers(form=form, answers={"name": "Rex", "kilos": "40"}, context={})
    assert [problem.field for problem in big.problems] == ["fence"]


def test_a_refusal_that_nothing_catches_is_found(tmp_path: Path) -> None:
    _town(tmp_path)
    folder = _shelter(tmp_path)
    found = [one.key for one in api.check_package(package=api.load_folder(path=folder))]
    assert "licence" in found
    caught = CALLER.replace(
        '<sequenceFlow id="f1"',
        '<boundaryEvent id="no" attachedToRef="licence"><errorEventDefinition/></boundaryEvent>'
        '<sequenceFlow id="f4" sourceRef="no" targetRef="tell"/><sequenceFlow id="f1"',
    )
    (folder / "process.bpmn").write_text(caught, encoding="utf-8")
    found = [one.key for one in api.check_package(package=api.load_folder(path=folder))]
    assert "licence" not in found
