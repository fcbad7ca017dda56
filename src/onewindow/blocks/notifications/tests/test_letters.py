"""Writing, delivering and reading letters, through the door."""

import socketserver
import threading
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import override_settings
from jinja2 import FileSystemLoader

from onewindow.blocks.identity.types import AccountView
from onewindow.blocks.notifications import api, receivers, tasks, writing
from onewindow.blocks.notifications.adapters.mailbox import MailboxBackend
from onewindow.blocks.notifications.adapters.smtp import SmtpBackend
from onewindow.blocks.notifications.models import EmailRow, LetterRow, MailboxLetter
from onewindow.blocks.notifications.operations import deliver
from onewindow.blocks.registers.types import CorrectionDecided, FieldDeclared, RegisterView
from onewindow.foundation.access.types import Actor, Extent
from onewindow.foundation.egress import api as egress
from onewindow.foundation.jobs import api as jobs
from onewindow.foundation.outbox.types import Delivery
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotFound
from onewindow.kernel.localised import Localised
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.django_db

CASE = Reference("case/2026-000017")
AMEL = Reference("register/people/1")
SELIM = Reference("register/people/2")
COMPANY = Reference("register/companies/1234567A")
TEXTS = {
    "en": ("Your case", "It moved.\n\nLook."),
    "fr": ("Votre demande", "Elle a avancé."),
    "ar": ("ملفك", "تقدّم."),
}
READER = Actor(account="amel", kind="person", person=AMEL, language="fr", assurance="high")


def _account(
    slug: str, *, language: str = "en", person: Reference | None = None, active: bool = True
) -> AccountView:
    return AccountView(
        account=slug, name=slug, email=f"{slug}@example.org", language=language, active=active, person=person
    )


class _House:
    """Accounts and a register of companies, in memory."""

    accounts = {
        "amel": _account("amel", language="fr", person=AMEL),
        "selim": _account("selim", language="ar", person=SELIM),
        "gone": _account("gone", active=False),
    }
    officers: list[dict[str, Any]] = []

    def account(self, *, account: str) -> AccountView:
        if account not in self.accounts:
            raise NotFound
        return self.accounts[account]

    def account_for(self, *, person: Reference) -> AccountView | None:
        return next((account for account in self.accounts.values() if account.person == person), None)

    def read(self, *, register: str, key: str, **asked: object) -> object:
        if key != COMPANY.text.rpartition("/")[2]:
            raise NotFound
        return type("Facts", (), {"values": {"officers": self.officers}})


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> _House:
    made = _House()
    monkeypatch.setattr(receivers.identity, "account", made.account)
    monkeypatch.setattr(receivers.identity, "account_for", made.account_for)
    monkeypatch.setattr(receivers.registers, "read", made.read)
    return made


def _notify(key: str = "k1", **changes: Any) -> api.Letter:
    return api.notify(**({"to": AMEL, "subject": CASE, "key": key, "texts": TEXTS} | changes))


def test_a_letter_is_written_once_per_key(house: _House) -> None:
    first, second = _notify(), _notify()
    assert first == second
    assert api.letters(actor=READER).total == 1
    assert jobs.run_waiting(name="notifications.deliver") == 1
    assert len(mail.outbox) == 1
    for changes in ({"to": SELIM}, {"subject": Reference("case/2")}):
        with pytest.raises(api.KeyReused):
            _notify(**changes)


def test_the_window_speaks_the_language_of_the_page_and_the_email_the_receivers(house: _House) -> None:
    _notify()
    jobs.run_waiting(name="notifications.deliver")
    [letter] = api.letters(actor=READER).letters
    assert (letter.language, letter.title) == ("fr", "Votre demande")
    [message] = mail.outbox
    assert message.subject == "Votre demande"
    assert message.to == ["amel@example.org"]
    assert message.body.startswith("Elle a avancé.\n\nhttp")
    assert message.body.strip().endswith(f"/letters/{letter.id}/")
    assert message.extra_headers["Content-Language"] == "fr"
    assert message.extra_headers["Message-ID"].startswith(f"<letter-{letter.id}-amel@")


def test_the_sender_may_choose_the_language_of_the_email(house: _House) -> None:
    _notify(language="ar")
    jobs.run_waiting(name="notifications.deliver")
    assert mail.outbox[0].subject == "ملفك"


def test_a_letter_in_one_language_is_better_than_none(house: _House) -> None:
    _notify(texts={"kk": ("Хат", "…")})
    jobs.run_waiting(name="notifications.deliver")
    assert mail.outbox[0].subject == "Хат"
    assert api.letters(actor=READER).letters[0].language == "kk"


