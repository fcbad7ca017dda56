"""The form that somebody is about to fill in, and what its formulas see."""

from onewindow.blocks.cases.access import may_do
from onewindow.blocks.cases.choices import offered, post_of
from onewindow.blocks.cases.environment import environment
from onewindow.blocks.cases.errors import NotAtThisTime, WorkNotFound
from onewindow.blocks.cases.facts import FactsReader, applicant_facts, form_scope
from onewindow.blocks.cases.models import Work
from onewindow.blocks.cases.process import Process
from onewindow.blocks.cases.queries.drafts import draft_row
from onewindow.blocks.cases.queries.reading import case_row
from onewindow.blocks.cases.signing_off import officer_of
from onewindow.blocks.cases.types import FormScope
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import WorkStep
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from onewindow.standards import feel


def scope_of_draft(*, key: str, actor: Actor) -> FormScope:
    """See ``cases.api.scope_of_draft``."""
    row = draft_row(key, actor)
    package = catalogue.package(service=row.service, version=row.version)
    at = clock.now()
    applicant = applicant_facts(package, Reference(row.applicant), actor)
    around = environment(at=at, calendar=package.agency)
    scope = form_scope(package, applicant, environment=around, channel=row.channel)
    answers = feel.from_json(row.answers)
    facts = FactsReader(package, actor, Reference(row.applicant))
    scope["facts"] = facts.facts({**scope, package.form: answers})
    return FormScope(package, package.starting_form, scope, answers)


def scope_of_work(*, work: int, actor: Actor) -> FormScope:
    """See ``cases.api.scope_of_work``."""
    row = Work.objects.select_related("case").filter(pk=work).first()
    if row is None or not may_do(actor, row, row.case):
        raise WorkNotFound()
    package = catalogue.package(service=row.case.service, version=row.case.version)
    process = Process.of(row.case, package, at=clock.now())
    step = process.step_of(row)
    if not isinstance(step, WorkStep):
        raise WorkNotFound()
    answers = feel.from_json(row.proposed) if row.proposed is not None else {}
    local = feel.from_json(row.local)
    scope = process.scope({**local, "officer": officer_of(actor, agency=row.agency, role=row.role)})
    return FormScope(package, package.forms[step.form], scope, answers)


def scope_of_action(*, number: str, action: str, actor: Actor) -> FormScope:
    """See ``cases.api.scope_of_action``."""
    row = case_row(number, actor)
    package = catalogue.package(service=row.service, version=row.version)
    process = Process.of(row, package, at=clock.now())
    after = next((one for one in offered(process, actor) if one.name == action), None)
    if after is None:
        raise NotAtThisTime()
    form = package.forms[after.form] if after.form else None
    before = process.data.get(after.into)
    answers = dict(before) if isinstance(before, dict) else {}
    agency, role = post_of(process, after)
    scope = process.scope({"officer": officer_of(actor, agency=agency, role=role)})
    proposed = row.proposals.get(action)
    if isinstance(proposed, dict):
        answers = feel.from_json(proposed["answers"])
    return FormScope(package, form, scope, answers)
