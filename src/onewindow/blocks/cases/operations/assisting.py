"""Assisted service: what a clerk filed at the counter happens only once the applicant has said yes.

A package may ask for that in its process (``confirm_form``). Where it does not, the house asks: the draft
waits, the applicant gets a letter, sees who filled it in and what is in it, and confirms or refuses. Without
an answer nothing happens.

What is shown and filed is what stood there when the applicant was asked: the clerk changes it no more, and
the answer asks nothing of the clerk, whose post may have ended since.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final, cast

import orjson
from django.db import transaction
from django.utils.translation import get_language

from onewindow.blocks.cases.access import (
    acted,
    may_act_for,
    require_alone,
    require_assurance,
)
from onewindow.blocks.cases.errors import CaseNotFound, ChangedSince, NotWaitingForYou, WaitsForApplicant
from onewindow.blocks.cases.lookups import RegisterLookups
from onewindow.blocks.cases.models import Assisted, Case, Draft
from onewindow.blocks.cases.operations.filing import file_case
from onewindow.blocks.cases.operations.joint import told_answers
from onewindow.blocks.cases.operations.noting import note
from onewindow.blocks.cases.operations.telling import tell_not_filed
from onewindow.blocks.cases.process import By
from onewindow.blocks.cases.queries.forms import scope_of_draft
from onewindow.blocks.cases.sides import selves
from onewindow.blocks.cases.told import in_every_language
from onewindow.blocks.cases.types import AssistedView, FiledCase
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.mandates.types import ActCompleted, JointActView
from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.types import NO_EXTENT, Actor, Post
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError, Problems
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
    now = clock.now()
    told = in_every_language(lambda spoken: told_answers(row=row, actor=actor, language=spoken))
    asked, new = Assisted.objects.get_or_create(
        draft=row,
        defaults={
            "code": "".join(secrets.choice(_ALPHABET) for _ in range(12)), "language": language,
            "asked_at": now, "until": now + WITHIN, "clerk": actor.name,
            "office": _office(actor, package), "answers_sha256": _digest(row), "shown": told,
        },
    )  # fmt: skip
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
        draft__applicant__in=selves(actor), answer="", until__gt=clock.now()
    )
    return tuple(_view(row) for row in rows.order_by("asked_at") if _is_theirs(row, actor))


def assisted(*, code: str, actor: Actor) -> AssistedView:
    """See ``cases.api.assisted``."""
    row = Assisted.objects.select_related("draft__filed").filter(code=code).first()
    if row is None or not _is_theirs(row, actor):
        raise CaseNotFound(number=code)
    return _view(row)


def answer_assisted(
    *, code: str, actor: Actor, confirmed: bool, together: Sequence[str] = (), sha256: str = ""
) -> AssistedView:
    """See ``cases.api.answer_assisted``.

    :param together: the names of those who signed it, where the applicant is bound only by several.
    """
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
            _require_unchanged(row, draft, sha256)
            if not together:
                require_alone(package, _own(actor), Reference(draft.applicant))
            _file(draft, row, actor, together)
        row.draft = draft
        return _view(row)


def ask_to_sign_assisted(*, code: str, actor: Actor, pin: str | None) -> JointActView:
    """See ``cases.api.ask_to_sign_assisted``."""
    found = assisted(code=code, actor=actor)
    asked = mandates.open_act_about(subject=_subject(code), kind="confirm")
    if asked is not None:
        return asked
    with transaction.atomic():  # as if all had signed: what stands against it is said before anybody signs
        answer_assisted(code=code, actor=actor, confirmed=True, together=(actor.name,))
        transaction.set_rollback(True)
    package = catalogue.package(service=found.service, version=found.version)
    row = Assisted.objects.select_related("draft").get(code=code)
    return mandates.ask_to_sign(
        actor=_own(actor), company=found.applicant, subject=_subject(code), kind="confirm", pin=pin,
        company_name=registers.public_name(register="companies", key=found.applicant.key.partition("/")[2]),
        scope=package.applicant.scope, statement=_statement(code), until=found.until,
        shown=_told(row),
    )  # fmt: skip


def act_about_assisted(*, code: str, actor: Actor) -> JointActView | None:
    """See ``cases.api.act_about_assisted``."""
    assisted(code=code, actor=actor)
    return mandates.open_act_about(subject=_subject(code), kind="confirm")


def confirm_signed(news: ActCompleted) -> None:
    """All have signed: file what the clerk wrote, once. Where that is not possible, the company is told."""
    code, account = news.subject.key, news.opened_by.partition("/")[2]
    try:
        with transaction.atomic():
            row = Assisted.objects.select_related("draft").get(code=code)
            package = catalogue.package(service=row.draft.service, version=row.draft.version)
            actor = identity.actor_of_account(account=account, assurance=package.assurance)
            act = mandates.act(actor=actor, code=news.code)
            if act.statement != _statement(code):
                raise ChangedSince()
            answer_assisted(code=code, actor=actor, confirmed=True, together=act.signed_by)
    except OnewindowError as problem:
        tell_not_filed(news.company, code=news.code, problem=problem)


def _subject(code: str) -> Reference:
    return Reference.of("assisted", code)


def _statement(code: str) -> dict[str, object]:
    """What is signed: the draft as the clerk left it."""
    draft = Assisted.objects.select_related("draft").get(code=code).draft
    return {
        "type": "onewindow/confirmation/1", "service": draft.service, "version": draft.version,
        "applicant": draft.applicant, "assisted": code,
        "answers_sha256": _digest(draft),
    }  # fmt: skip


def _digest(draft: Draft) -> str:
    answers = orjson.dumps(draft.answers, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(answers).hexdigest()


def _require_unchanged(row: Assisted, draft: Draft, read: str) -> None:
    """File nothing but what the applicant was asked about and read.

    :raises ChangedSince: it is not that any more.
    """
    now = _digest(draft)
    if now != (row.answers_sha256 or now) or now != (read or now):
        raise ChangedSince()


def require_unasked(row: Draft) -> None:
    """What the applicant was asked about stays as it was asked.

    :raises WaitsForApplicant: they were asked.
    """
    if row.channel == "counter" and Assisted.objects.filter(draft=row).exists():
        raise WaitsForApplicant()


def call_off_asked(row: Draft) -> None:
    """A draft that is thrown away is confirmed by nobody any more, nor signed by a company's officers."""
    asked = Assisted.objects.filter(draft=row).first()
    act = asked and mandates.open_act_about(subject=_subject(asked.code), kind="confirm")
    if act:
        mandates.call_off_act(code=act.code)


