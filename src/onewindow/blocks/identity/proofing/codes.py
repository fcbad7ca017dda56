"""The code that shows that an address is theirs: bound to the session, once, for fifteen minutes, five tries.

40 random bits in eight letters and digits without those that look alike (ASVS 6.5.2 asks for 20).
"""

import hashlib
import hmac
import secrets

from django.core.mail import send_mail
from django.http import HttpRequest
from django.utils.translation import gettext as _

from onewindow.blocks.identity.errors import CodeNotRight
from onewindow.kernel.clock import clock

_SESSION = "address_code"
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LIVES_SECONDS = 900
_MOST_TRIES = 5


def new_code() -> str:
    """Eight letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def digest(code: str) -> bytes:
    """As it is kept. Spaces, hyphens and small letters are forgiven."""
    return hashlib.sha256("".join(code.upper().replace("-", " ").split()).encode()).digest()


def send_code(request: HttpRequest, *, email: str, language: str) -> None:
    """Send a code to an address; the one before it stops working."""
    code = new_code()
    request.session[_SESSION] = {
        "digest": digest(code).hex(), "email": email, "language": language, "tries": 0,
        "at": clock.now().timestamp(),
    }  # fmt: skip
    body = "{}\n\n{}\n".format(_("Enter this code to confirm your email address:"), code)
    send_mail(_("Your code"), body, None, [email])


def confirmed(request: HttpRequest, code: str) -> tuple[str, str]:
    """Address and language that a code confirms. It is used up.

    :raises CodeNotRight: wrong, used, too old, or tried too often.
    """
    kept = request.session.get(_SESSION)
    if kept is None:
        raise CodeNotRight(field="code")
    kept["tries"] += 1
    late = clock.now().timestamp() - kept["at"] > _LIVES_SECONDS
    if late or kept["tries"] > _MOST_TRIES:
        del request.session[_SESSION]
        raise CodeNotRight(field="code")
    request.session[_SESSION] = kept
    if not hmac.compare_digest(bytes.fromhex(kept["digest"]), digest(code)):
        raise CodeNotRight(field="code")
    del request.session[_SESSION]
    return str(kept["email"]), str(kept["language"])
