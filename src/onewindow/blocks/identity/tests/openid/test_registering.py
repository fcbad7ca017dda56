"""A system is agreed by two people (ASVS 2.3.5), on terms that can be held."""

from dataclasses import replace
from typing import Any

import pytest
from django.test import override_settings

from onewindow.blocks.identity.models import Account, Appointment, Office, Role
from onewindow.blocks.identity.openid import registering
from onewindow.blocks.identity.openid.errors import (
    OnlyAdministratorsAsk,
    ProposalOpen,
    ProposalOver,
    SecondPersonNeeded,
    SystemOfAnother,
)
from onewindow.blocks.identity.openid.models import Proposal, System
from onewindow.blocks.identity.openid.terms import check_terms
from onewindow.blocks.identity.openid.types import Terms
from onewindow.blocks.identity.tests.conftest import actor, signed_in
from onewindow.blocks.identity.tests.openid.relying import Party, keys_of_its_own, userinfo
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import Problems
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("country")

TERMS = Terms(
    client_id="ministry-desk",
    names={"en": "Desk"},
    purposes={"en": "For tests."},
    way="client_secret_basic",
    redirect_uris=("https://desk.example/callback",),
    scopes=("openid", "profile"),
)
PATH = "/administration/trade-ministry/systems/"
FORM = {
    "client_id": "ministry-desk", "name_en": "Desk", "purpose_en": "For tests.", "way": "client_secret_basic",
    "redirect_uris": "https://desk.example/callback", "scopes": ["openid", "profile"], "assurance": "low",
    "pushed": "no", "trusted": "no",
}  # fmt: skip


def test_two_people_agree_in_the_browser() -> None:
    administrator, head = signed_in("trade-administrator"), signed_in("trade-head")
    assert administrator.get(f"{PATH}new/").status_code == 200
    assert administrator.post(f"{PATH}new/", FORM).status_code == 302
    assert not System.objects.filter(pk="ministry-desk").exists()
    proposal = Proposal.objects.get(client_id="ministry-desk")
    decide = f"{PATH}ministry-desk/decide/{proposal.pk}/"
    assert administrator.post(decide, {"answer": "approve"}).status_code == 403
    page = head.get(PATH).content.decode()
    assert "https://desk.example/callback" in page and "Approve" in page
    assert head.post(decide, {"answer": "approve"}).status_code == 302
    shown = administrator.post(f"{PATH}ministry-desk/secret/")
    assert shown.status_code == 200 and shown.headers["Cache-Control"] == "no-store"
    secret = shown.content.decode().partition('id="secret">')[2].partition("<")[0]
    party = Party("ministry-desk", "https://desk.example/callback", secret=secret)
    assert party.exchange(party.code(signed_in("citizen"))).status_code == 200
    kinds = [entry.kind for entry in record.entries_of(subject=Reference.of("system", "ministry-desk"))]
    assert kinds == ["openid.system-asked", "openid.system-approved", "openid.secret-made"]


def test_a_form_that_breaks_rules_keeps_what_was_typed() -> None:
    response = signed_in("trade-administrator").post(
        f"{PATH}new/", {**FORM, "redirect_uris": "https://*.example/", "keys": "{", "client_id": "X"}
    )
    assert response.status_code == 422 and 'value="X"' in response.content.decode()


@pytest.mark.parametrize("who", ["citizen", "trade-registrar", "health-head"])
def test_others_see_and_do_nothing(who: str) -> None:
    browser = signed_in(who)
    for path in (PATH, f"{PATH}new/", f"{PATH}trade-ministry-licences/"):
        assert browser.get(path).status_code == 403
    assert browser.post(f"{PATH}trade-ministry-licences/close/").status_code == 403
    with pytest.raises(OnlyAdministratorsAsk):
        registering.propose(actor(who), agency="trade-ministry", terms=TERMS)


def test_the_head_approves_and_does_not_ask() -> None:
    with pytest.raises(OnlyAdministratorsAsk):
        registering.propose(actor("trade-head"), agency="trade-ministry", terms=TERMS)
    assert signed_in("trade-head").get(f"{PATH}new/").status_code == 403


def propose(terms: Terms = TERMS) -> int:
    return registering.propose(actor("trade-administrator"), agency="trade-ministry", terms=terms)


def test_two_accounts_of_one_person_are_one_pair_of_eyes() -> None:
    asked = propose()
    office, role = Office.objects.get(slug="foreign-trade"), Role.objects.get(slug="administrator")
    second = Account.objects.get(slug="trade-clerk")
    Appointment.objects.create(account=second, office=office, role=role, starts_at=clock.now())
    person = Account.objects.get(slug="trade-administrator").person
    with pytest.raises(SecondPersonNeeded):
        registering.decide(
            actor("trade-administrator"), agency="trade-ministry", proposal=asked, approve=True
        )
    # One account a person is a rule of the database; where it were not, this one holds still.
    first = Account(pk=-1, person=person)
    assert registering._same_person(first, Account.objects.get(slug="trade-administrator"))
    registering.decide(actor("trade-clerk"), agency="trade-ministry", proposal=asked, approve=True)
    assert System.objects.get(pk="ministry-desk").scopes == ["openid", "profile"]


