"""An agency manages its own people, offices, roles and duties; what nobody confirms lapses."""

from datetime import timedelta

import pytest

from onewindow.blocks.identity import api
from onewindow.blocks.identity.administration import reviews
from onewindow.blocks.identity.models import Account, Appointment
from onewindow.blocks.identity.tests.conftest import actor, signed_in
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

TRADE = "trade-ministry"
ADMIN = "trade-administrator"
NAMES = {"en": "South counter", "fr": "Guichet sud"}


def appoint(account: str, role: str, *, office: str = "foreign-trade") -> int:
    return api.appoint(actor=actor(ADMIN), agency=TRADE, office=office, role=role, account=account)


@pytest.mark.parametrize("who", ["health-head", "trade-head", "citizen", "trade-registrar"])
def test_nobody_else_manages_an_agency(who: str) -> None:
    stranger = actor(who)
    attempts = (
        lambda: api.open_office(actor=stranger, agency=TRADE, office="south", names=NAMES),
        lambda: api.change_office(actor=stranger, agency=TRADE, office="foreign-trade", names=NAMES),
        lambda: api.close_office(actor=stranger, agency=TRADE, office="foreign-trade"),
        lambda: api.make_role(actor=stranger, agency=TRADE, role="stamper", names=NAMES),
        lambda: api.keep_apart(actor=stranger, agency=TRADE, one="clerk", other="registrar"),
        lambda: api.open_review(actor=stranger, agency=TRADE),
    )
    for attempt in attempts:
        with pytest.raises(api.NotAnAdministrator):
            attempt()


def test_an_agency_opens_renames_and_closes_its_offices() -> None:
    admin = actor(ADMIN)
    api.open_office(actor=admin, agency=TRADE, office="south", names=NAMES, address="1 Rue du Sud")
    number = appoint("citizen", "clerk", office="south")
    with pytest.raises(api.OfficeInUse):
        api.close_office(actor=admin, agency=TRADE, office="south")
    api.change_office(actor=admin, agency=TRADE, office="south", names={"en": "South"})
    assert api.office(agency=TRADE, slug="south").name.in_language("en") == "South"
    api.end_appointment(actor=admin, agency=TRADE, appointment=number)
    api.close_office(actor=admin, agency=TRADE, office="south")
    with pytest.raises(Exception, match="closed"):
        appoint("citizen", "clerk", office="south")


def test_a_role_of_one_agency_is_given_there_alone() -> None:
    api.make_role(actor=actor(ADMIN), agency=TRADE, role="stamper", names={"en": "Stamper"})
    appoint("citizen", "stamper")
    head = actor("health-head")
    office = api.offices_of(agency="health-agency")[0].slug
    with pytest.raises(api.RoleUnknown):
        api.appoint(actor=head, agency="health-agency", office=office, role="stamper", account="citizen")


def test_duties_are_kept_apart_where_somebody_is_appointed() -> None:
    appoint("citizen", "cashier")
    with pytest.raises(api.DutiesKeptApart) as refused:
        appoint("citizen", "registrar")
    assert refused.value.field == "role"
    api.keep_apart(actor=actor(ADMIN), agency=TRADE, one="clerk", other="cashier")
    with pytest.raises(api.DutiesKeptApart):
        appoint("citizen", "clerk")
    (own,) = [pair for pair in api.duty_pairs(agency=TRADE) if not pair.everywhere]
    api.let_together(actor=actor(ADMIN), agency=TRADE, pair=own.pair)
    appoint("citizen", "clerk")


def test_duties_are_kept_apart_where_somebody_covers() -> None:
    appoint("citizen", "cashier")
    today = clock.today(zone="Africa/Tunis")
    with pytest.raises(api.DutiesKeptApart) as refused:
        api.arrange_absence(
            actor=actor(ADMIN), agency=TRADE, absent="trade-registrar", substitute="citizen",
            first_day=today, last_day=today,
        )  # fmt: skip
    assert refused.value.field == "substitute"
    api.arrange_absence(
        actor=actor(ADMIN), agency=TRADE, absent="citizen", substitute="trade-clerk",
        first_day=today + timedelta(days=9), last_day=today + timedelta(days=9),
    )  # fmt: skip
    with pytest.raises(api.DutiesKeptApart):
        appoint("trade-clerk", "registrar")  # who will cover for a cashier next week


