"""Filing by programs: keys, ETags, problem documents, pages, and nothing for those it does not concern."""

from typing import Any

import pytest
from django.test import Client

from onewindow.blocks.cases import api
from onewindow.blocks.cases.models import Case, Draft
from onewindow.blocks.cases.queries import figures
from onewindow.blocks.cases.tests.people import ELECTRONICS, TRADE, actor, program, trade_answers
from onewindow.blocks.cases.types import ServiceFigures
from onewindow.blocks.documents import api as documents
from onewindow.kernel.reference import Reference
from tests.corpora import corpus

pytestmark = pytest.mark.usefixtures("monday", "country")


def body(**changes: Any) -> dict[str, Any]:
    return {
        "service": TRADE,
        "applicant": str(ELECTRONICS),
        "answers": trade_answers(actor("importer")),
    } | changes


def file(client: Client, filing: dict[str, Any], key: str = "a-key-of-mine") -> Any:
    return client.post("/api/v1/cases", filing, "application/json", headers={"Idempotency-Key": key})


def test_a_key_files_once() -> None:
    client, filing = program("importer"), body()
    first = file(client, filing)
    assert first.status_code == 201
    number = first.json()["number"]
    assert (first["Location"], first["ETag"]) == (f"/api/v1/cases/{number}", '"1"')
    again = file(client, filing)
    assert (again.status_code, again.json()["number"]) == (200, number)
    for other in (
        {**filing, "language": "ar"},
        {**filing, "answers": {**filing["answers"], "incoterm": "FOB"}},
    ):
        refused = file(client, other)
        assert (refused.status_code, refused.json()["code"]) == (409, "key-reused")
    assert Case.objects.count() == 1


def test_two_programs_may_use_the_same_key() -> None:
    filing = body()
    first = file(program("importer"), filing).json()["number"]
    broker = {**filing, "answers": trade_answers(actor("broker"))}
    second = file(program("broker"), broker)
    assert (second.status_code, Case.objects.count()) == (201, 2)
    assert second.json()["number"] != first


def test_without_a_key_nothing_is_filed() -> None:
    refused = program("importer").post("/api/v1/cases", body(), "application/json")
    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["errors"][0]["field"] == "Idempotency-Key"


def test_wrong_answers_are_a_problem_document_that_names_each_field() -> None:
    wrong = body(answers={"currency": "XYZ", "lines": [{"hs_code": "000001"}]})
    refused = file(program("importer"), wrong)
    problem = refused.json()
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    assert {"type", "title", "status", "code", "errors"} <= problem.keys()
    fields = {error["field"] for error in problem["errors"]}
    assert {"currency", "supplier_name", "lines/0/hs_code"} <= fields
    assert all(error["code"] and error["detail"] for error in problem["errors"])
    assert Case.objects.count() == 0


@pytest.mark.parametrize("applicant", ["register/companies/none", "nonsense", "register/people/10000295"])
def test_a_filing_for_nobody_or_somebody_else_is_refused(applicant: str) -> None:
    refused = file(program("importer"), body(applicant=applicant))
    assert refused.status_code in (403, 422)
    assert refused.json()["code"] in {"may-not-file", "wrong-kind-of-applicant", "reference-not-well-formed"}


def test_a_key_is_good_for_its_scopes_only() -> None:
    reader = program("importer", "cases:read")
    refused = file(reader, body())
    assert (refused.status_code, refused.json()["code"]) == (403, "token-scope-missing")
    assert reader.get("/api/v1/cases").status_code == 200
    assert program("importer", "cases:write").get("/api/v1/cases").status_code == 403
    assert Client().get("/api/v1/cases").status_code == 401


def test_a_case_is_read_by_its_own_people_and_agencies_only() -> None:
    number = file(program("importer"), body()).json()["number"]
    read = program("importer").get(f"/api/v1/cases/{number}")
    assert (read.status_code, read["ETag"], read.json()["applicant"]) == (200, '"1"', str(ELECTRONICS))
    assert {choice["action"] for choice in read.json()["choices"]} == {"withdraw", "amend"}
    assert program("telecom-officer").get(f"/api/v1/cases/{number}").status_code == 200
    for stranger in ("health-officer", "citizen", "civil-registrar", "trade-clerk", "atlas-desk"):
        for address in (f"/api/v1/cases/{number}", f"/api/v1/cases/{number}/story"):
            refused = program(stranger).get(address)
            assert (refused.status_code, refused.json()["code"]) == (404, "case-not-found")
        assert program(stranger).get("/api/v1/cases").json()["total"] == 0


def test_cases_come_in_pages() -> None:
    client, filing = program("importer"), body()
    numbers = [file(client, filing, f"page-key-{n}").json()["number"] for n in range(3)]
    first = client.get("/api/v1/cases?limit=2").json()
    second = client.get("/api/v1/cases?limit=2&offset=2").json()
    assert (first["total"], first["limit"], second["offset"]) == (3, 2, 2)
    assert [case["number"] for case in [*first["items"], *second["items"]]] == numbers[::-1]
    for wrong in ("limit=0", "limit=201", "offset=-1", "limit=x"):
        assert client.get(f"/api/v1/cases?{wrong}").status_code == 422


