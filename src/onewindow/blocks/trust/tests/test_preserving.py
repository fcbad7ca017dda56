"""What the house keeps is stamped anew before its proof ends, and nothing is forgotten or done twice."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Literal

import pytest
from django.db import connection
from pytest import MonkeyPatch

from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import app_settings, joined, tasks
from onewindow.blocks.trust import authorities as authorities_of
from onewindow.blocks.trust.models import Preserved
from onewindow.blocks.trust.operations import preserving
from onewindow.blocks.trust.tests.conftest import PIN, person
from onewindow.blocks.trust.types import KeptSignature
from onewindow.kernel.clock import clock
from onewindow.standards.signing import KeySigner, jades, new_key, xades
from onewindow.standards.signing.jades.additions import stamp_addition
from onewindow.standards.signing.lasting import tokens_of
from onewindow.standards.signing.pki import Subject, stamping
from onewindow.standards.signing.policy import POLICY
from onewindow.standards.signing.tests.world import RULES, Authority, public_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("authorities")]
YEAR = timedelta(days=365)


class Shelf:
    """A room that keeps signatures."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, bytes]] = {}

    def listed(self, *, after: str, limit: int) -> Sequence[KeptSignature]:
        items = sorted(item for item in self.kept if item > after)[:limit]
        return [KeptSignature(item=one, holder="", form=self.kept[one][0]) for one in items]

    def read(self, *, item: str) -> bytes | None:
        return self.kept[item][1] if item in self.kept else None


@pytest.fixture
def shelf(monkeypatch: MonkeyPatch) -> Shelf:
    made = Shelf()
    monkeypatch.setattr(preserving, "sources", {"shelf": made})
    return made


def signed(form: str = "jades", level: str = "LT") -> bytes:
    leila = person()
    if not trust.has_signing_key(holder=leila.person):
        trust.open_signing_key(actor=leila, pin=PIN)
    payload = b'{"said":1}' if form == "jades" else b"<said>1</said>"
    return trust.sign(holder=leila.person, pin=PIN, payload=payload, form=form, level=level)


def night() -> int:
    """What the worker does."""
    tasks.look_through_kept()
    return tasks.preserve_due()


def test_a_signature_is_renewed_before_its_signers_certificate_ends(shelf: Shelf) -> None:
    shelf.kept["1"] = ("jades", signed())
    began = clock.now()
    assert night() == 0
    (row,) = Preserved.objects.all()
    assert row.ends_at <= began + 2 * YEAR + timedelta(days=1) and row.data is None
    with clock.at(began + 2 * YEAR - timedelta(days=100)):
        (due,) = trust.due_for_renewal()
        assert (due.source, due.item) == ("shelf", "1")
        assert night() == 1
        assert night() == 0, "it is not due again"
        assert trust.due_for_renewal() == ()
        renewed = trust.renewed(source="shelf", item="1")
        assert renewed is not None and len(tokens_of(renewed, form="jades")) == 2
    row.refresh_from_db()
    assert row.ends_at > began + 4 * YEAR, "as long as the certificate of the timestamp"


@pytest.mark.parametrize(("form", "module"), [("jades", jades), ("xades", xades)])
def test_what_is_renewed_in_time_holds_when_everything_else_ended(
    shelf: Shelf, form: str, module: object
) -> None:
    shelf.kept["1"] = (form, signed(form))
    began = clock.now()
    night()
    for step in range(1, 20):  # well within the 180 days in which it is due
        with clock.at(began + step * timedelta(days=150)):
            tasks.look_after_once()
            night()
    assert Preserved.objects.get().problem == ""
    with clock.at(began + 8 * YEAR):
        tasks.look_after_once()
        kept = trust.renewed(source="shelf", item="1")
        assert kept is not None and len(tokens_of(kept, form=form)) >= 3
        now = clock.now()
        anchors, evidence = trust.signing_anchors(at=now), trust.evidence()
        found = module.verify(kept, anchors=anchors, at=now, evidence=evidence)
        assert found.holds, [one.against for one in found.signatures]
        old = module.verify(shelf.kept["1"][1], anchors=anchors, at=now, evidence=evidence)
        assert not old.holds, "what was not renewed does not hold any more"


