"""What a death does to powers: at the moment of the change, when the news comes, and after a correction."""

from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from onewindow.blocks.identity import api as identity
from onewindow.blocks.identity.models import SignedIn
from onewindow.blocks.mandates import api, deaths, representing
from onewindow.blocks.mandates.models import Employee
from onewindow.blocks.mandates.terms import Terms
from onewindow.blocks.mandates.tests.conftest import actor, person, signed_in
from onewindow.blocks.mandates.tests.signer import PIN
from onewindow.blocks.mandates.types import MandateTold
from onewindow.blocks.registers import api as registers
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.types import Actor, Post
from onewindow.foundation.outbox import tasks as outbox
from onewindow.foundation.record import api as record
from onewindow.kernel.reference import Reference
from onewindow.standards.signing.pki import Subject

pytestmark = pytest.mark.usefixtures("country")

TRANSIT = Reference("register/companies/0982234D")
SOLEIL = Reference("register/companies/2140922L")
CHILD = Reference("register/people/10002636")
HOUSE = identity.system_actor(name="test")


def officer(role: str) -> Actor:
    post = Post("civil-registry", "", role)
    return Actor(account=role, name=role, kind="officer", posts=(post,), assurance="substantial")


def by_officers(event: str, who: Reference, values: dict[str, object]) -> None:
    """What one officer records and another confirms."""
    change = registers.record_event(
        register="people", event=event, key=who.key.rpartition("/")[2], values=values, document="Act 7",
        officer=officer("registrar"),
    )  # fmt: skip
    registers.confirm_change(number=change.number, officer=officer("head"))


def dies(who: Reference) -> None:
    by_officers("death", who, {"death_date": date(2026, 3, 1), "death_act": "7"})


def lives(who: Reference) -> None:
    by_officers("correction", who, {"death_date": None, "death_act": None})


def heard() -> None:
    """All news is read."""
    while outbox.drain_once():
        pass


def granted(principal: str, agent: str) -> str:
    made = api.grant(
        actor=actor(principal), principal=person(principal), agent=person(agent), scopes=["*"], pin=PIN
    )
    api.accept(actor=actor(agent), code=made.code, pin=PIN)
    return made.code


def may_act(agent: str, principal: Reference) -> bool:
    return api.may_act(actor=actor(agent), principal=principal, scope="tax") is not None


@pytest.mark.parametrize("side", ["principal", "agent"])
def test_a_mandate_ends_with_either_side_and_the_other_hears(side: str) -> None:
    code = granted("citizen", "homeowner")
    dead, other = ("citizen", "homeowner") if side == "principal" else ("homeowner", "citizen")
    who = person(dead)
    assert may_act("homeowner", person("citizen"))
    dies(who)
    if side == "principal":
        assert not may_act("homeowner", who)  # before anybody heard
        assert not api.basis_stands(actor=actor("homeowner"), principal=who, basis=f"mandate/{code}")
    heard()
    heard()
    seen = api.mandate(actor=actor(other), code=code)
    assert (seen.state, seen.end) == ("ended", "died")
    lines = record.entries_of(subject=Reference.of("mandate", code))
    assert [line.kind for line in lines].count("mandate.died") == 1


def test_what_was_offered_by_the_dead_or_before_the_news_is_not_accepted() -> None:
    made = api.grant(
        actor=actor("citizen"),
        principal=person("citizen"),
        agent=person("homeowner"),
        scopes=["tax"],
        pin=PIN,
    )
    dies(person("citizen"))
    with pytest.raises(api.MandateNotOffered):
        api.accept(actor=actor("homeowner"), code=made.code, pin=PIN)


def test_nobody_grants_the_dead_a_mandate_or_names_them_as_an_employee() -> None:
    dies(person("citizen"))
    with pytest.raises(api.AgentUnknown):
        api.grant(
            actor=actor("homeowner"), principal=person("homeowner"), agent=person("citizen"),
            scopes=["tax"], pin=PIN,
        )  # fmt: skip
    with pytest.raises(api.AgentUnknown):
        api.name_employee(
            actor=actor("broker-owner"), company=TRANSIT, person=person("citizen"), name="C",
            terms=Terms(scopes=["trade"]), everyone=True, pin=PIN,
        )  # fmt: skip


