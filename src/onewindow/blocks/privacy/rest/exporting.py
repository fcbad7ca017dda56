"""Everything that is held about oneself. It takes a strong sign-in, as on the page."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Status

from onewindow.blocks.privacy import api
from onewindow.blocks.privacy.rest.parameters import Key
from onewindow.blocks.privacy.rest.schemas import ExportOut
from onewindow.foundation.access.api import actor_of, guard

router = Router(tags=["privacy"])


@router.get("/me/exports", response=list[ExportOut], operation_id="list_exports")
@guard("own-export")
def exports(request: HttpRequest) -> list[ExportOut]:
    """Your exports that can be fetched, and the one that is being made."""
    return [ExportOut.of(each) for each in api.exports_of(actor=actor_of(request=request))]


@router.post("/me/exports", response={202: ExportOut}, operation_id="ask_for_export")
@guard("own-export")
def ask(request: HttpRequest, key: Key) -> Status[ExportOut]:
    """Ask for one; it takes minutes."""
    return Status(202, ExportOut.of(api.ask_for_export(actor=actor_of(request=request), key=key)))


@router.get("/me/exports/{code}", response=None, operation_id="fetch_export")
@guard("own-export")
def fetch(request: HttpRequest, code: str) -> HttpResponse:
    """The zip."""
    found = api.fetch_export(actor=actor_of(request=request), code=code)
    response = HttpResponse(found, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{code}.zip"'
    response["Cache-Control"] = "no-store"
    return response
