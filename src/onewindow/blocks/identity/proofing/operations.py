"""Four eyes make an account that of a person: one officer asks, another of the same agency confirms."""

import secrets
from dataclasses import dataclass
from datetime import date

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from onewindow.blocks.identity import assurance, queries, standing
from onewindow.blocks.identity.administration.duties import accounts_of_person
from onewindow.blocks.identity.app_settings import PROOFS_BY_WAY
from onewindow.blocks.identity.endings import end_everything
from onewindow.blocks.identity.errors import (
    EmailInUse,
    EmailNotValid,
    PersonDoesNotFit,
    PersonHasAccount,
    ProofingNotWaiting,
    ProofingUnknown,
    SecondOfficerNeeded,
    WordsMissing,
)
from onewindow.blocks.identity.models import Account, KnownDevice, OutsideIdentity, Proofing
from onewindow.blocks.identity.notices import Notice, send
from onewindow.blocks.identity.proofers import agency_of
from onewindow.blocks.identity.proofing import people
from onewindow.blocks.identity.proofing.proved import Proved
from onewindow.blocks.identity.proofing.recorded import tell
from onewindow.blocks.identity.recovery.operations import cancel_open
from onewindow.blocks.identity.second_step import handed
from onewindow.blocks.identity.second_step.rules import has_step
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

LONGEST_REASON = 500


def ask(
    actor: Actor, *, number: str, birth_date: date, email: str, language: str, card: str, card_number: str
) -> int:
    """The first officer looked at the person and the card. Returns the number of what now waits.

    :raises PersonNotInRegister, PersonDoesNotFit, EmailNotValid, EmailInUse, PersonHasAccount, WordsMissing:
        nothing was stored.
    """
    agency, way = agency_of(actor)
    person = Reference.of("register", "people", number.strip())
    if not (card.strip() and card_number.strip()):
        raise WordsMissing(field="card_number" if card.strip() else "card")
    # A bank learns only whether what it knows fits; a clerk's look is shown to the person.
    facts = people.facts_of(person, reader=actor if way == "counter" else None)
    if facts.birth_date != birth_date:
        raise PersonDoesNotFit(field="birth_date")
    with transaction.atomic():
        _require_room(person, email, level=PROOFS_BY_WAY[way])
        if _is_themself(actor, person):
            raise SecondOfficerNeeded()
        for before in Proofing.objects.select_for_update().filter(
            person__in=[each.text for each in standing.keys_of(person)], state="waiting"
        ):
            before.state, before.ended_at, before.reason = "refused", clock.now(), "asked again"
            before.save(update_fields=["state", "ended_at", "reason"])
            tell("refused", before, actor)
        row = Proofing.objects.create(
            person=person.text, way=way, level=PROOFS_BY_WAY[way], name=facts.name,
            email=email.strip().lower(), language=language,
            evidence={"card": card.strip()[:80], "number": card_number.strip()[:80]},
            agency_id=agency, asked_by=queries.account_row(actor.account or ""), asked_at=clock.now(),
        )  # fmt: skip
        tell("asked", row, actor)
        return row.pk


@dataclass(frozen=True, slots=True)
class Confirmed:
    """An account that two officers made its person's.

    :param code: to hand to the person, who sets up a second step with it: shown now, kept nowhere. Empty
        where they have one.
    """

    account: str
    code: str


def confirm(actor: Actor, *, proofing: int) -> Confirmed:
    """The second officer looked, too: the account is opened, or better known.

    :raises ProofingUnknown, ProofingNotWaiting, SecondOfficerNeeded, EmailInUse: nothing changed.
    """
    with transaction.atomic():
        row = _waiting(actor, proofing)
        if row.asked_by.slug in accounts_of_person(actor.account or ""):
            raise SecondOfficerNeeded()
        if _is_themself(actor, Reference(row.person)):
            raise SecondOfficerNeeded()
        account = _account_for(row)
        row.account, row.confirmed_by = account, queries.account_row(actor.account or "")
        row.state, row.confirmed_at = "confirmed", clock.now()
        row.save()
        tell("confirmed", row, actor)
        code = "" if has_step(account) else handed.hand_over(account, by=actor.account)
        return Confirmed(account=account.slug, code=code)


def refuse(actor: Actor, *, proofing: int, reason: str) -> None:
    """The second officer, or the first, says no."""
    with transaction.atomic():
        row = _waiting(actor, proofing)
        row.state, row.ended_at, row.reason = "refused", clock.now(), reason.strip()[:LONGEST_REASON]
        row.ended_by = queries.account_row(actor.account or "")
        row.save()
        tell("refused", row, actor)


