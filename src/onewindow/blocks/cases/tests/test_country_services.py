"""Services of the demonstration country that change registers, and need others than the applicant."""

import struct
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import AssuranceTooLow, CaseNotFound, SecondPersonNeeded
from onewindow.blocks.cases.tests.people import actor, browser, open_work, upload
from onewindow.blocks.cases.tests.way import do, fee_of
from onewindow.blocks.documents import api as documents
from onewindow.blocks.identity import api as identity
from onewindow.blocks.payments import api as payments
from onewindow.blocks.payments.adapters import sandbox
from onewindow.blocks.payments.models import SandboxOrder
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.api import Actor
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed, Problems
from onewindow.kernel.reference import Reference

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)
HOUSE = Actor(account=None, name="test", kind="system", assurance="high")
LAW = registers.Purpose(legal_basis="a test")
pytestmark = pytest.mark.usefixtures("country")


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def file(service: str, account: str, **answers: object) -> str:
    who = actor(account)
    assert who.person is not None
    return api.file_case(
        service=service, actor=who, applicant=who.person, answers=answers, channel="page", language="fr",
        key=f"{service}-{account}",
    ).number  # fmt: skip


def status(number: str, account: str) -> str:
    jobs.drain_all()
    return api.case(number=number, actor=actor(account)).status


def fact(register: str, key: str, attribute: str) -> object:
    return registers.read(
        register=register, key=key, attributes=[attribute], purpose=LAW, reader=HOUSE
    ).values[attribute]


def pay(number: str, account: str) -> None:
    request = next(one for one in payments.requests_of(subject=Reference.of("case", number)) if one.open)
    url = payments.pay(request=request.id, actor=actor(account))
    order = SandboxOrder.objects.get(pk=url.rstrip("/").rpartition("/")[2])
    sandbox.choose(reference=order.reference, choice="pay")
    order.refresh_from_db()
    headers, body = sandbox.signed_notice(order, at=clock.now())
    payments.receive_notice(provider="sandbox", headers=headers, body=body)
    jobs.drain_all()


