"""Parameters that several operations take."""

import base64
from typing import Annotated

from ninja import Header, Query
from pydantic import StringConstraints

from onewindow.blocks.cases.errors import SignatureNotTaken
from onewindow.kernel.errors import N_, InvalidInput
from onewindow.kernel.reference import Reference, ReferenceNotWellFormed

Key = Annotated[str, StringConstraints(min_length=8, max_length=200), Header(alias="Idempotency-Key")]
IfMatch = Annotated[str | None, Header(alias="If-Match")]
Limit = Annotated[int, Query(ge=1, le=200)]
Offset = Annotated[int, Query(ge=0, le=1_000_000)]


class NotAnETag(InvalidInput):
    code = "not-an-etag"
    message = N_("“{text}” is not an ETag of this resource.")
    way_out = N_('Send the ETag that you were given, such as "3", or leave If-Match out.')


def revision_of(if_match: str | None) -> int | None:
    """The revision that a caller saw (RFC 9110 §13.1.1); None where it does not say, or says ``*``."""
    if if_match is None or if_match == "*":
        return None
    text = if_match.strip().removeprefix("W/").strip('"')
    if not text.isdigit():
        raise NotAnETag(field="If-Match", text=if_match[:60])
    return int(text)


def reference_of(text: str, *, field: str) -> Reference:
    """A reference of the body; what is not one is refused under the name of its field."""
    try:
        return Reference(text)
    except ReferenceNotWellFormed as problem:
        problem.field = field
        raise


def signature_of(text: str | None) -> bytes | None:
    """The bytes of a signature in the body; None where there is none."""
    if text is None:
        return None
    try:
        return base64.b64decode(text, validate=True)
    except ValueError as problem:
        raise SignatureNotTaken(field="signature") from problem
