"""From a filled template to the data that the typesetter shows: every text is worked out here."""

import io
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import segno
from django.utils import translation
from django.utils.translation import gettext as _

from onewindow.blocks.documents import app_settings
from onewindow.blocks.documents.types import (
    Block,
    Column,
    DocumentTemplate,
    Fields,
    Heading,
    Paragraph,
    QrCode,
    SealPlace,
    Table,
)
from onewindow.blocks.documents.wording import Words
from onewindow.blocks.identity.types import AgencyView


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What a document says about itself, beside its template.

    :param replaces: number and code of the version before.
    """

    code: str
    agency: AgencyView
    languages: tuple[str, ...]
    official_language: str
    valid_from: date
    valid_until: date | None
    issued_at: datetime
    version: int
    replaces: tuple[str, str] | None
    reason: str


def compose(template: DocumentTemplate, sheet: Sheet) -> dict[str, Any]:
    """Data for ``limited/typst/document.typ``: one part for each language."""
    url = app_settings.verify_url(sheet.code)
    official = sheet.official_language
    return {
        "title": f"{template.title.in_language(official)} {template.number}",
        "author": sheet.agency.name.in_language(official),
        "keywords": [template.number, sheet.code],
        "number": template.number,
        "code": sheet.code,
        "url": url,
        "qr": _qr(url),
        "parts": [_part(template, sheet, language) for language in sheet.languages],
    }


def _qr(url: str) -> str:
    out = io.BytesIO()
    segno.make(url, error="m").save(out, kind="svg", border=2, scale=4, xmldecl=False, svgns=True)
    return out.getvalue().decode("utf-8")


def _part(template: DocumentTemplate, sheet: Sheet, language: str) -> dict[str, Any]:
    words = Words(language=language, official=sheet.official_language, zone=sheet.agency.zone)
    with translation.override(language):
        agency = words.text(sheet.agency.name)
        blocks = [block for one in template.blocks if (block := _block(one, words))]
        if not any(block["kind"] == "qr" for block in blocks):
            blocks.append({"kind": "qr"})
        return {
            "lang": language.partition("-")[0],
            "dir": words.direction,
            "agency": agency,
            "title": words.text(template.title),
            "meta": _about(template, sheet, words),
            "note": _note(sheet),
            "blocks": blocks,
            "verify": _("Check that this document is genuine and valid:"),
            "code_label": _("Code"),
            "page": _("Page"),
            "sealed": _("Sealed electronically by %(agency)s, %(moment)s")
            % {"agency": agency, "moment": words.moment(sheet.issued_at)},
            "sealed_hint": _("The seal is in the file. A print is a copy: check it with its code."),
        }


def _about(template: DocumentTemplate, sheet: Sheet, words: Words) -> list[list[str]]:
    rows = [
        [_("Number"), template.number],
        [_("Issued on"), words.day(sheet.issued_at.astimezone(words.zone).date())],
        [_("Valid from"), words.day(sheet.valid_from)],
    ]
    if sheet.valid_until:
        rows.append([_("Valid until"), words.day(sheet.valid_until)])
    if sheet.version > 1:
        rows.append([_("Version"), str(sheet.version)])
    return rows


def _note(sheet: Sheet) -> str:
    if not sheet.replaces:
        return ""
    number, code = sheet.replaces
    note = _("This document replaces %(number)s (code %(code)s).") % {"number": number, "code": code}
    return f"{note} {_('Reason:')} {sheet.reason}" if sheet.reason else note


def _block(block: Block, words: Words) -> dict[str, Any] | None:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": words.text(block.text)}
    if isinstance(block, Paragraph):
        return {"kind": "text", "text": words.text(block.text)}
    if isinstance(block, Fields):
        rows = [[words.text(row.label), words.value(row.value)] for row in block.rows]
        shown = [row for row in rows if row[1]]
        return {"kind": "fields", "rows": shown} if shown else None
    if isinstance(block, Table):
        return _table(block, words)
    if isinstance(block, QrCode):
        return {"kind": "qr"}
    return {"kind": "seal" if isinstance(block, SealPlace) else "space"}


def _table(block: Table, words: Words) -> dict[str, Any] | None:
    if not block.rows or not block.columns:
        return None

    def head(column: Column) -> dict[str, Any]:
        return {"label": words.text(column.label), "numeric": column.numeric}

    width = len(block.columns)
    rows = [[words.value(value) for value in (*row, *(None,) * width)[:width]] for row in block.rows]
    return {"kind": "table", "columns": [head(column) for column in block.columns], "rows": rows}
