"""Two accounts of one person are one pair of eyes, wherever two officers are needed."""

import pytest
from django.http import HttpResponse
from django.test import Client

from onewindow.blocks.identity import api
from onewindow.blocks.identity.models import Account, Appointment, Office, Proofing, Recovery
from onewindow.blocks.identity.proofing import people
from onewindow.blocks.identity.tests.conftest import actor, offer, signed_in
from onewindow.blocks.identity.tests.test_after_a_death import CITIZEN, OTHER, joined, second_account
from onewindow.blocks.identity.types import PersonStanding
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")
JAMEL = {
    "person": "10000016", "birth_date/year": "1951", "birth_date/month": "6", "birth_date/day": "19",
    "email": "jamel@tamaris.example", "language": "fr", "card": "identity-card", "card_number": "A1234567",
}  # fmt: skip
IMPORTER = {"email": "", "card": "passport", "card_number": "P1"}


def post_for(slug: str, *, agency: str, office: str, role: str) -> int:
    place = Office.objects.get(agency=agency, slug=office)
    account = Account.objects.get(slug=slug)
    return Appointment.objects.create(account=account, office=place, role_id=role, starts_at=clock.now()).pk


def clerk(slug: str) -> Client:
    """A browser of somebody who is a clerk of the civil registry."""
    offer(slug)
    if not Appointment.objects.filter(account__slug=slug, role="clerk").exists():
        post_for(slug, agency="civil-registry", office="central-registry", role="clerk")
    return signed_in(slug)


def refused(answer: HttpResponse) -> bool:
    return "Somebody else must confirm this" in answer.content.decode()


@pytest.fixture
def two(register: dict[str, PersonStanding]) -> tuple[Client, Client]:
    """Two clerks: the person's better proofed account, and the one that was set aside."""
    Account.objects.filter(slug="citizen").update(proofing="high")
    second_account("substantial")
    both = clerk("citizen"), clerk("second")
    joined(register)
    assert (actor("citizen").person, actor("second").person) == (CITIZEN, None)
    return both


@pytest.mark.parametrize("first_is_better_known", [True, False])
def test_no_account_is_opened_by_one_officer_with_two_accounts(
    two: tuple[Client, Client], first_is_better_known: bool
) -> None:
    first, second = two if first_is_better_known else two[::-1]
    assert first.post("/proofing/", JAMEL).status_code == 302
    row = Proofing.objects.get(email=JAMEL["email"])
    assert refused(second.post(f"/proofing/{row.pk}/", {"do": "confirm"}))
    row.refresh_from_db()
    assert row.state == "waiting"
    assert clerk("homeowner").post(f"/proofing/{row.pk}/", {"do": "confirm"}).status_code == 200
    row.refresh_from_db()
    assert row.state == "confirmed", "another person's eyes do"


def test_nobody_asks_or_confirms_for_themself_with_an_account_that_was_set_aside(
    two: tuple[Client, Client],
) -> None:
    Account.objects.filter(slug__in=("citizen", "second")).update(proofing="substantial")  # not proved fully
    born = people.facts_of(OTHER, reader=None).birth_date
    assert born is not None
    mine = {
        **JAMEL, "person": OTHER.text.rpartition("/")[2], "birth_date/year": born.year,
        "birth_date/month": born.month, "birth_date/day": born.day,
    }  # fmt: skip
    assert refused(two[1].post("/proofing/", mine))
    assert not Proofing.objects.exists()
    assert clerk("homeowner").post("/proofing/", mine).status_code == 302
    row = Proofing.objects.get()
    for browser in two:
        assert refused(browser.post(f"/proofing/{row.pk}/", {"do": "confirm"}))
    row.refresh_from_db()
    assert row.state == "waiting"


@pytest.mark.parametrize("first_is_better_known", [True, False])
def test_no_code_of_the_counter_by_one_officer_with_two_accounts(
    two: tuple[Client, Client], first_is_better_known: bool
) -> None:
    first, second = two if first_is_better_known else two[::-1]
    sent = {**IMPORTER, "email": Account.objects.get(slug="importer").email}
    assert first.post("/proofing/recoveries/", sent).status_code == 302
    row = Recovery.objects.get()
    page = second.get("/proofing/recoveries/").content.decode()
    assert f"/proofing/recoveries/{row.pk}/" not in page, "nothing to press that would be refused"
    assert refused(second.post(f"/proofing/recoveries/{row.pk}/"))
    row.refresh_from_db()
    assert row.state == "asked"
    assert clerk("homeowner").post(f"/proofing/recoveries/{row.pk}/").status_code == 200


def test_nobody_gives_their_own_other_account_back(two: tuple[Client, Client]) -> None:
    sent = {**IMPORTER, "email": Account.objects.get(slug="citizen").email}
    assert refused(two[1].post("/proofing/recoveries/", sent))
    assert not Recovery.objects.exists()
    assert clerk("homeowner").post("/proofing/recoveries/", sent).status_code == 302
    row = Recovery.objects.get()
    assert refused(two[1].post(f"/proofing/recoveries/{row.pk}/"))


def test_in_a_review_the_post_of_ones_other_account_is_ones_own(register: dict[str, PersonStanding]) -> None:
    trade = {"agency": "trade-ministry", "office": "foreign-trade"}
    second_account("substantial")
    for slug in ("citizen", "second"):
        post_for(slug, **trade, role="administrator")
    own = post_for("second", **trade, role="registrar")
    joined(register)
    with clock.at(clock.now()):
        number = api.open_review(actor=actor("citizen"), agency="trade-ministry")
        with pytest.raises(api.OwnPost):
            api.answer_review(
                actor=actor("citizen"), agency="trade-ministry", review=number, appointment=own, keep=True
            )
        Appointment.objects.filter(account__slug="trade-administrator", role="administrator").update(
            ends_at=clock.now()
        )
        # Nobody but the person's own accounts is left who could: then it must be they.
        api.answer_review(
            actor=actor("citizen"), agency="trade-ministry", review=number, appointment=own, keep=True
        )
