"""What programs and designers need to know: the public API, and the parts that pages are made of."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from onewindow.foundation.access.api import guard
from onewindow.foundation.web.api import render
from onewindow.foundation.web.types import Crumb
from onewindow.portal.components import gallery
from onewindow.portal.public_api import operations_of, public_api, rule_of, scopes_of


@dataclass(frozen=True, slots=True)
class OperationLine:
    """An operation of the API in a list."""

    method: str
    path: str
    summary: str
    rule: str
    scopes: str


@guard("public")
def developers(request: HttpRequest) -> HttpResponse:
    """The API in words: how to sign in, to repeat safely, to read errors; every operation."""
    tags: dict[str, list[OperationLine]] = {}
    for operation in operations_of(public_api):
        line = OperationLine(
            method=operation.methods[0],
            path=f"/api/v1{operation.path}",
            summary=(operation.view_func.__doc__ or operation.summary or "").strip().split("\n")[0],
            rule=rule_of(operation) or "",
            scopes=" ".join(sorted(scopes_of(operation))) or ("" if rule_of(operation) == "public" else "–"),
        )
        tags.setdefault((operation.tags or [_("Others")])[0], []).append(line)
    context = {"tags": tags, "base": request.build_absolute_uri("/api/v1")}
    return render(request, "portal/developers.html", context)


@guard("public")
def components(request: HttpRequest) -> HttpResponse:
    """Every part of the design system, drawn."""
    crumbs = [Crumb(_("For developers"), "/developers/"), Crumb(_("Parts of a page"))]
    return render(request, "portal/components.html", {**gallery(), "crumbs": crumbs})
