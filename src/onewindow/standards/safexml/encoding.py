"""Bytes to text: UTF-8 and UTF-16 only, decoded here once, so that nobody decodes them differently later."""

import codecs
import re

from onewindow.kernel.errors import N_
from onewindow.standards.safexml.errors import NotXml, WrongEncoding

_DECLARATION = re.compile(
    r"<\?xml\s[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:\-]{1,40})[\"'][^>]{0,100}\?>"
)
_UTF8 = frozenset({"utf-8", "utf8"})
_UTF16 = frozenset({"utf-16", "utf16", "utf-16le", "utf-16be"})
# What people send instead of XML, by its first bytes.
_OTHERS = (
    (b"PK\x03\x04", N_("it is a ZIP archive")),
    (b"PK\x05\x06", N_("it is a ZIP archive")),
    (b"%PDF", N_("it is a PDF")),
    (b"\x1f\x8b", N_("it is a gzip archive")),
    (b"\x89PNG", N_("it is a picture")),
    (b"\xff\xd8\xff", N_("it is a picture")),
    (b"\xd0\xcf\x11\xe0", N_("it is an office document")),
    (b"MZ", N_("it is a program")),
)


def decode(data: bytes) -> str:
    """The text of a document, without its byte order mark.

    :raises WrongEncoding: another encoding is declared or found, or bytes do not fit the encoding.
    :raises NotXml: the file is empty, or plainly something else.
    """
    if not data.strip(b" \t\r\n\0"):
        raise NotXml(line=1, reason=N_("the file is empty"))
    for start, what in _OTHERS:
        if data.startswith(start):
            raise NotXml(line=1, reason=what)
    codec = _codec(data)
    try:
        text = data.decode(codec)
    except UnicodeDecodeError as problem:
        found = f"byte {problem.start + 1} does not fit {codec.removesuffix('-sig').upper()}"
        raise WrongEncoding(found=found, line=data.count(b"\n", 0, problem.start) + 1) from problem
    _refuse_other_declaration(text, codec)
    return text


def _codec(data: bytes) -> str:
    # XML 1.0 appendix F. UTF-32 begins like UTF-16 and must be looked for first.
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE, b"\0\0\0<", b"<\0\0\0")):
        raise WrongEncoding(found="UTF-32", line=1)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if data.startswith(b"<\0"):
        return "utf-16-le"
    if data.startswith(b"\0<"):
        return "utf-16-be"
    return "utf-8-sig"


def _refuse_other_declaration(text: str, codec: str) -> None:
    declared = _DECLARATION.match(text[:500])
    if declared is None:
        return
    name = declared.group(1).lower()
    allowed = _UTF16 if codec.startswith("utf-16") else _UTF8
    if name not in allowed:
        raise WrongEncoding(found=declared.group(1), line=1)
