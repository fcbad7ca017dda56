# ruff: noqa: E501 - files of a package, as they are
"""Small packages and forms for the tests, made of text."""

from collections.abc import Mapping

from onewindow.blocks.catalogue import api
from onewindow.blocks.catalogue.types import Form, ServicePackage

BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:test">
  <message id="m" name="withdraw"/>
  <process id="p" isExecutable="true">
    <startEvent id="filed"><outgoing>f1</outgoing></startEvent>
    <userTask id="check" name="Check"><incoming>f1</incoming><outgoing>f2</outgoing></userTask>
    <sendTask id="tell" name="Tell"><incoming>f2</incoming><outgoing>f3</outgoing></sendTask>
    <endEvent id="done"><incoming>f3</incoming></endEvent>
    <sequenceFlow id="f1" sourceRef="filed" targetRef="check"/>
    <sequenceFlow id="f2" sourceRef="check" targetRef="tell"/>
    <sequenceFlow id="f3" sourceRef="tell" targetRef="done"/>
  </process>
</definitions>
"""
SERVICE = """\
service: dog-licence
agency: town
number_prefix: DOG
life_events: [getting-a-pet]
segments: [citizen]
legal_basis: [{law: Dog Act}]
channels: [page]
assurance: low
applicant: {kind: person, scope: pets}
form: request
steps:
  check: {kind: work, agency: town, role: clerk, form: decision}
  tell: {kind: notice, notice: done, to: applicant}
outcomes: {done: granted}
"""
REQUEST = """\
form: request
pages:
  - page: dog
    fields:
      - {field: name, type: text, required: true}
"""
DECISION = """\
form: decision
pages:
  - page: decision
    fields:
      - {field: ok, type: yes_no, required: true}
"""
TEXTS = """\
service: {name: Dog licence, summary: For your dog}
steps: {check: {name: Checked}, tell: {name: Told}}
notices: {done: {subject: Done, body: "For {= request.name}"}}
outcomes: {done: Granted}
forms:
  request: {title: Request, pages: {dog: {title: The dog}}, fields: {name: {label: Name}}}
  decision: {title: Decision, pages: {decision: {title: Decision}}, fields: {ok: {label: Fine}}}
"""
FILES = {
    "service.yaml": SERVICE,
    "process.bpmn": BPMN,
    "forms/request.yaml": REQUEST,
    "forms/decision.yaml": DECISION,
    "texts/en.yaml": TEXTS,
    "scenarios/granted.yaml": "scenario: granted\ngiven: {answers: {name: Rex}}\nexpect: {outcome: granted}\n",
}


def files(**changed: str | None) -> dict[str, bytes]:
    """The dog licence's files; keywords are file names with ``__`` for a slash and ``_yaml`` for the ending."""
    found = dict(FILES)
    for name, text in changed.items():
        path = name.replace("__", "/").replace("_yaml", ".yaml").replace("_bpmn", ".bpmn")
        found.pop(path, None)
        if text is not None:
            found[path] = text
    return {path: text.encode() for path, text in found.items()}


def package(given: Mapping[str, bytes] | None = None) -> ServicePackage:
    """The dog licence."""
    return api.load_files(agency="town", service="dog-licence", files=given or files())


def form(fields: str, *, checks: str = "", labels: str = "") -> Form:
    """A form ``request`` with one page of these fields; every label is the field's own name."""
    yaml = f"form: request\npages:\n  - page: dog\n    fields:\n{fields}\n{checks}"
    return _labelled(yaml, labels).starting_form


def _labelled(yaml: str, labels: str) -> ServicePackage:
    texts: dict[str, str] = {}
    while True:
        try:
            return package(_with(yaml, texts, labels))
        except api.PackageNotValid as problem:
            missing = [
                fault.values["key"]
                for fault in problem.problems
                if fault.values.get("file") == "texts/en.yaml" and "missing" in str(fault.values.get("rule"))
            ]
            if not missing:
                raise
            texts |= {str(key): str(key).rpartition("/")[0].rpartition("/")[2] for key in missing}


def _with(yaml: str, texts: Mapping[str, str], labels: str) -> dict[str, bytes]:
    tree: dict[str, object] = {}
    for key, value in texts.items():
        place = tree
        *parts, last = key.split("/")
        for part in parts:
            place = place.setdefault(part, {})
        place[last] = value
    rest = TEXTS.replace(", fields: {name: {label: Name}}}", "}").replace(
        "  request: {title: Request, pages: {dog: {title: The dog}}}\n", ""
    )
    request = tree.get("forms", {}).get("request", {})
    lines = _lines({"title": "Request", "pages": {"dog": {"title": "The dog"}}, **request}, 2)
    text = f"{rest}  request:\n{lines}{labels}"
    return files(
        forms__request_yaml=yaml,
        texts__en_yaml=text.replace('body: "For {= request.name}"', "body: Done"),
    )


def _lines(tree: Mapping[str, object], depth: int) -> str:
    found = ""
    for key, value in tree.items():
        if isinstance(value, Mapping):
            found += f"{'  ' * depth}{key}:\n{_lines(value, depth + 1)}"
        else:
            found += f"{'  ' * depth}{key}: {value}\n"
    return found
