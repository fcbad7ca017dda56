"""Making the PDF, in the limited process."""

import json
from datetime import datetime
from typing import Any, Literal

from onewindow.blocks.documents.errors import NotRendered
from onewindow.blocks.documents.limited.process import LimitedFailed, LimitedProcess

_typesetter = LimitedProcess(memory=2_000_000_000, seconds=20.0)


def typeset(
    data: dict[str, Any], *, at: datetime, template: Literal["document", "paper"] = "document"
) -> bytes:
    """The PDF/A of composed data. The same data, moment and template give the same bytes.

    :raises NotRendered: an error, too long or too large.
    """
    body = json.dumps(data, ensure_ascii=False).encode("utf-8")
    try:
        asked = {"do": "typeset", "template": template, "timestamp": int(at.timestamp())}
        _, pdf = _typesetter.work(asked, body)
    except LimitedFailed as problem:
        raise NotRendered(reason=problem.reason) from problem
    return pdf
