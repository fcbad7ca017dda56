"""The pages of letters and the mailbox."""

import pytest
from django.test import Client

from onewindow.blocks.notifications import api
from onewindow.blocks.notifications.models import MailboxLetter
from onewindow.foundation.access import guarding
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.django_db

AMEL = Reference("register/people/1")


@pytest.fixture
def actor(monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    who = [Actor(account="amel", kind="person", person=AMEL, assurance="high")]
    monkeypatch.setattr(guarding._Source, "current", staticmethod(lambda *, request: who[0]))
    return who


def _letters(count: int) -> list[api.Letter]:
    texts = {"en": ("Your <case>", "One\ntwo\n\n<script>")}
    case = Reference("case/2026-000017")
    return [api.notify(to=AMEL, subject=case, key=f"k{number}", texts=texts) for number in range(count)]


def test_letters_are_listed_opened_and_marked(client: Client, actor: list[Actor]) -> None:
    assert "no letters yet" in client.get("/letters/").content.decode()
    first, *_ = _letters(21)
    page = client.get("/letters/").content.decode()
    assert "21 letters are new." in page
    assert f"/letters/{first.id}/" not in page
    assert f"/letters/{first.id}/" in client.get("/letters/?page=2").content.decode()
    opened = client.get(f"/letters/{first.id}/").content.decode()
    assert "Your &lt;case&gt;" in opened
    assert '<p class="govuk-body">&lt;script&gt;</p>' in opened
    assert 'href="/cases/2026-000017/"' in opened
    assert "20 letters are new." in client.get("/letters/").content.decode()
    assert client.post("/letters/read-all/").status_code == 302
    assert "You have read all your letters." in client.get("/letters/").content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 30, "٣", ""])
def test_odd_page_numbers_do_no_harm(client: Client, actor: list[Actor], page: str) -> None:
    _letters(1)
    assert client.get("/letters/", {"page": page}).status_code == 200


def test_other_peoples_letters_are_not_there(client: Client, actor: list[Actor]) -> None:
    [letter] = _letters(1)
    actor[0] = Actor(account="x", kind="person", person=Reference("register/people/2"))
    assert client.get(f"/letters/{letter.id}/").status_code == 404
    actor[0] = Actor()
    assert client.get("/letters/").status_code == 302


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_page_speaks_every_language(client: Client, actor: list[Actor], language: str) -> None:
    [letter] = _letters(1)
    row = MailboxLetter.objects.create(
        sender="a@example.org", receivers="b@example.org", subject="S", body="B\n\nhttp://x/", at=clock.now()
    )
    for path in ("/letters/", f"/letters/{letter.id}/", "/mailbox/", f"/mailbox/{row.pk}/"):
        answer = client.get(path, headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.content.decode()


def test_the_mailbox_shows_what_was_sent(client: Client) -> None:
    assert "Nothing was sent yet." in client.get("/mailbox/").content.decode()
    assert client.get("/mailbox/1/").status_code == 404
