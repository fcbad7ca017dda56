"""A PDF that is given out to be signed, and what was added to it since. See ``pades.only_signed``."""

import hashlib
import io
from typing import Any, cast

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError, PdfWriteError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields
from pyhanko.sign.diff_analysis import DEFAULT_DIFF_POLICY, DiffResult, ModificationLevel

from onewindow.standards.signing.errors import PdfNotSealable
from onewindow.standards.signing.pades_seal import Writer

FIELD = "Signature"
_EXIST, _APPEND_ONLY = 1, 2


def ready_to_sign(pdf: bytes) -> bytes:
    """See ``pades.ready_to_sign``."""
    out = io.BytesIO()
    try:
        writer = _SteadyWriter(io.BytesIO(pdf), strict=True)
        cast(Any, fields).append_signature_field(writer, fields.SigFieldSpec(FIELD))
        # What every signer writes there (ISO 32000-1 §12.7.2): so signing changes nothing of the form itself.
        form: Any = cast(Any, writer.root)["/AcroForm"]
        form["/SigFlags"] = generic.NumberObject(_EXIST | _APPEND_ONLY)
        cast(Any, writer).write(out)
    except (PdfReadError, PdfWriteError, ValueError, KeyError) as problem:
        raise PdfNotSealable(reason=str(problem)) from problem
    return out.getvalue()


def only_signed(pdf: bytes, *, original: bytes) -> bool:
    """See ``pades.only_signed``."""
    if not original or not pdf.startswith(original):
        return False
    try:
        reader, before = PdfFileReader(io.BytesIO(pdf)), PdfFileReader(io.BytesIO(original))
        last = _revisions(before) - 1
        # The chain of revisions has to go through the original's own table, not pass it by.
        if reader.encrypted or _table(reader, last) != _table(before, last):
            return False
        found: object = cast(Any, DEFAULT_DIFF_POLICY).review_file(reader, last)
    except Exception:  # strangers' bytes: whatever the parser trips over
        return False
    return isinstance(found, DiffResult) and _harmless(found.modification_level)


def _harmless(level: ModificationLevel) -> bool:
    return level.value <= ModificationLevel.FORM_FILLING.value


def _revisions(reader: PdfFileReader) -> int:
    return int(cast(Any, reader).xrefs.total_revisions)


def _table(reader: PdfFileReader, revision: int) -> int:
    return int(cast(Any, reader).xrefs.get_startxref_for_revision(revision))


class _SteadyWriter(Writer):
    """With an identifier that follows from the file, so that the same file gives the same bytes."""

    @classmethod
    def _handle_id(cls, prev: Any) -> Any:
        own = hashlib.sha256(prev.stream.getvalue()).digest()[:16]
        first = prev.trailer["/ID"][0] if "/ID" in prev.trailer else generic.ByteStringObject(own)
        return generic.ArrayObject([first, generic.ByteStringObject(own)])