def test_a_pair_of_the_whole_country_is_not_the_agencys_to_end() -> None:
    pair = next(pair for pair in api.duty_pairs(agency=TRADE) if pair.everywhere)
    with pytest.raises(Exception, match="keeps no such roles apart"):
        api.let_together(actor=actor(ADMIN), agency=TRADE, pair=pair.pair)


def review() -> int:
    return api.open_review(actor=actor(ADMIN), agency=TRADE)


def posts(number: int) -> dict[str, tuple[int, str]]:
    (found,) = [one for one in api.reviews_of(actor=actor(ADMIN), agency=TRADE) if one.review == number]
    return {f"{post.account}/{post.role}": (post.appointment, post.answer) for post in found.posts}


def test_what_nobody_confirms_in_time_lapses() -> None:
    number = review()
    clerk = posts(number)["trade-clerk/clerk"][0]
    api.answer_review(actor=actor(ADMIN), agency=TRADE, review=number, appointment=clerk, keep=True)
    ended = posts(number)["trade-registrar-2/author"][0]
    api.answer_review(actor=actor(ADMIN), agency=TRADE, review=number, appointment=ended, keep=False)
    assert reviews.close_due_reviews() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert reviews.close_due_reviews() == 1
        said = {name: answer for name, (_, answer) in posts(number).items()}
        assert said["trade-clerk/clerk"] == "confirmed"
        assert said["trade-registrar-2/author"] == "ended"
        assert said["trade-registrar/registrar"] == "lapsed"
        assert actor("trade-registrar").posts == ()
        assert actor("trade-clerk").posts
        assert said["trade-administrator/administrator"] == "kept", "somebody must be left"
        assert reviews.close_due_reviews() == 0


def test_one_review_at_a_time_and_nobody_confirms_themself_where_another_could() -> None:
    number = review()
    with pytest.raises(Exception, match="running already"):
        review()
    own = posts(number)["trade-administrator/administrator"][0]
    api.answer_review(actor=actor(ADMIN), agency=TRADE, review=number, appointment=own, keep=True)
    with clock.at(clock.now() + timedelta(days=31)):
        reviews.close_due_reviews()
        appoint("trade-clerk", "administrator")
        again = review()
        with pytest.raises(api.OwnPost):
            api.answer_review(actor=actor(ADMIN), agency=TRADE, review=again, appointment=own, keep=True)


def test_reviews_begin_by_themselves_when_their_time_has_come() -> None:
    Appointment.objects.update(starts_at=clock.now() - timedelta(days=10))
    assert reviews.open_due_reviews() == 0
    with clock.at(clock.now() + timedelta(days=190)):
        assert reviews.open_due_reviews() == len(
            {post.office.agency_id for post in Appointment.objects.select_related("office")}
        )
        assert reviews.open_due_reviews() == 0


def test_every_act_is_in_the_record() -> None:
    number = appoint("citizen", "clerk")
    api.end_appointment(actor=actor(ADMIN), agency=TRADE, appointment=number)
    api.open_office(actor=actor(ADMIN), agency=TRADE, office="south", names=NAMES)
    entries = record.entries_of(subject=Reference.of("agency", TRADE))
    kinds = [entry.kind for entry in entries]
    assert kinds[-3:] == [
        "administration.appointed",
        "administration.appointment-ended",
        "administration.office-opened",
    ]
    assert {entry.actor for entry in entries[-3:]} == {"account/trade-administrator"}


def test_two_accounts_of_one_person_are_one_person() -> None:
    """Two accounts cannot be joined to one person; and the rule does not rest on that alone."""
    assert api.accounts_of_person(account="citizen") == {"citizen"}
    assert api.accounts_of_person(account="") == frozenset()
    people = Account.objects.exclude(person="").values_list("person", flat=True)
    assert len(people) == len(set(people))


