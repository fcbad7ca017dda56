"""Which passwords may be chosen: long enough for how they are used, and none that everybody tries first.

Source: NIST SP 800-63B-4 §3.1.1.2: 15 characters where a password stands alone, 8 beside a second factor, no
rules of composition, no change by calendar, at least 64 taken and never cut; ASVS 5.0 6.2.
"""

import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from onewindow.blocks.identity.common_passwords.bloom import places

ALONE = 15
BESIDE_ANOTHER = 8
LONGEST = 4096
_FILTER = Path(__file__).parent / "common_passwords" / "filter.bin"


class LongEnough:
    """A validator of Django's ``AUTH_PASSWORD_VALIDATORS``."""

    def validate(self, password: str, user: Any = None) -> None:
        """
        :raises ValidationError: too short for this account, or beyond what anybody types.
        """
        least = BESIDE_ANOTHER if has_second_factor(user) else ALONE
        if len(password) < least:
            said = ngettext("Use at least %(least)s character.", "Use at least %(least)s characters.", least)
            raise ValidationError(said % {"least": least}, code="password_too_short")
        if len(password) > LONGEST:
            raise ValidationError(_("Use fewer characters."), code="password_too_long")

    def get_help_text(self) -> str:
        """For forms that show it."""
        return _("At least 15 characters. A few words that you remember are good.")


class NotCommon:
    """A validator: not one of those that are tried first everywhere."""

    def validate(self, password: str, user: Any = None) -> None:
        """
        :raises ValidationError: the password is common, alone or with digits or signs around it.
        """
        if any(is_common(each) for each in _forms(password)):
            raise ValidationError(
                _("Many people use this password, and thieves try it first. Choose another."),
                code="password_too_common",
            )

    def get_help_text(self) -> str:
        """For forms that show it."""
        return _("Not one that many people use.")


def has_second_factor(user: Any) -> bool:
    """Whether the account signs in with something beside its password."""
    if getattr(user, "pk", None) is None:
        return False
    second = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
    return Authenticator.objects.filter(user=user, type__in=second).exists()


def is_common(password: str) -> bool:
    """Whether the committed filter has it. One in some hundred thousand others is taken for common, too."""
    bits = _bits()
    return all(bits[place >> 3] >> (place & 7) & 1 for place in places(password, len(bits) * 8))


def _forms(password: str) -> list[str]:
    """The password in small letters, as it is and without what people put around a word; and said twice."""
    plain = unicodedata.normalize("NFKC", password).lower()
    core = plain.strip("0123456789!?.,;:-_*#@$%&+= ")
    half = plain[: len(plain) // 2]
    doubled = [half] if len(plain) >= 2 and half * 2 == plain else []
    return [plain, *doubled, *([core] if len(core) >= 4 else []), *(["aaaa"] if len(set(plain)) == 1 else [])]


@cache
def _bits() -> bytes:
    return _FILTER.read_bytes()
