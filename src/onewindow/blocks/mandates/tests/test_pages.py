import re
from collections.abc import Generator
from datetime import date

import pytest

from onewindow.blocks.identity.models import Account
from onewindow.blocks.mandates import api, offers
from onewindow.blocks.mandates.tests.conftest import actor, person, signed_in
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.blocks.mandates.types import OfferedService
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

ATLAS = "register/companies/1204567A"
BY_MANDATE = f"{ATLAS} mandate/M-TRANSIT001"


def test_choose_whom_to_act_for_and_back() -> None:
    client = signed_in("broker")
    page = client.get("/acting-for/").content.decode()
    assert "Atlas Électronique" in page and BY_MANDATE in page
    before = client.cookies["sessionid"].value
    response = client.post("/acting-for/", {"right": BY_MANDATE, "next": "/account/"})
    assert response.headers["Location"] == "/account/"
    assert client.cookies["sessionid"].value != before, "other powers, another session id"
    shown = client.get("/account/").content.decode()
    assert "Atlas Électronique SARL" in shown
    client.post("/acting-for/", {"right": "", "next": "/account/"})
    assert "Atlas Électronique SARL" not in client.get("/account/").content.decode()


def test_nobody_chooses_what_they_have_no_right_to() -> None:
    client = signed_in("citizen")
    for right in (BY_MANDATE, f"{ATLAS} {ATLAS}", "nonsense", "a b c"):
        assert client.post("/acting-for/", {"right": right}).status_code == 403
    assert "acting_for" not in client.session


def test_a_right_that_was_revoked_is_gone_with_the_next_request() -> None:
    client = signed_in("broker")
    client.post("/acting-for/", {"right": BY_MANDATE})
    assert "Atlas Électronique" in client.get("/account/").content.decode()
    api.end(actor=actor("importer"), code="M-TRANSIT001")
    assert "Atlas Électronique" not in client.get("/account/").content.decode()


def test_grant_accept_and_revoke_on_the_pages() -> None:
    importer, citizen = signed_in("importer"), signed_in("citizen")
    sent = {
        "principal": ATLAS,
        "agent": " 1000 0295 ",
        "scopes": ["tax"],
        "limit": "1 500,5",
        "last_day/day": "31",
        "last_day/month": "12",
        "last_day/year": "2090",
        "pin": PIN,
    }
    response = importer.post("/mandates/new/", sent)
    assert response.status_code == 302, response.content.decode()
    address = response.headers["Location"]
    page = citizen.get(address).content.decode()
    assert "Sign and accept" in page and re.search(r"1\W500\W500", page)
    assert citizen.post(f"{address}accept/", {"pin": PIN}).status_code == 302
    assert api.may_act(actor=actor("citizen"), principal=Reference(ATLAS), scope="tax")
    assert importer.post(f"{address}end/", {"reason": "no longer"}).status_code == 302
    assert "no longer" in citizen.get(address).content.decode()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"agent": "xyz!"}, "agent"),
        ({"agent": ""}, "agent"),
        ({"scopes": []}, "scopes"),
        ({"limit": "much"}, "limit"),
        ({"last_day/day": "31", "last_day/month": "2", "last_day/year": "2090"}, "last_day"),
        ({"principal": "register/companies/1318842B"}, "principal"),
    ],
)
def test_a_mistake_keeps_what_was_typed_and_links_to_its_field(
    changes: dict[str, object], field: str
) -> None:
    sent = {"principal": ATLAS, "agent": "0982234D", "scopes": ["tax"], "limit": "77", "pin": PIN, **changes}
    response = signed_in("importer").post("/mandates/new/", sent)
    page = response.content.decode()
    assert response.status_code == 422
    assert f'href="#{field}"' in page
    if field != "limit":
        assert 'value="77"' in page


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("path", ["/acting-for/", "/mandates/", "/mandates/new/", "/mandates/M-TRANSIT001/"])
def test_every_page_speaks_three_languages(path: str, language: str) -> None:
    page = signed_in("importer").get(path, headers={"accept-language": language})
    assert page.status_code == 200
    heading = re.search(r"<h1[^>]*>(?:<label[^>]*>)?([^<]+)", page.content.decode())
    assert heading is not None
    if language == "ar":
        assert re.search(r"[\u0600-\u06ff]", heading[1])


@pytest.mark.parametrize(
    "path", ["/to-sign/", "/to-sign/S-NONE/", "/my-company/1204567A/", "/mandates/new/", "/api/v1/joint-acts"]
)
def test_who_binds_a_company_signs_in_with_more_than_a_password(path: str) -> None:
    Account.objects.filter(slug="importer").update(proofing="low")
    answer = signed_in("importer").get(path)
    if path.startswith("/api/"):
        assert (answer.status_code, answer.json()["code"]) == (403, "stronger-sign-in-needed")
    else:
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/step-up/")
    Account.objects.filter(slug="importer").update(proofing="substantial")
    assert signed_in("importer").get(path).status_code in (200, 404)


def test_a_mandate_is_revoked_with_a_password_alone() -> None:
    """Nothing stands in the way of taking a power back."""
    Account.objects.filter(slug="importer").update(proofing="low")
    assert signed_in("importer").post("/mandates/M-TRANSIT001/end/", {"reason": ""}).status_code == 302
    assert api.mandate(actor=actor("importer"), code="M-TRANSIT001").state == "ended"


SERVICES = (
    ("trade-ministry/certificate", "Trade certificate", "trade"),
    ("harbour/dog-licence", "Dog licence", "pets"),
)


class Shelf:
    """Fulfils ``ports.Offers``: two services of two agencies."""

    def offered(self) -> list[OfferedService]:
        return [
            OfferedService(
                key=key, name=Localised({"en": name}), agency=key.partition("/")[0], scope=scope,
                agency_name=Localised({"en": f"Agency of {key.partition('/')[0]}"}),
            )
            for key, name, scope in SERVICES
        ]  # fmt: skip