def test_a_hash_whose_end_is_declared_later_is_replaced_before(
    shelf: Shelf, monkeypatch: MonkeyPatch
) -> None:
    shelf.kept["1"] = ("jades", signed(level="LTA"))
    night()
    assert trust.due_for_renewal() == ()
    now = clock.now()
    ends = (now + timedelta(days=100)).date()
    monkeypatch.setattr(app_settings, "policy", lambda: POLICY.broken("sha256", since=ends))
    assert night() == 1, "the end of what was taken up long ago is reckoned anew"
    (due,) = trust.due_for_renewal()
    assert due.ends_at.date() == ends
    assert "would not make it last longer" in due.problem, "the house itself stamps with that hash"
    assert Preserved.objects.get().data is None
    unit, held = unit_with("Ed25519"), joined.signer
    monkeypatch.setattr(joined, "signer", lambda name: unit if name == authorities_of.UNIT else held(name))
    with clock.at(now + timedelta(days=1)):
        assert night() == 1
        assert trust.due_for_renewal() == ()
    row = Preserved.objects.get()
    assert row.problem == "" and row.data is not None and row.ends_at > now + 4 * YEAR


def unit_with(algorithm: Literal["ES256", "Ed25519"]) -> KeySigner:
    """A timestamp unit of another algorithm."""
    key = new_key(algorithm=algorithm)
    chain = authorities_of.issued(
        profile="timestamp", subject=Subject(common_name="Unit", country="TN"), public_key=public_of(key),
        slug="timestamps",
    )  # fmt: skip
    return KeySigner(key, chain)


@pytest.mark.parametrize("level", ["B", "T"])
def test_what_nothing_protects_is_stamped_before_its_signer_can_lose_the_card(
    shelf: Shelf, level: str
) -> None:
    shelf.kept["1"] = ("jades", signed(level=level))
    assert tasks.preserve_due() > 0, "within minutes, not at the next night's look"
    assert trust.due_for_renewal() == () and tasks.preserve_due() == 0
    began = clock.now()
    (certificate,) = trust.certificates_of(holder=person().person)
    with clock.at(began + timedelta(days=200)):
        trust.revoke(serial=certificate.serial, reason="cessation", actor=person())
        trust.publish_due_lists()
    with clock.at(began + timedelta(days=201)):
        tasks.preserve_due()
        kept = trust.renewed(source="shelf", item="1")
        assert kept is not None and holds(kept)
        assert len(tokens_of(kept, form="jades")) == 2, "stamped once"


def test_a_lost_proof_is_told_and_not_stamped_on_and_on(shelf: Shelf) -> None:
    shelf.kept["1"] = ("jades", signed())
    night()
    lost = clock.now() + 6 * YEAR
    for day in range(3):
        with clock.at(lost + timedelta(days=day)):
            tasks.look_after_once()
            assert night() == 1 and night() == 0
            (due,) = trust.due_for_renewal()
            assert "was valid until" in due.problem
            assert trust.renewed(source="shelf", item="1") is None


def test_a_stamp_that_does_not_count_puts_no_renewal_off(shelf: Shelf) -> None:
    honest = signed(level="LTA")
    shelf.kept = {"1": ("jades", honest), "2": ("jades", with_a_strangers_stamp(honest))}
    assert holds(shelf.kept["2"][1])
    night()
    first, second = Preserved.objects.order_by("item")
    assert (first.ends_at, first.stamped_at) == (second.ends_at, second.stamped_at)


def with_a_strangers_stamp(data: bytes) -> bytes:
    """A timestamp of 2090 by an authority that nobody trusts, put behind all others."""
    far = datetime(2090, 1, 1, tzinfo=UTC)
    unit = Authority("Stranger", at=far).end("timestamp", "Stranger unit", at=far)
    asked = stamping.request_for(digest=bytes(32), algorithm="sha256")
    token = stamping.token_in(stamping.answer(asked, signer=unit, rules=RULES, serial=7, at=far))
    told = json.loads(data)
    told["header"]["etsiU"].append(stamp_addition("sigTst", token))
    return json.dumps(told).encode()


def test_each_of_several_signatures_in_a_file_is_renewed(shelf: Shelf) -> None:
    other = person("10000296", "Other Person")
    trust.open_signing_key(actor=other, pin=PIN)
    parts = [json.loads(signed(level="B"))]
    theirs = trust.sign(holder=other.person, pin=PIN, payload=b'{"said":1}', form="jades", level="B")
    parts.append(json.loads(theirs))
    several = [{"protected": one["protected"], "signature": one["signature"]} for one in parts]
    shelf.kept["1"] = ("jades", json.dumps({"payload": parts[0]["payload"], "signatures": several}).encode())
    night()
    kept = trust.renewed(source="shelf", item="1")
    assert kept is not None and holds(kept) and len(tokens_of(kept, form="jades")) == 4
    assert Preserved.objects.get().problem == ""


