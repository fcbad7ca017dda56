"""What somebody is to sign, as a PDF that people read and programs too."""

import hashlib
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from onewindow.blocks.documents import rendering
from onewindow.blocks.documents.types import Paper
from onewindow.blocks.documents.wording import RIGHT_TO_LEFT
from onewindow.standards.signing import pades


def paper(asked: Paper) -> bytes:
    """See ``api.paper``."""
    with translation.override(asked.language):
        composed = _composed(asked)
    return pades.ready_to_sign(rendering.typeset(composed, at=asked.made_at, template="paper"))


def _composed(asked: Paper) -> dict[str, Any]:
    """Data for ``limited/typst/paper.typ``."""
    language = asked.language.partition("-")[0]
    return {
        "title": asked.title,
        "author": asked.agency,
        "agency": asked.agency,
        "lang": language,
        "dir": "rtl" if language in RIGHT_TO_LEFT else "ltr",
        "page": _("Page"),
        "about": [list(row) for row in asked.about],
        "parts": [
            {"heading": heading, "rows": [list(row) for row in rows]} for heading, rows in asked.parts if rows
        ],
        "note": _("Sign this file without changing it. The same is in it as data: %(name)s.")
        % {"name": asked.data_name},
        "attached": {
            "name": asked.data_name,
            "content": asked.data.decode("utf-8"),
            "description": asked.title,
            "sha256": hashlib.sha256(asked.data).hexdigest(),
        },
    }