def test_a_draft_is_kept_against_lost_updates_and_filed_once() -> None:
    client = program("importer")
    begun = client.post(
        "/api/v1/drafts", {"service": TRADE, "applicant": str(ELECTRONICS)}, "application/json"
    )
    address, tag = f"/api/v1/drafts/{begun.json()['key']}", begun["ETag"]
    answers = {"answers": trade_answers(actor("importer"))}
    kept = client.patch(address, answers, "application/json", headers={"If-Match": tag})
    assert kept.status_code == 200
    stale = client.patch(address, answers, "application/json", headers={"If-Match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "changed-since")
    assert "somebody changed this" in stale.json()["title"].lower()
    odd = client.patch(address, answers, "application/json", headers={"If-Match": "abc"})
    assert (odd.status_code, odd.json()["code"]) == (422, "not-an-etag")
    form = client.get(f"{address}/form").json()
    registers = {field.get("register") for page in form["pages"] for field in page["fields"]}
    assert "currencies" in registers
    filed, again = (client.generic("POST", f"{address}/file") for _ in range(2))
    assert (filed.status_code, again.status_code) == (201, 200)
    assert filed.json()["number"] == again.json()["number"]
    french = client.generic("POST", f"{address}/file", headers={"Accept-Language": "fr"})
    assert french.json()["number"] == filed.json()["number"]
    assert program("broker").get(address).status_code == 404


def test_a_draft_can_be_thrown_away() -> None:
    client = program("importer")
    begun = client.post(
        "/api/v1/drafts", {"service": TRADE, "applicant": str(ELECTRONICS)}, "application/json"
    )
    address = f"/api/v1/drafts/{begun.json()['key']}"
    listed = client.get("/api/v1/drafts").json()
    assert [one["key"] for one in listed["items"]] == [begun.json()["key"]]
    assert (listed["total"], listed["limit"], listed["offset"]) == (1, 50, 0)
    assert client.get("/api/v1/drafts?offset=1").json()["items"] == []
    assert client.get("/api/v1/drafts?limit=0").status_code == 422
    assert program("broker").delete(address).status_code == 404
    assert client.delete(address).status_code == 204
    assert not Draft.objects.exists()


def test_an_invitation_to_do_something_has_its_own_tag() -> None:
    client = program("importer")
    number = file(client, body()).json()["number"]
    address = f"/api/v1/cases/{number}/actions/withdraw"
    assert client.get(f"{address}/form").json()["pages"][0]["fields"][0]["path"] == "reason"
    headers = {"Idempotency-Key": "withdraw-1", "If-Match": '"7"'}
    stale = client.post(address, {"answers": {}}, "application/json", headers=headers)
    assert stale.status_code == 412
    headers["If-Match"] = '"1"'
    done = client.post(address, {"answers": {}}, "application/json", headers=headers)
    assert (done.status_code, done["ETag"], done.json()["status"]) == (200, '"2"', "withdrawn")
    again = client.post(address, {"answers": {}}, "application/json", headers=headers)
    assert (again.status_code, again.json()) == (200, done.json())
    headers["Idempotency-Key"] = "withdraw-2"
    late = client.post(
        address, {"answers": {}}, "application/json", headers={"Idempotency-Key": "withdraw-2"}
    )
    assert (late.status_code, late.json()["code"]) == (409, "not-at-this-time")
    assert api.case(number=number, actor=actor("importer")).status == "withdrawn"


UBL = "ubl-tc434-example1.xml"


def invoice_file() -> bytes:
    """The first public example in UBL."""
    found = sorted(corpus("en16931").rglob(UBL))
    assert found
    return found[0].read_bytes()


def test_a_draft_is_filled_from_an_uploaded_invoice() -> None:
    client, who = program("importer"), actor("importer")
    begun = client.post(
        "/api/v1/drafts", {"service": TRADE, "applicant": str(ELECTRONICS)}, "application/json"
    )
    address = f"/api/v1/drafts/{begun.json()['key']}"

    def fill(data: bytes, name: str) -> Any:
        stored = documents.store_upload(
            data=data, name=name, accept=("xml", "pdf"), max_bytes=1_000_000, uploader=who,
            subject=Reference(f"account/{who.account}"),
        )  # fmt: skip
        return client.post(f"{address}/fill", {"file": str(stored.reference)}, "application/json")

    filled = fill(invoice_file(), "invoice.xml")
    assert filled.status_code == 200
    assert "lines/0/price" in filled.json()["paths"]
    answers = client.get(address).json()["answers"]
    assert answers["lines"][0]["price"]
    wrong = fill(b"<?xml version='1.0'?><a xmlns='urn:other'/>", "other.xml")
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "file")
    assert client.get(address).json()["answers"] == answers


@pytest.mark.parametrize(
    ("exact", "shown"),
    [
        ((4, 0, 4, 0, 2.0, 0.0), (0, 0, 0, 0, None, None)),
        ((14, 6, 4, 4, 2.0, 0.5), (10, 5, 0, 0, None, None)),
        ((14, 6, 7, 1, 26.4, 0.26), (10, 5, 5, 0, 26.0, 0.25)),
        ((15, 5, 10, 0, 26.4, None), (15, 5, 10, 0, 26.0, None)),
    ],
)
def test_public_figures_show_no_single_case(
    monkeypatch: pytest.MonkeyPatch, exact: tuple[float, ...], shown: tuple[float, ...]
) -> None:
    monkeypatch.setattr(figures, "service_figures", lambda service: ServiceFigures(*exact))
    assert figures.public_figures(service=TRADE) == ServiceFigures(*shown)


def test_the_figures_of_a_service_are_for_everybody() -> None:
    file(program("importer"), body())
    nothing = {"filed": 0, "open": 0, "granted": 0, "refused": 0, "median_hours": None, "late_share": None}
    assert Client().get(f"/api/v1/services/{TRADE}/figures").json() == nothing, "one case does not show"
    assert Client().get("/api/v1/services/no/such/figures").status_code == 404
