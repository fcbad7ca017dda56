"""An officer with two accounts, one of them set aside, decides in no case of their own with either."""

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import OwnCase
from onewindow.blocks.cases.tests.people import ELECTRONICS, actor, file_trade, open_work
from onewindow.blocks.cases.tests.test_entries_that_became_one import new_entry, officer, reference
from onewindow.blocks.cases.tests.way import OPINION
from onewindow.blocks.identity.models import Account
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.models import Duplicate
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("monday", "country", "keys_at_hand")
NEW = "30000001"


def become_one(stays: str, gone: str) -> None:
    """Two officers of the register say that two entries are one person."""
    one, other = sorted((stays, gone))
    row = Duplicate.objects.create(
        register="people", one=one, other=other, weight=30, parts=[], found_at=clock.now(), state="open",
        values={},
    )  # fmt: skip
    registers.propose_merge(
        number=row.pk, stays=stays, takes_over=(), reason="one", officer=officer("registrar")
    )
    registers.confirm_pair(number=row.pk, officer=officer("head"))


def test_the_side_of_a_person_is_that_of_each_of_their_accounts() -> None:
    person = actor("telecom-officer").person
    assert person is not None
    made = mandates.grant(
        actor=actor("importer"), principal=ELECTRONICS, agent=person, scopes=["tax"], pin=PIN
    )
    mandates.accept(actor=actor("telecom-officer"), code=made.code, pin=PIN)
    number = file_trade(actor("importer")).number
    work = open_work(number, actor("telecom-officer"), "technical-opinion").id
    Account.objects.filter(slug="telecom-officer").update(proofing="substantial")
    new_entry(NEW)
    Account.objects.create(
        slug="known-better", name="Amira Ben Salah", email="known-better@example.org", proofing="high",
        person=reference(NEW).text, joined_at=clock.now(),
    )  # fmt: skip
    become_one(NEW, person.key.rpartition("/")[2])
    aside = actor("telecom-officer")
    assert aside.person is None and aside.posts, "nobody's account now, but still an officer's"
    with pytest.raises(OwnCase):
        api.complete_work(work=work, actor=aside, answers=OPINION, key=None)
    mandates.end(actor=actor("known-better"), code=made.code)
    api.complete_work(work=work, actor=actor("telecom-officer"), answers=OPINION, key=None)
