"""The export as a zip: one JSON text for programs, one page for people, and the files."""

import html
import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any, cast

from django.utils import translation
from django.utils.translation import gettext as _

from onewindow.blocks.privacy.topics import topic_name
from onewindow.foundation.holdings import api as holdings
from onewindow.foundation.holdings.types import Everything, Section, Somebody
from onewindow.foundation.web import api as web
from onewindow.kernel.clock import clock

_MOMENT = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can say: the same content is the same bytes


def archive_of(who: Somebody, *, language: str) -> bytes:
    """Gather everything and pack it."""
    everything = holdings.everything_about(who=who)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        _put(archive, "data.json", _json(everything).encode())
        with translation.override(language):
            _put(archive, "index.html", _page(everything, language).encode())
        for name, data in everything.files.items():
            _put(archive, name, data)
    return packed.getvalue()


def _put(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(name, _MOMENT), data, zipfile.ZIP_DEFLATED)


def _json(everything: Everything) -> str:
    document = {
        "format": "onewindow-export/1",
        "made_at": clock.now().isoformat(),
        "looked_in": list(everything.looked_in),
        "sections": [
            {
                "model": each.model,
                "topic": each.topic,
                "left_out": dict(each.hidden),
                "rows": [dict(row) for row in each.rows],
            }
            for each in everything.sections
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1)


def _page(everything: Everything, language: str) -> str:
    title = html.escape(_("Everything held about you"))
    direction = "rtl" if language == "ar" else "ltr"
    body = "".join(_section(each) for each in everything.sections)
    intro = html.escape(
        _("We looked in %(number)s places. What is left out, and why, stands under each heading.")
        % {"number": len(everything.looked_in)}
    )
    made = html.escape(web.show_datetime(clock.now()))
    return (
        f'<!DOCTYPE html>\n<html lang="{language}" dir="{direction}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body><h1>{title}</h1><p>{intro} {made}</p>{body}</body></html>\n"
    )


def _section(section: Section) -> str:
    heading = (
        f"{html.escape(topic_name(section.topic))} <small><code>{html.escape(section.model)}</code></small>"
    )
    rows = "".join(f"<li>{_value(dict(row))}</li>" for row in section.rows)
    left_out = "".join(
        f"<li><code>{html.escape(name)}</code>: {html.escape(why)}</li>"
        for name, why in section.hidden.items()
    )
    label = html.escape(_("Left out:"))
    said = f"<p>{label}</p><ul>{left_out}</ul>" if left_out else ""
    return f"<h2>{heading}</h2><ol>{rows}</ol>{said}"


def _value(value: Any) -> str:
    """Nested values as nested lists; a file as a link."""
    if isinstance(value, Mapping):
        parts = cast("Mapping[str, Any]", value)
        inner = "".join(
            f"<dt>{html.escape(str(name))}</dt><dd>{_value(part)}</dd>" for name, part in parts.items()
        )
        return f"<dl>{inner}</dl>"
    if isinstance(value, list):
        return "<ul>" + "".join(f"<li>{_value(part)}</li>" for part in cast("list[Any]", value)) + "</ul>"
    text = html.escape("" if value is None else str(value))
    return f'<a href="{text}">{text}</a>' if text.startswith("files/") else f"<bdi>{text}</bdi>"
