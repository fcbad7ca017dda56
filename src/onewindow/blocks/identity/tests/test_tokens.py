from datetime import timedelta

import pytest
from django.test import Client, RequestFactory

from onewindow.blocks.identity import api
from onewindow.blocks.identity.app_settings import TOKEN_SCOPES
from onewindow.blocks.identity.errors import TokenLivesTooLong, TokenUnknown
from onewindow.blocks.identity.models import Account, ApiToken
from onewindow.blocks.identity.tests.conftest import actor, signed_in
from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")


def make(account: str = "citizen", *scopes: str, days: int = 30) -> str:
    return api.issue_token(
        actor=actor(account), name="test", scopes=scopes or ("cases:read",), days=days
    ).secret


def asking(token: str) -> Actor:
    request = RequestFactory().get("/api/v1/me", headers={"authorization": f"Bearer {token}"})
    return api.actor_of(request=request)


def test_a_key_stands_for_its_account_with_the_assurance_it_was_made_with() -> None:
    found = asking(make())
    assert (found.account, found.assurance) == ("citizen", "substantial")
    low = api.actor_of_account(account="citizen", assurance="low")
    secret = api.issue_token(actor=low, name="", scopes=[], days=1).secret
    assert asking(secret).assurance == "low"


def test_only_a_digest_is_kept() -> None:
    secret = make()
    row = ApiToken.objects.get()
    assert len(bytes(row.digest)) == 32
    assert secret.rpartition("_")[2].encode() not in bytes(row.digest)
    assert all(secret not in str(value) for value in vars(row).values())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda token: token[:-1] + ("A" if token[-1] != "A" else "B"),
        lambda token: "ow_" + "0" * 16 + "_" + token.split("_", 2)[2],
        lambda token: token.split("_", 2)[2],
        lambda token: "",
        lambda token: "x" * 5000,
        lambda token: "ow__",
    ],
)
def test_a_spoiled_key_is_refused(spoil: object) -> None:
    with pytest.raises(api.TokenNotAccepted):
        asking(spoil(make()))


def test_a_key_ends_by_time_by_revocation_and_with_its_account() -> None:
    secret = make(days=1)
    with clock.at(clock.now() + timedelta(days=1, seconds=1)), pytest.raises(api.TokenNotAccepted):
        asking(secret)
    (token,) = api.tokens_of(account="citizen")
    api.revoke_token(actor=actor("citizen"), key=token.key)
    with pytest.raises(api.TokenNotAccepted):
        asking(secret)
    other = make("homeowner")
    Account.objects.filter(slug="homeowner").update(is_active=False)
    with pytest.raises(api.TokenNotAccepted):
        asking(other)


def test_nobody_ends_the_key_of_another() -> None:
    secret = make()
    (token,) = api.tokens_of(account="citizen")
    with pytest.raises(TokenUnknown):
        api.revoke_token(actor=actor("homeowner"), key=token.key)
    assert asking(secret).account == "citizen"


def test_a_key_covers_its_scopes_only() -> None:
    found = asking(make())
    assert found.scopes == {"cases:read"}
    access.require_scope(actor=found, scope="cases:read")
    with pytest.raises(access.ScopeMissing):
        access.require_scope(actor=found, scope="cases:write")
    access.require_scope(actor=actor("citizen"), scope="cases:write")


def test_on_a_page_no_key_stands_for_anybody() -> None:
    client = Client(headers={"authorization": f"Bearer {make('citizen', *TOKEN_SCOPES)}"})
    for page in ("/account/keys/", "/cases/", "/letters/", "/me/data/", "/account/certificates/"):
        assert client.get(page).headers["Location"].startswith("/sign-in/"), page
    asked = {"name": "x", "scopes": ["cases:write"], "days": "30"}
    assert client.post("/account/keys/", asked).status_code == 401
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("scopes", "days"), [(["everything"], 30), (["cases:read"], 0), (["cases:read"], 400)]
)
def test_a_wrong_key_is_not_made(scopes: list[str], days: int) -> None:
    with pytest.raises((api.TokenScopeUnknown, TokenLivesTooLong)):
        api.issue_token(actor=actor("citizen"), name="x", scopes=scopes, days=days)
    assert not ApiToken.objects.exists()


def test_keys_on_the_page_are_shown_once_and_ended() -> None:
    client = signed_in("citizen")
    made = client.post("/account/keys/", {"name": "my tool", "scopes": ["cases:read"], "days": "30"})
    page = made.content.decode()
    secret = page.split('<code dir="ltr">')[1].split("<")[0]
    assert asking(secret).account == "citizen"
    assert made.headers["Cache-Control"] == "no-store"
    listed = client.get("/account/keys/").content.decode()
    assert "my tool" in listed and secret not in listed
    (token,) = api.tokens_of(account="citizen")
    client.post(f"/account/keys/{token.key}/end/")
    with pytest.raises(api.TokenNotAccepted):
        asking(secret)
    wrong = client.post("/account/keys/", {"name": "x", "days": "9999"})
    assert wrong.status_code == 422


def test_the_api_knows_who_asks_and_says_no_in_one_way() -> None:
    client = Client(headers={"authorization": f"Bearer {make()}"})
    assert client.get("/api/v1/me").json()["account"] == "citizen"
    spoiled = Client(headers={"authorization": "Bearer ow_x_y"}).get("/api/v1/me")
    assert (spoiled.status_code, spoiled.json()["code"]) == (403, "token-not-accepted")
    assert Client().get("/api/v1/me").status_code == 401
