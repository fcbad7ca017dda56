"""What may be done to a case from outside its present work, by whom, now."""

from onewindow.blocks.cases.access import is_applicant
from onewindow.blocks.cases.environment import text_of
from onewindow.blocks.cases.process import Process
from onewindow.blocks.catalogue.types import After
from onewindow.foundation.access.api import Actor
from onewindow.standards import bpmn


def offered(process: Process, actor: Actor, *, mine: bool | None = None) -> tuple[After, ...]:
    """What this actor may do with the case now.

    :param mine: whether the actor stands on the applicant's side, where the caller knows it already.
    """
    waited_for = _messages(process)
    if waited_for and mine is None:
        mine = is_applicant(actor, process.case)
    return tuple(
        after
        for after in process.package.after.values()
        if after.message in waited_for
        and (mine if after.party == "applicant" else may_take(process, after, actor))
        and (after.available is None or after.available.holds(process.scope(), now=process.at))
    )


def _messages(process: Process) -> set[str]:
    if process.state is None:
        return set()
    waits = bpmn.waiting(process.package.process, process.state)
    return {wait.name for wait in waits if wait.kind == "message"}


def may_take(process: Process, after: After, actor: Actor) -> bool:
    """Whether it is for this actor at all."""
    if after.party == "applicant":
        return is_applicant(actor, process.case)
    if after.party == "caller":
        return False  # a case of another service does it, nobody by hand
    agency, role = post_of(process, after)
    return actor.has_post(agency=agency, role=role)


def post_of(process: Process, after: After) -> tuple[str, str]:
    """The agency and role that may do it; both empty for the applicant's side."""
    if after.party == "applicant":
        return "", ""
    return text_of(after.agency, process.scope(), now=process.at) or process.package.agency, after.role or ""
