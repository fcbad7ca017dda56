"""One of everything, owned by one citizen or by one agency, so that each address has something to show."""

from datetime import date, timedelta

from django.conf import settings
from django.test import Client

from onewindow.blocks.cases import api as cases
from onewindow.blocks.cases.models import Case, Work
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.documents.codes import new_code
from onewindow.blocks.documents.models import Document, SealedFile, Upload, UploadContent
from onewindow.blocks.identity import api as identity
from onewindow.blocks.identity import stepping_up
from onewindow.blocks.identity.models import Account
from onewindow.blocks.mandates.models import GrantedMandate
from onewindow.blocks.notifications.models import LetterRow
from onewindow.blocks.payments import api as payments
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.models import AccessLine, Duplicate
from onewindow.blocks.studio import api as studio
from onewindow.blocks.trust import api as trust
from onewindow.foundation.access.types import Actor
from onewindow.foundation.record import api as record
from onewindow.foundation.record import tasks as record_tasks
from onewindow.foundation.record.models import CheckpointRow
from onewindow.kernel.clock import clock
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference
from tests.security import more

AGENCY, SERVICE = "civil-registry", "register-extract"
PERSON = "10000295"

ACTORS = {
    "anybody": "",
    "owner": "citizen",
    "stranger": "homeowner",
    "registrar": "civil-registrar",
    "head": "civil-head",
    "data protection": "civil-dpo",
    "officer elsewhere": "telecom-officer",
    "administrator elsewhere": "trade-administrator",
    "trust officer": "trust-officer",
    "ombudsman": "investigator",
}
"""Who tries: the owner of what the scene holds and officers of its agency are told apart from others."""


def signed_in(account: str, level: str) -> Client:
    """A browser of somebody whose sign-in reaches a level and no more."""
    client = Client()
    if account:
        Account.objects.filter(slug=account).update(proofing=level)
        answer = client.post("/demo/sign-in/", {"account": account})
        assert answer.status_code == 302, (account, answer.status_code)
    if account == ACTORS["owner"]:
        keep_a_form(client)
    return client


def keep_a_form(owner: Client) -> None:
    """What was typed before a stronger sign-in was asked for waits in the owner's browser."""
    session = owner.session
    kept = {"path": "/account/", "fields": [["name", "scene"]], "files": False}
    session[stepping_up._KEPT] = {"scene": kept | {"account": Account.objects.get(slug="citizen").pk}}
    session.save()


def set_up() -> dict[str, str]:
    """Make one of everything; what to put into addresses, by the name of the part."""
    catalogue.import_packages(root=settings.ONEWINDOW_SERVICES_DIR)
    trust.establish()
    citizen = identity.actor_of_account(account="citizen", assurance="high")
    registrar = identity.actor_of_account(account="civil-registrar", assurance="high")
    return {
        "slug": "people", "key": PERSON, "attribute": "birth_place", "register": "people", "event": "move",
        "path": "service.yaml", "provider": "sandbox", "secret": "none", "serial": "none", "hook": "1",
        "authority": "people", "asked": "none", "reference": "none", "old": "1", "new": "1", "use": "none",
        "client_id": "none", "proposal": "1", "recovery": "1", "proofing": "1", "pk": "1", "list": "1",
        "trust_list": "1", "hold": "1", "device": "1", "absence": "1", "pair": "1", "review": "1",
        "which": "1", "action": "withdraw", "page": "1", "signature/form": "json",
        "to-sign/form": "json",
        "office": "central-registry", "place": "central-registry", "company": "1204567A",
        "step-up/kept/key": "scene", "openid/key": "none", "/codes/<slug:register>/#register": "countries",
        "/api/v1/registers/{slug}/codes#slug": "countries",
        "/registers/<slug:slug>/new/<slug:event>/#event": "birth",
        "/studio/drafts/<int:draft>/model/<path:path>#path": "process.bpmn",
        "me/consents/use": "energy-advice",
        "/api/v1/registers/{slug}/export?": "legal_basis=civil-status",
        "data-questions/code": "Q-SCENE", "exports/code": "X-SCENE",
        "escalated-questions/code": "Q-ESCALATED",
        **_of_the_citizen(citizen),
        **_of_the_agency(registrar),
        **more.of_the_account(citizen),
        **more.of_the_company(citizen),
        **more.of_the_officers(),
        **_of_the_log(),
    }  # fmt: skip


