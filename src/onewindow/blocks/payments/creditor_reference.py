"""ISO 11649: a creditor reference that a payer can type and a bank can check."""

import re

from onewindow.kernel.errors import N_, InvalidInput

_REFERENCE = re.compile(r"[0-9A-Z]{1,21}")
_WHOLE = re.compile(r"RF[0-9]{2}[0-9A-Z]{1,21}")


class NotACreditorReference(InvalidInput):
    code = "not-a-creditor-reference"
    message = N_("“{text}” is not a creditor reference.")
    way_out = N_("It begins with RF and two check digits. Copy it from the payment page.")


def creditor_reference(text: str) -> str:
    """``RF``, two check digits (ISO 7064, MOD 97-10) and the reference.

    :param text: 1 to 21 digits and capital letters.
    :raises NotACreditorReference: anything else.
    """
    if not _REFERENCE.fullmatch(text):
        raise NotACreditorReference(text=text[:40])
    return f"RF{98 - _remainder(text + 'RF00'):02d}{text}"


def read_creditor_reference(text: str) -> str:
    """The reference inside, after its check digits were verified. Spaces and small letters are allowed.

    :raises NotACreditorReference: another form, or a typing mistake.
    """
    whole = "".join(text.split()).upper()
    if not _WHOLE.fullmatch(whole) or _remainder(whole[4:] + whole[:4]) != 1:
        raise NotACreditorReference(text=text[:40])
    return whole[4:]


def printed(reference: str) -> str:
    """In groups of four, as it is printed for people."""
    return " ".join(reference[at : at + 4] for at in range(0, len(reference), 4))


def _remainder(text: str) -> int:
    return int("".join(str(int(character, 36)) for character in text)) % 97
