"""Which agencies' systems may know people's numbers: the owner of the register says so, by a purpose."""

from onewindow.blocks.registers import api as registers

_REGISTER = "people"
_PURPOSE = "sign-on"
_NAME = "given_name"


def may_know_number(*, agency: str, purpose: str) -> bool:
    """Whether the register of people names the agency in its purpose ``sign-on``.

    The number is the key of an entry and no attribute: whoever may see a name for that purpose may know it.

    :param purpose: what the system is for; two people of the agency agreed that, and it is shown.
    """
    return registers.may_read(register=_REGISTER, attribute=_NAME, agency=agency, legal_basis=_PURPOSE)
