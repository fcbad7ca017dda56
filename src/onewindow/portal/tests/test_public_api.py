"""The public API as a whole: every operation has a rule, and says no in one way."""

import pytest
from django.http import HttpRequest
from django.test import Client
from ninja import NinjaAPI, Router

from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import Actor
from onewindow.portal import public_api as made
from onewindow.portal.public_api import operations_of, public_api, rule_of


def test_every_operation_has_a_rule() -> None:
    without = [operation.path for operation in operations_of(public_api) if rule_of(operation) is None]
    assert without == []


def test_every_operation_says_what_it_does() -> None:
    silent = [
        f"{operation.methods[0]} {operation.path}"
        for operation in operations_of(public_api)
        if not operation.view_func.__doc__
    ]
    assert silent == []


def test_an_operation_without_a_rule_is_closed(rf) -> None:
    router = Router()

    @router.get("/open")
    def opened(request: HttpRequest) -> dict[str, str]:
        return {"all": "seen"}

    api = NinjaAPI(urls_namespace="test-closed")
    api.add_router("", router)
    (operation,) = operations_of(api)
    assert made._protected(operation)(rf.get("/open")).status_code == 403


def test_a_forged_request_with_the_session_of_a_browser_is_refused(rf) -> None:
    router = Router()

    @router.post("/change")
    @access.guard("public")
    def change(request: HttpRequest) -> dict[str, str]:
        return {"done": "yes"}

    api = NinjaAPI(urls_namespace="test-forged")
    api.add_router("", router)
    (operation,) = operations_of(api)
    run = made._protected(operation)
    browser, program = (
        rf.post("/api/v1/change"),
        rf.post("/api/v1/change", headers={"Authorization": "Bearer x"}),
    )
    # A header that a browser sends by itself, to a proxy that asks for a password, makes it no program.
    behind_proxy = rf.post("/api/v1/change", headers={"Authorization": "Basic eDp4"})
    for request in (browser, program, behind_proxy):
        request.COOKIES["sessionid"] = "x"
    program._onewindow_actor = Actor(kind="person", scopes=frozenset())
    assert run(browser).status_code == run(behind_proxy).status_code == 403
    assert run(program).status_code == 200


@pytest.mark.django_db
def test_the_description_is_openapi_3_1() -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"].startswith("3.1")


@pytest.mark.django_db
def test_the_description_says_what_a_key_has_to_cover() -> None:
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    speakers = {
        path: paths[f"/api/v1{path}"]["get"]["security"] for path in ("/documents", "/me", "/services")
    }
    assert speakers == {
        "/documents": [{"key": ["documents:read"]}, {"session": []}],
        "/me": [{"key": []}, {"session": []}],
        "/services": [{}],
    }
    assert paths["/api/v1/me/exports"]["get"]["security"] == [{"session": []}]


@pytest.mark.django_db
def test_an_address_that_is_not_there_is_a_problem_document() -> None:
    answer = Client().get("/api/v1/no-such-thing", headers={"Accept-Language": "fr"})
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "Page introuvable"