@pytest.mark.parametrize("zone", ["Africa/Tunis", "Asia/Almaty", "America/Bogota"])
@pytest.mark.parametrize("hour", [0, 23])
def test_a_company_is_told_through_those_who_represent_it_today(
    house: _House, settings: Any, zone: str, hour: int
) -> None:
    settings.ONEWINDOW_CIVIL_ZONE = zone
    today = clock.today(zone=zone)
    house.officers = [
        {"person": AMEL, "since": date(2020, 1, 1), "until": None},
        {"person": SELIM.text, "since": None, "until": today},
        {"person": "register/people/3", "since": None, "until": None},
        {"person": AMEL.text, "since": today + timedelta(days=1), "until": None},
        {"person": SELIM.text, "since": None, "until": today - timedelta(days=1)},
    ]
    with clock.at(datetime(today.year, today.month, today.day, hour, 30, tzinfo=ZoneInfo(zone))):
        _notify(to=COMPANY)
        jobs.run_waiting(name="notifications.deliver")
    assert sorted(message.to[0] for message in mail.outbox) == ["amel@example.org", "selim@example.org"]
    assert api.letters(actor=READER).total == 0
    acting = Actor(account="amel", kind="person", person=AMEL, acting_for=COMPANY, extent=Extent(whole=True))
    assert api.letters(actor=acting).total == 1


@pytest.mark.parametrize(
    "to",
    [
        "account/gone",
        "account/nobody",
        "register/people/9",
        "register/companies/0000000A",
        "register/vehicles/1",
    ],
)
def test_who_has_no_account_gets_no_email_and_nothing_fails(house: _House, to: str) -> None:
    letter = _notify(to=Reference(to))
    jobs.run_waiting(name="notifications.deliver")
    assert mail.outbox == []
    assert api.letters_about(subject=CASE, language="en") == (letter,)


def test_a_delivery_that_stops_in_the_middle_goes_on_where_it_stopped(
    house: _House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.officers = [{"person": AMEL.text}, {"person": SELIM.text}]
    letter = _notify(to=COMPANY)
    send = EmailMessage.send

    def broken(message: EmailMessage, fail_silently: bool = False) -> int:
        if "selim" in message.to[0]:
            raise OSError("the relay went away")
        return send(message, fail_silently)

    monkeypatch.setattr(EmailMessage, "send", broken)
    with pytest.raises(OSError, match="relay"):
        jobs.run_waiting(name="notifications.deliver")
    monkeypatch.setattr(EmailMessage, "send", send)
    assert deliver(letter_id=letter.id) == 1
    assert deliver(letter_id=letter.id) == 0
    assert [message.to[0] for message in mail.outbox] == ["amel@example.org", "selim@example.org"]
    assert EmailRow.objects.count() == 2


def test_nobody_reads_the_letters_of_others() -> None:
    letter = _notify()
    stranger = Actor(account="selim", kind="person", person=SELIM)
    assert api.letters(actor=stranger).total == 0
    assert api.letters(actor=Actor()).total == 0
    for call in (api.letter, api.read):
        with pytest.raises(api.NoSuchLetter):
            call(letter=letter.id, actor=stranger)
        with pytest.raises(api.NoSuchLetter):
            call(letter=letter.id, actor=Actor())


def test_letters_are_read_by_each_account_for_itself() -> None:
    letters = [_notify(f"k{number}", to=COMPANY) for number in range(3)]
    first = Actor(account="amel", kind="person", acting_for=COMPANY, extent=Extent(whole=True))
    second = Actor(account="selim", kind="person", acting_for=COMPANY, extent=Extent(whole=True))
    assert api.unread_count(actor=first) == 3
    assert api.read(letter=letters[0].id, actor=first).read
    api.read(letter=letters[0].id, actor=first)
    assert api.unread_count(actor=first) == 2
    assert api.unread_count(actor=second) == 3
    api.mark_all_read(actor=first)
    assert api.unread_count(actor=first) == 0
    page = api.letters(actor=first, offset=1, limit=1)
    assert (page.total, [letter.id for letter in page.letters]) == (3, [letters[1].id])


def test_a_subject_cannot_add_heads_to_the_email(house: _House) -> None:
    _notify(texts={"en": ("Hello\r\nBcc: all@example.org\n", "x")})
    jobs.run_waiting(name="notifications.deliver")
    assert mail.outbox[0].subject == "Hello Bcc: all@example.org"
    assert mail.outbox[0].recipients() == ["amel@example.org"]


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "demo" / "letters").mkdir(parents=True)
    text = "{{ task|localised }} & <{{ case }}>\n\n{{ _('Error:') }} {{ due|date }}\n"
    (tmp_path / "demo" / "letters" / "due.txt").write_text(text)
    overlay = writing._plain_text().overlay(loader=FileSystemLoader(tmp_path), cache_size=0)
    monkeypatch.setattr(writing, "_plain_text", lambda: overlay)
    yield