def picture(who: Actor) -> dict[str, object]:
    def part(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = part(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    image = b"\x89PNG\r\n\x1a\n" + head + part(b"IDAT", zlib.compress(b"\0\0\0\0")) + part(b"IEND", b"")
    stored = documents.store_upload(
        data=image, name="me.png", accept=("png",), max_bytes=10_000, uploader=who,
        subject=Reference(f"account/{who.account}"),
    )  # fmt: skip
    return {"file": str(stored.reference)}


def test_a_birth_that_the_hospital_told_of_is_entered_for_both_parents() -> None:
    number = file(
        "civil-registry/birth-registration", "citizen", given_name="Salma", given_name_ar="سلمى",
        family_name="Khelifi",
    )  # fmt: skip
    assert status(number, "citizen") == "granted"
    child = api.case(number=number, actor=actor("citizen")).data["child_id"]
    assert isinstance(child, str)
    assert fact("people", child, "mother") == "register/people/10000295"
    assert fact("people", child, "father") == "register/people/10000348"
    for parent in ("10000295", "10000348"):
        children = fact("families", parent, "children")
        assert isinstance(children, list)
        assert children[-1]["name"] == "Salma Khelifi"
    assert fact("birth-notices", "10000295", "act")
    assert len(documents.documents_of(subject=Reference.of("case", number))) == 1


def transfer() -> str:
    return file(
        "land-registry/property-transfer", "homeowner", title="T-0101", buyer="10000295", kind="sale",
        price="300000", contract=upload(actor("homeowner")),
    )  # fmt: skip


def test_a_house_is_the_buyers_once_both_and_two_registrars_said_so_and_the_buyer_paid() -> None:
    number = transfer()
    with pytest.raises(CaseNotFound):
        api.case(number=number, actor=actor("parent"))
    assert [work.element for work in api.works_of_applicant(actor=actor("citizen"))] == ["buyer-word"]
    do(number, "citizen", "buyer-word", {"agreed": "yes"})
    do(number, "land-registrar", "title-check", {"opinion": "clear"})
    do(number, "land-registrar", "registration", {"decision": "register"})
    do(number, "land-registrar-2", "registration", {"decision": "register"})
    request = fee_of(number)
    assert str(request.payer) == "register/people/10000295"
    assert fact("titles", "T-0101", "owner") == "register/people/10000348"
    pay(number, "citizen")
    assert status(number, "homeowner") == "granted"
    assert fact("titles", "T-0101", "owner") == "register/people/10000295"
    assert fact("titles", "T-0101", "encumbrances") == []
    assert fact("parcels", "PN-0101", "owner") == "register/people/10000295"


def test_a_house_is_not_sold_twice() -> None:
    first = transfer()
    who = actor("homeowner")
    assert who.person is not None
    contract = upload(who)
    again = {"title": "T-0101", "buyer": "10002223", "kind": "sale", "price": "1000", "contract": contract}
    second = api.file_case(
        service="land-registry/property-transfer", actor=who, applicant=who.person, channel="page",
        answers=again, language="fr", key="again",
    ).number  # fmt: skip
    for number, buyer in ((first, "citizen"), (second, "parent")):
        do(number, buyer, "buyer-word", {"agreed": "yes"})
        do(number, "land-registrar", "title-check", {"opinion": "clear"})
        do(number, "land-registrar", "registration", {"decision": "register"})
        do(number, "land-registrar-2", "registration", {"decision": "register"})
    assert status(second, "homeowner") == "refused"
    assert not payments.requests_of(subject=Reference.of("case", second))
    pay(first, "citizen")
    assert status(first, "homeowner") == "granted"


def test_another_party_signs_in_as_surely_as_the_service_asks() -> None:
    number = transfer()
    unsure = identity.actor_of_account(account="citizen", assurance="low")
    work = open_work(number, unsure, "buyer-word")
    with pytest.raises(AssuranceTooLow):
        api.complete_work(work=work.id, actor=unsure, answers={"agreed": "yes"}, key=None)


def test_the_buyer_sees_the_case_and_its_task_in_the_browser_and_others_see_neither() -> None:
    number = transfer()
    work = open_work(number, actor("citizen"), "buyer-word")
    page = browser("citizen")
    assert number in page.get("/cases/").content.decode()
    assert page.get(f"/cases/{number}/").status_code == 200
    form = page.get(f"/cases/{number}/answer/{work.id}/")
    assert form.status_code == 200
    assert f"/cases/{number}/answer/{work.id}/" in page.get(f"/cases/{number}/").content.decode()
    assert browser("parent").get(f"/cases/{number}/").status_code == 404


def test_only_the_agency_of_a_register_or_whom_it_named_writes_it() -> None:
    assert registers.register(slug="titles").writing_agencies == {"land-registry"}
    assert "municipality-harbour" in registers.register(slug="people").writing_agencies


def test_a_licence_is_renewed_at_once_when_the_fines_are_paid() -> None:
    number = file(
        "transport-agency/driving-licence-renewal", "citizen", photo=picture(actor("citizen")), glasses="no",
        healthy="yes",
    )  # fmt: skip
    pay(number, "citizen")
    assert fact("traffic-fines", "10000295", "open") == 0
    pay(number, "citizen")
    assert status(number, "citizen") == "granted"
    assert fact("driving-licences", "10000295", "valid_until") == datetime(2036, 11, 23).date()


def test_an_allowance_is_decided_at_once_and_ordered_each_month() -> None:
    number = file("family-fund/child-allowance", "parent", iban="TN5908516187509936342367")
    assert status(number, "parent") == "granted"
    assert fact("allowances", "10002223", "monthly") == Decimal("81.000")
    for months in (1, 2):
        with clock.at(MONDAY + timedelta(days=months * 31)):
            api.fire_due_timers()
    order = api.case(number=number, actor=actor("parent")).data["order_number"]
    assert order == "PO-2027-000001"
    with clock.at(MONDAY + timedelta(days=63)):
        assert fact("payment-orders", "PO-2026-000001", "amount") == Decimal("81.000")
        assert fact("payment-orders", str(order), "month") == "2027-01"


def test_only_the_fund_stops_an_allowance() -> None:
    number = file("family-fund/child-allowance", "parent", iban="TN5908516187509936342367")
    assert status(number, "parent") == "granted"
    with pytest.raises(NotAllowed):
        api.act_on_case(
            number=number, action="stop", actor=actor("parent"), answers={"reason": "no"}, key=None
        )


def test_a_move_changes_the_address_in_the_population_register() -> None:
    number = file(
        "municipality-harbour/change-of-address", "parent", address="PN-0103", moved_on="2026-11-01",
        relation="tenant", with_family="no",
    )  # fmt: skip
    assert status(number, "parent") == "granted"
    assert fact("people", "10002223", "municipality") == "Port-Neuf"
    assert fact("residents", "PN-0103", "people")


def test_who_decided_does_not_judge_the_grievance_about_it() -> None:
    about = file(
        "region-sahel/access-to-information", "citizen", subject="The bridge", description="All plans",
        manner="file", urgent="no",
    )  # fmt: skip
    do(
        about,
        "information-officer",
        "routing",
        {"decision": "search", "offices": ["roads"], "third_party": "no"},
    )
    do(about, "region-records", "search", {"found": "no", "where": "Everywhere"})
    refusal = {"decision": "refuse", "withheld": ["not-found"], "reasons": "Nothing is held."}
    do(about, "information-officer", "decision", refusal)
    api.act_on_case(
        number=about, action="appeal", actor=actor("citizen"), answers={"reasons": "Look again."}, key=None
    )
    do(about, "region-head", "appeal-decision", {"decision": "confirm", "reasons": "Nothing is held."})
    assert status(about, "citizen") == "refused"
    number = file(
        "ombudsman/grievance", "citizen", case_number=about, about=["wrong-facts"],
        reasons="There are plans.", wish="new-decision", harm="no", wants_hearing="no",
    )  # fmt: skip
    with pytest.raises(SecondPersonNeeded):
        do(number, "region-head", "statement", {"position": "stands", "statement": "We looked."})
    with clock.at(MONDAY + timedelta(days=30)):
        api.fire_due_timers()
        do(number, "investigator", "investigation", {"result": "rejected", "findings": "Nothing is there."})
        do(number, "ombudsman-head", "signature", {"agreed": "yes"})
        assert status(number, "citizen") == "refused"


def test_a_decision_of_somebody_else_is_nobodys_grievance() -> None:
    about = file("family-fund/child-allowance", "parent", iban="TN5908516187509936342367")
    with pytest.raises(Problems) as problem:
        file(
            "ombudsman/grievance", "citizen", case_number=about, about=["other"], reasons="No.",
            wish="apology", harm="no", wants_hearing="no",
        )  # fmt: skip
    assert "case_number" in {one.field for one in problem.value.problems}
