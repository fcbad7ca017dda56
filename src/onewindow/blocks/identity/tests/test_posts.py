from datetime import timedelta

import pytest

from onewindow.blocks.identity import api
from onewindow.blocks.identity.errors import (
    AbsenceUnknown,
    AppointmentUnknown,
    CoversForThemself,
    DaysInWrongOrder,
    LastAdministrator,
    NoOfficerOfAgency,
)
from onewindow.blocks.identity.tests.conftest import actor, signed_in
from onewindow.foundation.access.types import Post
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")


def holders(agency: str, role: str, office: str | None = None) -> list[str]:
    return [each.account for each in api.officers_with(agency=agency, role=role, office=office)]


def test_the_country_has_its_agencies_offices_and_officers() -> None:
    assert {agency.slug for agency in api.agencies()} >= {
        "trade-ministry",
        "health-agency",
        "central-bank",
        "bank-atlas",
        "municipality-harbour",
    }
    atlas = api.agency(slug="bank-atlas")
    assert (atlas.code, atlas.level, atlas.zone) == ("08", "private", "Africa/Tunis")
    assert atlas.name.in_language("ar") == "بنك الأطلس"
    assert [office.code for office in api.offices_of(agency="bank-atlas")] == ["014", "001"]
    assert holders("bank-atlas", "trade-desk", "harbour-branch") == ["atlas-harbour-desk"]
    assert holders("trade-ministry", "registrar") == ["trade-registrar", "trade-registrar-2"]
    assert holders("trade-ministry", "dragon") == []
    with pytest.raises(api.AgencyUnknown):
        api.agency(slug="dragons")


def test_an_officer_is_one_by_the_posts() -> None:
    registrar = actor("trade-registrar")
    assert registrar.kind == "officer"
    assert registrar.posts == (Post("trade-ministry", "foreign-trade", "registrar"),)
    assert actor("citizen").kind == "person"


def test_an_administrator_appoints_and_ends_in_their_agency_only() -> None:
    ours, theirs = actor("trade-administrator"), actor("health-head")
    asked = {"agency": "trade-ministry", "office": "foreign-trade", "role": "clerk", "account": "citizen"}
    for who in (theirs, actor("trade-head"), actor("citizen")):
        with pytest.raises(api.NotAnAdministrator):
            api.appoint(actor=who, **asked)
    number = api.appoint(actor=ours, **asked)
    assert actor("citizen").kind == "officer"
    with pytest.raises(api.AlreadyAppointed):
        api.appoint(actor=ours, **asked)
    with pytest.raises(api.NotAnAdministrator):
        api.end_appointment(actor=theirs, agency="trade-ministry", appointment=number)
    with pytest.raises(AppointmentUnknown):
        api.end_appointment(actor=theirs, agency="health-agency", appointment=number)
    api.end_appointment(actor=ours, agency="trade-ministry", appointment=number)
    assert actor("citizen").kind == "person"


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"office": "moon"}, api.OfficeUnknown),
        ({"role": "dragon"}, api.RoleUnknown),
        ({"account": "nobody"}, api.AccountUnknown),
        ({"office": "food-safety"}, api.OfficeUnknown),
    ],
)
def test_a_wrong_appointment_is_refused(changes: dict[str, str], error: type[Exception]) -> None:
    asked = {"agency": "trade-ministry", "office": "foreign-trade", "role": "clerk", "account": "citizen"}
    with pytest.raises(error):
        api.appoint(actor=actor("trade-administrator"), **{**asked, **changes})


def test_an_agency_keeps_an_administrator() -> None:
    ours = actor("trade-administrator")
    (own,) = [
        post
        for post in api.appointments_of(agency="trade-ministry")
        if (post.account, post.role) == ("trade-administrator", "administrator")
    ]
    with pytest.raises(LastAdministrator):
        api.end_appointment(actor=ours, agency="trade-ministry", appointment=own.appointment)


def arrange(who: str, *, days: tuple[int, int] = (0, 2), substitute: str = "trade-registrar-2") -> int:
    today = clock.today(zone="Africa/Tunis")
    return api.arrange_absence(
        actor=actor(who),
        agency="trade-ministry",
        absent="trade-clerk",
        substitute=substitute,
        first_day=today + timedelta(days=days[0]),
        last_day=today + timedelta(days=days[1]),
    )


def test_a_substitute_has_the_posts_of_the_absent_from_the_first_to_the_last_day() -> None:
    clerk = Post("trade-ministry", "counter-harbour", "clerk")
    number = arrange("trade-clerk", days=(1, 2))
    assert clerk not in actor("trade-registrar-2").posts
    for ahead, covered in ((1, True), (2, True), (3, False)):
        with clock.at(clock.now() + timedelta(days=ahead)):
            assert (clerk in actor("trade-registrar-2").posts) == covered
            both = ["trade-clerk", "trade-registrar-2"] if covered else ["trade-clerk"]
            assert holders("trade-ministry", "clerk") == both
    with clock.at(clock.now() + timedelta(days=1)):
        covering = api.officers_with(agency="trade-ministry", role="clerk")[1]
        assert covering.covers_for == "trade-clerk"
        api.cancel_absence(actor=actor("trade-administrator"), agency="trade-ministry", absence=number)
        assert clerk not in actor("trade-registrar-2").posts
        with pytest.raises(AbsenceUnknown):
            api.cancel_absence(actor=actor("trade-administrator"), agency="trade-ministry", absence=number)


def test_who_arranges_an_absence_and_with_whom() -> None:
    arrange("trade-administrator")
    for who in ("trade-registrar-2", "health-head", "citizen"):
        with pytest.raises(api.NotAnAdministrator):
            arrange(who)
    with pytest.raises(NoOfficerOfAgency):
        arrange("trade-clerk", substitute="health-officer")
    with pytest.raises(CoversForThemself):
        arrange("trade-clerk", substitute="trade-clerk")
    with pytest.raises(DaysInWrongOrder):
        arrange("trade-clerk", days=(2, 1))


def test_programs_see_and_change_posts_and_cover() -> None:
    """Through the API as on the pages: for administrators of the agency, and of no other."""
    admin, stranger = signed_in("trade-administrator"), signed_in("health-head")
    posts = "/api/v1/agencies/trade-ministry/appointments"
    assert stranger.get(posts).status_code == 403
    before = admin.get(posts).json()
    office = before[0]["office"]
    sent = {"office": office, "role": "clerk", "account": "citizen"}
    made = admin.post(posts, sent, content_type="application/json")
    assert made.status_code == 201, made.content
    assert admin.delete(f"{posts}/{made.json()['id']}").status_code == 204
    assert admin.get(posts).json() == before
    away = {
        "absent": "trade-clerk", "substitute": "trade-registrar", "first_day": "2031-01-01",
        "last_day": "2031-01-05",
    }  # fmt: skip
    absences = "/api/v1/agencies/trade-ministry/absences"
    arranged = admin.post(absences, away, content_type="application/json")
    assert arranged.status_code == 201, arranged.content
    assert [one["absent"] for one in admin.get(absences).json()] == ["trade-clerk"]
    assert admin.delete(f"{absences}/{arranged.json()['id']}").status_code == 204
    assert admin.get(absences).json() == []
