"""The shapes of the case operations in the public API."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field as Described

from onewindow.blocks.cases.plain import plain
from onewindow.blocks.cases.types import (
    CaseLine,
    CaseView,
    DecidedWork,
    DraftView,
    FormScope,
    HookView,
    ServiceFigures,
    StoryLine,
    WorkView,
)
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ShownField
from onewindow.blocks.mandates.types import JointActView
from onewindow.foundation.web.api import said

Answers = dict[str, Any]


class AskToSignIn(Schema):
    """A signature: the PIN of the caller's signing key, used once and kept nowhere."""

    pin: str = Described(default="", max_length=64)


class AskedToSign(Schema):
    """What a company's officers are asked to sign: ``/joint-acts/{joint_act}`` shows and signs it."""

    joint_act: str
    deadline: datetime
    signed_by: list[str]


def asked_out(act: JointActView) -> AskedToSign:
    """What was asked of the other officers."""
    return AskedToSign(joint_act=act.code, deadline=act.deadline, signed_by=list(act.signed_by))


class FilingIn(Schema):
    """A filing."""

    service: str = Described(description="agency/service", max_length=130)
    applicant: str = Described(description="register/people/… or register/companies/…", max_length=200)
    answers: Answers = Described(description="Field slug to answer. Decimals as text keep every digit.")
    language: str = Described("en", max_length=12, description="In which the applicant is written to.")
    at_the_counter: bool = Described(False, description="A clerk files for somebody, who then confirms.")
    signature: str | None = Described(
        None,
        max_length=4_000_000,
        description="base64 of a JAdES, XAdES or ASiC-E signature; see docs/sign-a-filing.md.",
    )


class DraftFiling(Schema):
    """Filing a draft."""

    signature: str | None = Described(
        None,
        max_length=4_000_000,
        description="base64 of what /drafts/{draft}/to-sign/{form} gives, signed; docs/sign-a-filing.md.",
    )


class FiledOut(Schema):
    number: str
    service: str
    revision: int
    status: str


class AnswersIn(Schema):
    answers: Answers


class SignedAnswersIn(AskToSignIn):
    answers: Answers = {}


class SeveralIn(Schema):
    tasks: list[int] = Described(min_length=1, max_length=50)
    answers: Answers


class ActionIn(Schema):
    answers: Answers = {}


class HandOverIn(Schema):
    to: str = Described(description="The colleague's account.", max_length=80)


class ReasonIn(Schema):
    reason: str = Described(min_length=1, max_length=2000)


class DraftIn(Schema):
    service: str = Described(max_length=130)
    applicant: str = Described(max_length=200)


class FillIn(Schema):
    file: str = Described(description="An upload of yours, such as upload/…", max_length=200)


class Filled(Schema):
    key: str
    revision: int
    paths: list[str] = Described(description="The answers that were filled.")


class FiguresOut(Schema):
    """What really happened with a service. Cases are counted in fives, rounded down; null where fewer than
    five were decided."""

    filed: int
    open: int
    granted: int
    refused: int
    median_hours: float | None
    late_share: float | None


class Revision(Schema):
    revision: int


class Kept(Schema):
    key: str
    revision: int


class Done(Schema):
    case: str
    revision: int
    status: str
    proposed: bool = Described(False, description="True where a second person has to confirm it.")


class DecidedOut(Schema):
    task: int
    case: str | None = Described(description="None where the task was not done.")
    status: str
    proposed: bool
    problem: str | None = Described(description="Why it was not done.")
    code: str | None


def decided_out(one: DecidedWork) -> DecidedOut:
    """What became of one of several tasks."""
    return DecidedOut(
        task=one.work, case=one.case, status=one.status, proposed=one.proposed,
        problem=said(error=one.problem) if one.problem else None,
        code=one.problem.code if one.problem else None,
    )  # fmt: skip


class CaseLineOut(Schema):
    number: str
    service: str
    status: str
    applicant: str
    applicant_name: str = Described("", description="Where the case is yours, or of whom you act for.")
    filed_at: datetime
    changed_at: datetime
    due_at: datetime | None
    waits_for_applicant: bool


class CasePage(Schema):
    items: list[CaseLineOut]
    total: int
    limit: int
    offset: int


class TaskOut(Schema):
    id: int
    case: str
    service: str
    step: str
    side: str
    agency: str
    role: str
    state: str
    revision: int
    opened_at: datetime
    due_at: datetime | None
    claimed_by: str
    proposed: bool
    local: Answers


class TaskPage(Schema):
    items: list[TaskOut]
    total: int
    limit: int
    offset: int


class ChoiceOut(Schema):
    action: str
    form: str | None


class CaseOut(Schema):
    number: str
    service: str
    version: str
    status: str
    revision: int
    applicant: str
    applicant_name: str
    filed_by_name: str
    basis: str = Described(description="On which whoever filed acted for the applicant; empty for oneself.")
    channel: str
    filed_at: datetime
    changed_at: datetime
    decided_at: datetime | None
    due_at: datetime | None
    incident: str
    tasks: list[TaskOut]
    choices: list[ChoiceOut]
    data: Answers


