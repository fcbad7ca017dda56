"""What trust holds about people: their certificates, and keys that only their PIN opens."""

from onewindow.foundation.holdings.types import Holding, NamedBy, deleted, kept
from onewindow.kernel.errors import N_

_PROOF = N_("a signature is verified for as long as somebody may ask, with the certificate of its time")
_LISTS = N_("signatures are judged by what was known at their time")

HOLDINGS = (
    Holding(
        model="trust.Certificate",
        topic="keys",
        rows=NamedBy(party=("holder",)),
        hidden={"revoked_by": "an officer", "made_by": "an officer"},
        retention=kept(_PROOF),
    ),
    Holding(
        model="trust.KeptKey",
        topic="keys",
        rows=NamedBy(party=("holder",)),
        hidden={"sealed": "a private key, even to its owner only by signing", "salt": "part of the seal"},
        retention=deleted(after="closed_at", days=30, why=N_("a closed key signs nothing more")),
    ),
    Holding(
        model="trust.Preserved",
        topic="keys",
        rows=NamedBy(party=("holder",)),
        retention=kept(N_("it goes when what it renews is gone from its room, at the next night's look")),
    ),
    Holding(model="trust.RevocationList", nothing="numbers of certificates", retention=kept(_LISTS)),
    Holding(
        model="trust.TrustList",
        topic="keys",
        rows=NamedBy(account=("proposed_by", "confirmed_by", "withdrawn_by"), person=("proposed_person",)),
        retention=kept(_LISTS),
    ),
    Holding(model="trust.ForeignAnchor", nothing="authorities of other countries", retention=kept(_LISTS)),
    Holding(model="trust.ForeignEvidence", nothing="lists of other authorities", retention=kept(_LISTS)),
)
