"""A person questions a look; the agency answers, or the ombudsman does."""

from datetime import timedelta

import pytest

from onewindow.blocks.notifications import api as notifications
from onewindow.blocks.privacy import api, tasks
from onewindow.blocks.privacy.tests.conftest import actor, look, person, signed_in
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.models import AccessLine
from onewindow.foundation.holdings import api as holdings
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")


def _asked(text: str = "Why my address?") -> str:
    line = look("civil-registrar", person("citizen"))
    return api.ask_about(actor=actor("citizen"), line=line, text=text).code


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_each_look_has_a_button_and_the_question_reaches_the_agency(language: str) -> None:
    line = look("civil-registrar", person("citizen"))
    browser = signed_in("citizen")
    page = browser.get("/me/data/", headers={"accept-language": language}).content.decode()
    assert f"/me/data/ask/{line}/" in page and "Sonia Trabelsi" in page
    form = browser.get(f"/me/data/ask/{line}/", headers={"accept-language": language})
    assert form.status_code == 200 and "Sonia Trabelsi" in form.content.decode()
    empty = browser.post(f"/me/data/ask/{line}/", {"text": " "})
    assert empty.status_code == 422
    sent = browser.post(f"/me/data/ask/{line}/", {"text": "Why my address?"})
    assert sent.status_code == 302
    [question] = api.questions_at(actor=actor("civil-dpo"), agency="civil-registry")
    assert (question.status, question.text) == ("open", "Why my address?")
    assert question.due_at - question.asked_at == timedelta(days=30)
    desk = signed_in("civil-dpo").get(
        "/data-protection/civil-registry/", headers={"accept-language": language}
    )
    assert desk.status_code == 200 and question.code in desk.content.decode()
    about = [one.subject.key for one in notifications.letters(actor=actor("civil-dpo")).letters]
    assert question.code in about


def test_only_a_look_at_ones_own_data_can_be_questioned() -> None:
    line = look("civil-registrar", person("citizen"))
    with pytest.raises(api.LineUnknown):
        api.ask_about(actor=actor("homeowner"), line=line, text="Who?")
    assert signed_in("homeowner").get(f"/me/data/ask/{line}/").status_code == 404


def test_a_line_is_questioned_once() -> None:
    line = look("civil-registrar", person("citizen"))
    first = api.ask_about(actor=actor("citizen"), line=line, text="Why?")
    with pytest.raises(api.AskedAlready) as caught:
        api.ask_about(actor=actor("citizen"), line=line, text="Why?")
    assert first.code in str(caught.value)


def test_the_officer_answers_and_the_person_may_go_to_the_ombudsman() -> None:
    code = _asked()
    browser = signed_in("civil-dpo")
    address = f"/data-protection/civil-registry/questions/{code}/"
    assert browser.post(address, {"answer": "It was for the census."}).status_code == 422
    sent = browser.post(address, {"answer": "It was for the census.", "finding": "justified"})
    assert sent.status_code == 302
    citizen = signed_in("citizen")
    told = citizen.get(f"/me/data/questions/{code}/").content.decode()
    assert "It was for the census." in told
    assert citizen.post(f"/me/data/questions/{code}/").status_code == 302
    assert api.question(actor=actor("citizen"), code=code).escalated_because == "disagreed"
    head = signed_in("ombudsman-head")
    assert code in head.get("/data-protection/ombudsman/").content.decode()
    ruled = head.post(f"/data-protection/ombudsman/questions/{code}/", {"ruling": "There was no reason."})
    assert ruled.status_code == 302
    assert "There was no reason." in citizen.get(f"/me/data/questions/{code}/").content.decode()
    assert api.question(actor=actor("citizen"), code=code).status == "closed"


def test_what_nobody_answers_in_time_goes_to_the_ombudsman() -> None:
    code = _asked()
    assert tasks.escalate_overdue() == 0
    with clock.at(clock.now() + timedelta(days=31)):
        assert tasks.escalate_overdue() == 1
        assert tasks.escalate_overdue() == 0
    question = api.question(actor=actor("citizen"), code=code)
    assert (question.status, question.escalated_because) == ("escalated", "late")
    assert code in [each.code for each in api.escalated_questions(actor=actor("ombudsman-head"))]


def test_no_other_agency_and_no_other_officer_sees_a_question() -> None:
    code = _asked("canary-question-4711")
    for who in ("trade-administrator", "civil-registrar", "homeowner", "ombudsman-head"):
        browser = signed_in(who)
        for address in (
            "/data-protection/civil-registry/",
            f"/data-protection/civil-registry/questions/{code}/",
        ):
            answer = browser.get(address)
            assert answer.status_code in (403, 404)
            assert "canary-question-4711" not in answer.content.decode()
        assert browser.get(f"/me/data/questions/{code}/").status_code == 404


def test_the_filter_and_the_table_show_the_same_lines() -> None:
    look("civil-registrar", person("citizen"))
    browser = signed_in("citizen")
    assert "Sonia Trabelsi" in browser.get("/me/data/?agency=civil-registry&period=week").content.decode()
    assert "Sonia Trabelsi" not in browser.get("/me/data/?agency=automatic").content.decode()
    table = browser.get("/me/data/lines.csv")
    assert table["Content-Type"].startswith("text/csv")
    assert "Sonia Trabelsi" in table.content.decode()


