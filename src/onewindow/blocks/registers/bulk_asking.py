"""What pages and the API have in common for imports and exports of registers."""

from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
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
    return _begun(asked)


def confirm(*, number: int, officer: Actor) -> BulkView:
    """Confirm an import as a second officer, and ask the worker to do it."""
    with transaction.atomic():
        return _begun(api.confirm_import(number=number, officer=officer))


def _begun(run: BulkView) -> BulkView:
    if run.state not in ("asked", "done", "failed", "declined"):
        jobs.defer(name="registers.import", payload={"run": run.number}, key=f"import:{run.number}")
    return run


def streamed(pieces: Iterator[bytes], *, name: str, kind: str) -> StreamingHttpResponse:
    """Pieces of a file as they are made."""
    response = StreamingHttpResponse(pieces, content_type=exporting.TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
