"""Codes by email: bound to the session and to what they are for, once, for fifteen minutes, five tries.

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

ADDRESS = "address_code"
"""A code that shows that an address is theirs."""
SET_UP = "set_up_code"
"""A code that lets whoever reads the letters of an account set up its first second step."""
_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_LIVES_SECONDS = 900
_MOST_TRIES = 5


def new_code() -> str:
    """Eight letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def digest(code: str) -> bytes:
    """As it is kept. Spaces, hyphens and small letters are forgiven."""
    return hashlib.sha256("".join(code.upper().replace("-", " ").split()).encode()).digest()


def send_code(
    request: HttpRequest, *, email: str, language: str, purpose: str = ADDRESS, words: str = ""
) -> None:
    """Send a code to an address; the one before it for the same purpose stops working.

    :param purpose: ``ADDRESS`` or ``SET_UP``: a code is of use for its own only.
    :param words: what the letter says before the code.
    """
    code = new_code()
    request.session[purpose] = {
        "digest": digest(code).hex(), "email": email, "language": language, "tries": 0,
        "at": clock.now().timestamp(),
    }  # fmt: skip
    body = "{}\n\n{}\n".format(words or _("Enter this code to confirm your email address:"), code)
    send_mail(_("Your code"), body, None, [email])


def is_waiting(request: HttpRequest, *, purpose: str) -> bool:
    """Whether a code was sent that may still be entered."""
    kept = request.session.get(purpose)
    return kept is not None and clock.now().timestamp() - kept["at"] <= _LIVES_SECONDS


def confirmed(request: HttpRequest, code: str, *, purpose: str = ADDRESS) -> tuple[str, str]:
    """Address and language that a code confirms. It is used up.

    :raises CodeNotRight: wrong, used, too old, or tried too often.
    """
    kept = request.session.get(purpose)
    if kept is None:
        raise CodeNotRight(field="code")
    kept["tries"] += 1
    late = clock.now().timestamp() - kept["at"] > _LIVES_SECONDS
    if late or kept["tries"] > _MOST_TRIES:
        del request.session[purpose]
        raise CodeNotRight(field="code")
    request.session[purpose] = kept
    if not hmac.compare_digest(bytes.fromhex(kept["digest"]), digest(code)):
        raise CodeNotRight(field="code")
    del request.session[purpose]
    return str(kept["email"]), str(kept["language"])
