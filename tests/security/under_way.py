"""What waits for somebody's next step, so that each operation that writes has something to be done to.

Cases of two companies that the owner speaks for, of one of them only together with another; what a colleague
proposed; another version of the service; what the owner signs with a program of their own.
"""

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.db import transaction

from onewindow.blocks.cases import api as cases
from onewindow.blocks.cases.models import Assisted, Case, Draft, Work
from onewindow.blocks.cases.tests.people import TRADE, actor, open_work
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.documents import api as documents
from onewindow.blocks.identity.certificates import challenges
from onewindow.blocks.identity.models import Account, Appointment, Office, Role
from onewindow.blocks.identity.tests.cards import card_of
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.registers import api as registers
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.types import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference
from onewindow.standards.en16931.tests.samples import invoice
from tests.security.more import COMPANY, LONG, NEIGHBOUR

EXTRACT = "civil-registry/register-extract"
NOTICE = "municipality-harbour/opening-notice"
INFORMATION = "region-sahel/access-to-information"
JOINT = Reference("register/companies/7654322A")
PIN, SECRET = "731946", "scene"
ANSWERS = {"content": "full", "purpose": "employment"}
ASKED = {"subject": "Scene", "description": "Scene", "manner": "file", "urgent": "no"}
INFORMED_BY = "trade-administrator"
"""Who gets the post at the region that decides on such requests."""


def set_under_way() -> dict[str, str]:
    """Make them; what to put into addresses and bodies."""
    owner = actor("citizen")
    return {
        **_of_one_company(owner), **_of_two_officers(owner), **_of_the_owner(owner), **_of_the_agency(owner),
        **_signed_by_programs(owner),
    }  # fmt: skip


def _of_one_company(owner: Actor) -> dict[str, str]:
    """A case to withdraw, and one that a colleague wants to extend."""
    Appointment.objects.create(
        account=Account.objects.get(slug=INFORMED_BY), role=Role.objects.get(slug="information-officer"),
        office=Office.objects.get(agency="region-sahel", slug="secretariat"), starts_at=clock.now(),
    )  # fmt: skip
    numbers = [_filed(owner, key) for key in ("scene-withdraw", "scene-decline")]
    Case.objects.filter(number=numbers[1]).update(
        proposals={"extend": {"answers": {}, "by": "information-officer"}}
    )
    act = "/api/v1/cases/{number}/actions/{action}"
    return {
        f"{act}#number": numbers[0], f"{act}/decline#number": numbers[1], f"{act}/decline#action": "extend"
    }  # fmt: skip


def _of_two_officers(owner: Actor) -> dict[str, str]:
    """What the owner signs first for a company that two officers bind."""
    assert owner.person is not None
    officers = [
        {"person": one, "role": "manager", "scopes": ["*"], "since": "2020-01-06"}
        for one in (owner.person.text, NEIGHBOUR)
    ]
    number = _filed(owner, "scene-joint")
    officer = actor(INFORMED_BY)
    work = open_work(number, officer, "routing").id
    question = {"decision": "ask", "question": "Which?"}
    cases.complete_work(work=work, actor=officer, answers=question, key=None)
    registers.write(
        register="companies", key=JOINT.key.rpartition("/")[2], valid=Period(None), source="scene",
        changes={
            "name": "Joint SARL", "tax_number": "7654322A", "status": "active", "officers": officers,
            "signatures": [{"number": 2, "role": "manager", "scopes": ["*"]}],
        },
        writer=Actor(kind="system", name="scene"),
    )  # fmt: skip
    Case.objects.filter(number=number).update(applicant=JOINT.text)
    asked = Work.objects.get(case__number=number, element="clarification", state="open")
    draft = cases.begin_draft(service=INFORMATION, actor=owner, applicant=JOINT, channel="page").key
    cases.keep_draft(key=draft, actor=owner, answers=ASKED)
    helped = cases.begin_draft(service=NOTICE, actor=owner, applicant=JOINT, channel="page").key
    answers = {"address": "PN-0104", "starts_on": (clock.now() + LONG).date().isoformat(), "late_hours": "no"}
    cases.keep_draft(key=helped, actor=owner, answers=answers)
    Draft.objects.filter(key=helped).update(channel="counter", account="municipal-clerk")
    now = clock.now()
    row = Draft.objects.get(key=helped)
    Assisted.objects.create(draft=row, code="A-JOINT", language="en", asked_at=now, until=now + LONG)
    act = "/api/v1/cases/{number}/actions/{action}/ask-to-sign"
    return {
        f"{act}#number": number, "/api/v1/tasks/{task}/ask-to-sign#task": str(asked.pk),
        "/api/v1/drafts/{draft}/ask-to-sign#draft": draft,
        "/api/v1/to-confirm/{code}/ask-to-sign#code": "A-JOINT",
    }  # fmt: skip