@pytest.mark.parametrize("number", ["²", "0", "9" * 30, "9" * 5000])
def test_a_hold_of_no_number_is_not_there_and_none_is_placed(number: str) -> None:
    head = signed_in("civil-dpo")
    for does in ("confirm", "lift"):
        sent = {"hold": number, "does": does, "reason": "A court", "subject": "10000295"}
        assert head.post("/data-protection/civil-registry/holds/", sent).status_code == 404
    assert holdings.holds_of(agency="civil-registry") == ()


def _exported() -> int:
    """A whole register left the house; the number of the line that everybody in it sees."""
    purpose = registers.Purpose(legal_basis="civil-status")
    next(registers.export(register="people", kind="csv", purpose=purpose, reader=actor("civil-head")))
    lines, _ = registers.access_lines_of(concerned=person("citizen"), reader=actor("citizen"), limit=1)
    assert lines[0].key == "everybody"
    return lines[0].line


def test_a_line_about_everybody_can_be_questioned_by_each_of_them() -> None:
    line = _exported()
    codes: dict[str, str] = {}
    for who in ("citizen", "homeowner"):
        browser = signed_in(who)
        address = f"/me/data/ask/{line}/"
        assert address in browser.get("/me/data/").content.decode()
        assert browser.get(address).status_code == 200
        assert browser.post(address, {"text": f"Why, asks {who}?"}).status_code == 302
        [question] = api.questions_of(actor=actor(who))
        assert (question.concerned, question.agency) == (person(who), "civil-registry")
        codes[who] = question.code
        assert browser.post(address, {"text": "Why?"}).status_code == 422, "asked already"
    asked = {each.code for each in api.questions_at(actor=actor("civil-dpo"), agency="civil-registry")}
    assert asked == set(codes.values())
    with pytest.raises(api.QuestionUnknown):
        api.question(actor=actor("citizen"), code=codes["homeowner"])


def test_nobody_questions_a_line_about_everybody_in_a_register_where_they_are_not() -> None:
    line = _line("trade-clerk", "trade-ministry", concerned="register/companies/everybody")
    with pytest.raises(api.LineUnknown):
        api.ask_about(actor=actor("citizen"), line=line, text="Why?")


def _line(reader: str, agency: str, *, concerned: str = "") -> int:
    """A line as a look by an officer leaves it."""
    row = AccessLine.objects.create(
        at=clock.now(), concerned=concerned or person("citizen").text, register="people", key="10000295",
        attributes=["address"], reader=f"account/{reader}", reader_name=reader, reader_kind="officer",
        agency=agency,
    )  # fmt: skip
    return row.pk


def _told(account: str) -> set[str]:
    return {one.subject.key for one in notifications.letters(actor=actor(account)).letters}


@pytest.mark.parametrize(("reader", "other"), [("civil-head", "civil-dpo"), ("civil-dpo", "civil-head")])
def test_nobody_answers_for_their_own_look(reader: str, other: str) -> None:
    line = _line(reader, "civil-registry")
    code = api.ask_about(actor=actor("citizen"), line=line, text="Why?").code
    assert code in _told(other) and code not in _told(reader)
    answer = {"code": code, "agency": "civil-registry", "text": "It was fine.", "finding": "justified"}
    with pytest.raises(api.OwnLook):
        api.answer_question(actor=actor(reader), **answer)
    address = f"/data-protection/civil-registry/questions/{code}/"
    browser = signed_in(reader)
    page = browser.get(address).content.decode()
    assert "You are the one who looked" in page and 'name="finding"' not in page
    sent = {"answer": "It was fine.", "finding": "justified"}
    assert browser.post(address, sent).status_code == 403
    assert api.question(actor=actor("citizen"), code=code).status == "open"
    assert api.answer_question(actor=actor(other), **answer).status == "answered"


def test_where_only_whoever_looked_could_answer_the_ombudsman_does() -> None:
    line = _line("fund-head", "family-fund")
    asked = api.ask_about(actor=actor("citizen"), line=line, text="Why?")
    assert (asked.status, asked.escalated_because) == ("escalated", "own-look")
    assert asked.code in _told("ombudsman-head") and asked.code not in _told("fund-head")
    with pytest.raises(api.OwnLook):
        api.answer_question(
            actor=actor("fund-head"), code=asked.code, agency="family-fund", text="Fine.", finding="justified"
        )
    page = signed_in("citizen").get(f"/me/data/questions/{asked.code}/").content.decode()
    assert "the only one at the agency who could answer" in page
    ruled = api.rule_on_question(actor=actor("ombudsman-head"), code=asked.code, text="It was wrong.")
    assert ruled.status == "closed"


def test_the_ombudsmans_officers_do_not_rule_on_their_own_look() -> None:
    line = _line("ombudsman-head", "family-fund")
    code = api.ask_about(actor=actor("citizen"), line=line, text="Why?").code
    with clock.at(clock.now() + timedelta(days=31)):
        tasks.escalate_overdue()
        with pytest.raises(api.OwnLook):
            api.rule_on_question(actor=actor("ombudsman-head"), code=code, text="Fine.")
