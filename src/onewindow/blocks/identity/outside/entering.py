"""From who a provider says is there to an account: by its link, or by an electronic identity's person."""

from django.db import IntegrityError, transaction
from django.http import HttpRequest

from onewindow.blocks.identity import arriving, assurance, notices, standing
from onewindow.blocks.identity.errors import (
    AccountClosed,
    ClosedByDeath,
    LinkedElsewhere,
    NoAccountForIdentity,
)
from onewindow.blocks.identity.models import Account, OutsideIdentity
from onewindow.blocks.identity.outside.id_tokens import Identity
from onewindow.blocks.identity.outside.providers import Provider
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

METHOD = "outside"


def sign_in(request: HttpRequest, identity: Identity, *, provider: Provider) -> Account:
    """Sign in, or make the session of the same account stronger.

    :raises NoAccountForIdentity: no account is linked to it, and no account is of its person.
    :raises AccountClosed: it may not sign in.
    """
    account, most = _account(identity, provider)
    if not account.is_active:
        raise AccountClosed()
    if standing.standing_of(account).died:
        raise ClosedByDeath()
    details = {
        "level": assurance.capped(identity.level, most), "provider": provider.slug,
        "subject": identity.subject, "session": identity.session,
    }  # fmt: skip
    if getattr(request, "user", None) == account:
        arriving.raise_level(request, account, method=METHOD, **details)
    else:
        arriving.enter(request, account, method=METHOD, **details)
    return account


def link(account: Account, identity: Identity, *, provider: Provider, level: str) -> None:
    """From now on this identity signs in to the account.

    :param level: how sure the session is that links it; it signs in no surer, unless it names the person.
    :raises LinkedElsewhere: it signs in to another account, or is of another person.
    """
    person = person_of(identity) if identity.person else ""
    if person and account.person and not is_of(account, person):
        raise LinkedElsewhere()
    values = {
        "issuer": identity.issuer, "subject": identity.subject, "person": person, "level": level,
        "linked_at": clock.now(),
    }  # fmt: skip
    try:
        with transaction.atomic():
            OutsideIdentity.objects.update_or_create(account=account, provider=provider.slug, defaults=values)
            notices.send(
                account, notices.Notice.METHOD_CHANGED, key=f"{account.slug}/{clock.now().timestamp()}"
            )
    except IntegrityError as problem:
        raise LinkedElsewhere() from problem


def unlink(account: Account, *, provider: str) -> bool:
    """It signs in no more; whether there was one."""
    gone, _ = OutsideIdentity.objects.filter(account=account, provider=provider).delete()
    if gone:
        notices.send(account, notices.Notice.METHOD_CHANGED, key=f"{account.slug}/{clock.now().timestamp()}")
    return bool(gone)


def person_of(identity: Identity) -> str:
    """``register/people/<number>`` of an electronic identity."""
    return Reference.of("register", "people", identity.person).text


def is_of(account: Account, person: str) -> bool:
    """Whether a person is that of an account, by whatever entry the register knows them today."""
    return account.person in [each.text for each in standing.keys_of(Reference(person))]


def _account(identity: Identity, provider: Provider) -> tuple[Account, str]:
    """Whom it signs in, and how surely at most.

    A link to the account of somebody else than the identity names counts no more: two entries of the register
    were held for one person while it was made.
    """
    named = person_of(identity) if identity.person else ""
    rows = OutsideIdentity.objects.filter(issuer=identity.issuer, subject=identity.subject)
    linked = rows.select_related("account").first()
    if linked is not None:
        person = named or linked.person
        if not (person and linked.account.person):
            return linked.account, linked.level
        if is_of(linked.account, person):
            rows.exclude(person=person).update(person=person)
            return linked.account, "high" if named else linked.level
        unlink(linked.account, provider=linked.provider)
    if named:
        found = Account.objects.filter(person=named).first() or standing.account_of(Reference(named))
        if found is not None:
            link(found, identity, provider=provider, level="high")
            return found, "high"
    raise NoAccountForIdentity()
