"""What payments hold about people."""

from onewindow.foundation.holdings.types import Holding, NamedBy, deleted, kept
from onewindow.kernel.errors import N_

_BOOKS = N_("the books of the state are kept; a request names its payer, a posting nobody")

HOLDINGS = (
    Holding(
        model="payments.PaymentRequestRow",
        topic="payments",
        rows=NamedBy(party=("payer",), subject=("subject",)),
        retention=kept(_BOOKS),
    ),
    Holding(
        model="payments.Attempt",
        topic="payments",
        rows=NamedBy(account=("started_by",), party=("request__payer",), subject=("request__subject",)),
        hidden={"redirect_url": "an address of the bank's that was of use once"},
        retention=kept(_BOOKS),
    ),
    Holding(
        model="payments.RefundRow",
        topic="payments",
        rows=NamedBy(party=("attempt__request__payer",), subject=("attempt__request__subject",)),
        hidden={"actor": "an officer"},
        retention=kept(_BOOKS),
    ),
    Holding(
        model="payments.LedgerEntry",
        topic="payments",
        rows=NamedBy(party=("request__payer",), subject=("request__subject",)),
        retention=kept(_BOOKS),
    ),
    Holding(
        model="payments.Posting",
        topic="payments",
        rows=NamedBy(party=("entry__request__payer",), subject=("entry__request__subject",)),
        retention=kept(_BOOKS),
    ),
    Holding(
        model="payments.NoticeRow",
        nothing="numbers of notices of banks",
        retention=deleted(after="received_at", days=3650, why="a notice is handled once"),
    ),
    Holding(
        model="payments.SandboxOrder",
        nothing="the sandbox bank's own book; it knows an attempt and an amount",
        retention=deleted(after="created_at", days=365, why="only the demonstration uses it"),
    ),
)
