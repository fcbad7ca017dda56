"""The pages, as somebody without JavaScript sees them."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import include, path

from onewindow.blocks.documents import api
from onewindow.blocks.documents.rest import router
from onewindow.blocks.documents.tests.certificates import issue
from onewindow.blocks.documents.tests.test_storing import pdf
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import Actor
from onewindow.foundation.record import tasks
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

pytestmark = [pytest.mark.usefixtures("country", "now"), pytest.mark.urls(__name__)]
urlpatterns = [path("", include("onewindow.blocks.documents.urls"))]
SYSTEM = Actor(name="test", kind="system")


@pytest.fixture
def as_holder(holder, monkeypatch):
    """A browser of the holder."""
    from onewindow.foundation.access import guarding

    monkeypatch.setattr(guarding, "actor_of", lambda request: holder)
    from onewindow.blocks.documents import pages

    monkeypatch.setattr(pages, "actor_of", lambda *, request: holder)
    return Client()


def words_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_anybody_may_ask():
    response = Client().get("/verify/")
    assert response.status_code == 200
    assert 'enctype="multipart/form-data"' in response.content.decode()


def test_a_typed_code_leads_to_its_page():
    document = issue()
    response = Client().get("/verify/", {"code": document.code.lower().replace("-", " ")}, follow=True)
    assert response.status_code == 200
    assert response.redirect_chain == [(f"/verify/{document.code}/", 302)]
    said = words_of(response)
    for part in ("genuine and valid", document.number, "Ministry of Trade", document.code, "public record"):
        assert part in said, part
    assert "register/people" not in response.content.decode()
    assert "Sonia" not in said
    assert "Olio" not in said


def test_each_answer_has_its_page(now):
    document = issue()
    with clock.at(now + timedelta(days=400)):
        assert "no longer valid" in words_of(Client().get(f"/verify/{document.code}/"))
    newer = issue("k2", replaces=document.code, reason="Wrong <b>weight</b>")
    page = Client().get(f"/verify/{document.code}/")
    assert "replaced by a newer version" in words_of(page)
    assert f"/verify/{newer.code}/" in page.content.decode()
    assert "<b>weight" not in page.content.decode()
    api.revoke(code=newer.code, reason="Fraud", by="x")
    revoked = words_of(Client().get(f"/verify/{newer.code}/"))
    assert "was revoked" in revoked
    assert "Fraud" not in revoked, "why is for the holder and the office, not for whoever has the code"
    unknown = Client().get("/verify/7F3K-9QWX-2MA1/")
    assert (unknown.status_code, "know no document" in words_of(unknown)) == (404, True)
    assert Client().get("/verify/%3Cscript%3E/").status_code == 404


def test_a_file_is_looked_at_and_forgotten():
    document = issue()
    data = api.sealed_pdf(code=document.code, reader=SYSTEM)
    for shown, said in (
        (data, "to the last byte"),
        (data + b"x", "was altered"),
        (pdf(), "do not know this file"),
    ):
        response = Client().post("/verify/", {"file": SimpleUploadedFile("a.pdf", shown)})
        assert response.status_code == 200
        assert said in words_of(response)
    nothing = Client().post("/verify/")
    assert nothing.status_code == 422
    assert "There is a problem" in words_of(nothing)


def test_the_proof_can_be_had_by_anybody():
    document = issue()
    assert Client().get(f"/verify/{document.code}/receipt").status_code == 404
    while tasks.sequence_once():
        pass
    response = Client().get(f"/verify/{document.code}/receipt")
    assert response["Content-Disposition"] == f'attachment; filename="{document.code}.receipt.json"'
    assert response["Content-Type"] == "application/json"
    assert "Download the proof" in words_of(Client().get(f"/verify/{document.code}/"))


def test_nobody_else_sees_documents():
    document = issue()
    for url in (
        "/documents/",
        f"/documents/{document.code}/",
        f"/documents/{document.code}/pdf",
        "/uploads/abc",
    ):
        assert Client().get(url).status_code in (302, 401, 403), url


def test_the_holder_has_a_list_a_page_and_the_file(as_holder):
    document = issue()
    assert document.number in words_of(as_holder.get("/documents/"))
    page = as_holder.get(f"/documents/{document.code}/")
    assert (page.status_code, "Download the document" in words_of(page)) == (200, True)
    file = as_holder.get(f"/documents/{document.code}/pdf")
    assert file.content == api.sealed_pdf(code=document.code, reader=SYSTEM)
    assert file["Content-Disposition"].startswith("attachment")
    assert file["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in file["Content-Security-Policy"]
    other = issue("k2", issued_for=Reference("register/people/2"))
    assert as_holder.get(f"/documents/{other.code}/").status_code == 403


def test_an_upload_is_served_as_a_download(as_holder, holder):
    stored = api.store_upload(data=pdf(), name="p.pdf", uploader=holder, subject=Reference("account/sonia"))
    response = as_holder.get(f"/uploads/{stored.reference.key}")
    assert response.content == pdf()
    assert response["Content-Disposition"] == 'attachment; filename="p.pdf"'
    assert as_holder.get("/uploads/nothing").status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_pages_in_other_languages(language):
    document = issue()
    page = Client(headers={"accept-language": language}).get(f"/verify/{document.code}/")
    assert f'lang="{language}"' in page.content.decode()
    assert "genuine" not in words_of(page).lower()


def test_the_api_tells_the_same():
    from ninja import NinjaAPI
    from ninja.testing import TestClient

    document = issue()
    answer = TestClient(router).get(f"/verify/{document.code}").json()
    assert (answer["answer"], answer["document"]["sha256"]) == ("genuine", document.sha256)
    assert "holder" not in answer["document"]
    del NinjaAPI


def test_every_view_is_listed():
    for one in include("onewindow.blocks.documents.urls")[0].urlpatterns:
        assert access.rule_of_view(view=one.callback, url_name=f"documents:{one.name}"), one.name


@override_settings(ONEWINDOW_BASE_URL="https://window.example/")
def test_the_address_on_paper_is_the_public_one():
    from onewindow.blocks.documents import app_settings

    assert app_settings.verify_url("A") == "https://window.example/verify/A/"
