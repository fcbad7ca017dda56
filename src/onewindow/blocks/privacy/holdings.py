"""What privacy itself holds about people."""

from onewindow.foundation.holdings.types import Holding, NamedBy, deleted
from onewindow.kernel.errors import N_

_TEN_YEARS = 3650

HOLDINGS = (
    Holding(
        model="privacy.Question",
        topic="privacy",
        rows=NamedBy(person=("concerned",), account=("asked_by", "answered_by", "ruled_by")),
        retention=deleted(
            after="asked_at", days=_TEN_YEARS, why=N_("an answer may be challenged for ten years")
        ),
    ),
    Holding(
        model="privacy.Consent",
        topic="privacy",
        rows=NamedBy(person=("person",), account=("given_by", "withdrawn_by")),
        retention=deleted(
            after="until", days=_TEN_YEARS, why=N_("what a use stood on may be asked for ten years")
        ),
    ),
    Holding(
        model="privacy.Objection",
        topic="privacy",
        rows=NamedBy(person=("person",), account=("raised_by", "decided_by")),
        retention=deleted(
            after="raised_at", days=_TEN_YEARS, why=N_("a decision may be challenged for ten years")
        ),
    ),
    Holding(
        model="privacy.Erasure",
        topic="privacy",
        rows=NamedBy(person=("person",), account=("asked_by", "decided_by")),
        retention=deleted(
            after="asked_at", days=_TEN_YEARS, why=N_("that it was erased may have to be shown for ten years")
        ),
    ),
    Holding(
        model="privacy.Export",
        topic="privacy",
        rows=NamedBy(person=("person",), account=("account",)),
        hidden={"archive": "it would hold itself"},
        retention=deleted(after="expires_at", days=0, why=N_("nobody may fetch it any more")),
        erasable=True,
        begun="asked_at",
    ),
    Holding(
        model="privacy.Answered",
        topic="privacy",
        rows=NamedBy(account=("caller",)),
        hidden={"key": "the caller's own", "fingerprint": "a digest"},
        retention=deleted(after="at", days=365, why=N_("a program repeats a request within a year or never")),
    ),
)
