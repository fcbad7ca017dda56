"""The signatures under what was filed."""

from onewindow.blocks.cases.errors import CaseNotFound
from onewindow.blocks.cases.queries.reading import case_row
from onewindow.blocks.cases.types import FilingSignatureView
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.api import Actor


def filing_signatures(*, number: str, actor: Actor) -> tuple[FilingSignatureView, ...]:
    """See ``cases.api.filing_signatures``."""
    rows = case_row(number, actor).signatures.defer("data")
    return tuple(
        FilingSignatureView(
            id=row.pk, form=row.form, level=row.level, signer=row.signer, issuer=row.issuer,
            signed_at=row.signed_at, proven=row.proven,
        )
        for row in rows
    )  # fmt: skip


def signature_file(*, number: str, signature: int, actor: Actor) -> tuple[str, bytes]:
    """See ``cases.api.signature_file``."""
    row = case_row(number, actor).signatures.filter(pk=signature).first()
    if row is None:
        raise CaseNotFound(number=number)
    # With the archive timestamps that were added since: the signature itself is in it, unchanged.
    return row.form, trust.renewed(source="filings", item=str(row.pk)) or bytes(row.data)
