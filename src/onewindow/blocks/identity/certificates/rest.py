"""The API of signing in: a program signs a challenge with its certificate and gets a key for an hour."""

import secrets
from datetime import datetime

from django.http import HttpRequest
from ninja import Router, Schema, Status

from onewindow.blocks.identity import limits
from onewindow.blocks.identity.certificates import challenges, entering
from onewindow.foundation.access.api import guard

router = Router(tags=["identity"])


class ChallengeOut(Schema):
    """A text to sign. ``secret`` comes back with the signature: whoever lacks it cannot use it."""

    challenge: str
    text: str
    secret: str
    expires_at: datetime


class SignedIn(Schema):
    """The signature over ``text``: CMS (base64 or PEM) or compact JWS with ``x5c``."""

    challenge: str
    secret: str
    signature: str
    scopes: list[str]


class TokenOut(Schema):
    """A key for the header ``Authorization: Bearer``."""

    token: str
    expires_at: datetime


@router.post("/sign-in/challenges", response={201: ChallengeOut}, operation_id="make_challenge")
@guard("public")
def make_challenge(request: HttpRequest) -> Status[ChallengeOut]:
    """Ask for a text to sign."""
    limits.take(request, [limits.CHALLENGES])
    secret = secrets.token_urlsafe(24)
    made = challenges.make(bound_to=secret)
    return Status(
        201, ChallengeOut(challenge=made.key, text=made.text, secret=secret, expires_at=made.expires_at)
    )


@router.post("/sign-in/certificate", response={201: TokenOut}, operation_id="sign_in_by_certificate")
@guard("public")
def sign_in_by_certificate(request: HttpRequest, body: SignedIn) -> Status[TokenOut]:
    """Send the signature; the key acts for the account of the certificate's holder."""
    limits.take(request, [limits.WRONG_FROM_HERE])
    shown = entering.by_signature(key=body.challenge, bound_to=body.secret, signature=body.signature.encode())
    made = entering.token_for(shown, body.scopes)
    return Status(201, TokenOut(token=made.secret, expires_at=made.token.expires_at))
