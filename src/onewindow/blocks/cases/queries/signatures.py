"""The signatures under what was filed."""

from onewindow.blocks.cases.errors import CaseNotFound
from onewindow.blocks.cases.models import Case
from onewindow.blocks.cases.queries.reading import case_and_side, case_row, story_of, view_of
from onewindow.blocks.cases.types import CaseView, FilingSignatureView, StoryLine
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.api import Actor


def filing_signatures(*, number: str, actor: Actor) -> tuple[FilingSignatureView, ...]:
    """See ``cases.api.filing_signatures``."""
    return _signatures(case_row(number, actor))


def case_story_and_signatures(
    *, number: str, actor: Actor
) -> tuple[CaseView, tuple[StoryLine, ...], tuple[FilingSignatureView, ...]]:
    """See ``cases.api.case_story_and_signatures``."""
    row, mine = case_and_side(number, actor)
    return view_of(row, actor, mine), story_of(row, mine), _signatures(row)


def _signatures(case: Case) -> tuple[FilingSignatureView, ...]:
    return tuple(
        FilingSignatureView(
            id=row.pk, form=row.form, level=row.level, signer=row.signer, issuer=row.issuer,
            signed_at=row.signed_at, proven=row.proven,
        )
        for row in case.signatures.defer("data")
    )  # fmt: skip


def signature_file(*, number: str, signature: int, actor: Actor) -> tuple[str, bytes]:
    """See ``cases.api.signature_file``."""
    row = case_row(number, actor).signatures.filter(pk=signature).first()
    if row is None:
        raise CaseNotFound(number=number)
    # With the archive timestamps that were added since: the signature itself is in it, unchanged.
    return row.form, trust.renewed(source="filings", item=str(row.pk)) or bytes(row.data)
