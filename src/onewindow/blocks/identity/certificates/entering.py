"""From a certificate that somebody proved to hold to their account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest

from onewindow.blocks.identity import acting, arriving, assurance, standing, tokens
from onewindow.blocks.identity.app_settings import levels
from onewindow.blocks.identity.certificates import challenges, signatures
from onewindow.blocks.identity.errors import (
    AccountClosed,
    CertificateNotAccepted,
    ClosedByDeath,
    NoAccountForCertificate,
)
from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.types import NewToken
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.types import Assurance
from onewindow.kernel.reference import Reference

METHOD = "certificate"
TOKEN_LIVES = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """Whose certificate somebody proved to hold.

    :param level: how sure a sign-in with it is at most: as sure as the one by which it was made.
    """

    holder: Reference
    level: Assurance


def shown_by(*, certificate: bytes, chain: Sequence[bytes] = ()) -> Shown:
    """Whose certificate it is, as far as it can be relied on to sign in.

    :raises CertificateNotAccepted: the trust service speaks against it, or knows no holder.
    """
    verdict = trust.check_certificate(certificate=certificate, chain=chain, usage="sign-in")
    if not verdict.ok or verdict.holder is None:
        raise CertificateNotAccepted(reasons=", ".join(verdict.reasons) or "holder-unknown")
    return Shown(verdict.holder, assurance.capped(levels()[METHOD], verdict.assurance))


def account_of(holder: Reference) -> Account:
    """The open account of a person, or the account itself where the certificate names one.

    :raises NoAccountForCertificate: nobody opened one yet.
    :raises AccountClosed: it may not sign in.
    """
    found = (
        Account.objects.filter(slug=holder.key).first()
        if holder.kind == "account"
        else Account.objects.filter(person=holder.text).first() or standing.account_of(holder)
    )
    if found is None:
        raise NoAccountForCertificate()
    if not found.is_active:
        raise AccountClosed()
    if standing.standing_of(found).died:
        raise ClosedByDeath()
    return found


def sign_in(request: HttpRequest, shown: Shown) -> Account:
    """Sign the holder in, or make their own session stronger.

    :raises NoAccountForCertificate, AccountClosed: nothing changed.
    """
    account = account_of(shown.holder)
    if getattr(request, "user", None) == account:
        arriving.raise_level(request, account, method=METHOD, level=shown.level)
    else:
        arriving.enter(request, account, method=METHOD, level=shown.level)
    return account


def by_signature(*, key: str, bound_to: str, signature: bytes) -> Shown:
    """Whose certificate signed a challenge; it is used up, whatever comes of it.

    :raises ChallengeNotAccepted, SignatureNotAccepted, SignatureTooWeak: nobody signs in.
    :raises CertificateNotAccepted: nor by a good signature.
    """
    payload = challenges.use(key=key, bound_to=bound_to)
    signed = signatures.read(signature=signature, payload=payload)
    return shown_by(certificate=signed.certificate, chain=signed.chain)


def token_for(shown: Shown, scopes: Sequence[str]) -> NewToken:
    """A key of one hour for a program that signed a challenge with its certificate.

    It alone also gets new certificates, where it may do something with certificates at all.
    """
    account = account_of(shown.holder)
    actor = acting.actor_for(account, assurance=assurance.capped(shown.level, account.proofing))
    proven = (trust.PROVEN,) if "certificates:write" in scopes else ()
    return tokens.issue_for(actor, name=METHOD, scopes=scopes, lives=TOKEN_LIVES, also=proven)
