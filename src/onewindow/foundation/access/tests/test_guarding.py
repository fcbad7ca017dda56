"""Views and their rules."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from onewindow.foundation.access import api as access
from onewindow.foundation.access.guarding import admit, rule_of
from onewindow.foundation.access.types import Actor
from onewindow.kernel.errors import NotAllowed


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


def request_of(actor: Actor) -> HttpRequest:
    request = RequestFactory().get("/")
    request._onewindow_actor = actor
    return request


def test_a_view_without_a_rule_is_closed() -> None:
    with pytest.raises(NotAllowed):
        admit(request_of(Actor(kind="officer")), plain, "somewhere", {})


def test_a_guarded_view_decides_before_it_runs() -> None:
    guarded = access.guard("officer")(plain)
    with pytest.raises(NotAllowed):
        guarded(request_of(Actor(kind="person", assurance="high")))
    with pytest.raises(access.StrongerSignInNeeded):
        guarded(request_of(Actor(kind="officer", assurance="low")))
    assert guarded(request_of(Actor(kind="officer", assurance="substantial"))).content == b"seen"


def test_a_library_view_is_listed_by_name_or_by_namespace() -> None:
    access.list_view(url_name="test_library_view", rule="public")
    access.list_view(url_name="test_library:*", rule="signed-in")
    assert rule_of(plain, "test_library_view") == "public"
    assert rule_of(plain, "test_library:anything") == "signed-in"
    assert rule_of(plain, "test_other:anything") is None
    with pytest.raises(access.SignInNeeded):
        admit(request_of(Actor()), plain, "test_library:anything", {})


def test_the_rule_sees_the_values_of_the_address() -> None:
    seen: dict[str, object] = {}

    def look(actor: Actor, values: object) -> bool:
        seen.update(values)
        return True

    from onewindow.foundation.access.types import Rule

    access.declare_rule(rule=Rule(name="test-sees-values", kinds=frozenset({"person"}), check=look))

    @access.guard("test-sees-values")
    def view(request: HttpRequest, agency: str) -> HttpResponse:
        return HttpResponse(agency)

    view(request_of(Actor(kind="person")), agency="customs")
    assert seen == {"agency": "customs"}
