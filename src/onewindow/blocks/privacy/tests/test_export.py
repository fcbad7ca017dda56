"""Everything held about me: asked for and fetched by nobody else, with a strong sign-in."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.test import Client

from onewindow.blocks.identity import api as identity
from onewindow.blocks.privacy import api
from onewindow.blocks.privacy.tests.conftest import actor, look, person, signed_in
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")


def _made(browser: Client) -> str:
    assert browser.post("/me/data/export/").status_code == 302
    jobs.run_waiting(name="privacy.make-export")
    [export] = api.exports_of(actor=actor("citizen"))
    return f"/me/data/export/{export.code}/"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_an_export_is_made_by_a_job_and_fetched_by_its_owner_only(language: str) -> None:
    look("civil-registrar", person("citizen"))
    browser = signed_in("citizen")
    assert browser.get("/me/data/export/", headers={"accept-language": language}).status_code == 200
    address = _made(browser)
    answer = browser.get(address)
    assert answer["Content-Type"] == "application/zip" and answer["Cache-Control"] == "no-store"
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    data = json.loads(packed.read("data.json"))
    models = {section["model"] for section in data["sections"]}
    assert {"identity.Account", "registers.Fact", "registers.AccessLine", "privacy.Export"} <= models
    assert "Leïla" in json.dumps(data, ensure_ascii=False)
    facts = next(each for each in data["sections"] if each["model"] == "registers.Fact")
    assert all(
        "protection" not in row["values"] or "kept from" in row["values"]["protection"]
        for row in facts["rows"]
    )
    assert signed_in("homeowner").get(address).status_code == 404
    with clock.at(clock.now() + timedelta(days=8)), pytest.raises(api.ExportUnknown):
        api.fetch_export(actor=actor("citizen"), code=address.split("/")[-2])


def test_one_export_is_made_at_a_time() -> None:
    browser = signed_in("citizen")
    assert browser.post("/me/data/export/").status_code == 302
    assert browser.post("/me/data/export/").status_code == 409


def test_a_weak_sign_in_is_led_to_a_stronger_one(client: Client) -> None:
    from django.contrib.auth import get_user_model

    client.force_login(get_user_model().objects.get(slug="citizen"))
    answer = client.get("/me/data/export/")
    assert answer.status_code in (302, 403)
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith("/sign-in/")


def test_the_account_of_somebody_else_is_not_in_it() -> None:
    text = json.dumps(
        [
            [dict(row) for row in section.rows]
            for section in _everything("citizen").sections
            if section.model in ("identity.Account", "account.EmailAddress", "identity.SignedIn")
        ]
    )
    assert "homeowner" not in text and "citizen" in text


def _everything(account: str) -> object:
    from onewindow.foundation.holdings import api as holdings

    found = identity.account(account=account).person
    assert found is not None
    return holdings.everything_about(who=api.somebody(person=found))
