"""Signatures under filings, for the trust service to renew their proof."""

from collections.abc import Sequence

from onewindow.blocks.cases.models import FilingSignature
from onewindow.blocks.trust.types import KeptSignature


class KeptFilings:
    """Fulfils ``trust.ports.KeptSignatures``."""

    def listed(self, *, after: str, limit: int) -> Sequence[KeptSignature]:
        """By number."""
        rows = FilingSignature.objects.filter(pk__gt=int(after or 0)).order_by("pk")
        found = rows.values_list("pk", "person", "form")[:limit]
        return [KeptSignature(item=str(number), holder=person, form=form) for number, person, form in found]

    def read(self, *, item: str) -> bytes | None:
        """The signature file as it came."""
        found = FilingSignature.objects.filter(pk=int(item)).values_list("data", flat=True).first()
        return bytes(found) if found is not None else None
