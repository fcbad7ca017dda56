"""The public API under ``/api/v1/``: each room's operations, one way of saying no."""

from collections.abc import Callable
from http import HTTPStatus
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation, PathView
from ninja.utils import check_csrf

from onewindow.foundation.access import api as access
from onewindow.foundation.web import api as web
from onewindow.kernel.errors import NotAllowed, OnewindowError

NAMESPACE = "api"


class PublicApi(NinjaAPI):
    """The API with a description that says who may speak to it, and how it says no."""

    def get_openapi_schema(self, **how: Any) -> Any:
        """The OpenAPI 3.1 document."""
        document = super().get_openapi_schema(**how)
        document["components"]["securitySchemes"] = {
            "key": {"type": "http", "scheme": "bearer", "description": "A key made on the account page."},
            "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
        }
        document["security"] = [{"key": []}, {"session": []}, {}]
        document["components"]["schemas"]["Problem"] = _PROBLEM
        refused = {
            "description": "A problem document (RFC 9457).",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        speakers = {
            (f"/api/v1{one.path}", method.lower()): _speakers(one)
            for one in operations_of(self)
            for method in one.methods
        }
        for path, methods in document["paths"].items():
            for method, operation in methods.items():
                operation["responses"]["default"] = refused
                operation["security"] = speakers.get((path, method), [])
        return document


_PROBLEM = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string", "description": "What is wrong, in the language asked for."},
        "status": {"type": "integer"},
        "code": {"type": "string", "description": "A stable slug for programs."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["field", "code", "detail"],
                "properties": {
                    "field": {"type": ["string", "null"], "description": "A path such as lines/0/quantity."},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


def make_api() -> NinjaAPI:
    """Put the routers of all rooms together. An operation without a rule is closed."""
    api = PublicApi(
        title="One Window",
        version="1",
        description="File once, in one place. Everything that the pages can do, programs can do here.",
        urls_namespace=NAMESPACE,
        docs_url=None,
        openapi_url="/openapi.json",
    )
    for app in apps.get_app_configs():
        if app.name.startswith("onewindow.") and find_spec(f"{app.name}.rest"):
            api.add_router("", import_module(f"{app.name}.rest").router)
    for operation in operations_of(api):
        operation.run = _protected(operation)  # type: ignore[method-assign]
    _say_no_in_one_way(api)
    access.list_view(url_name=f"{NAMESPACE}:*", rule="public")
    return api


def operations_of(api: NinjaAPI) -> list[Operation]:
    """All operations of the API."""
    views: list[PathView] = [
        view for router in api._get_bound_routers() for view in router.path_operations.values()
    ]
    return [operation for view in views for operation in view.operations]


def rule_of(operation: Operation) -> str | None:
    """The rule of an operation; None where nobody gave it one."""
    return access.rule_of_view(view=operation.view_func, url_name="")


def scopes_of(operation: Operation) -> frozenset[str]:
    """One of which a key for programs has to cover; none where no key opens the operation."""
    return access.scopes_of_view(view=operation.view_func)


def _speakers(operation: Operation) -> list[dict[str, list[str]]]:
    """Who may speak to an operation, as OpenAPI's security requirements: what is public takes nothing."""
    scopes = sorted(scopes_of(operation))
    keys: list[dict[str, list[str]]] = [
        {"key": [] if scope == access.ANY_KEY else [scope]} for scope in scopes
    ]
    return [{}] if rule_of(operation) == "public" else [*keys, {"session": []}]


def _protected(operation: Operation) -> Any:
    """Run an operation only if it has a rule, no forged request where a browser's session speaks, and no key
    that does not cover it."""
    run = operation.run

    def protected(request: HttpRequest, **kwargs: Any) -> Any:
        rule = rule_of(operation)
        if rule is None:
            return web.problem_json(NotAllowed())
        try:
            by_key = access.actor_of(request=request).scopes is not None
            if not by_key and request.COOKIES and check_csrf(request, operation.view_func):
                return web.status_page(request=request, status=HTTPStatus.FORBIDDEN)
            access.require_key(request=request, view=operation.view_func)
            # Before the body is read: whoever may not come is not told what is wrong with it.
            if rule != "public":
                access.require(rule, access.actor_of(request=request), **kwargs)
            web.require_whole_body(request=request)
        except OnewindowError as error:
            return web.problem_json(error)
        return run(request, **kwargs)

    return protected


def _say_no_in_one_way(api: NinjaAPI) -> None:
    handlers: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        OnewindowError: lambda request, error: web.problem_json(error),
        ValidationError: _not_valid,
        HttpError: lambda request, error: web.status_page(request=request, status=error.status_code),
        # A form, where a JSON document is due: looking at its texts has read it to the end.
        RawPostDataException: lambda request, error: web.status_page(
            request=request, status=HTTPStatus.BAD_REQUEST
        ),
        Http404: lambda request, error: web.status_page(request=request, status=HTTPStatus.NOT_FOUND),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A body or parameter that does not fit the schema (RFC 9457 §3, with one entry per field)."""
    errors = [
        {
            "field": "/".join(str(part) for part in one["loc"][1:]) or None,
            "code": str(one["type"]).replace("_", "-"),
            "detail": one["msg"],
        }
        for one in error.errors
    ]
    return web.problem_of_fields(
        code="schema",
        title=_("The request does not fit the schema of this operation."),
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        errors=errors,
    )


public_api = make_api()