def _of_the_citizen(citizen: Actor) -> dict[str, str]:
    person = citizen.person
    assert person is not None
    now = clock.now()
    filed = cases.file_case(
        service=f"{AGENCY}/{SERVICE}", actor=citizen, applicant=person, channel="api", language="en",
        answers={"content": "full", "purpose": "employment"}, key="scene",
    )  # fmt: skip
    case = Case.objects.get(number=getattr(filed, "number", filed))
    subject = Reference.of("case", case.number)
    work = Work.objects.create(
        case=case, work="w", element="e", kind="user", side="officer", agency=AGENCY, role="registrar",
        opened_at=now,
    )  # fmt: skip
    draft = cases.begin_draft(service=f"{AGENCY}/{SERVICE}", actor=citizen, applicant=person, channel="page")
    entry = record.append(kind="documents.issued", subject=subject, payload={"sha256": "1" * 64})
    record_tasks.sequence_once()
    document = Document.objects.create(
        code=new_code(), sha256="1" * 64, document=f"{AGENCY}/{SERVICE}/extract", number="1",
        titles={"en": "Extract"},
        agency=AGENCY, agency_names={"en": "Civil registry"}, zone="UTC", subject=subject.text,
        holder=person.text, key="scene", valid_from=now.date(), issued_at=now, languages=["en"], size=1,
        entry=entry.id,
    )  # fmt: skip
    SealedFile.objects.create(document=document, pdf=b"%PDF-1.7")
    upload = Upload.objects.create(
        name="scene", file_name="a.pdf", kind="pdf", content_type="application/pdf", size=1, sha256="0" * 64,
        uploader="citizen", subject=subject.text, stored_at=now,
    )  # fmt: skip
    UploadContent.objects.create(upload=upload, data=b"%PDF-1.7")
    letter = LetterRow.objects.create(
        key="scene", subject=subject.text, to=person.text, texts={"en": ["A", "B"]}, sent_at=now
    )
    payment = payments.request_payment(
        subject=subject, amount=Money(1000, "TND"), due=now.date() + timedelta(5), key="scene", payer=person,
        description=Localised({"en": "Fee"}), return_path=f"/cases/{case.number}/",
    )  # fmt: skip
    mandate = GrantedMandate.objects.create(
        code="M-SCENE", principal=person.text, principal_name="A", agent="register/people/10000016",
        agent_name="B", scopes=["trade"], first_day=now.date(), granted_at=now, granted_by=person.text,
    )  # fmt: skip
    line = AccessLine.objects.create(
        at=now, concerned=person.text, register="people", key=PERSON, attributes=["address"],
        reader="account/civil-registrar", reader_name="S", reader_kind="officer", agency=AGENCY,
    )  # fmt: skip
    return {
        "number": case.number, "work": str(work.pk), "task": str(work.pk), "draft/key": draft.key,
        "drafts/draft": draft.key, "documents/code": document.code, "verify/code": document.code,
        "uploads/name": upload.name, "name": upload.name, "pay/id": payment.id, "payments/id": payment.id,
        "letters/id": str(letter.pk),
        "mandates/code": mandate.code, "line": str(line.pk), "code": "none",
        **more.of_the_case(citizen, case, work, draft.key),
        **more.of_their_data(citizen, line),
    }  # fmt: skip


def _of_the_agency(registrar: Actor) -> dict[str, str]:
    draft = studio.begin_draft(service=f"{AGENCY}/{SERVICE}", actor=registrar, note="scene")
    change = registers.record_event(
        register="people", event="correction", key=PERSON, values={"birth_place": "Oued-Fleuri"},
        since=date(2020, 1, 1), document="1", officer=registrar,
    )  # fmt: skip
    pair = Duplicate.objects.create(
        register="people", one="10000016", other=PERSON, weight=12, parts=[], found_at=clock.now()
    )
    return {
        "agency": AGENCY, "service": SERVICE, "studio/drafts/draft": str(draft.draft),
        "registers/changes/number": change.number, "duplicates/number": str(pair.pk),
    }  # fmt: skip


def _of_the_log() -> dict[str, str]:
    """Two sizes that the log had, and the tile that holds its leaves."""
    old = CheckpointRow.objects.latest("size").size
    record_tasks.sequence_once()
    new = CheckpointRow.objects.latest("size").size
    proof = "/log/consistency/<int:old>/<int:new>"
    return {f"{proof}#old": str(old), f"{proof}#new": str(new), "tile/path": f"0/000.p/{new}"}