def _filed(owner: Actor, key: str) -> str:
    return cases.file_case(
        service=INFORMATION, actor=owner, applicant=Reference(COMPANY), answers=ASKED, channel="page",
        language="en", key=key,
    ).number  # fmt: skip


def _of_the_owner(owner: Actor) -> dict[str, str]:
    """A draft with all its answers, and an invoice to fill another from."""
    assert owner.person is not None
    draft = cases.begin_draft(service=EXTRACT, actor=owner, applicant=owner.person, channel="page").key
    cases.keep_draft(key=draft, actor=owner, answers=ANSWERS)
    to_fill = cases.begin_draft(service=TRADE, actor=owner, applicant=Reference(COMPANY), channel="page").key
    stored = documents.store_upload(
        data=invoice().encode(), name="invoice.xml", accept=("xml",), max_bytes=100_000, uploader=owner,
        subject=Reference(f"account/{owner.account}"),
    )  # fmt: skip
    return {
        "/api/v1/drafts/{draft}/file#draft": draft, "/api/v1/drafts/{draft}/fill#draft": to_fill,
        "invoice": stored.reference.text,
    }  # fmt: skip


def _of_the_agency(owner: Actor) -> dict[str, str]:
    """A task to do, another that a colleague proposed an answer to, and another version of the service."""
    assert owner.person is not None
    to_do, proposed = (
        Work.objects.get(case__number=_filed(owner, key), element="routing", state="open").pk
        for key in ("scene-to-do", "scene-proposed")
    )
    Work.objects.filter(pk=proposed).update(
        proposed={"decision": "ask", "question": "Which?"}, proposed_by="information-officer"
    )
    folder = settings.ONEWINDOW_SERVICES_DIR / EXTRACT
    files = {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    files["service.yaml"] += b"\n# another\n"
    agency, _, name = EXTRACT.partition("/")
    return {
        "/api/v1/tasks/{task}/complete#task": str(to_do),
        "/api/v1/tasks/{task}/return#task": str(proposed),
        "another version": catalogue.import_files(agency=agency, service=name, files=files).version,
    }


def _signed_by_programs(owner: Actor) -> dict[str, str]:
    """A mandate and a text to sign in with, both signed; a request for a certificate."""
    assert owner.person is not None
    made = mandates.grant(
        actor=owner, principal=owner.person, agent=Reference(NEIGHBOUR), scopes=["trade"], sign_later=True
    )
    statement = mandates.to_sign(actor=owner, code=made.code)
    block = transaction.atomic()
    block._from_testcase = True  # so that the durable block of signing may stand in it
    with block:
        signature = trust.sign(holder=owner.person, pin=PIN, payload=statement, form="jades")
    challenge = challenges.make(bound_to=SECRET)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "scene")])
    request = x509.CertificateSigningRequestBuilder().subject_name(name).sign(key, hashes.SHA256())
    return {
        "/api/v1/mandates/{code}/sign#code": made.code,
        "own signature": signature.decode(),
        "challenge": challenge.key,
        "signed challenge": card_of("10000295", "Scene Card").cms(challenge.text.encode()),
        "request for a certificate": request.public_bytes(Encoding.PEM).decode(),
    }
