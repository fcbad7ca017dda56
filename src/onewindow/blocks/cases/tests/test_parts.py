"""A case whose parts are cases of other agencies: filed once, heard of, seen by few, taken back."""

import pytest

from onewindow.blocks.cases import api, tasks
from onewindow.blocks.cases.errors import CaseNotFound
from onewindow.blocks.cases.models import Case, Part
from onewindow.blocks.cases.operations.parts import begin_part, call_part_off, hear_of_part
from onewindow.blocks.cases.tests.business import decide, part, parts, register_company, start, states
from onewindow.blocks.cases.tests.people import actor, browser, program
from onewindow.blocks.documents import api as documents
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.registers import api as registers
from onewindow.foundation.jobs import api as jobs
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("monday", "country")


def _company(number: str) -> str:
    data = api.case(number=part(number, "register-company"), actor=actor("founder")).data
    return str(data["company_number"])


def _done_but_the_permit(number: str) -> None:
    register_company(number)
    decide(number, "register-for-tax", "tax-officer", "review", decision="register")
    decide(number, "register-as-employer", "affiliation-officer", "check", decision="register")
    decide(number, "tell-municipality", "planning-officer", "look", decision="note")


def _permit(number: str, review: dict[str, object]) -> None:
    decide(number, "permit", "permit-officer", "inspect", decision="agree", visited_on="2027-02-01")
    decide(number, "permit", "health-officer", "review", **review)


def test_five_agencies_do_their_parts_of_one_request() -> None:
    number = start()
    assert states(number) == {"register-company": ("open", "open")}
    register_company(number)
    assert set(states(number)) == {
        "register-company", "register-for-tax", "permit", "tell-municipality"
    }  # fmt: skip
    decide(number, "register-for-tax", "tax-officer", "review", decision="register")
    decide(number, "register-as-employer", "affiliation-officer", "check", decision="register")
    decide(number, "tell-municipality", "planning-officer", "look", decision="note")
    assert api.case(number=number, actor=actor("founder")).status == "open"
    _permit(number, {"decision": "agree"})
    whole = api.case(number=number, actor=actor("founder"))
    assert whole.status == "granted"
    assert {state for state, _ in states(number).values()} == {"done"}
    (file,) = documents.documents_of(subject=Reference.of("case", number))
    assert file.number == "BF-2027-00001"
    company = _company(number)
    assert registers.exists(register="companies", key=company)
    principal = Reference.of("register", "companies", company)
    right = mandates.may_act(actor=actor("founder"), principal=principal, scope="trade")
    assert right is not None and right.kind == "representative"


def test_what_was_done_is_taken_back_where_a_part_is_refused() -> None:
    number = start()
    _done_but_the_permit(number)
    company = _company(number)
    _permit(number, {"decision": "refuse", "reason": "There is no water."})
    assert api.case(number=number, actor=actor("founder")).status == "refused"
    assert states(number) == {
        "register-company": ("undone", "revoked"), "register-for-tax": ("undone", "revoked"),
        "register-as-employer": ("undone", "revoked"), "tell-municipality": ("undone", "revoked"),
        "permit": ("failed", "refused"),
    }  # fmt: skip
    entry = registers.read(
        register="companies", key=company, attributes=["status"],
        purpose=registers.PUBLIC, reader=actor("company-registrar"),
    )  # fmt: skip
    assert entry.values["status"] == "dissolved"
    numbers = [one.number for one in parts(number).values()]
    issued = [
        document for one in numbers for document in documents.documents_of(subject=Reference.of("case", one))
    ]
    assert len(issued) == 4
    assert all(documents.verify_code(code=document.code).answer == "revoked" for document in issued)


def test_a_withdrawal_reaches_the_parts() -> None:
    number = start()
    register_company(number)
    founder = actor("founder")
    api.act_on_case(number=number, action="withdraw", actor=founder, answers={}, key=None)
    jobs.drain_all()
    assert api.case(number=number, actor=founder).status == "withdrawn"
    assert states(number) == {
        "register-company": ("undone", "revoked"), "register-for-tax": ("undone", "withdrawn"),
        "permit": ("undone", "withdrawn"), "tell-municipality": ("undone", "withdrawn"),
    }  # fmt: skip


