"""What the house keeps is stamped anew before its proof ends, and nothing is forgotten or done twice."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from pytest import MonkeyPatch

from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import app_settings, tasks
from onewindow.blocks.trust.models import Preserved
from onewindow.blocks.trust.operations import preserving
from onewindow.blocks.trust.tests.conftest import PIN, person
from onewindow.blocks.trust.types import KeptSignature
from onewindow.kernel.clock import clock
from onewindow.standards.signing import jades, xades
from onewindow.standards.signing.lasting import tokens_of
from onewindow.standards.signing.policy import POLICY

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
    for years in range(1, 16):
        with clock.at(began + years * YEAR / 2):
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


def test_a_hash_that_ends_is_replaced_before(shelf: Shelf, monkeypatch: MonkeyPatch) -> None:
    shelf.kept["1"] = ("jades", signed(level="LTA"))
    night()
    ends = (clock.now() + timedelta(days=100)).date()
    assert trust.due_for_renewal() == ()
    monkeypatch.setattr(app_settings, "policy", lambda: POLICY.broken("sha256", since=ends))
    Preserved.objects.all().delete()
    assert night() == 1
    row = Preserved.objects.get()
    assert row.problem == "" and row.data is not None
    assert row.stamped_at is not None and row.ends_at.date() >= ends


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
