"""What a file is, by its bytes; and that it is that and nothing beside it.

A polyglot is a file of two kinds: harmless to the one who checks, harmful to the one who opens. So each kind
is followed to its end, and nothing may stand before or after it.
"""

import struct
from collections.abc import Sequence

from onewindow.blocks.documents.errors import UploadNotSound, UploadOfWrongKind
from onewindow.kernel.errors import N_
from onewindow.standards import safexml

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpeg": "image/jpeg",
    "xml": "application/xml",
}
MAX_PIXELS = 100_000_000
_BOM = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_ZIP_END = b"PK\x05\x06"
_MARKUP = frozenset({"html", "svg", "xsl", "stylesheet", "transform", "script"})


class _Unsound(Exception):
    """:param reason: what is odd."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def sound_kind(data: bytes, *, name: str, accept: Sequence[str]) -> str:
    """The kind of a file that is whole.

    :param accept: kinds of ``CONTENT_TYPES`` that will do.
    :raises UploadOfWrongKind: it is none of them.
    :raises UploadNotSound: it is damaged, or something stands beside it.
    """
    kind = _kind(data)
    if kind is None or kind not in accept:
        raise UploadOfWrongKind(name=name, accept=", ".join(one.upper() for one in accept))
    try:
        {"pdf": _pdf, "png": _png, "jpeg": _jpeg, "xml": _xml}[kind](data)
    except _Unsound as problem:
        raise UploadNotSound(name=name, reason=problem.reason) from problem
    return kind


def _kind(data: bytes) -> str | None:
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((*_BOM, b"<\0", b"\0<")) or data.lstrip(b" \t\r\n").startswith(b"<"):
        return "xml"
    return None


def _pdf(data: bytes) -> None:
    end = data.rfind(b"%%EOF")
    if end < 0 or data[end + 5 :].strip(b"\r\n \t\0"):
        raise _Unsound(N_("it does not end like a PDF"))
    _no_archive(data)


def _no_archive(data: bytes) -> None:
    # The end of a ZIP archive stands in the last 64 KB (APPNOTE.TXT §4.3.16); its length gives it away.
    tail = data[-65_557:]
    at = tail.rfind(_ZIP_END)
    if at >= 0 and len(tail) - at >= 22:
        (comment,) = struct.unpack_from("<H", tail, at + 20)
        if at + 22 + comment == len(tail):
            raise _Unsound(N_("there is an archive inside"))


def _png(data: bytes) -> None:
    at, first = 8, True
    while at + 12 <= len(data):
        (length,) = struct.unpack_from(">I", data, at)
        name = data[at + 4 : at + 8]
        if first:
            if name != b"IHDR" or length != 13:
                break
            width, height = struct.unpack_from(">II", data, at + 8)
            _picture(width, height)
            first = False
        at += 12 + length
        if name == b"IEND":
            if at != len(data):
                raise _Unsound(N_("something stands behind the picture"))
            return
    raise _Unsound(N_("the picture is not whole"))


def _jpeg(data: bytes) -> None:
    at, measured = 2, False
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        (length,) = struct.unpack_from(">H", data, at + 2)
        if marker in _FRAMES:
            if at + 9 > len(data):
                break
            height, width = struct.unpack_from(">HH", data, at + 5)
            _picture(width, height)
            measured = True
        at += 2 + length
        if marker == 0xDA:
            break
    end = data.rfind(b"\xff\xd9")
    if not measured or end < at:
        raise _Unsound(N_("the picture is not whole"))
    if data[end + 2 :].strip(b"\0\r\n \t"):
        raise _Unsound(N_("something stands behind the picture"))
    _no_archive(data)


# Start of frame, ISO/IEC 10918-1 table B.1, without the tables that share the range.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def _picture(width: int, height: int) -> None:
    if not width or not height:
        raise _Unsound(N_("the picture has no size"))
    if width * height > MAX_PIXELS:
        raise _Unsound(N_("the picture has too many dots"))


def _xml(data: bytes) -> None:
    try:
        root = safexml.parse(data)
    except safexml.XmlRefused as problem:
        raise _Unsound(N_("it is not well-formed XML that may come in")) from problem
    if safexml.local_name(root).lower() in _MARKUP:
        raise _Unsound(N_("it is a page or a drawing, not data"))
