"""Filing for a company that only several signatures bind: asked for with a draft, filed with the last."""

import hashlib
from contextlib import suppress

import orjson
from django.db import transaction

from onewindow.blocks.cases.access import acted
from onewindow.blocks.cases.errors import CaseNotFound, ChangedSince
from onewindow.blocks.cases.lookups import RegisterLookups
from onewindow.blocks.cases.models import Case, Draft
from onewindow.blocks.cases.operations.filing import check_filing, file_case, others_must_sign
from onewindow.blocks.cases.operations.noting import note
from onewindow.blocks.cases.operations.telling import tell_not_filed
from onewindow.blocks.cases.process import By
from onewindow.blocks.cases.queries.drafts import draft_row
from onewindow.blocks.cases.queries.forms import scope_of_draft
from onewindow.blocks.cases.told import in_every_language, told_of_form
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.mandates.types import ActCompleted, JointActView
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.api import Actor
from onewindow.kernel.errors import OnewindowError, Problems
from onewindow.kernel.reference import Reference
from onewindow.standards import feel


def ask_to_sign(*, key: str, actor: Actor, pin: str | None) -> JointActView:
    """See ``cases.api.ask_to_sign``."""
    row = draft_row(key, actor)
    if row.filed_id is not None:
        raise CaseNotFound(number=key)
    asked = mandates.open_act_about(subject=draft_reference(row))
    if asked is not None:
        return asked
    package = catalogue.package(service=row.service, version=row.version)
    applicant = Reference(row.applicant)
    check_filing(package, actor, applicant, row.channel)
    found = scope_of_draft(key=key, actor=actor)
    checked = catalogue.check_answers(
        form=package.starting_form, answers=found.answers, context=found.scope,
        lookups=RegisterLookups(actor), language=actor.language,
    )  # fmt: skip
    if not checked.good:
        raise Problems(list(checked.problems))
    told = in_every_language(lambda language: told_answers(row=row, actor=actor, language=language))
    return mandates.ask_to_sign(
        actor=actor, company=applicant, subject=draft_reference(row), scope=package.applicant.scope,
        company_name=registers.public_name(register="companies", key=applicant.key.partition("/")[2]),
        statement=_statement(row), shown=told, pin=pin,
    )  # fmt: skip


def told_answers(*, row: Draft, actor: Actor, language: str) -> list[tuple[str, str]]:
    """What a draft says, label and text, in a language; as whoever wrote it sees it."""
    if row.filed_id is not None:
        return []
    found = scope_of_draft(key=row.key, actor=actor)
    return told_of_form(found, found.answers, actor, language=language)


def must_be_signed_together(*, key: str, actor: Actor) -> bool:
    """See ``cases.api.must_be_signed_together``."""
    row = draft_row(key, actor)
    package = catalogue.package(service=row.service, version=row.version)
    return others_must_sign(package, actor, Reference(row.applicant), row.channel)


def act_about_draft(*, key: str, actor: Actor) -> JointActView | None:
    """See ``cases.api.act_about_draft``."""
    return mandates.open_act_about(subject=draft_reference(draft_row(key, actor)))


def file_signed(news: ActCompleted) -> None:
    """All have signed: file the draft, once. Where that is not possible any more, the company is told."""
    with transaction.atomic():
        row = Draft.objects.select_for_update(of=("self",)).filter(pk=int(news.subject.key)).first()
        if row is None or row.filed_id is not None:
            return
        try:
            with transaction.atomic():
                _file(row, news)
        except OnewindowError as problem:
            tell_not_filed(news.company, code=news.code, problem=problem)


def _file(row: Draft, news: ActCompleted) -> None:
    package = catalogue.package(service=row.service, version=row.version)
    account = news.opened_by.partition("/")[2]
    actor = identity.actor_of_account(account=account, assurance=package.assurance)
    acting = mandates.acting(actor=actor, principal=news.company, basis=news.company.text)
    act = mandates.act(actor=actor, code=news.code)
    if act.statement != _statement(row):
        raise ChangedSince()
    filed = file_case(
        service=row.service, actor=acting, applicant=news.company, answers=feel.from_json(row.answers),
        channel=row.channel, language=actor.language, key=f"draft:{row.key}", version=row.version,
        signed_together=True,
    )  # fmt: skip
    case = Case.objects.get(number=filed.number)
    row.filed = case
    row.save(update_fields=["filed"])
    together = acted(acting, news.company, case.basis, together=act.signed_by)
    note(case, kind="signed-together", by=By(account, acted=together), action=news.code)


def require_unsigned(row: Draft) -> None:
    """What waits for signatures stays as it was signed.

    :raises WaitsForSignatures: it waits.
    """
    if mandates.open_act_about(subject=draft_reference(row)) is not None:
        raise mandates.WaitsForSignatures()


def withdraw_asked(row: Draft, actor: Actor) -> None:
    """A draft that is thrown away waits for no signature any more."""
    asked = mandates.open_act_about(subject=draft_reference(row))
    if asked is not None:
        with suppress(mandates.ActUnknown):  # whoever left the company calls nothing of it off
            mandates.withdraw_act(actor=actor, code=asked.code)


def draft_reference(row: Draft) -> Reference:
    """How a draft is named to others; its key is its owner's secret."""
    return Reference.of("draft", str(row.pk))


def _statement(row: Draft) -> dict[str, object]:
    answers = orjson.dumps(row.answers, option=orjson.OPT_SORT_KEYS)
    return {
        "type": "onewindow/filing/1", "service": row.service, "version": row.version,
        "applicant": row.applicant, "draft": draft_reference(row).text,
        "answers_sha256": hashlib.sha256(answers).hexdigest(),
    }  # fmt: skip