def test_a_post_that_a_company_gave_ends() -> None:
    api.name_employee(
        actor=actor("broker-owner"), company=TRANSIT, person=person("citizen"), name="C",
        terms=Terms(scopes=["trade"]), everyone=True, pin=PIN,
    )  # fmt: skip
    dies(person("citizen"))
    heard()
    assert not Employee.objects.filter(person=person("citizen").text, ended_at=None).exists()


def test_what_a_dead_agent_handed_on_counts_no_more() -> None:
    above = api.grant(
        actor=actor("citizen"), principal=person("citizen"), agent=person("homeowner"), scopes=["*"],
        may_delegate=True, pin=PIN,
    ).code  # fmt: skip
    api.accept(actor=actor("homeowner"), code=above, pin=PIN)
    below = api.grant(
        actor=actor("homeowner"), principal=person("citizen"), agent=person("importer"), scopes=["tax"],
        parent=above, pin=PIN,
    ).code  # fmt: skip
    api.accept(actor=actor("importer"), code=below, pin=PIN)
    assert may_act("importer", person("citizen"))
    dies(person("homeowner"))
    assert not may_act("importer", person("citizen"))


def test_nobody_is_the_parent_or_guardian_of_a_dead_child() -> None:
    assert may_act("land-head", CHILD)
    dies(CHILD)
    assert not may_act("land-head", CHILD)
    assert CHILD not in [right.principal for right in api.principals_of(actor=actor("land-head"))]
    ward = Reference("register/people/10000016")
    assert may_act("citizen", ward)
    dies(ward)
    assert not may_act("citizen", ward)


def test_a_dead_officers_signature_counts_no_more() -> None:
    one, two = "land-registrar-2", "land-head"
    api.grant(actor=actor(one), principal=SOLEIL, agent=person("citizen"), scopes=["tax"], pin=PIN)
    (act,) = api.acts_of(actor=actor(two))
    dies(person(one))
    assert representing.roles_in(SOLEIL, person(one), "tax") == ()
    signed = api.sign_act(actor=actor(two), code=act.code, pin=PIN)
    assert (signed.state, len(signed.signed_by)) == ("open", 1)


def certified(who: Reference) -> str:
    trust.establish()
    public = ec.generate_private_key(ec.SECP256R1()).public_key()
    made = trust.issue(
        profile="person", holder=who, actor=HOUSE,
        subject=Subject(common_name="Somebody", country="TN", serial_number=f"PNOTN-{who.key[-8:]}"),
        public_key=public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
    )  # fmt: skip
    return made.serial


def test_sessions_end_certificates_are_revoked_and_a_correction_opens_the_account_again() -> None:
    who, client = person("citizen"), signed_in("citizen")
    serial, code = certified(who), granted("citizen", "homeowner")
    dies(who)
    heard()
    assert trust.certificate(serial=serial).reason == "cessation"
    assert not SignedIn.objects.filter(account__slug="citizen").exists()
    assert client.get("/account/").status_code == 302
    assert signed_in("citizen").get("/account/")["Location"] == "/sign-in/closed/?because=register"
    lives(who)
    heard()
    assert signed_in("citizen").get("/account/").status_code == 200
    assert api.mandate(actor=actor("citizen"), code=code).end == "died"  # others were told so
    assert not may_act("homeowner", who)
    assert granted("citizen", "homeowner") != code
    assert may_act("homeowner", who)


def test_a_correction_that_overtakes_the_news_of_a_death_leaves_everything_as_it_was() -> None:
    who, code = person("citizen"), granted("citizen", "homeowner")
    serial = certified(who)
    dies(who)
    lives(who)
    heard()
    assert api.mandate(actor=actor("citizen"), code=code).state == "active"
    assert trust.certificate(serial=serial).revoked_at is None


def test_the_other_side_hears_and_after_a_mistake_both_do(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, str, str]] = []
    code = granted("citizen", "homeowner")
    dies(person("citizen"))
    monkeypatch.setattr(deaths.outbox, "publish", lambda news: told.append(_told(news)))
    deaths.person_died(person("citizen"))
    deaths.person_died(person("citizen"))
    assert [each for each in told if each[0] == code] == [(code, "died", person("homeowner").text)]
    told.clear()
    lives(person("citizen"))
    deaths.person_lives(person("citizen"))
    assert {each[2] for each in told if each[:2] == (code, "anew")} == {
        person("citizen").text, person("homeowner").text
    }  # fmt: skip


def _told(news: object) -> tuple[str, str, str]:
    return (news.code, news.what, news.to.text) if isinstance(news, MandateTold) else ("", "", "")
