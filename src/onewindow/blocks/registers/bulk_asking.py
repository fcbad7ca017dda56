"""What pages and the API have in common for imports and exports of registers."""

from collections.abc import Iterator
from pathlib import Path

from django.http import StreamingHttpResponse

from onewindow.blocks.registers import api
from onewindow.blocks.registers.bulk import exporting
from onewindow.blocks.registers.types import BulkView
from onewindow.foundation.access.types import Actor
from onewindow.foundation.jobs import api as jobs


def ask(
    *, register: str, file: Path, name: str, mapping: str, source: str, dry: bool, officer: Actor
) -> BulkView:
    """Ask for an import, and for the worker to do it."""
    asked = api.ask_import(
        register=register, file=file, name=name, mapping=mapping, source=source, dry=dry, officer=officer
    )
    if asked.state not in ("done", "failed"):
        jobs.defer(name="registers.import", payload={"run": asked.number}, key=f"import:{asked.number}")
    return asked


def streamed(pieces: Iterator[bytes], *, name: str, kind: str) -> StreamingHttpResponse:
    """Pieces of a file as they are made."""
    response = StreamingHttpResponse(pieces, content_type=exporting.TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