def test_a_refused_registration_leaves_nothing_to_take_back() -> None:
    number = start()
    decide(
        number, "register-company", "company-registrar", "check", decision="refuse", reason="A name twice."
    )
    assert api.case(number=number, actor=actor("founder")).status == "refused"
    assert states(number) == {"register-company": ("failed", "refused")}


def test_a_part_is_filed_once_however_often_the_news_comes() -> None:
    number = start()
    (row,) = Part.objects.filter(case__number=number)
    begin_part(number=number, work=row.work)
    tasks.part_asked(tasks.PartAsked(number, row.work, "begin"), None)
    assert Part.objects.filter(case__number=number).count() == 1
    assert Case.objects.filter(service="companies-register/company-registration").count() == 1


def test_the_outcome_of_a_part_counts_once() -> None:
    number = start()
    register_company(number)
    before = Part.objects.filter(case__number=number).count()
    hear_of_part(number=part(number, "register-company"), outcome="granted")
    jobs.drain_all()
    assert Part.objects.filter(case__number=number).count() == before
    assert api.case(number=number, actor=actor("founder")).status == "open"


def test_each_agency_sees_its_own_part_only() -> None:
    number = start()
    register_company(number)
    taxes = part(number, "register-for-tax")
    officer = actor("tax-officer")
    assert api.case(number=taxes, actor=officer).agency == "tax-authority"
    for other in (number, part(number, "permit"), part(number, "register-company")):
        with pytest.raises(CaseNotFound):
            api.case(number=other, actor=officer)
    given = api.case(number=taxes, actor=officer).data["request"]
    assert isinstance(given, dict) and set(given) == {"company_name", "expected_turnover", "starts_on"}


def test_the_head_of_the_calling_agency_sees_how_parts_stand_but_not_what_is_in_them() -> None:
    number = start()
    register_company(number)
    seen = {one.element: one for one in api.parts(number=number, actor=actor("company-registrar-head"))}
    assert seen["register-for-tax"].status == "open" and seen["register-for-tax"].case is None
    assert seen["register-company"].case is not None


def test_an_activity_that_needs_no_permit_and_a_founder_alone_have_fewer_parts() -> None:
    number = start(
        activity="6201", employees="0", expected_turnover="50000", premises_area=None, safety_file=None
    )
    register_company(number)
    decide(number, "tell-municipality", "planning-officer", "look", decision="note")
    assert api.case(number=number, actor=actor("founder")).status == "granted"
    assert set(states(number)) == {"register-company", "register-for-tax", "tell-municipality"}


def test_the_page_of_the_whole_says_what_its_parts_cost() -> None:
    page = browser("founder").get("/services/companies-register/start-a-business/").content.decode()
    assert "Registration fee" in page and "Depends on your answers" in page


def test_a_program_reads_how_the_parts_stand() -> None:
    number = start()
    (row,) = program("founder").get(f"/api/v1/cases/{number}/parts").json()
    assert row == {
        "step": "register-company", "number": part(number, "register-company"),
        "service": "companies-register/company-registration", "agency": "companies-register",
        "status": "open", "state": "open", "readable": True,
    }  # fmt: skip


def test_a_part_that_was_refused_is_not_called_off() -> None:
    number = start()
    (row,) = Part.objects.filter(case__number=number)
    Case.objects.filter(pk=row.child_id).update(status="refused", tokens={"n": 1, "k": [], "e": 1})
    call_part_off(number=number, work=row.work)
    row.refresh_from_db()
    assert row.state == "failed"


def test_the_founder_finds_everything_on_one_page() -> None:
    number = start()
    company = part(number, "register-company")
    decide(number, "register-company", "company-registrar", "check", decision="ask", question="Who signed?")
    window = browser("founder")
    page = window.get(f"/cases/{number}/").content.decode()
    assert f"/cases/{company}/answer/" in page
    assert "National Register of Companies" in page
    mine = window.get("/cases/").content.decode()
    assert f"/cases/{number}/" in mine and f'href="/cases/{company}/"' not in mine
