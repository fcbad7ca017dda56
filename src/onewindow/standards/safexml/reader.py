"""Parse one document with lxml, with everything off that reaches outside or grows.

Source: XML 1.0 §2.8 (a document type declaration stands in the prolog only), §4.3.3 (encodings).
"""

import re
from typing import Any, cast

from lxml import etree  # pyright: ignore

from onewindow.kernel.errors import N_
from onewindow.standards.safexml.element import Element
from onewindow.standards.safexml.encoding import decode
from onewindow.standards.safexml.errors import (
    DoctypeRefused,
    NotXml,
    TooDeep,
    TooLarge,
    TooMany,
    WrongEncoding,
)
from onewindow.standards.safexml.limits import DEFAULT, Limits

_lxml: Any = cast(Any, etree)
_CHUNK = 65_536
_WHITE = re.compile(r"[ \t\r\n]*")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([^\s#;&<]{1,60});")


def parse(data: bytes, *, limits: Limits = DEFAULT) -> Element:
    """Parse XML that a stranger wrote.

    No DOCTYPE, no entities, no network, no files; comments and processing instructions are dropped, so that a
    text split by a comment is read as one text.

    :param data: the whole file; UTF-8 or UTF-16.
    :returns: the root as an lxml element; its document holds elements and text only.
    :raises NotXml: not well-formed; the line and the reason are given.
    :raises DoctypeRefused: there is a document type declaration.
    :raises WrongEncoding: another encoding.
    :raises TooLarge: the file, a text or a value is above its cap.
    :raises TooDeep: too many levels.
    :raises TooMany: too many elements, or attributes of one element.
    """
    if len(data) > limits.octets:
        raise TooLarge(what=N_("a size"), found=_size(len(data)), limit=_size(limits.octets), line=0)
    text = decode(data)
    _refuse_doctype(text)
    root = _read(text, limits)
    if root.getroottree().docinfo.internalDTD is not None:  # the second lock
        raise DoctypeRefused(line=1)
    return cast(Element, root)


def _size(octets: int) -> str:
    return f"{octets / 1_000_000:.1f} MB"


def _refuse_doctype(text: str) -> None:
    """Walk the prolog (white space, comments, processing instructions) up to the first element."""
    at = 0
    while True:
        at = _WHITE.match(text, at).end()  # pyright: ignore[reportOptionalMemberAccess]  # it matches nothing too
        if text.startswith("<!--", at):
            end = text.find("-->", at + 4)
            length = 3
        elif text.startswith("<?", at):
            end = text.find("?>", at + 2)
            length = 2
        elif text.startswith("<!", at):
            raise DoctypeRefused(line=text.count("\n", 0, at) + 1)
        else:
            return
        if end < 0:
            raise NotXml(
                line=text.count("\n", 0, at) + 1, reason=N_("something that begins here does not end")
            )
        at = end + length


def _read(text: str, limits: Limits) -> Any:
    parser = _lxml.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",  # what we feed, whatever the declaration says
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        strip_cdata=True,
    )
    watch = _Watch(limits)
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK].encode("utf-8"))
            watch.look(parser)
        root = parser.close()
    except UnicodeEncodeError as problem:
        raise WrongEncoding(found=N_("half a character"), line=0) from problem
    except _lxml.XMLSyntaxError as problem:
        raise _said(problem, text, limits) from problem
    watch.look(parser)
    return root


class _Watch:
    """Counts while the document comes in, so that a bomb is refused before it is built."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._depth = 0
        self._elements = 0

    def look(self, parser: Any) -> None:
        for event, element in parser.read_events():
            if event == "start":
                self._open(element)
            else:
                self._depth -= 1
                self._close(element)

    def _open(self, element: Any) -> None:
        limits, line = self._limits, int(element.sourceline or 0)
        self._depth += 1
        self._elements += 1
        if self._depth > limits.depth:
            raise TooDeep(line=line, limit=limits.depth)
        if self._elements > limits.elements:
            raise TooMany(line=line, limit=limits.elements, what=N_("elements"))
        above = element.getparent()
        declared = len(element.nsmap) - (len(above.nsmap) if above is not None else 0)
        if len(element.attrib) + declared > limits.attributes:
            raise TooMany(line=line, limit=limits.attributes, what=N_("attributes of one element"))
        for value in element.attrib.values():
            self._check(value, line)

    def _close(self, element: Any) -> None:
        line = int(element.sourceline or 0)
        for text in (element.text, *(child.tail for child in element)):
            if text is not None:
                self._check(text, line)

    def _check(self, text: str, line: int) -> None:
        if len(text) > self._limits.text:
            raise TooLarge(what=N_("a text"), found=len(text), limit=self._limits.text, line=line)


def _said(problem: Any, text: str, limits: Limits) -> NotXml | TooDeep | TooLarge:
    reason, line = str(problem.msg or problem), int(problem.lineno or 0)
    if "depth" in reason.lower():
        return TooDeep(line=line, limit=limits.depth)
    if "huge" in reason.lower() or "too long" in reason.lower():
        return TooLarge(what=N_("a text"), found=N_("more than 10 MB"), limit=limits.text, line=line)
    # With entities off, libxml2 stops at a reference without saying where.
    entity = None if line else _ENTITY.search(text)
    if entity:
        line = text.count("\n", 0, entity.start()) + 1
        return NotXml(line=line, reason=f"the entity &{entity.group(1)}; is not declared")
    return NotXml(line=max(line, 1), reason=re.sub(r", line \d+, column \d+.*$", "", reason))
