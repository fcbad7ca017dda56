"""Getting an account back, tried in every order of events: it never goes to a thief unnoticed."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from onewindow.blocks.identity.models import Account, Appointment, Limit, Office, Recovery
from onewindow.blocks.identity.recovery import operations
from onewindow.blocks.identity.recovery.states import Open, after
from onewindow.blocks.identity.tests.conftest import actor, offer, signed_in
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")
EMAIL = "citizen@tamaris.example"
OLD, NEW = "four calm herons at dawn", "seven loud geese at dusk"


TOLD: list[tuple[str, str, dict[str, object]]] = []


@pytest.fixture(autouse=True)
def owner(country: object, told: list[tuple[str, str, dict[str, object]]]) -> Account:
    cache.clear()
    global TOLD
    TOLD = told
    account = Account.objects.get(slug="citizen")
    account.set_password(OLD)
    account.save()
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    return account


def links() -> tuple[str, str]:
    """The link that finishes (by email) and the one that stops (in the letter on every channel)."""
    finish = re.search(r"/recovery/finish/([\w-]+)/", mail.outbox[-1].body)
    asked = [values for _, letter, values in TOLD if letter == "recovery-asked"]
    stop = re.search(r"/recovery/stop/([\w-]+)/", str(asked[-1]["stop"]))
    assert finish is not None and stop is not None
    return finish[1], stop[1]


def ask() -> tuple[str, str]:
    Client().post("/recovery/", {"email": EMAIL})
    return links()


def choose(secret: str) -> int:
    sent = {"password1": NEW, "password2": NEW}
    return Client().post(f"/recovery/finish/{secret}/", sent).status_code


def test_it_waits_and_then_the_account_is_back_but_known_less_surely(owner: Account) -> None:
    finish, _ = ask()
    now = clock.now()
    assert choose(finish) == 409
    with clock.at(now + timedelta(hours=71, minutes=59)):
        assert choose(finish) == 409
    with clock.at(now + timedelta(hours=72, minutes=1)):
        assert choose(finish) == 302
        assert choose(finish) == 404, "once"
    owner.refresh_from_db()
    assert owner.check_password(NEW) and owner.proofing == "low"
    assert not Authenticator.objects.filter(user=owner).exists()


def test_the_owner_stops_it_by_a_press_not_by_a_look(owner: Account) -> None:
    finish, stop = ask()
    assert Client().get(f"/recovery/stop/{stop}/").status_code == 200
    assert Recovery.objects.get().state == "waiting"
    assert Client().post(f"/recovery/stop/{stop}/").status_code == 200
    with clock.at(clock.now() + timedelta(hours=73)):
        assert choose(finish) == 404
    sent = len(mail.outbox)
    Client().post("/recovery/", {"email": EMAIL})
    assert len(mail.outbox) == sent, "for a day none begins again"


def test_any_sign_in_stops_it(owner: Account) -> None:
    finish, _ = ask()
    signed_in("citizen")
    with clock.at(clock.now() + timedelta(hours=73)):
        assert choose(finish) == 404


def test_an_email_alone_gives_no_code_for_an_account_with_something_to_steal(owner: Account) -> None:
    client = Client()
    done = client.post("/password/", {"email": EMAIL})
    assert done.headers["Location"] == "/password/code/"
    assert not re.search(r"^\s*([A-Z0-9-]{6,9})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert client.get("/password/code/").status_code == 200, "what one sees is the same"
    assert Recovery.objects.get().state == "waiting"


def test_nobody_learns_whether_there_is_an_account(owner: Account) -> None:
    pages = [Client().post("/recovery/", {"email": email}) for email in (EMAIL, "nobody@tamaris.example")]
    strip = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    assert [page.status_code for page in pages] == [200, 200]
    assert strip.sub("", pages[0].content.decode()) == strip.sub("", pages[1].content.decode())


def second_clerk() -> None:
    office = Office.objects.get(agency="civil-registry", slug="central-registry")
    other = Account.objects.get(slug="homeowner")
    Appointment.objects.get_or_create(
        account=other, office=office, role_id="clerk", ends_at=None, defaults={"starts_at": clock.now()}
    )


def test_two_officers_give_a_code_that_works_once(owner: Account) -> None:
    second_clerk()
    offer("civil-clerk")
    first, second = signed_in("civil-clerk"), signed_in("homeowner")
    sent = {"email": EMAIL, "card": "passport", "card_number": "P1"}
    assert first.post("/proofing/recoveries/", sent).status_code == 302
    row = Recovery.objects.get()
    assert first.post(f"/proofing/recoveries/{row.pk}/").status_code == 403
    page = second.post(f"/proofing/recoveries/{row.pk}/").content.decode()
    code = re.search(r"([2-9A-Z]{4}-[2-9A-Z]{4})</code>", page)
    assert code is not None
    sent = {"email": EMAIL, "code": code[1], "password1": NEW, "password2": NEW}
    assert Client().post("/recovery/code/", {**sent, "code": "AAAA-AAAA"}).status_code == 422
    assert Client().post("/recovery/code/", sent).status_code == 302
    assert Client().post("/recovery/code/", sent).status_code == 422
    owner.refresh_from_db()
    assert owner.check_password(NEW) and owner.proofing == "high"


def code_of_the_counter() -> str:
    second_clerk()
    made = operations.ask_at_counter(actor("civil-clerk"), email=EMAIL, card="passport", card_number="P1")
    return operations.confirm_at_counter(actor("homeowner"), recovery=made)


def try_code(browser: Client, code: str, password: str = NEW) -> int:
    sent = {"email": EMAIL, "code": code, "password1": password, "password2": password}
    return browser.post("/recovery/code/", sent).status_code


def test_wrong_codes_of_strangers_stop_nobody(owner: Account) -> None:
    code = code_of_the_counter()
    for place in range(1, 8):
        stranger = Client(REMOTE_ADDR=f"198.51.100.{place}")
        assert {try_code(stranger, "AAAA-AAAA") for _ in range(7)} == {422}
    assert Recovery.objects.get().state == "waiting"
    assert try_code(Client(REMOTE_ADDR="203.0.113.9"), code) == 302
    owner.refresh_from_db()
    assert owner.check_password(NEW) and owner.proofing == "high"


def test_who_guesses_codes_is_slowed_down_and_a_known_browser_beside_them_is_not(owner: Account) -> None:
    known = signed_in("citizen")
    known.post("/sign-out/")
    code = code_of_the_counter()
    guesser = Client()
    assert [try_code(guesser, "AAAA-AAAA") for _ in range(5)] == [422] * 5
    assert try_code(guesser, code) == 422, "five from one place within a quarter of an hour"
    assert try_code(known, code) == 302, "from the same network, but with a count of its own"


def test_a_right_code_is_not_counted_while_the_password_is_refused(owner: Account) -> None:
    code = code_of_the_counter()
    for _ in range(7):
        assert try_code(Client(), code, "short") == 422
    assert try_code(Client(), code) == 302


def test_a_stranger_who_asks_again_and_again_keeps_nobody_from_asking(owner: Account) -> None:
    stranger = Client(REMOTE_ADDR="198.51.100.7")
    for _ in range(7):
        stranger.post("/recovery/", {"email": "another@tamaris.example"})
        stranger.post("/recovery/", {"email": EMAIL})
    Recovery.objects.all().delete()
    sent = len(mail.outbox)
    assert Client(REMOTE_ADDR="203.0.113.9").post("/recovery/", {"email": EMAIL}).status_code == 200
    assert len(mail.outbox) == sent + 1


def test_only_what_the_owner_stopped_makes_the_next_letter_wait(owner: Account) -> None:
    ask()
    second_clerk()
    operations.ask_at_counter(actor("civil-clerk"), email=EMAIL, card="passport", card_number="P1")
    with clock.at(clock.now() + timedelta(hours=5)):  # nobody confirmed it at the counter
        sent = len(mail.outbox)
        _, stop = ask()
        assert len(mail.outbox) == sent + 1, "what the counter ended is no pause"
        Client().post(f"/recovery/stop/{stop}/")
        page = Client().post("/recovery/", {"email": EMAIL}, headers={"Accept-Language": "en"})
        assert len(mail.outbox) == sent + 1
        assert "no other letter comes" in page.content.decode(), "what the page says is true"


def test_a_password_that_is_refused_changes_nothing(owner: Account) -> None:
    finish, _ = ask()
    with clock.at(clock.now() + timedelta(hours=73)):
        sent = {"password1": "short", "password2": "short"}
        assert Client().post(f"/recovery/finish/{finish}/", sent).status_code == 422
        assert Authenticator.objects.filter(user=owner).exists()
        assert choose(finish) == 302


class Recoveries(RuleBasedStateMachine):
    """Owner and thief do whatever they can, in any order, through the real doors."""

    @initialize()
    def begin(self) -> None:
        self.now: datetime = clock.now()
        self.secret = self.stop_secret = ""
        self.began: datetime | None = None
        self.stopped = True
        Recovery.objects.all().delete()
        Limit.objects.all().delete()
        mail.outbox.clear()
        account = Account.objects.get(slug="citizen")
        account.set_password(OLD)
        account.proofing = "high"
        account.save()

    @rule(hours=st.integers(1, 100))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def thief_asks(self) -> None:
        with clock.at(self.now):
            before = len(mail.outbox)
            operations.ask(email=EMAIL)
            if len(mail.outbox) > before:
                self.secret, self.stop_secret = links()
                self.began, self.stopped = self.now, False

    @rule()
    def owner_signs_in(self) -> None:
        with clock.at(self.now):
            signed_in("citizen")
        self.stopped = True

    @rule()
    def owner_stops(self) -> None:
        with clock.at(self.now):
            self._try(operations.stop, secret=self.stop_secret)
        self.stopped = True

    @rule()
    def thief_finishes(self) -> None:
        with clock.at(self.now):
            taken = self._try(operations.finish, secret=self.secret, password=NEW)
        if not taken:
            return
        assert self.began is not None and not self.stopped
        assert timedelta(hours=72) <= self.now - self.began < timedelta(days=10)
        assert Account.objects.get(slug="citizen").proofing == "low"
        self.begin()

    @invariant()
    def at_most_one_waits(self) -> None:
        assert Recovery.objects.filter(state__in=["asked", "waiting"]).count() <= 1

    @invariant()
    def nothing_changed_without_finishing(self) -> None:
        assert Account.objects.get(slug="citizen").check_password(OLD)

    def _try(self, do: Any, **values: Any) -> bool:
        try:
            do(**values)
        except OnewindowError:
            return False
        return True


def test_no_order_of_events_gives_the_account_away(owner: Account) -> None:
    run_state_machine_as_test(
        Recoveries,
        settings=settings(
            max_examples=12, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_the_table_of_states() -> None:
    now = clock.now()
    found = Open(
        state="waiting", way="letter", ready_at=now + timedelta(hours=1), expires_at=now + timedelta(hours=2)
    )
    assert after(found, "finish", at=now) is None
    assert after(found, "finish", at=now + timedelta(hours=1)) == "done"
    assert after(found, "finish", at=now + timedelta(hours=2)) == "expired"
    assert after(found, "owner-signs-in", at=now) == "cancelled"
    counter = Open(state="asked", way="counter", ready_at=now, expires_at=now + timedelta(hours=2))
    assert after(counter, "finish", at=now) is None
    assert after(counter, "second-officer", at=now) == "waiting"
    assert after(counter, "owner-signs-in", at=now) is None


def test_every_step_is_in_the_record_without_its_secrets(owner: Account) -> None:
    first, stop = ask()
    Client().post(f"/recovery/stop/{stop}/")
    now = clock.now()
    with clock.at(now + timedelta(hours=25)):
        second, _ = ask()
    with clock.at(now + timedelta(hours=98)):
        assert choose(second) == 302
    with clock.at(now + timedelta(hours=125)):
        TOTP.activate(owner, "JBSWY3DPEHPK3PXP")
        Account.objects.filter(pk=owner.pk).update(proofing="high")
        ask()
        signed_in("citizen")
    entries = record.entries_of(subject=Reference.of("account", "citizen"))
    said = [(each.kind, each.payload.get("reason")) for each in entries if each.kind.startswith("recovery.")]
    assert said == [
        ("recovery.asked", None),
        ("recovery.cancelled", "owner-stopped"),
        ("recovery.asked", None),
        ("recovery.done", "finished"),
        ("recovery.asked", None),
        ("recovery.cancelled", "signed-in"),
    ]
    assert not any(secret in str(entries) for secret in (first, stop, second))
