"""Who it was that looked: nobody answers for a look of their own."""

from onewindow.blocks.identity import api as identity
from onewindow.blocks.registers.types import AccessLineView

_ACCOUNT = "account/"


def is_reader(look: AccessLineView, account: str) -> bool:
    """Whether the account, or another one of the same person, is the one that looked."""
    if not look.reader.startswith(_ACCOUNT) or not account:
        return False
    return look.reader.removeprefix(_ACCOUNT) in identity.accounts_of_person(account=account)