def test_templates_are_written_in_every_language_and_are_not_html(templates: None) -> None:
    values: Mapping[str, object] = {
        "case": "2026-000017",
        "task": {"en": "Answer", "fr": "Répondre", "ar": "الإجابة"},
        "due": "2026-01-31",
    }
    _notify(texts=None, template="demo.due", values=values)
    texts = LetterRow.objects.get().texts
    assert texts["en"] == ["Answer & <2026-000017>", "Error: 31 January 2026"]
    assert texts["fr"][0] == "Répondre & <2026-000017>"
    assert "31 janvier 2026" in texts["fr"][1]
    assert texts["ar"][0] == "الإجابة & <2026-000017>"


@pytest.mark.parametrize("template", ["demo.none", "none", "../x.y", "a.b/c", "demo.due.txt"])
def test_a_template_that_is_not_there(templates: None, template: str) -> None:
    with pytest.raises(api.NoSuchTemplate):
        _notify(texts=None, template=template)
    assert not LetterRow.objects.exists()


def test_a_letter_without_words_is_refused() -> None:
    with pytest.raises(api.NothingToSay):
        _notify(texts=None)


def _message() -> EmailMessage:
    heads = {"Content-Language": "fr"}
    return EmailMessage("Subject", "Body\n", "from@example.org", ["to@example.org"], headers=heads)


def test_the_demonstrations_mailbox_keeps_what_was_sent() -> None:
    assert MailboxBackend().send_messages([_message()]) == 1
    row = MailboxLetter.objects.get()
    assert (row.receivers, row.subject) == ("to@example.org", "Subject")
    assert (row.body, row.language) == ("Body\n", "fr")


class _Relay(socketserver.StreamRequestHandler):
    """As much of SMTP as one message needs."""

    received: list[bytes] = []

    def handle(self) -> None:
        self.wfile.write(b"220 relay\r\n")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"DATA":
                self.wfile.write(b"354 go\r\n")
                while (line := self.rfile.readline()) != b".\r\n":
                    self.received.append(line)
            self.wfile.write(b"221 bye\r\n" if command == b"QUIT" else b"250 ok\r\n")
            if command == b"QUIT":
                return


def test_smtp_leaves_by_the_list_only() -> None:
    _Relay.received = []
    with socketserver.TCPServer(("127.0.0.1", 0), _Relay) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        backend = SmtpBackend(host="127.0.0.1", port=port, timeout=60)
        listed = {"smtp": {"allow": [f"tcp://127.0.0.1:{port}"], "private": True}}
        try:
            with override_settings(ONEWINDOW_EGRESS={}), pytest.raises(egress.DestinationNotAllowed):
                backend.send_messages([_message()])
            with override_settings(ONEWINDOW_EGRESS=listed):
                assert backend.send_messages([_message()]) == 1
        finally:
            server.shutdown()
    assert b"Subject: Subject\r\n" in _Relay.received


@pytest.mark.parametrize("corrected", [True, False])
def test_whoever_asked_for_a_correction_gets_a_letter_once(
    corrected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = FieldDeclared(
        slug="name", name=Localised({"en": "Name", "fr": "Nom"}), type="text", classification="personal"
    )
    view = RegisterView(
        slug="people", name=Localised({"en": "People"}), owner="town", open=False, fields=(field,)
    )
    monkeypatch.setattr(tasks.registers, "register", lambda *, slug: view)
    news = CorrectionDecided(
        number="ch-1",
        register="people",
        attribute="name",
        asked_by=AMEL,
        corrected=corrected,
        reason="It is so",
    )
    delivery = Delivery(1, 1, "registers.correction-decided", "notifications", 1, clock.now())
    for _ in range(2):
        tasks.correction_decided(news, delivery)
    letter = LetterRow.objects.get()
    (found,) = api.letters(actor=READER).letters
    assert letter.to == AMEL.text and ("It is so" in found.body) is not corrected
    assert "Nom" in found.title
