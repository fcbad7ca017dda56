"""The invoice inside a Factur-X or ZUGFeRD PDF (ISO 32000-1 §7.11.4, Factur-X 1.0 §6)."""

import io
import zlib
from typing import Any

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NullObject, StreamObject

from onewindow.kernel.errors import N_
from onewindow.standards.en16931.errors import NoInvoiceInPdf, PdfNotReadable
from onewindow.standards.safexml import TooLarge

MAX_PDF = 30_000_000
MAX_ATTACHED = 10_000_000
_MAX_NODES = 200
# In order of preference; Factur-X 1.0 §6.2 and the names that came before it.
_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "cii.xml", "ubl.xml", "invoice.xml")


def invoice_in(data: bytes) -> bytes:
    """The XML that a PDF carries.

    :param data: the PDF.
    :raises TooLarge: the PDF is above 30 MB, or the file inside above 10 MB.
    :raises PdfNotReadable: damaged or encrypted.
    :raises NoInvoiceInPdf: nothing attached that could be an invoice.
    """
    if len(data) > MAX_PDF:
        raise TooLarge(what=N_("a size"), found=f"{len(data) / 1_000_000:.1f} MB", limit="30 MB", line=0)
    try:
        return _attached(data)
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        zlib.error,
    ) as problem:
        raise PdfNotReadable(reason=N_("it is damaged")) from problem


def _attached(data: bytes) -> bytes:
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise PdfNotReadable(reason=N_("it is locked with a password"))
    root = reader.root_object
    found: dict[str, StreamObject] = {}
    for specification in _specifications(root):
        name = (
            str(specification.get("/UF") or specification.get("/F") or "")
            .replace("\\", "/")
            .rpartition("/")[2]
        )
        embedded = _dictionary(specification.get("/EF"))
        stream = _plain(
            (embedded or DictionaryObject()).get("/F") or (embedded or DictionaryObject()).get("/UF")
        )
        if isinstance(stream, StreamObject) and name.lower().endswith(".xml"):
            found.setdefault(name.lower(), stream)
    for name in (*_NAMES, *found):
        if name in found:
            return _content(found[name])
    raise NoInvoiceInPdf()


def _plain(value: Any) -> Any:
    value = value.get_object() if value is not None else None
    return None if isinstance(value, NullObject) else value


def _dictionary(value: Any) -> DictionaryObject | None:
    value = _plain(value)
    return value if isinstance(value, DictionaryObject) else None


def _array(value: Any) -> list[Any]:
    value = _plain(value)
    return list(value) if isinstance(value, ArrayObject) else []


def _specifications(root: DictionaryObject) -> list[DictionaryObject]:
    """File specifications of the name tree and of the associated files, at most so many nodes."""
    found = [one for value in _array(root.get("/AF")) if (one := _dictionary(value))]
    names = _dictionary(root.get("/Names"))
    waiting = [_dictionary(names.get("/EmbeddedFiles"))] if names else []
    for _ in range(_MAX_NODES):
        if not waiting:
            break
        node = waiting.pop()
        if node is not None:
            waiting.extend(_dictionary(kid) for kid in _array(node.get("/Kids"))[:_MAX_NODES])
            found.extend(one for value in _array(node.get("/Names"))[1::2] if (one := _dictionary(value)))
    return found


def _content(stream: StreamObject) -> bytes:
    filters = _plain(stream.get("/Filter"))
    names = (
        [str(one) for one in filters]
        if isinstance(filters, ArrayObject)
        else [str(filters)]
        if filters
        else []
    )
    raw = stream._data  # pyright: ignore[reportPrivateUsage]  # unpacked here, with a limit
    if names in (["/FlateDecode"], ["/Fl"]):
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(raw, MAX_ATTACHED + 1)
    elif names:
        raise PdfNotReadable(reason=N_("the file inside it is packed in a way that invoices are not"))
    if len(raw) > MAX_ATTACHED:
        raise TooLarge(what=N_("an attached file"), found=N_("more than 10 MB"), limit="10 MB", line=0)
    return raw
