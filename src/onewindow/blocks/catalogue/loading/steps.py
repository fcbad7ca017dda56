"""Reading the steps of service.yaml: what the elements of the process mean here."""

from collections.abc import Callable, Mapping

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.form_types import Form
from onewindow.blocks.catalogue.formula import Formula
from onewindow.blocks.catalogue.loading.chains import read_service_step, read_undo_step
from onewindow.blocks.catalogue.loading.section import Section
from onewindow.blocks.catalogue.loading.words import Words
from onewindow.blocks.catalogue.types import (
    Deadline,
    DocumentStep,
    NoticeStep,
    NumberRule,
    NumberStep,
    PaymentStep,
    RegisterStep,
    Step,
    StepText,
    WorkStep,
    WriteStep,
)

_NOTHING = Formula("", None, None)


def read_step(element: str, section: Section, *, forms: Mapping[str, Form], words: Words) -> Step | None:
    """Read one step; faults give None."""
    kind = section.take_one_of("kind", tuple(_READERS))
    text = StepText(
        name=words.take(f"steps.{element}.name", needed_by="service.yaml"),
        waits=words.take_if_any(f"steps.{element}.waits", needed_by="service.yaml")
        or words.take(f"steps.{element}.name", needed_by="service.yaml"),
    )
    step = _READERS[kind](element, section, text, forms)
    section.done()
    return step


def read_deadline(section: Section | None) -> Deadline | None:
    """Read a deadline in working days."""
    if section is None:
        return None
    days = section.take_formula("working_days", required=True)
    deadline = Deadline(
        working_days=days or Formula("1", None, 1),
        calendar=section.take_formula("calendar"),
        remind=section.take_whole("remind", most=365),
        escalate_to=section.take_slug("escalate_to") or None,
        on_silence=section.take_slug("on_silence") or None,
    )
    section.done()
    return deadline


def read_number(section: Section | None, *, into: str = "") -> NumberRule | None:
    """Read how a number is given."""
    if section is None:
        return None
    rule = NumberRule(
        into=into or section.take_name("into", required=True),
        sequence=section.take_formula("sequence", required=True) or _NOTHING,
        pattern=section.take_formula("pattern", required=True) or _NOTHING,
    )
    section.done()
    return rule


def read_party(section: Section) -> tuple[Formula | None, str | None]:
    """Read who acts: ``actor: applicant``, or ``agency`` and ``role``. The applicant has neither."""
    if section.has("actor"):
        section.take_one_of("actor", ("applicant",))
        return None, None
    return section.take_formula("agency", required=True), section.take_slug("role", required=True)


def read_form_name(section: Section, forms: Mapping[str, Form], *, required: bool) -> str:
    """Read the slug of a form that the package has."""
    form = section.take_slug("form", required=required)
    if form and form not in forms:
        section.fault(
            "form",
            _("The package has no form “{form}”.").format(form=form),
            _("Add forms/{form}.yaml, or name one that is there.").format(form=form),
        )
    return form


def _work(element: str, section: Section, text: StepText, forms: Mapping[str, Form]) -> WorkStep:
    person = _other_person(section)
    agency, role = (None, None) if person else read_party(section)
    form = read_form_name(section, forms, required=True)
    return WorkStep(
        element=element,
        text=text,
        party="person" if person else "applicant" if role is None else "officer",
        form=form,
        into=section.take_name("into") or form.replace("-", "_"),
        agency=agency,
        role=role,
        deadline=read_deadline(section.take_section("deadline")),
        four_eyes=section.take_formula("four_eyes"),
        not_by=section.take_texts("not_by"),
        number=read_number(section.take_section("number")),
        person=person,
        not_by_case=section.take_formula("not_by_case"),
    )


def _other_person(section: Section) -> Formula | None:
    """``actor: person`` with ``person``: somebody who is neither the applicant nor an officer."""
    if not section.has("person"):
        return None
    section.take_one_of("actor", ("person",))
    return section.take_formula("person", required=True)


def _payment(element: str, section: Section, text: StepText, forms: Mapping[str, Form]) -> PaymentStep:
    del forms
    return PaymentStep(
        element=element,
        text=text,
        fee=section.take_slug("fee", required=True),
        into=section.take_name("into", default="payment"),
        deadline=read_deadline(section.take_section("deadline")),
        payer=section.take_formula("payer"),
    )


def _document(element: str, section: Section, text: StepText, forms: Mapping[str, Form]) -> DocumentStep:
    del forms
    action = section.take_one_of("action", ("issue", "replace", "extend", "revoke"), default="issue")
    return DocumentStep(
        element=element,
        text=text,
        document=section.take_slug("document", required=True),
        action=action,  # type: ignore[arg-type]
        reason=section.take_formula("reason", required=action != "issue"),
        holder=section.take_formula("holder"),
    )


def _notice(element: str, section: Section, text: StepText, forms: Mapping[str, Form]) -> NoticeStep:
    del forms
    return NoticeStep(
        element=element,
        text=text,
        notice=section.take_slug("notice", required=True),
        to=section.take_formula("to", required=True) or _NOTHING,
    )


def _number(element: str, section: Section, text: StepText, forms: Mapping[str, Form]) -> NumberStep:
    del forms
    rule = NumberRule(
        into=section.take_name("into", required=True),
        sequence=section.take_formula("sequence", required=True) or _NOTHING,
        pattern=section.take_formula("pattern", required=True) or _NOTHING,
    )
    return NumberStep(element, text, rule)


def _register(
    element: str, section: Section, text: StepText, forms: Mapping[str, Form]
) -> RegisterStep | WriteStep:
    del forms
    action = section.take_one_of("action", ("read", "add", "change", "write"), default="read")
    if action != "read":
        return _write(element, section, text, action)
    return RegisterStep(
        element=element,
        text=text,
        register=section.take_slug("register", required=True),
        key=section.take_formula("key", required=True) or _NOTHING,
        attributes=section.take_texts("attributes", required=True),
        into=section.take_name("into", required=True),
    )


def _write(element: str, section: Section, text: StepText, action: str) -> WriteStep:
    values = section.take_section("values", required=True)
    return WriteStep(
        element=element,
        text=text,
        register=section.take_slug("register", required=True),
        action=action,  # type: ignore[arg-type]
        key=section.take_formula("key", required=True) or _NOTHING,
        values={name: values.take_formula(name) or _NOTHING for name in (values.names() if values else ())},
        since=section.take_formula("since"),
    )


_Reader = Callable[[str, Section, StepText, Mapping[str, Form]], Step]
_READERS: dict[str, _Reader] = {
    "work": _work,
    "payment": _payment,
    "document": _document,
    "notice": _notice,
    "number": _number,
    "register": _register,
    "service": read_service_step,
    "undo": read_undo_step,
}
