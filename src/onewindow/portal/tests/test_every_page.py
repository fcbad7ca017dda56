"""What surrounds every page: headers, languages, errors that say no more than they should."""

from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from onewindow.foundation.access import guarding
from onewindow.foundation.access.api import guard
from onewindow.foundation.web.api import safe_next
from onewindow.kernel.errors import N_, Conflict, InvalidInput, NotAllowed, NotFound, Problems
from onewindow.portal import root_urls
from onewindow.portal.public_api import operations_of, public_api


class TooFew(InvalidInput):
    code = "too-few"
    message = N_("There are only {n}.")
    way_out = N_("Add {n} more.")


RAISED: dict[str, Exception] = {
    "refused": NotAllowed(),
    "missing": NotFound(),
    "late": Conflict(),
    "wrong": Problems([TooFew(field="lines/0/quantity", n=3), TooFew(n=4)]),
    "broken": ValueError("a secret /etc/path SELECT 1"),
    "away": OperationalError("connection to server at 10.0.0.1 failed"),
}


def raising(name: str) -> Any:
    @guard("public")
    def view(request: HttpRequest) -> HttpResponse:
        raise RAISED[name]

    return view


@guard("public")
def fine(request: HttpRequest) -> HttpResponse:
    return HttpResponse("fine")


@guard("signed-in")
def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("private")


def unlisted(request: HttpRequest) -> HttpResponse:
    return HttpResponse("open to all")


handler400, handler403 = root_urls.handler400, root_urls.handler403
handler404, handler500 = root_urls.handler404, root_urls.handler500
urlpatterns = [
    *(path(f"{name}/", raising(name)) for name in RAISED),
    *(path(f"api/v1/{name}", raising(name)) for name in RAISED),
    path("fine/", fine),
    path("private/", private),
    path("unlisted/", unlisted),
    *root_urls.urlpatterns,
]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


@pytest.fixture
def browser() -> Client:
    return Client(raise_request_exception=False)


STATUSES = {"refused": 403, "missing": 404, "late": 409, "wrong": 422, "broken": 500, "away": 503}


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_error_is_a_page_that_does_not_leak(
    browser: Client, name: str, status: int, language: str
) -> None:
    answer = browser.get(f"/{name}/", headers={"Accept-Language": language})
    text = answer.content.decode()
    assert answer.status_code == status
    assert f'<html lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in text
    for inside in ("secret", "/etc/", "SELECT", "Traceback", "10.0.0.1", "OperationalError", "Django"):
        assert inside not in text


@pytest.mark.parametrize(("name", "status"), STATUSES.items())
def test_an_error_of_the_api_is_a_problem_document(browser: Client, name: str, status: int) -> None:
    answer = browser.get(f"/api/v1/{name}")
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["status"] == status


def test_problems_name_field_rule_and_way_out(browser: Client) -> None:
    problem = browser.get("/api/v1/wrong").json()
    assert problem["code"] == "invalid-input"
    assert problem["errors"] == [
        {"field": "lines/0/quantity", "code": "too-few", "detail": "There are only 3. Add 3 more."},
        {"field": None, "code": "too-few", "detail": "There are only 4. Add 4 more."},
    ]


@pytest.mark.parametrize("address", ["/fine/", "/nope/", "/broken/", "/api/v1/nope", "/static/web/mark.svg"])
def test_every_answer_carries_the_headers_that_protect(browser: Client, address: str) -> None:
    answer = browser.get(address)
    headers = answer.headers
    answer.close()  # a file is sent in pieces
    policy = headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    for part in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"):
        assert part in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"


def test_what_only_one_person_may_see_is_not_stored(browser: Client) -> None:
    browser.cookies[settings.SESSION_COOKIE_NAME] = "x"
    assert browser.get("/fine/").headers["Cache-Control"] == "no-store"


