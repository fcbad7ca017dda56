"""What a case holds, for people: the filed answers and what each party said, in the order of the process."""

from onewindow.blocks.cases.pages.showing import summary_rows
from onewindow.blocks.cases.pages.telling import agency_name
from onewindow.blocks.cases.types import CaseView
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import Form, ServicePackage, WorkStep
from onewindow.foundation.web.types import SummaryRow

Section = tuple[str, tuple[SummaryRow, ...]]


def answer_sections(case: CaseView, package: ServicePackage, *, language: str) -> tuple[Section, ...]:
    """Titles with rows: first what was filed, then what was answered on the way."""
    sections = _form_sections(package.starting_form, case.data.get(package.form), case, language)
    for step in package.steps.values():
        if isinstance(step, WorkStep) and step.into != package.form:
            for given in _given(case.data.get(step.into)):
                sections += _form_sections(package.forms[step.form], given, case, language)
    return tuple(sections)


def _given(value: object) -> list[object]:
    if isinstance(value, list):
        return [part for part in value if isinstance(part, dict)]
    return [value] if isinstance(value, dict) else []


def _form_sections(form: Form, answers: object, case: CaseView, language: str) -> list[Section]:
    if not isinstance(answers, dict):
        return []
    by = answers.get("by")
    who = agency_name(str(by["agency"]), language) if isinstance(by, dict) and by.get("agency") else ""
    pages = catalogue.shown_pages(form=form, answers=answers, context=dict(case.data), filed=True)
    titled = [(page.title.in_language(language), summary_rows(page, language=language)) for page in pages]
    return [(f"{title} – {who}" if who else title, rows) for title, rows in titled if rows]
