"""Letters of the house to the applicant's side: what to confirm; what was signed and not done, and why."""

from django.conf import settings
from django.utils import translation

from onewindow.blocks.cases.process import Process
from onewindow.blocks.catalogue.types import WorkStep
from onewindow.blocks.identity import api as identity
from onewindow.blocks.notifications import api as notifications
from onewindow.foundation.web.api import said
from onewindow.kernel.errors import OnewindowError, Problems
from onewindow.kernel.reference import Reference


def tell_not_filed(company: Reference, *, code: str, problem: OnewindowError) -> None:
    """All signed a draft, and it could not be filed."""
    notifications.notify(
        to=company, subject=Reference.of("joint-act", code), key=f"joint-failed/{code}",
        template="cases.signed-not-filed", values={"act": code, "problem": _why(problem)},
    )  # fmt: skip


def tell_not_done(company: Reference, *, code: str, number: str, problem: OnewindowError) -> None:
    """Something in a case that waited for signatures, or had them all, cannot be done any more."""
    notifications.notify(
        to=company, subject=Reference.of("joint-act", code), key=f"joint-failed/{code}",
        template="cases.signed-not-done", values={"act": code, "case": number, "problem": _why(problem)},
    )  # fmt: skip


def _why(problem: OnewindowError) -> dict[str, str]:
    parts = problem.problems if isinstance(problem, Problems) else (problem,)
    told: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            told[language] = " ".join(said(error=part) for part in parts)
    return told


def tell_to_confirm(process: Process, *, clerk: str) -> None:
    """A clerk filed at the counter, and the process asks the applicant to confirm it: say so at once.

    Where the process does not ask, the house asked with a letter of its own before it was filed.

    :param clerk: the name of whoever filed it.
    """
    package, case = process.package, process.case
    for work in process.opened.values():
        step = process.step_of(work)
        if not isinstance(step, WorkStep) or step.form != package.confirm_form or work.side == "officer":
            continue
        notifications.notify(
            to=Reference(work.person or case.applicant), subject=Reference.of("case", case.number),
            key=f"to-confirm/{case.number}/{work.work}", template="cases.to-confirm-case",
            values={
                "case": case.number, "clerk": clerk, "agency": identity.agency(slug=package.agency).name,
                "service": package.name, "until": work.due_at,
            },
        )  # fmt: skip