def test_on_a_page_a_key_is_nobodys() -> None:
    answer = Client().get("/private/", headers={"Authorization": "Bearer ended"})
    assert answer.headers["Location"].startswith("/sign-in/")
    assert answer.headers["Cache-Control"] == "no-store"


def test_no_page_has_script_or_style_of_its_own(browser: Client) -> None:
    for address in ("/about/", "/nope/", "/broken/", "/developers/components/"):
        text = browser.get(address).content.decode()
        assert "<style" not in text
        assert " style=" not in text
        assert " onclick=" not in text
        assert "<script>" not in text


def test_a_view_that_nobody_listed_is_closed(browser: Client) -> None:
    assert browser.get("/unlisted/").status_code == 403


def test_a_private_page_leads_to_sign_in_and_back(browser: Client) -> None:
    answer = browser.get("/private/?a=1&b=2")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in/?next=%2Fprivate%2F%3Fa%3D1%26b%3D2"


def test_a_private_page_tells_a_program_to_sign_in(browser: Client) -> None:
    answer = browser.post("/private/")
    assert answer.status_code == 401


def test_a_form_without_its_token_is_refused_in_plain_words() -> None:
    answer = Client(enforce_csrf_checks=True).post("/language/", {"language": "fr"})
    assert answer.status_code == 403
    assert "open for too long" in answer.content.decode()


def test_a_method_that_does_not_fit_is_told_in_words(browser: Client) -> None:
    answer = browser.get("/language/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "cannot be used in that way" in answer.content.decode()


def test_a_method_of_the_api_that_does_not_fit_is_a_problem_document(browser: Client) -> None:
    plain = next(one for one in operations_of(public_api) if one.methods == ["GET"] and "{" not in one.path)
    answer = browser.put(f"/api/v1{plain.path}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (405, "application/problem+json")


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_more_than_we_take_is_told(browser: Client) -> None:
    answer = browser.post(
        "/language/", {"language": "x" * 2000}, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in (400, 413)


def test_a_host_that_is_not_ours_is_refused(browser: Client) -> None:
    answer = browser.get("/fine/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert "evil" not in answer.content.decode()


def test_the_language_is_chosen_and_kept(browser: Client) -> None:
    answer = browser.post("/language/", {"language": "ar", "next": "/about/?x=1"})
    assert answer.headers["Location"] == "/about/?x=1"
    cookie = answer.cookies["language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("ar", True, "Lax")
    assert 'lang="ar" dir="rtl"' in browser.get("/about/").content.decode()


def test_a_language_that_we_do_not_speak_is_not_kept(browser: Client) -> None:
    assert "language" not in browser.post("/language/", {"language": "../../x"}).cookies


@pytest.mark.parametrize(
    "asked",
    [
        "//evil.example", "/\\evil.example", "https://evil.example", "https:evil.example", "\t//evil.example",
        "/\t/evil.example", "javascript:alert(1)", "http://testserver@evil.example/", "///evil.example", "",
        "evil", "/%0d%0aSet-Cookie:x\r\n", "\\\\evil.example", "http:///evil.example",
    ],
)  # fmt: skip
def test_no_address_leads_away(asked: str) -> None:
    after = safe_next(RequestFactory().get("/"), asked)
    assert after == "/" or (after.startswith("/") and not after.startswith(("//", "/\\", "/\t")))


@override_settings(DEBUG=False)
def test_a_broken_page_needs_no_database(browser: Client, django_db_blocker: Any) -> None:
    with django_db_blocker.block():
        assert browser.get("/broken/").status_code == 500


@pytest.mark.parametrize("address", ["/fine/", "/api/v1/me"])
def test_a_database_that_is_gone_before_the_view_is_an_outage_too(
    browser: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def gone(*, request: HttpRequest) -> Any:
        raise OperationalError("connection to server at 10.0.0.1 failed")

    monkeypatch.setattr(guarding._Source, "current", staticmethod(gone))
    answer = browser.get(address)
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert b"10.0.0.1" not in answer.content