@pytest.fixture
def _two_services() -> Generator[None]:
    before = offers._Joined.offers
    api.use_offers(offers=Shelf())
    yield
    api.use_offers(offers=before)


@pytest.mark.usefixtures("_two_services")
def test_a_mandate_is_granted_by_choosing_names_and_days() -> None:
    importer, citizen = signed_in("importer"), signed_in("citizen")
    page = importer.get("/mandates/new/").content.decode()
    for shown in (
        "Dog licence (Agency of harbour)",
        "Agency of trade-ministry",
        "Foreign trade",
        "Everything",
    ):
        assert shown in page
    assert "Empty for today." in page
    sent = {
        "principal": ATLAS, "agent": "10000295", "scopes": ["pets"], "services": ["harbour/dog-licence"],
        "first_day/day": "1", "first_day/month": "2", "first_day/year": "2089",
        "last_day/day": "31", "last_day/month": "12", "last_day/year": "2090", "pin": PIN,
    }  # fmt: skip
    response = importer.post("/mandates/new/", sent)
    assert response.status_code == 302, response.content.decode()
    code = response.headers["Location"].strip("/").rpartition("/")[2]
    made = api.mandate(actor=actor("importer"), code=code)
    assert (made.services, made.scopes) == (("harbour/dog-licence",), ("pets",))
    assert (made.first_day, made.last_day) == (date(2089, 2, 1), date(2090, 12, 31))
    shown = citizen.get(f"/mandates/{code}/").content.decode()
    assert "Dog licence (Agency of harbour)" in shown and "harbour/dog-licence" not in shown
    refused = importer.post("/mandates/new/", {**sent, "scopes": ["spaceflight"]})
    assert refused.status_code == 422 and 'href="#scopes"' in refused.content.decode()
    assert 'value="harbour/dog-licence" checked' in " ".join(refused.content.decode().split())


def test_a_principal_with_several_bases_is_one_line_with_all_of_them() -> None:
    """The broker's owner has a mandate of Atlas through the company, and gets one in person."""
    owner = actor("broker-owner").person
    assert owner is not None
    made = api.grant(
        actor=actor("importer"), principal=Reference(ATLAS), scopes=["tax"], pin=PIN,
        agent=owner,
    )  # fmt: skip
    api.accept(actor=actor("broker-owner"), code=made.code, pin=PIN)
    rights = [one for one in api.principals_of(actor=actor("broker-owner")) if one.principal.text == ATLAS]
    assert len(rights) == 2
    client = signed_in("broker-owner")
    page = client.get("/acting-for/").content.decode()
    assert page.count("Atlas Électronique SARL</bdi>") == 1
    assert "By mandate: Foreign trade" in page and "By mandate: Taxes" in page
    client.post("/acting-for/", {"right": f"{ATLAS} {rights[1].basis}"})
    shown = client.get("/acting-for/").content.decode()
    chosen = [one for one in re.findall(r"<input[^>]*radio[^>]*>", shown) if " checked" in one]
    assert len(chosen) == 1 and ATLAS in chosen[0]


def test_the_page_says_what_one_may_see_and_do_while_acting() -> None:
    narrow = api.grant(
        actor=actor("importer"), principal=Reference(ATLAS), agent=person("citizen"), scopes=["tax"],
        limit=Money(1_500_000, "TND"), last_day=date(2090, 12, 31), pin=PIN,
    )  # fmt: skip
    api.accept(actor=actor("citizen"), code=narrow.code, pin=PIN)
    page = signed_in("citizen").get("/acting-for/").content.decode()
    assert "You see and do only what belongs to these matters" in page
    assert re.search(r"Up to [^<]*1\W500[^<]*a filing", page) and "2090" in page
    assert "You see and decide everything in their place." in page, "of the ward"
    assert "You see everything that they see" not in page
    wide = api.grant(
        actor=actor("importer"), principal=Reference(ATLAS), agent=person("homeowner"), scopes=["*"], pin=PIN
    )
    api.accept(actor=actor("homeowner"), code=wide.code, pin=PIN)
    page = signed_in("homeowner").get("/acting-for/").content.decode()
    assert "You see everything that they see" in page


def folded(page: str) -> dict[str, bool]:
    """The lists of a page that are folded, by their name, with whether they stand open."""
    parts = re.findall(r"<details class=\"govuk-details\"( open)?>(.*?)</details>", page, re.DOTALL)
    named = ((opened, re.search(r'name="(services|agencies)"', inside)) for opened, inside in parts)
    return {name[1]: bool(opened) for opened, name in named if name is not None}


@pytest.mark.usefixtures("_two_services")
@pytest.mark.parametrize("address", ["/mandates/new/", "/my-company/1204567A/employees/new/"])
def test_the_long_lists_are_folded_unless_something_in_them_is_chosen_or_wrong(address: str) -> None:
    client = signed_in("importer")
    page = client.get(address).content.decode()
    assert folded(page) == {"services": False, "agencies": False}
    assert "Limit it to some services" in page and "Limit it to services of some agencies" in page
    chosen = client.post(address, {"scopes": ["trade"], "agencies": ["harbour"]})
    assert chosen.status_code == 422
    assert folded(chosen.content.decode()) == {"services": False, "agencies": True}
    sent = {
        "principal": ATLAS, "agent": "10000295", "person": "10000295", "scopes": ["trade"], "pin": PIN,
        "services": ["Nowhere"],
    }  # fmt: skip
    wrong = client.post(address, sent).content.decode()
    assert 'href="#services"' in wrong and folded(wrong)["services"]
