"""Assisted service: what a clerk filed at the counter happens only once the applicant has said yes.

A package may ask for that in its process (``confirm_form``). Where it does not, the house asks: the draft
waits, the applicant gets a letter, sees who filled it in and what is in it, and confirms or refuses. Without
an answer nothing happens.
"""

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Final

from django.db import transaction

from onewindow.blocks.cases.access import applicants_of, may_act_for, require_assurance
from onewindow.blocks.cases.errors import CaseNotFound, NotWaitingForYou
from onewindow.blocks.cases.lookups import RegisterLookups
from onewindow.blocks.cases.models import Assisted, Case, Draft
from onewindow.blocks.cases.operations.filing import file_case
from onewindow.blocks.cases.operations.joint import told_answers
from onewindow.blocks.cases.operations.noting import note
from onewindow.blocks.cases.process import By
from onewindow.blocks.cases.queries.forms import scope_of_draft
from onewindow.blocks.cases.types import AssistedView, FiledCase
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.notifications import api as notifications
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import Problems
from onewindow.kernel.reference import Reference
from onewindow.standards import feel

WITHIN: Final = timedelta(days=10)
"""How long the applicant has to answer."""

_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # without what people read wrongly
TO_CONFIRM: Final = "to-confirm"


def needs_asking(package: ServicePackage, channel: str) -> bool:
    """Whether the house must ask the applicant, because the package's process does not."""
    return channel == "counter" and package.confirm_form is None


def ask_applicant(row: Draft, actor: Actor, *, language: str) -> FiledCase:
    """Let a clerk's draft wait for the applicant; asked once, however often it is filed.

    :raises Problems: answers that break rules; nobody is asked.
    """
    package = catalogue.package(service=row.service, version=row.version)
    _check_answers(row, actor, package)
    code = "".join(secrets.choice(_ALPHABET) for _ in range(12))
    now = clock.now()
    asked, new = Assisted.objects.get_or_create(
        draft=row, defaults={"code": code, "language": language, "asked_at": now, "until": now + WITHIN}
    )
    if new:
        notifications.notify(
            to=Reference(row.applicant), subject=Reference.of("assisted", asked.code),
            key=f"assisted/{asked.code}", template="cases.to-confirm",
            values={
                "code": asked.code, "clerk": actor.name, "agency": identity.agency(slug=package.agency).name,
                "service": package.name, "until": asked.until,
            },
        )  # fmt: skip
    return FiledCase(number="", service=row.service, revision=0, status=TO_CONFIRM, again=not new)


def waiting_for(actor: Actor) -> tuple[AssistedView, ...]:
    """See ``cases.api.to_confirm``."""
    rows = Assisted.objects.select_related("draft__filed").filter(
        draft__applicant__in=applicants_of(actor), answer="", until__gt=clock.now()
    )
    return tuple(_view(row) for row in rows.order_by("asked_at"))


def assisted(*, code: str, actor: Actor) -> AssistedView:
    """See ``cases.api.assisted``."""
    row = Assisted.objects.select_related("draft__filed").filter(code=code).first()
    if row is None or not _is_theirs(row, actor):
        raise CaseNotFound(number=code)
    return _view(row)


def answer_assisted(*, code: str, actor: Actor, confirmed: bool) -> AssistedView:
    """See ``cases.api.answer_assisted``."""
    with transaction.atomic():
        row = Assisted.objects.select_for_update(of=("self",)).filter(code=code).first()
        if row is None or not _is_theirs(row, actor):
            raise CaseNotFound(number=code)
        if row.answer or row.until <= clock.now():
            raise NotWaitingForYou()
        draft = Draft.objects.select_for_update(of=("self",)).get(pk=row.draft_id)
        row.answer = "confirmed" if confirmed else "refused"
        row.answered_at, row.answered_by = clock.now(), actor.account or ""
        row.save(update_fields=["answer", "answered_at", "answered_by"])
        if confirmed:
            package = catalogue.package(service=draft.service, version=draft.version)
            require_assurance(package, actor)
            _file(draft, row, actor)
        row.draft = draft
        return _view(row)


def _file(draft: Draft, row: Assisted, actor: Actor) -> None:
    """File it as the clerk wrote it, in the clerk's name, with the applicant's word beside it."""
    clerk = identity.actor_of_account(account=draft.account, assurance="substantial")
    filed = file_case(
        service=draft.service, actor=clerk, applicant=Reference(draft.applicant),
        answers=feel.from_json(draft.answers), channel=draft.channel, language=row.language,
        key=f"draft:{draft.key}", version=draft.version, confirmed=True,
    )  # fmt: skip
    draft.filed = Case.objects.get(number=filed.number)
    draft.save(update_fields=["filed"])
    note(draft.filed, kind="confirmed", by=By(actor.account or ""))


def _is_theirs(row: Assisted, actor: Actor) -> bool:
    """Whether the actor is the applicant, or may file this for them alone. The clerk never is, for others."""
    applicant = Reference(row.draft.applicant)
    package = catalogue.package(service=row.draft.service, version=row.draft.version)
    scope = package.applicant.scope
    own = replace(actor, acting_for=None)
    if may_act_for(own, applicant, scope, package.key) is None:
        return False
    return not mandates.needs_others(actor=own, principal=applicant, scope=scope, service=package.key)


def _check_answers(row: Draft, actor: Actor, package: ServicePackage) -> None:
    found = scope_of_draft(key=row.key, actor=actor)
    checked = catalogue.check_answers(
        form=package.starting_form, answers=found.answers, context=found.scope,
        lookups=RegisterLookups(actor), language=actor.language,
    )  # fmt: skip
    if not checked.good:
        raise Problems(list(checked.problems))


def _view(row: Assisted) -> AssistedView:
    draft = row.draft
    clerk = identity.actor_of_account(account=draft.account)
    over = not row.answer and row.until <= clock.now()
    return AssistedView(
        code=row.code, service=draft.service, version=draft.version, applicant=Reference(draft.applicant),
        clerk=clerk.name, asked_at=row.asked_at, until=row.until,
        answer="over" if over else row.answer,
        filed=draft.filed.number if draft.filed_id and draft.filed else None,
        shown=tuple(told_answers(row=draft, actor=clerk, language=row.language)),
    )  # fmt: skip