def open_by_identity(*, proved: Proved, email: str, language: str) -> Account:
    """An electronic identity proved who it is and the address is theirs: open their account.

    :raises PersonHasAccount, EmailInUse: nothing changed.
    """
    person = Reference(proved.person)
    facts = people.facts_of(person, reader=None)
    now = clock.now()
    with transaction.atomic():
        if standing.account_of(person) is not None:
            raise PersonHasAccount()
        _require_room(person, email, level=proved.level)
        row = Proofing.objects.create(
            person=person.text, way="eid", level=proved.level, name=facts.name, email=email.strip().lower(),
            language=language, evidence={"identity": proved.evidence}, state="confirmed", asked_at=now,
            confirmed_at=now,
        )  # fmt: skip
        row.account = _account_for(row)
        row.save(update_fields=["account"])
        tell("confirmed", row, None)
        return row.account


def undo(actor: Actor, *, proofing: int, reason: str) -> None:
    """It was wrong: the account loses the person, every session of it ends, and its owner is told.

    :raises WordsMissing: no reason.
    """
    agency, _ = agency_of(actor)
    if not reason.strip():
        raise WordsMissing(field="reason")
    with transaction.atomic():
        row = (
            Proofing.objects.select_for_update().filter(pk=proofing, agency=agency, state="confirmed").first()
        )
        if row is None or row.account_id is None:
            raise ProofingUnknown()
        row.state, row.ended_at, row.reason = "undone", clock.now(), reason.strip()[:LONGEST_REASON]
        row.ended_by = queries.account_row(actor.account or "")
        row.save()
        tell("undone", row, actor)
        account = Account.objects.select_for_update().get(pk=row.account_id)
        Account.objects.filter(pk=account.pk).update(person="", proofing="low")
        OutsideIdentity.objects.filter(account=account).delete()
        cancel_open(account, reason="proof-undone")
        end_everything(account)
        handed.forget(account)
        send(account, Notice.PROOF_UNDONE, key=f"{account.slug}/{row.pk}", reason=row.reason)


def require_address(email: str) -> None:
    """
    :raises EmailNotValid: it cannot be written to.
    """
    try:
        validate_email(email.strip())
    except ValidationError as problem:
        raise EmailNotValid(field="email") from problem


def _is_themself(actor: Actor, person: Reference) -> bool:
    """Whether an officer is that person; also with an account of theirs that was set aside."""
    keys = [each.text for each in standing.keys_of(person)]
    return Account.objects.filter(slug=actor.account, person__in=keys).exists()


def _waiting(actor: Actor, proofing: int) -> Proofing:
    agency, _ = agency_of(actor)
    row = Proofing.objects.select_for_update(of=("self",)).filter(pk=proofing, agency=agency).first()
    if row is None:
        raise ProofingUnknown()
    if row.state != "waiting":
        raise ProofingNotWaiting()
    return row


def _require_room(person: Reference, email: str, *, level: str) -> None:
    require_address(email)
    theirs = standing.account_of(person)
    if theirs is not None and assurance.rank(theirs.proofing) >= assurance.rank(level):
        raise PersonHasAccount(field="person")
    others = Account.objects.filter(email__iexact=email.strip())
    others = others if theirs is None else others.exclude(pk=theirs.pk)
    if others.exists() and (theirs is None or _is_doubtful(theirs)):
        raise EmailInUse(field="email")


def _account_for(row: Proofing) -> Account:
    """The person's account, known as surely as this proof makes it; opened where there is none."""
    person = Reference(row.person)
    known = standing.account_of(person)
    account = Account.objects.select_for_update().get(pk=known.pk) if known is not None else None
    if account is None:
        _require_room(person, row.email, level=row.level)
        account = Account(
            slug=f"p-{secrets.token_hex(8)}", name=row.name, email=row.email, person=person.text,
            language=row.language, proofing=row.level, joined_at=clock.now(),
        )  # fmt: skip
        account.set_unusable_password()
        account.save()
        EmailAddress.objects.create(user=account, email=account.email, verified=True, primary=True)
    elif assurance.rank(account.proofing) < assurance.rank(row.level):
        if _is_doubtful(account):
            _begin_anew(account, row.email)
        account.proofing = row.level
        account.save(update_fields=["proofing"])
    send(account, Notice.ACCOUNT_OPENED, key=f"{account.slug}/{row.pk}")
    return account


def _is_doubtful(account: Account) -> bool:
    """Whether somebody else may have got hold of it: we do not know well who uses it."""
    return assurance.rank(account.proofing) < assurance.rank("substantial")


def _begin_anew(account: Account, email: str) -> None:
    """Nothing by which somebody signed in before comes along into what we know now, and the letters go to
    the address that the person gave at the counter."""
    _require_room(Reference(account.person), email, level="high")
    Authenticator.objects.filter(user=account).delete()
    OutsideIdentity.objects.filter(account=account).delete()
    KnownDevice.objects.filter(account=account).delete()
    cancel_open(account, reason="counter")
    end_everything(account)
    account.set_unusable_password()
    account.email, account.short_password, account.had_second_step = email, False, False
    account.save(update_fields=["password", "email", "short_password", "had_second_step"])
    EmailAddress.objects.filter(user=account).delete()
    EmailAddress.objects.create(user=account, email=email, verified=True, primary=True)
