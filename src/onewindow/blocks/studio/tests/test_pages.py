"""The studio in the browser: an author writes, the head publishes, and nobody else comes in."""

import re
from html import unescape

import pytest
from django.test import Client

from onewindow.blocks.cases.tests.people import browser
from onewindow.blocks.catalogue import api as catalogue

pytestmark = pytest.mark.usefixtures("country")
SERVICE = "municipality-harbour/street-stand"
ENGLISH = {"Accept-Language": "en"}


def begun(author: Client) -> str:
    """The address of the draft of a new service."""
    posted = {"agency": "municipality-harbour", "service": "street-stand", "note": "The council wants it"}
    answer = author.post("/studio/", posted, headers=ENGLISH)
    assert answer.status_code == 302
    return str(answer["Location"])


def page(client: Client, address: str) -> str:
    answer = client.get(address, headers=ENGLISH)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_an_author_writes_and_the_head_publishes() -> None:
    author, head = browser("municipal-registrar"), browser("municipal-head")
    draft = begun(author)
    assert "process.bpmn" in page(author, draft)
    text = page(author, f"{draft}file/texts/en.yaml")
    revision = re.search(r'name="revision" value="(\d+)"', text)
    assert revision is not None
    content = catalogue_text(text).replace("Ask for your permit here.", "Ask for a place on the square.")
    saved = author.post(
        f"{draft}file/texts/en.yaml",
        {"text": content, "revision": revision[1], "do": "save"},
        headers=ENGLISH,
    )
    assert saved.status_code == 302
    report = page(author, f"{draft}report/")
    assert "It is ready to be published." in report
    assert "Publish this version" not in report
    assert "4 of 4 scenarios passed" in report
    report = page(head, f"{draft}report/")
    assert "Publish this version" in report
    done = head.post(f"{draft}report/", {"reason": "The council decided it."}, headers=ENGLISH)
    assert done.status_code == 302
    assert catalogue.package(service=SERVICE).summary.in_language("en") == "Ask for a place on the square."
    assert "In use" in page(head, f"/studio/services/{SERVICE}/")


def catalogue_text(shown: str) -> str:
    """The content of the textarea of a page."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", shown, re.DOTALL)
    assert found is not None
    return unescape(found[1])


def test_faults_are_shown_and_nothing_is_published() -> None:
    author, head = browser("municipal-registrar"), browser("municipal-head")
    draft = begun(author)
    author.post(f"{draft}file/texts/ar.yaml", {"revision": "1", "do": "remove"}, headers=ENGLISH)
    report = page(head, f"{draft}report/")
    assert "The texts in “ar” are missing." in report
    assert "Publish this version" not in report
    refused = head.post(f"{draft}report/", {"reason": "All the same"}, headers=ENGLISH)
    assert refused.status_code == 422
    assert "error-summary" in refused.content.decode()
    author.post(f"{draft}file/service.yaml", {"text": "nonsense", "revision": "2"}, headers=ENGLISH)
    assert "error-summary" in page(head, f"{draft}report/")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "strange: The form has no question “strange”. Leave it out"),
        ("fr", "strange: Le formulaire n’a pas de question «\u00a0strange\u00a0»."),
        ("ar", "strange: لا يوجد في الاستمارة سؤال «strange»."),
    ],
)
def test_a_scenario_that_answers_what_nobody_asks_says_so_in_a_sentence(language: str, told: str) -> None:
    author, head = browser("municipal-registrar"), browser("municipal-head")
    draft = begun(author)
    for name in ("at-once", "lapsed"):  # the others are like the first
        address = f"{draft}file/scenarios/{name}.yaml"
        text = catalogue_text(page(author, address)).replace("days: 3}", "days: 3, strange: x}")
        revision = re.search(r'name="revision" value="(\d+)"', page(author, address))
        assert revision is not None
        author.post(address, {"text": text, "revision": revision[1]}, headers=ENGLISH)
    report = head.get(f"{draft}report/", headers={"Accept-Language": language}).content.decode()
    assert told in unescape(report) and "answer-unknown" not in report
    refused = head.post(f"{draft}report/", {"reason": "All the same"}, headers={"Accept-Language": language})
    assert refused.status_code == 422 and told in unescape(refused.content.decode())


def test_the_changes_of_a_draft_are_told() -> None:
    author = browser("municipal-registrar")
    key = "municipality-harbour/small-works-permit"
    begin = author.post(f"/studio/services/{key}/", {"do": "draft", "note": "More"}, headers=ENGLISH)
    draft = str(begin["Location"])
    text = catalogue_text(page(author, f"{draft}file/forms/request.yaml")).replace("max: 80", "max: 90")
    author.post(f"{draft}file/forms/request.yaml", {"text": text, "revision": "1"}, headers=ENGLISH)
    changes = page(author, f"{draft}changes/")
    assert "Question: request/area" in changes


@pytest.mark.parametrize("account", ["trade-registrar", "importer"])
def test_others_do_not_come_in(account: str) -> None:
    draft = begun(browser("municipal-registrar"))
    client = browser(account)
    for address in ("/studio/", draft, f"{draft}report/", "/studio/services/municipality-harbour/x/"):
        assert client.get(address).status_code in (403, 404)


def test_authors_of_another_agency_see_no_draft() -> None:
    draft = begun(browser("municipal-registrar"))
    for address in (draft, f"{draft}report/", f"{draft}changes/", f"{draft}file/service.yaml"):
        assert browser("trade-administrator").get(address).status_code == 404