def test_the_head_of_another_agency_approves_nothing() -> None:
    with pytest.raises(OnlyAdministratorsAsk):
        registering.decide(actor("health-head"), agency="trade-ministry", proposal=propose(), approve=True)
    with pytest.raises(ProposalOver):
        registering.decide(
            actor("health-head"), agency="health-agency", proposal=Proposal.objects.get().pk, approve=True
        )


def test_a_proposal_is_decided_once() -> None:
    asked = propose()
    with pytest.raises(ProposalOpen):
        propose()
    registering.decide(actor("trade-head"), agency="trade-ministry", proposal=asked, approve=False)
    with pytest.raises(ProposalOver):
        registering.decide(actor("trade-head"), agency="trade-ministry", proposal=asked, approve=True)
    assert not System.objects.filter(pk="ministry-desk").exists()


def test_an_identifier_belongs_to_one_agency(bank: Party) -> None:
    with pytest.raises(SystemOfAnother):
        propose(replace(TERMS, client_id=bank.client_id))


def test_changed_terms_end_what_was_given_under_the_old_ones(desk: Party) -> None:
    tokens = desk.exchange(desk.code(signed_in("citizen"))).json()
    changed = replace(registering.terms_of_system(desk.system), scopes=("openid",))
    asked = propose(changed)
    assert userinfo(tokens["access_token"]).status_code == 200, "nothing changes before it is approved"
    registering.decide(actor("trade-head"), agency="trade-ministry", proposal=asked, approve=True)
    assert userinfo(tokens["access_token"]).status_code == 401


def test_one_is_enough_to_close(desk: Party) -> None:
    tokens = desk.exchange(desk.code(signed_in("citizen"))).json()
    assert signed_in("trade-head").post(f"{PATH}desk/close/").status_code == 302
    assert userinfo(tokens["access_token"]).status_code == 401
    assert desk.ask(signed_in("citizen")).status_code == 404
    assert desk.refresh(tokens["refresh_token"]).status_code == 401


def test_a_new_secret_ends_the_old_one(desk: Party) -> None:
    registering.make_secret(actor("trade-administrator"), agency="trade-ministry", client_id="desk")
    assert desk.token(grant_type="refresh_token", refresh_token="x").status_code == 401


PRIVATE_KEY, PUBLIC_KEY = keys_of_its_own()


@pytest.mark.parametrize(
    "change",
    [
        {"client_id": "X"},
        {"names": {"fr": "Guichet"}},
        {"way": "client_secret_post"},
        {"redirect_uris": ()},
        {"redirect_uris": ("https://*.example/",)},
        {"redirect_uris": ("http://desk.example/",)},
        {"redirect_uris": ("https://desk.example/#x",)},
        {"redirect_uris": ("https://u:p@desk.example/",)},
        {"redirect_uris": ("https://desk.example/a/../b",)},
        {"redirect_uris": ("HTTPS://desk.example/",)},
        {"redirect_uris": ("https://Desk.example/",)},
        {"redirect_uris": ("com.app:/callback",)},
        {"redirect_uris": ("javascript:alert(1)",)},
        {"after_logout_uris": ("https://desk.example/*",)},
        {"logout_uri": "https://not-on-the-list.example/out"},
        {"logout_uri": "http://169.254.169.254/"},
        {"scopes": ("profile",)},
        {"scopes": ("openid", "everything")},
        {"way": "private_key_jwt"},
        {"way": "private_key_jwt", "keys": (dict(PRIVATE_KEY.as_dict(private=True)),)},
        {"way": "private_key_jwt", "keys": ({"kty": "oct", "k": "c2VjcmV0"},)},
        {"way": "private_key_jwt", "keys": ({"kty": "EC"},)},
        {"keys": (PUBLIC_KEY,)},
        {"way": "none", "pushed": True},
        {"assurance": "none"},
    ],
)
def test_terms_that_cannot_be_agreed(change: dict[str, Any]) -> None:
    with pytest.raises(Problems):
        propose(replace(TERMS, **change))
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "change", [{"scopes": ("openid", "number")}, {"scopes": ("openid", "posts")}, {"trusted": True}]
)
def test_what_a_private_body_never_gets(change: dict[str, Any]) -> None:
    with pytest.raises(Problems):
        check_terms(replace(TERMS, **change), private=True)
    check_terms(replace(TERMS, **change), private=False)


@override_settings(ONEWINDOW_EGRESS={"openid": {"allow": ["https://desk.example"]}})
def test_terms_that_can() -> None:
    check_terms(replace(TERMS, logout_uri="https://desk.example/out"), private=False)
    check_terms(replace(TERMS, way="private_key_jwt", keys=(PUBLIC_KEY,), pushed=True), private=True)
    check_terms(replace(TERMS, redirect_uris=("http://127.0.0.1:9000/x", "http://[::1]:9/")), private=True)