class StoryOut(Schema):
    at: datetime
    kind: str
    step: str
    agency: str
    role: str
    by: str
    path: list[str]
    detail: Answers


class DraftOut(Schema):
    key: str
    service: str
    version: str
    applicant: str
    answers: Answers
    revision: int
    changed_at: datetime
    filed: str | None


class DraftPage(Schema):
    items: list[DraftOut]
    total: int
    limit: int
    offset: int


class FieldOut(Schema):
    path: str
    type: str
    label: str
    hint: str
    required: bool
    known: bool
    value: Any
    register_name: str | None = Described(None, serialization_alias="register")
    options: list[dict[str, str]]
    rows: list[list["FieldOut"]]


class FormPageOut(Schema):
    page: str
    title: str
    fields: list[FieldOut]


class FormOut(Schema):
    form: str | None
    pages: list[FormPageOut]


class HookIn(Schema):
    url: str = Described(max_length=500)


class HookOut(Schema):
    id: int
    url: str
    secret: str
    created_at: datetime


def figures_out(figures: ServiceFigures) -> FiguresOut:
    return FiguresOut(
        filed=figures.filed, open=figures.open, granted=figures.granted, refused=figures.refused,
        median_hours=figures.median_hours, late_share=figures.late_share,
    )  # fmt: skip


def hook_out(hook: HookView) -> HookOut:
    return HookOut(id=hook.id, url=hook.url, secret=hook.secret, created_at=hook.created_at)


def line_out(line: CaseLine) -> CaseLineOut:
    return CaseLineOut(
        number=line.number, service=line.service, status=line.status, applicant=line.applicant,
        filed_at=line.filed_at, changed_at=line.changed_at, due_at=line.due_at,
        waits_for_applicant=line.waits_for_applicant, applicant_name=line.applicant_name,
    )  # fmt: skip


def task_out(work: WorkView) -> TaskOut:
    return TaskOut(
        id=work.id, case=work.case, service=work.service, step=work.element, side=work.side,
        agency=work.agency, role=work.role, state=work.state, revision=work.revision,
        opened_at=work.opened_at, due_at=work.due_at, claimed_by=work.claimed_by,
        proposed=work.proposed is not None, local=_mapping(work.local),
    )  # fmt: skip


def case_out(case: CaseView) -> CaseOut:
    return CaseOut(
        number=case.number, service=case.service, version=case.version, status=case.status,
        revision=case.revision, applicant=str(case.applicant), basis=case.basis, channel=case.channel,
        applicant_name=_name_in(case, "applicant"), filed_by_name=_name_in(case, "filed_by"),
        filed_at=case.filed_at, changed_at=case.changed_at, decided_at=case.decided_at, due_at=case.due_at,
        incident=case.incident, tasks=[task_out(work) for work in case.works],
        choices=[ChoiceOut(action=one.action, form=one.form) for one in case.choices],
        data=_mapping(case.data),
    )  # fmt: skip


def _name_in(case: CaseView, who: str) -> str:
    found = case.data.get(who)
    return str(found.get("name") or "") if isinstance(found, Mapping) else ""


def story_out(line: StoryLine) -> StoryOut:
    return StoryOut(
        at=line.at, kind=line.kind, step=line.element, agency=line.agency, role=line.role, by=line.by,
        path=list(line.path), detail=_mapping(line.detail),
    )  # fmt: skip


def draft_out(draft: DraftView) -> DraftOut:
    return DraftOut(
        key=draft.key, service=draft.service, version=draft.version, applicant=draft.applicant,
        answers=_mapping(draft.answers), revision=draft.revision, changed_at=draft.changed_at,
        filed=draft.filed,
    )  # fmt: skip


def form_out(scope: FormScope, *, language: str) -> FormOut:
    """The questions as they stand now."""
    if scope.form is None:
        return FormOut(form=None, pages=[])
    pages = catalogue.shown_pages(form=scope.form, answers=scope.answers, context=scope.scope)
    return FormOut(
        form=scope.form.form,
        pages=[
            FormPageOut(
                page=page.page,
                title=page.title.in_language(language),
                fields=[_field(shown, language) for shown in page.fields],
            )
            for page in pages
        ],
    )


def _field(shown: ShownField, language: str) -> FieldOut:
    field = shown.field
    return FieldOut(
        path=shown.path, type=field.type, label=field.label.in_language(language),
        hint=field.hint.in_language(language) if field.hint else "", required=shown.required,
        known=shown.known, value=plain(shown.value), register_name=field.register,
        options=[{"value": value, "label": label.in_language(language)} for value, label in shown.options],
        rows=[[_field(part, language) for part in row] for row in shown.rows],
    )  # fmt: skip


def _mapping(value: object) -> Answers:
    made = plain(value)
    return made if isinstance(made, dict) else {}
