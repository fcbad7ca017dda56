"""From a certificate that somebody proved to hold to their account."""

from collections.abc import Sequence
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
from onewindow.kernel.reference import Reference

METHOD = "certificate"
TOKEN_LIVES = timedelta(hours=1)


def holder_of(*, certificate: bytes, chain: Sequence[bytes] = ()) -> Reference:
    """Whose certificate it is, as far as it can be relied on to sign in.

    :raises CertificateNotAccepted: the trust service speaks against it, or knows no holder.
    """
    verdict = trust.check_certificate(certificate=certificate, chain=chain, usage="sign-in")
    if not verdict.ok or verdict.holder is None:
        raise CertificateNotAccepted(reasons=", ".join(verdict.reasons) or "holder-unknown")
    return verdict.holder


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


def sign_in(request: HttpRequest, holder: Reference) -> Account:
    """Sign the holder in, or make their own session stronger.

    :raises NoAccountForCertificate, AccountClosed: nothing changed.
    """
    account = account_of(holder)
    if getattr(request, "user", None) == account:
        arriving.raise_level(request, account, method=METHOD)
    else:
        arriving.enter(request, account, method=METHOD)
    return account


def by_signature(*, key: str, bound_to: str, signature: bytes) -> Reference:
    """Whose certificate signed a challenge; it is used up, whatever comes of it.

    :raises ChallengeNotAccepted, SignatureNotAccepted, SignatureTooWeak: nobody signs in.
    :raises CertificateNotAccepted: nor by a good signature.
    """
    payload = challenges.use(key=key, bound_to=bound_to)
    signed = signatures.read(signature=signature, payload=payload)
    return holder_of(certificate=signed.certificate, chain=signed.chain)


def token_for(holder: Reference, scopes: Sequence[str]) -> NewToken:
    """A key of one hour for a program that signed a challenge with its certificate."""
    account = account_of(holder)
    level = assurance.capped(levels()[METHOD], account.proofing)
    actor = acting.actor_for(account, assurance=level)
    return tokens.issue_for(actor, name=METHOD, scopes=scopes, lives=TOKEN_LIVES)
