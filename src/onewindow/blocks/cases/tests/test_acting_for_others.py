"""Filing for others: together with other officers, on what basis, and never beyond it; deciding for nobody
whose side one is on."""

from datetime import date

import pytest

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import (
    CaseNotFound,
    DutiesCollide,
    MayNotFile,
    OthersMustSign,
    OwnCase,
    SecondPersonNeeded,
    WorkNotFound,
    WorthMoreThanMandate,
)
from onewindow.blocks.cases.tests.people import (
    ELECTRONICS,
    ONE,
    SOLEIL,
    TRADE,
    TWO,
    actor,
    file_trade,
    manager,
    open_work,
    program,
    trade_answers,
)
from onewindow.blocks.cases.tests.way import OPINION, REGISTRATION, to_the_ministry
from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.foundation.outbox import tasks as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.usefixtures("monday", "country", "keys_at_hand")


def draft_for_soleil() -> str:
    who = manager(ONE)
    draft = api.begin_draft(service=TRADE, actor=who, applicant=SOLEIL, channel="page")
    api.keep_draft(key=draft.key, actor=who, answers=trade_answers(who))
    return draft.key


def test_a_company_that_several_bind_files_when_the_last_has_signed() -> None:
    key = draft_for_soleil()
    with pytest.raises(OthersMustSign):
        api.file_draft(key=key, actor=manager(ONE), language="fr")
    act = api.ask_to_sign(key=key, actor=manager(ONE), pin=PIN)
    assert ("Acme" in dict(act.shown).values()) and act.state == "open"
    with pytest.raises(mandates.WaitsForSignatures):
        api.keep_draft(key=key, actor=manager(ONE), answers={"supplier_name": "Another"})
    assert api.ask_to_sign(key=key, actor=manager(ONE), pin=PIN).code == act.code, "asked once"
    assert api.draft(key=key, actor=manager(ONE)).filed is None
    mandates.sign_act(actor=actor(TWO), code=act.code, pin=PIN)
    while outbox.drain_once():
        pass
    number = api.draft(key=key, actor=manager(ONE)).filed
    assert number is not None
    found = api.case(number=number, actor=manager(TWO))
    assert (found.applicant, found.basis) == (SOLEIL, SOLEIL.text)
    kinds = [line.kind for line in api.story(number=number, actor=manager(TWO))]
    assert "signed-together" in kinds


def test_a_withdrawn_request_for_signatures_files_nothing() -> None:
    key = draft_for_soleil()
    act = api.ask_to_sign(key=key, actor=manager(ONE), pin=PIN)
    mandates.withdraw_act(actor=actor(TWO), code=act.code)
    with pytest.raises(mandates.ActClosed):
        mandates.sign_act(actor=actor(TWO), code=act.code, pin=PIN)
    assert api.draft(key=key, actor=manager(ONE)).filed is None
    again = api.ask_to_sign(key=key, actor=manager(ONE), pin=PIN)
    assert again.code != act.code


def test_nobody_files_for_such_a_company_past_the_draft() -> None:
    with pytest.raises(OthersMustSign):
        api.file_case(
            service=TRADE, actor=manager(ONE), applicant=SOLEIL, answers=trade_answers(manager(ONE)),
            channel="api", language="fr", key="alone",
        )  # fmt: skip


def test_every_step_says_who_acted_for_whom_on_what_basis() -> None:
    number = file_trade(actor("broker")).number
    (filed,) = [line for line in api.story(number=number, actor=actor("broker")) if line.kind == "filed"]
    assert filed.detail["acted"] == {
        "name": "Sami Gharbi", "for": ELECTRONICS.text, "basis": "mandate/M-TRANSIT001",
    }  # fmt: skip
    page = program("broker").get(f"/api/v1/cases/{number}").json()
    assert page["basis"] == "mandate/M-TRANSIT001"
    (entry,) = [
        one for one in record.entries_of(subject=Reference.of("case", number)) if one.kind == "case.filed"
    ]
    assert entry.payload is not None
    assert entry.payload["detail"]["acted"]["basis"] == "mandate/M-TRANSIT001"


def test_a_draft_ends_with_the_right_on_which_it_rests() -> None:
    """Checklist row 40: what was revoked is refused at the next request, also in the middle of a draft."""
    broker = actor("broker")
    draft = api.begin_draft(service=TRADE, actor=broker, applicant=ELECTRONICS, channel="page")
    api.scope_of_draft(key=draft.key, actor=broker)
    mandates.end(actor=actor("importer"), code="M-TRANSIT001")
    attempts = (
        lambda: api.draft(key=draft.key, actor=broker),
        lambda: api.scope_of_draft(key=draft.key, actor=broker),
        lambda: api.keep_draft(key=draft.key, actor=broker, answers={}),
        lambda: api.file_draft(key=draft.key, actor=broker, language="fr"),
    )
    for attempt in attempts:
        with pytest.raises(MayNotFile):
            attempt()
    api.discard_draft(key=draft.key, actor=broker)


def test_a_programs_key_ends_with_the_right_on_which_it_rests() -> None:
    """Checklist row 40, for tokens: the key stays, what it may do for the company does not."""
    number = file_trade(actor("broker")).number
    client = program("broker")
    assert client.get(f"/api/v1/cases/{number}").status_code == 200
    mandates.end(actor=actor("importer"), code="M-TRANSIT001")
    assert client.get(f"/api/v1/cases/{number}").status_code == 404


