"""What notifications hold about people."""

from onewindow.foundation.holdings.types import Holding, NamedBy, deleted, with_parent
from onewindow.kernel.errors import N_

HOLDINGS = (
    Holding(
        model="notifications.LetterRow",
        topic="letters",
        rows=NamedBy(party=("to",), subject=("subject",)),
        retention=deleted(
            after="sent_at", days=3650, why=N_("a letter may start a term; asked for ten years")
        ),
    ),
    Holding(
        model="notifications.ReadMark",
        topic="letters",
        rows=NamedBy(account=("account",)),
        retention=with_parent("letter"),
    ),
    Holding(
        model="notifications.EmailRow",
        topic="letters",
        rows=NamedBy(account=("account",)),
        retention=with_parent("letter"),
    ),
    Holding(
        model="notifications.MailboxLetter",
        topic="letters",
        rows=NamedBy(email=("receivers__icontains",)),
        retention=deleted(after="at", days=90, why=N_("only the demonstration uses it")),
        erasable=True,
        begun="at",
    ),
)
