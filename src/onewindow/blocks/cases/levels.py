"""How sure a sign-in an address asks for: what its service says, whatever the address is called.

A draft, a case, a task, what officers sign about them and what was issued in the end belong to a service;
whoever signed in less surely than that service wants reaches none of its addresses, pages and API alike
(ASVS 6.8.4).
"""

from collections.abc import Mapping

from onewindow.blocks.cases.models import Case, Draft
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.documents import api as documents
from onewindow.blocks.mandates import api as mandates
from onewindow.foundation.access.types import Assurance
from onewindow.kernel.errors import NotFound


def level_of_address(values: Mapping[str, object]) -> Assurance:
    """See ``api.level_of_address``."""
    found = _service(values)
    if found is None:
        return "none"
    service, version = found
    try:
        package = catalogue.package(service=service, version=version)
    except NotFound:
        return "none"
    return package.assurance


def _service(values: Mapping[str, object]) -> tuple[str, str | None] | None:
    if "agency" in values and "service" in values:
        return f"{values['agency']}/{values['service']}", None
    if "number" in values:
        rows = Case.objects.filter(number=str(values["number"])[:80])
    elif "work" in values or "task" in values:
        rows = Case.objects.filter(works__pk=_whole(values.get("work", values.get("task"))))
    elif "key" in values or "draft" in values:
        rows = Draft.objects.filter(key=str(values.get("key", values.get("draft")))[:80])
    elif "code" in values:
        return _of_code(str(values["code"])[:20])
    else:
        return None
    return rows.values_list("service", "version").first()


def _of_code(code: str) -> tuple[str, str | None] | None:
    """What a clerk filled in and the applicant is to confirm, what a company's officers sign together, or a
    document that a case issued: it says what the case says, so it is not read by a weaker sign-in."""
    found = Draft.objects.filter(assisted__code=code).values_list("service", "version").first()
    if found is not None:
        return found
    act = mandates.subject_of_act(code=code)
    if act is None:
        return _of_document(code)
    kind, subject = act
    if kind == "confirm":
        rows = Draft.objects.filter(assisted__code=subject.key)
    elif kind == "file":
        rows = Draft.objects.filter(pk=_whole(subject.key))
    else:  # a mandate or an employee has no service of its own: the rule of its pages is enough
        number = subject.key.partition("/")[0] if subject.kind == "case" else ""
        rows = Case.objects.filter(number=number)
    return rows.values_list("service", "version").first()


def _of_document(code: str) -> tuple[str, str | None] | None:
    try:
        subject = documents.document(code=code).subject
    except NotFound:
        return None
    if subject.kind != "case":
        return None
    return Case.objects.filter(number=subject.key).values_list("service", "version").first()


def _whole(value: object) -> int:
    text = str(value)
    return int(text) if text.isdigit() and len(text) < 19 else 0