def test_an_appointment_that_ended_is_refused_at_the_next_request() -> None:
    """Checklist row 40, for officers: nothing remembers the post."""
    number = file_trade(actor("importer")).number
    work = open_work(number, actor("telecom-officer"), "technical-opinion").id
    client = program("telecom-officer")
    assert client.get(f"/api/v1/tasks/{work}").status_code == 200
    head = actor("telecom-head")
    (post,) = [
        one
        for one in identity.appointments_of(agency="telecom-regulator")
        if one.account == "telecom-officer"
    ]
    identity.end_appointment(actor=head, agency="telecom-regulator", appointment=post.appointment)
    assert client.get(f"/api/v1/tasks/{work}").status_code in (403, 404)


def test_an_amendment_is_worth_no_more_than_the_mandate_lets() -> None:
    mandates.end(actor=actor("importer"), code="M-TRANSIT001")
    broker = actor("broker")
    assert broker.person is not None
    made = mandates.grant(
        actor=actor("importer"), principal=ELECTRONICS, agent=broker.person, scopes=["trade"],
        total=Money(4_000_000, "TND"), pin=PIN,
    )  # fmt: skip
    mandates.accept(actor=broker, code=made.code, pin=PIN)
    number = file_trade(broker, key="small").number
    line = {
        "description": "Telephones", "hs_code": "851713", "origin": "CN", "quantity": "10", "unit": "C62",
        "price": "10050", "amount": "100500.00",
    }  # fmt: skip
    amended = trade_answers(broker, lines=[line])
    with pytest.raises(WorthMoreThanMandate):
        api.act_on_case(number=number, action="amend", actor=broker, answers=amended, key=None)
    with pytest.raises(WorthMoreThanMandate):
        file_trade(broker, key="second", lines=[{**line, "amount": "1005.00", "price": "100.5"}])


def test_an_officer_decides_in_no_case_of_their_own() -> None:
    """Checklist row 41: neither as the applicant's representative, nor by a mandate of the applicant."""
    officer = actor("telecom-officer")
    number = file_trade(actor("importer")).number
    work = open_work(number, officer, "technical-opinion").id
    assert officer.person is not None
    made = mandates.grant(
        actor=actor("importer"), principal=ELECTRONICS, agent=officer.person, scopes=["tax"], pin=PIN
    )
    mandates.accept(actor=officer, code=made.code, pin=PIN)
    with pytest.raises(OwnCase):
        api.complete_work(work=work, actor=officer, answers=OPINION, key=None)
    mandates.end(actor=officer, code=made.code)
    api.complete_work(work=work, actor=officer, answers=OPINION, key=None)


def test_a_second_pair_of_eyes_is_another_persons_also_by_a_substitute() -> None:
    """Checklist row 41: who proposed does not confirm, though they cover for the one who should."""
    line = {
        "description": "Telephones", "hs_code": "851713", "origin": "CN", "quantity": "100", "unit": "C62",
        "price": "1005", "amount": "100500.00",
    }  # fmt: skip
    number = to_the_ministry(lines=[line])
    work = open_work(number, actor("trade-registrar"), "registration").id
    proposed = api.complete_work(work=work, actor=actor("trade-registrar"), answers=REGISTRATION, key=None)
    assert proposed["proposed"]
    identity.arrange_absence(
        actor=actor("trade-administrator"), agency="trade-ministry", absent="trade-registrar-2",
        substitute="trade-registrar", first_day=date(2027, 2, 1), last_day=date(2027, 2, 3),
    )  # fmt: skip
    with pytest.raises(SecondPersonNeeded):
        api.complete_work(work=work, actor=actor("trade-registrar"), answers=REGISTRATION, key=None)


def test_duties_kept_apart_are_kept_apart_where_somebody_decides() -> None:
    """The rule is younger than the posts: whoever has both decides in neither."""
    number = file_trade(actor("importer")).number
    work = open_work(number, actor("telecom-officer"), "technical-opinion").id
    head = actor("telecom-head")
    office = identity.offices_of(agency="telecom-regulator")[0].slug
    identity.appoint(
        actor=head, agency="telecom-regulator", office=office, role="investigator", account="telecom-officer"
    )
    identity.keep_apart(actor=head, agency="telecom-regulator", one="investigator", other="technical-officer")
    with pytest.raises(DutiesCollide) as refused:
        api.complete_work(work=work, actor=actor("telecom-officer"), answers=OPINION, key=None)
    assert "Enquêteur" in refused.value.text()


@pytest.mark.parametrize(
    "who", ["trade-administrator", "ombudsman-head", "exchange-officer-2", "civil-head", "health-head"]
)
def test_nobody_central_reads_an_agencys_cases(who: str) -> None:
    """An administrator administers people; neither their own agency's cases nor others' open by it."""
    number = file_trade(actor("importer")).number
    reader = actor(who)
    with pytest.raises(CaseNotFound):
        api.case(number=number, actor=reader)
    with pytest.raises(CaseNotFound):
        api.story(number=number, actor=reader)
    assert number not in {line.number for line in api.cases(actor=reader)[0]}
    assert not api.may_see_subject(subject=Reference.of("case", number), reader=reader)
    works = {work.id for work in api.case(number=number, actor=actor("importer")).works}
    for work in works:
        with pytest.raises(WorkNotFound):
            api.work(work=work, actor=reader)
    client = program(who)
    assert client.get(f"/api/v1/cases/{number}").status_code == 404
