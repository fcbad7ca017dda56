"""What we tell the owner of an account unasked. The letters are written elsewhere: wiring joins the two."""

from enum import StrEnum

from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.ports import NoticeSender


class Notice(StrEnum):
    """What happened to the account; also the name of the letter's file."""

    NEW_DEVICE = "new-device"
    RECOVERY_ASKED = "recovery-asked"
    RECOVERY_STOPPED = "recovery-stopped"
    RECOVERY_DONE = "recovery-done"
    ACCOUNT_OPENED = "account-opened"
    PROOF_UNDONE = "proof-undone"
    ACCESS_REVIEW = "access-review"
    OPEN_AGAIN = "open-again"
    SET_ASIDE = "set-aside"
    ENTRIES_JOINED = "entries-joined"
    ENTRIES_PARTED = "entries-parted"
    METHOD_CHANGED = "method-changed"
    SECOND_STEP_CHANGED = "second-step-changed"
    PASSWORD_CHANGED = "password-changed"  # noqa: S105 - the name of a letter


def _to_nobody(*, account: str, letter: str, key: str, values: dict[str, object]) -> None:
    return None


class _Sender:
    """Who sends; wiring sets it once."""

    current: NoticeSender = staticmethod(_to_nobody)


def use_notice_sender(sender: NoticeSender) -> None:
    """Join the port to its adapter."""
    _Sender.current = staticmethod(sender)


def send(account: Account, notice: Notice, *, key: str, **values: object) -> None:
    """Tell the owner on every channel that the house has, once per key."""
    _Sender.current(account=account.slug, letter=notice.value, key=f"{notice.value}/{key}", values=values)
