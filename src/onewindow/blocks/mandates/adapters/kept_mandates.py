"""Signatures under mandates, for the trust service to renew their proof."""

from collections.abc import Sequence

from onewindow.blocks.mandates.models import MandateSignature
from onewindow.blocks.trust.types import KeptSignature


class KeptMandates:
    """Fulfils ``trust.ports.KeptSignatures``."""

    def listed(self, *, after: str, limit: int) -> Sequence[KeptSignature]:
        """By number; what the register itself says has no signature."""
        rows = MandateSignature.objects.filter(pk__gt=int(after or 0)).exclude(jws="").order_by("pk")
        found = rows.values_list("pk", "signer")[:limit]
        return [KeptSignature(item=str(number), holder=signer, form="jades") for number, signer in found]

    def read(self, *, item: str) -> bytes | None:
        """The signature as it was made."""
        found = MandateSignature.objects.filter(pk=int(item)).values_list("jws", flat=True).first()
        return found.encode() if found else None