def _office(actor: Actor, package: ServicePackage) -> str:
    """The office of the post in which a clerk asks; empty where it is for the whole agency."""
    offices = (post.office for post in actor.posts if (post.agency, post.role) == (package.agency, "clerk"))
    return next(offices, "")


def _clerk(row: Assisted) -> Actor:
    """The clerk as they asked: what they were allowed then is enough, for the applicant says yes to it."""
    draft = row.draft
    agency = catalogue.package(service=draft.service, version=draft.version).agency
    found = identity.actor_of_account(account=draft.account, assurance="substantial")
    post = Post(agency=agency, office=row.office, role="clerk")
    return replace(found, name=row.clerk or found.name, kind="officer", posts=(post,))


def _told(row: Assisted) -> dict[str, list[tuple[str, str]]]:
    """What the applicant is shown, by language."""
    if not row.shown:  # asked before this was kept
        return in_every_language(lambda each: told_answers(row=row.draft, actor=_clerk(row), language=each))
    stored = cast("dict[str, list[list[str]]]", row.shown)
    return {
        language: [(str(label), str(text)) for label, text in pairs] for language, pairs in stored.items()
    }


def _file(draft: Draft, row: Assisted, actor: Actor, together: Sequence[str]) -> None:
    """File it as the clerk wrote it, in the clerk's name, with the applicant's word beside it."""
    filed = file_case(
        service=draft.service, actor=_clerk(row), applicant=Reference(draft.applicant),
        answers=feel.from_json(draft.answers), channel=draft.channel, language=row.language,
        key=f"draft:{draft.key}", version=draft.version, confirmed=True,
    )  # fmt: skip
    draft.filed = Case.objects.get(number=filed.number)
    draft.save(update_fields=["filed"])
    package = catalogue.package(service=draft.service, version=draft.version)
    applicant = Reference(draft.applicant)
    basis = may_act_for(_own(actor), applicant, package.applicant.scope, package.key)
    by = By(actor.account or "", acted=acted(actor, applicant, basis, together=together))
    note(draft.filed, kind="confirmed", by=by, more={"answers_sha256": _digest(draft)})


def _is_theirs(row: Assisted, actor: Actor) -> bool:
    """Whether the actor is the applicant, or may file this for them. The clerk never is, for others."""
    package = catalogue.package(service=row.draft.service, version=row.draft.version)
    applicant, scope = Reference(row.draft.applicant), package.applicant.scope
    return may_act_for(_own(actor), applicant, scope, package.key) is not None


def _own(actor: Actor) -> Actor:
    """The person, whomever they act for just now: the letter asked them, or a company of theirs."""
    return replace(actor, acting_for=None, extent=NO_EXTENT)


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
    told = _told(row)
    over = not row.answer and row.until <= clock.now()
    return AssistedView(
        code=row.code, service=draft.service, version=draft.version, applicant=Reference(draft.applicant),
        clerk=row.clerk or _clerk(row).name, asked_at=row.asked_at, until=row.until,
        answer="over" if over else row.answer,
        filed=draft.filed.number if draft.filed_id and draft.filed else None,
        shown=tuple(told.get(get_language() or row.language) or told.get(row.language, [])),
        answers_sha256=row.answers_sha256 or _digest(draft),
    )  # fmt: skip