def test_the_pages_and_the_api_do_the_same() -> None:
    admin, stranger = signed_in(ADMIN), signed_in("health-head")
    base = f"/administration/{TRADE}"
    for path in ("offices", "apart", "reviews"):
        assert admin.get(f"{base}/{path}/").status_code == 200
        assert stranger.get(f"{base}/{path}/").status_code == 403
    sent = {"office": "south", "name_en": "South", "name_fr": "", "name_ar": "", "address": ""}
    assert admin.post(f"{base}/offices/", sent).status_code == 302
    again = admin.post(f"{base}/offices/", sent)
    assert again.status_code == 422 and 'href="#office"' in again.content.decode()
    assert admin.post(f"{base}/roles/", {"role": "Bad Name", "name_en": "x"}).status_code == 422
    assert admin.post(f"{base}/apart/", {"one": "clerk", "other": "registrar"}).status_code == 302
    assert admin.post(f"{base}/reviews/").status_code == 302
    answered = admin.get(f"/api/v1/agencies/{TRADE}/access-reviews").json()[0]
    post = next(row for row in answered["posts"] if row["account"] == "trade-clerk")
    kept = f"{base}/reviews/{answered['review']}/{post['appointment']}/"
    assert admin.post(kept, {"keep": "yes"}).status_code == 302
    for other in (stranger, signed_in("trade-clerk")):
        assert other.get(f"/api/v1/agencies/{TRADE}/access-reviews").status_code == 403
    body = {"one": "head", "other": "registrar"}
    made = admin.post(f"/api/v1/agencies/{TRADE}/duties-apart", body, content_type="application/json")
    assert made.status_code == 201, made.content
    assert admin.delete(f"/api/v1/agencies/{TRADE}/duties-apart/{made.json()['id']}").status_code == 204


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("path", ["offices", "apart", "reviews"])
def test_every_page_speaks_three_languages(path: str, language: str) -> None:
    admin = signed_in(ADMIN)
    page = admin.get(f"/administration/{TRADE}/{path}/", headers={"accept-language": language})
    assert page.status_code == 200


def test_no_administrator_gives_a_post_to_themself() -> None:
    with pytest.raises(api.OwnAppointment):
        appoint(ADMIN, "registrar")
    assert {post.role for post in actor(ADMIN).posts} == {"administrator"}


def test_who_covers_for_an_administrator_does_not_stay_one() -> None:
    today = clock.today(zone="Africa/Tunis")
    api.arrange_absence(
        actor=actor(ADMIN), agency=TRADE, absent=ADMIN, substitute="trade-clerk",
        first_day=today, last_day=today,
    )  # fmt: skip
    substitute = actor("trade-clerk")
    assert substitute.has_post(agency=TRADE, role="administrator")
    with pytest.raises(api.OwnAppointment):
        api.appoint(
            actor=substitute, agency=TRADE, office="foreign-trade", role="administrator",
            account="trade-clerk",
        )  # fmt: skip


def test_no_administrator_covers_for_somebody_by_their_own_word() -> None:
    """Otherwise they would hold any post of their agency for a year, at once."""
    today = clock.today(zone="Africa/Tunis")

    def covers(who: str, absent: str, substitute: str) -> None:
        api.arrange_absence(
            actor=actor(who), agency=TRADE, absent=absent, substitute=substitute, first_day=today,
            last_day=today,
        )  # fmt: skip

    with pytest.raises(api.OwnCover) as refused:
        covers(ADMIN, "trade-registrar", ADMIN)
    assert refused.value.field == "substitute"
    assert not actor(ADMIN).has_post(agency=TRADE, role="registrar")
    covers("trade-registrar", "trade-registrar", ADMIN)
    assert actor(ADMIN).has_post(agency=TRADE, role="registrar"), "the officer who is away may ask them"


def test_duties_stay_apart_when_the_absent_gets_another_post() -> None:
    """Otherwise whoever covers would have both: a cashier who covers for somebody made a registrar."""
    appoint("citizen", "cashier")
    today = clock.today(zone="Africa/Tunis")
    api.arrange_absence(
        actor=actor(ADMIN), agency=TRADE, absent="trade-clerk", substitute="citizen",
        first_day=today, last_day=today + timedelta(days=3),
    )  # fmt: skip
    with pytest.raises(api.DutiesKeptApart):
        appoint("trade-clerk", "registrar")
    with clock.at(clock.now() + timedelta(days=6)):
        appoint("trade-clerk", "registrar")


def test_an_absence_without_end_is_no_way_around_an_appointment() -> None:
    today = clock.today(zone="Africa/Tunis")

    def away(who: str, days: int) -> None:
        api.arrange_absence(
            actor=actor(who), agency=TRADE, absent="trade-clerk", substitute="trade-registrar-2",
            first_day=today, last_day=today + timedelta(days=days),
        )  # fmt: skip

    with pytest.raises(api.AbsenceTooLong) as refused:
        away("trade-clerk", 62)
    assert refused.value.field == "last_day"
    away("trade-clerk", 61)
    away(ADMIN, 365)
    with pytest.raises(api.AbsenceTooLong):
        away(ADMIN, 366)
