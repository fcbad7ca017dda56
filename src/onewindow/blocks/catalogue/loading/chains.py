"""Reading what makes a service a chain of others: parts, taking them back, and whose questions are asked."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.form_types import Form, Page
from onewindow.blocks.catalogue.formula import Formula
from onewindow.blocks.catalogue.loading.folder import SLUG
from onewindow.blocks.catalogue.loading.section import Section
from onewindow.blocks.catalogue.types import ServiceStep, StepText, UndoStep
from onewindow.kernel.localised import Localised

_NOTHING = Formula("", None, None)


def read_service_step(
    element: str, section: Section, text: StepText, forms: Mapping[str, Form]
) -> ServiceStep:
    """Read a step that is a service of another agency."""
    del forms
    service = section.take_text("service", required=True)
    agency, slash, slug = service.partition("/")
    if service and not (slash and SLUG.fullmatch(agency) and SLUG.fullmatch(slug)):
        section.fault(
            "service",
            _("“{text}” is not the key of a service.").format(text=service),
            _("Write its agency and its name, such as tax-authority/tax-registration."),
        )
    return ServiceStep(
        element=element,
        text=text,
        service=service,
        gives=_formulas(section.take_section("in")),
        takes=_formulas(section.take_section("out")),
        into=section.take_name("into") or element.replace("-", "_"),
        applicant=section.take_formula("applicant"),
    )


def read_undo_step(element: str, section: Section, text: StepText, forms: Mapping[str, Form]) -> UndoStep:
    """Read a step that takes back what a part has done."""
    del forms
    return UndoStep(
        element=element,
        text=text,
        step=section.take_text("step", required=True),
        reason=section.take_formula("reason"),
    )


def read_questions_of(section: Section) -> Page:
    """Read the place in a form where the questions of a called service stand."""
    step = section.take_text("questions_of", required=True)
    page = Page(
        page=f"questions-of-{step}",
        title=Localised({"en": step or "?"}),
        text=None,
        show_if=section.take_formula("show_if"),
        fields=(),
        questions_of=step,
    )
    section.done()
    return page


def _formulas(section: Section | None) -> dict[str, Formula]:
    if section is None:
        return {}
    return {name: section.take_formula(name) or _NOTHING for name in section.names()}