def holds(data: bytes) -> bool:
    now = clock.now()
    anchors, evidence = trust.signing_anchors(at=now), trust.evidence()
    return jades.verify(data, anchors=anchors, at=now, evidence=evidence, policy=trust.policy()).holds


def test_a_look_that_began_earlier_takes_nothing_back(shelf: Shelf) -> None:
    shelf.kept["1"] = ("jades", signed())
    began = clock.now() + timedelta(days=1)
    with clock.at(began):
        tasks.look_through_kept()
    with clock.at(began - timedelta(milliseconds=1)):
        tasks.look_through_kept()
    assert Preserved.objects.get().seen_at >= began


def test_one_worker_looks_at_a_time(shelf: Shelf) -> None:
    shelf.kept["1"] = ("jades", signed())
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended('trust.look-through', 0))")
            assert tasks.look_through_kept() == 0
            cursor.execute("SELECT pg_advisory_unlock_all()")
        assert tasks.look_through_kept() == 1, "and the lock was let go"
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('trust.look-through', 0))")
            assert cursor.fetchone() == (True,), "by this one, too"
    finally:
        other.close()


class Forgetful(Shelf):
    """It does not list all that it has."""

    def listed(self, *, after: str, limit: int) -> Sequence[KeptSignature]:
        return [one for one in super().listed(after=after, limit=limit) if one.item != "1"]


def test_a_renewed_proof_goes_only_with_what_it_proves(monkeypatch: MonkeyPatch) -> None:
    shelf = Shelf()
    shelf.kept = {"1": ("jades", signed()), "2": ("jades", signed())}
    monkeypatch.setattr(preserving, "sources", {"shelf": shelf})
    night()
    Preserved.objects.filter(item="1").update(data=b"renewed")
    forgetful = Forgetful()
    forgetful.kept = shelf.kept
    monkeypatch.setattr(preserving, "sources", {"shelf": forgetful})
    with clock.at(clock.now() + timedelta(days=1)):
        assert tasks.look_through_kept() == 0
    assert trust.renewed(source="shelf", item="1") == b"renewed"
    del shelf.kept["1"]
    with clock.at(clock.now() + timedelta(days=2)):
        assert tasks.look_through_kept() == 1
    assert [row.item for row in Preserved.objects.all()] == ["2"]


def test_what_is_gone_from_its_room_is_forgotten(shelf: Shelf) -> None:
    shelf.kept = {"1": ("jades", signed()), "2": ("jades", signed())}
    assert tasks.look_through_kept() == 2
    assert tasks.look_through_kept() == 0
    del shelf.kept["1"]
    assert tasks.look_through_kept() == 1
    assert [row.item for row in Preserved.objects.all()] == ["2"]


def test_what_cannot_be_renewed_says_why_and_is_tried_the_next_day(shelf: Shelf) -> None:
    shelf.kept["1"] = ("jades", b"{}")
    assert night() == 0, "it was tried when it was taken up"
    (due,) = trust.due_for_renewal()
    assert due.problem
    with clock.at(clock.now() + timedelta(days=1)):
        assert night() == 1 and night() == 0
    assert Preserved.objects.get().data is None


class Stumbling(Shelf):
    """One item trips whoever reads it."""

    def read(self, *, item: str) -> bytes | None:
        if item == "1":
            raise ValueError("the row is damaged")
        return super().read(item=item)


def test_one_that_trips_stops_none_of_the_others(monkeypatch: MonkeyPatch) -> None:
    shelf = Stumbling()
    shelf.kept = {"1": ("jades", b""), "2": ("jades", signed())}
    monkeypatch.setattr(preserving, "sources", {"shelf": shelf})
    assert tasks.look_through_kept() == 2
    with clock.at(clock.now() + 2 * YEAR - timedelta(days=100)):
        assert tasks.preserve_due() == 2
        assert trust.renewed(source="shelf", item="2") is not None
        (due,) = trust.due_for_renewal()
        assert (due.item, due.problem) == ("1", "ValueError: the row is damaged")
        assert tasks.preserve_due() == 0, "it is tried the next day"


def test_the_setting_names_the_end_of_a_hash(settings: object) -> None:
    settings.ONEWINDOW_ALGORITHM_ENDS = {"sha256": "2033-01-01"}
    assert app_settings.policy().digests["sha256"] == date(2033, 1, 1)
