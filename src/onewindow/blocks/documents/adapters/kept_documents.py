"""Sealed documents, for the trust service to renew the proof of their seals."""

from collections.abc import Sequence

from onewindow.blocks.documents.models import Document, SealedFile
from onewindow.blocks.trust.types import KeptSignature


class KeptDocuments:
    """Fulfils ``trust.ports.KeptSignatures``."""

    def listed(self, *, after: str, limit: int) -> Sequence[KeptSignature]:
        """By code."""
        rows = Document.objects.filter(code__gt=after).order_by("code").values_list("code", "holder")
        return [KeptSignature(item=code, holder=holder, form="pades") for code, holder in rows[:limit]]

    def read(self, *, item: str) -> bytes | None:
        """The sealed PDF."""
        found = SealedFile.objects.filter(document_id=item).values_list("pdf", flat=True).first()
        return bytes(found) if found is not None else None
