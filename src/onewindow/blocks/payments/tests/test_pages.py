"""The pages and the API of payments, without JavaScript, in three languages."""

import json

import pytest
from django.test import Client

from onewindow.blocks.payments import access, api, collectors
from onewindow.blocks.payments.adapters import sandbox
from onewindow.blocks.payments.models import SandboxOrder
from onewindow.blocks.payments.tests.bank import PERSON, STRANGER, ask, at_bank, choose, paid
from onewindow.foundation.access import guarding
from onewindow.foundation.access.types import Actor, Post
from onewindow.foundation.record import tasks as record_tasks
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """Who asks: the payer, until a test puts somebody else there."""
    who = [PERSON]
    monkeypatch.setattr(guarding._Source, "current", staticmethod(lambda *, request: who[0]))
    return who


def test_the_whole_way_to_the_bank_and_back(client: Client, actor: list[Actor]) -> None:
    request = ask()
    page = client.get(f"/pay/{request.id}/")
    assert page.status_code == 200
    assert "25.500" in page.content.decode()
    gone = client.post(f"/pay/{request.id}/start/")
    assert gone.status_code == 302
    bank = gone["Location"].removeprefix("http://127.0.0.1:8000")
    assert client.get(bank).status_code == 200
    back = client.post(bank, {"choice": "pay"})
    assert back["Location"] == f"http://127.0.0.1:8000/pay/{request.id}/"
    receipt = client.get(f"/pay/{request.id}/").content.decode()
    assert api.request(request=request.id).receipt in receipt
    assert 'href="/cases/2026-000017/"' in receipt
    assert client.get(bank)["Location"] == back["Location"]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("choice", ["pay", "pay-late", "decline", "cancel"])
def test_every_state_has_a_page_in_every_language(
    client: Client, actor: list[Actor], language: str, choice: str
) -> None:
    request = ask()
    order = at_bank(request)
    headers = {"accept-language": language}
    assert client.get(f"/sandbox-bank/{order.pk}/", headers=headers).status_code == 200
    choose(order, choice)
    page = client.get(f"/pay/{request.id}/", headers=headers)
    assert page.status_code == 200
    assert f'lang="{language}"' in page.content.decode()
    assert client.get("/pay/", headers=headers).status_code == 200


def test_strangers_see_nothing(client: Client, actor: list[Actor], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access.mandates, "may_act", lambda **asked: None)
    request = paid()
    actor[0] = STRANGER
    for path in ("", "proof/"):
        assert client.get(f"/pay/{request.id}/{path}").status_code == 404
    assert client.post(f"/pay/{request.id}/start/").status_code == 404
    actor[0] = Actor()
    assert client.get(f"/pay/{request.id}/").status_code == 302


def test_what_cannot_be_paid_says_so(client: Client, actor: list[Actor]) -> None:
    request = paid()
    page = client.post(f"/pay/{request.id}/start/")
    assert page.status_code == 409
    assert "Nothing is left to pay" in page.content.decode()


def test_the_proof_is_a_file_to_keep(client: Client, actor: list[Actor]) -> None:
    request = paid()
    assert client.get(f"/pay/{request.id}/proof/").status_code == 404
    record_tasks.sequence_once()
    answer = client.get(f"/pay/{request.id}/proof/")
    assert answer["Content-Disposition"].endswith('.receipt.json"')
    said = json.loads(answer.content)
    assert said["disclosed"]["payload"]["value"]["payment"] == request.id
    assert "actor" not in said["disclosed"]


def test_the_webhook(client: Client) -> None:
    request = ask()
    order = choose(at_bank(request), "pay")
    headers, body = sandbox.signed_notice(order, at=clock.now())

    def post(path: str, headers: dict[str, str]) -> int:
        sent = client.post(path, body, content_type="application/json", headers=headers)
        return sent.status_code

    path = "/payments/webhook/sandbox/"
    assert post(path, {}) == 403
    assert post("/payments/webhook/nobody/", headers) == 404
    assert [post(path, headers) for _ in range(2)] == [204, 204]
    assert api.request(request=request.id).status == "settled"
    assert client.get(path).status_code == 405


def test_the_bank_knows_its_orders_only(client: Client) -> None:
    assert client.get("/sandbox-bank/none/").status_code == 404
    order = at_bank(ask())
    assert client.post(f"/sandbox-bank/{order.pk}/", {"choice": "steal"}).status_code == 200
    assert SandboxOrder.objects.get(pk=order.pk).choice == ""


def test_programs_find_the_fees_of_a_case_that_they_may_pay(client: Client, actor: list[Actor]) -> None:
    first, _other = ask(), ask("case-2:fee", subject=Reference("case/2026-000018"))
    found = client.get("/api/v1/payments?case=2026-000017").json()
    assert [one["id"] for one in found] == [first.id]
    actor[0] = Actor(account="x", kind="officer", assurance="high")
    assert client.get("/api/v1/payments?case=2026-000017").json() == []


class _Harbour:
    """Knows that every fee is collected for the harbour."""

    def agency_of(self, *, subject: Reference) -> str:
        return "harbour"


@pytest.mark.parametrize(
    ("post", "status"),
    [
        (Post("harbour", "", "treasurer"), 201),
        (Post("customs", "", "treasurer"), 404),
        (Post("harbour", "", "clerk"), 403),
    ],
)
def test_only_a_treasurer_of_that_agency_pays_a_fee_back(
    client: Client, actor: list[Actor], monkeypatch: pytest.MonkeyPatch, post: Post, status: int
) -> None:
    monkeypatch.setattr(collectors._Port, "collectors", _Harbour())
    request = paid()
    actor[0] = Actor(account="one", name="One", kind="officer", posts=(post,), assurance="substantial")
    sent = client.post(
        f"/api/v1/payments/{request.id}/refunds", {"reason": "Paid twice"},
        content_type="application/json", headers={"Idempotency-Key": "refund-1"},
    )  # fmt: skip
    assert sent.status_code == status, sent.content
    assert bool(api.refunds_of(request=request.id)) is (status == 201)


def test_what_nobody_collects_no_officer_pays_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collectors._Port, "collectors", None)
    treasurer = Actor(account="one", kind="officer", posts=(Post("", "", "treasurer"),))
    with pytest.raises(api.NoSuchPayment):
        api.payment_to_refund(request=paid().id, actor=treasurer)
