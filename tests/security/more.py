"""The rest of one of everything: what the citizen signed, asked and was asked, and what the agency arranged.

Rows are made as they would be after the door was used; what a door alone can make, such as a certificate, the
door makes.
"""

import hashlib
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.utils.crypto import get_random_string

from onewindow.blocks.cases.models import Assisted, Case, Draft, FilingSignature, Hook, Work
from onewindow.blocks.identity.models import Absence as AbsenceRow
from onewindow.blocks.identity.models import (
    AccessReview,
    Account,
    ApiToken,
    Appointment,
    Challenge,
    Proofing,
    Recovery,
    ReviewedPost,
    Role,
    SetUpCode,
    SignedIn,
)
from onewindow.blocks.identity.models import DutyPair as DutyPairRow
from onewindow.blocks.identity.openid.models import Consent as SystemConsent
from onewindow.blocks.identity.openid.models import Proposal, System
from onewindow.blocks.identity.tests.test_passkeys import SoftKey
from onewindow.blocks.mandates.models import Employee, GrantedMandate, JointAct, JointSignature, Use
from onewindow.blocks.notifications.models import MailboxLetter
from onewindow.blocks.payments.models import Attempt, PaymentRequestRow, RefundRow, SandboxOrder
from onewindow.blocks.privacy.models import Consent, Erasure, Export, Objection, Question
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.models import AccessLine, BulkRejection, BulkRun
from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust.models import TrustList
from onewindow.foundation.access.types import Actor
from onewindow.foundation.holdings.models import Hold
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference

AGENCY = "civil-registry"
COMPANY, COMPANY_KEY = "register/companies/7654321Z", "7654321Z"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
NEIGHBOUR = "register/people/10000016"
LONG = timedelta(days=30)
PASSWORD = "Scene-of-4-rivers"


def of_the_company(citizen: Actor) -> dict[str, str]:
    """A company that the owner speaks for, its employee, and an act that two of its officers sign."""
    assert citizen.person is not None
    now, person = clock.now(), citizen.person.text
    officers = [{"person": person, "role": "manager", "scopes": ["*"], "since": "2020-01-06"}]
    registers.write(
        register="companies", key=COMPANY_KEY, valid=Period(None), source="scene",
        changes={"name": "Scene SARL", "tax_number": COMPANY_KEY, "status": "active", "officers": officers},
        writer=Actor(kind="system", name="scene"),
    )  # fmt: skip
    employee = Employee.objects.create(
        code="E-SCENE", company=COMPANY, person=NEIGHBOUR, name="Scene Employee", scopes=["trade"],
        first_day=now.date(), named_by=person, named_at=now, signed_at=now, own=True, everyone=True,
    )  # fmt: skip
    act = JointAct.objects.create(
        code="J-SCENE", company=COMPANY, company_name="Scene SARL", kind="grant", subject="mandate/M-SCENE",
        scope="*", statement={"act": "grant"}, shown=[["Who", "Scene SARL"]], opened_by=person,
        opened_by_name="A", opened_at=now, deadline=now + LONG,
    )  # fmt: skip
    JointSignature.objects.create(
        act=act,
        person=NEIGHBOUR,
        account="account/other",
        name="Scene Officer",
        role="manager",
        signed_at=now,
    )
    offered = GrantedMandate.objects.create(
        code="M-OFFERED", principal=NEIGHBOUR, principal_name="B", agent=person, agent_name="A",
        scopes=["trade"], first_day=now.date(), granted_at=now, granted_by=NEIGHBOUR, signed_at=now,
    )  # fmt: skip
    Use.objects.create(right="M-SCENE", subject="case/none", minor=1000, currency="TND", at=now)
    return {
        "/mandates/<slug:code>/accept/#code": offered.code,
        "/api/v1/mandates/{code}/accept#code": offered.code,
        "my-company/key": COMPANY_KEY, "company": COMPANY_KEY, "employees/code": employee.code,
        "company-employees/code": employee.code, "to-sign/code": act.code, "joint-acts/code": act.code,
    }  # fmt: skip


def of_the_account(citizen: Actor) -> dict[str, str]:
    """How the owner signs in, from where, with which keys, and into which systems."""
    now = clock.now()
    account = Account.objects.get(slug="citizen")
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    TOTP.activate(account, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(account)
    passkey = SoftKey(account).register()
    signed = SignedIn.objects.create(
        account=account, session_key=get_random_string(32), device="Scene browser", began_at=now, seen_at=now
    )
    SetUpCode.objects.create(account=account, secret=b"5" * 32, handed_at=now, expires_at=now + LONG)
    token = ApiToken.objects.create(
        account=account, name="Scene token", key="scenetoken", digest=b"0" * 32, scopes=["cases:read"],
        assurance="low", created_at=now, expires_at=now + LONG,
    )  # fmt: skip
    certificate = trust.open_signing_key(actor=citizen, pin="731946")
    system = System.objects.create(
        client_id="scene-system", agency_id=AGENCY, names={"en": "Scene system"}, way="private_key_jwt",
        purposes={"en": "To see"}, redirect_uris=["https://scene.example/back"], scopes=["openid"],
        assurance="low", opened_at=now,
    )  # fmt: skip
    SystemConsent.objects.create(account=account, system=system, scopes=["openid"], given_at=now)
    challenge = Challenge.objects.create(
        key="scenechallenge", text="scene", bound_to=b"\0" * 32, expires_at=now + LONG
    )
    return {
        "device": str(signed.pk), "account/keys/key": token.key, "serial": certificate.serial,
        "client_id": system.client_id, "certificate/key": challenge.key, "passkeys/pk": str(passkey.pk),
        "/openid/authorize?": urlencode(
            {
                "client_id": system.client_id, "redirect_uri": system.redirect_uris[0], "scope": "openid",
                "response_type": "code", "state": "scene", "nonce": "scene", "code_challenge": CHALLENGE,
                "code_challenge_method": "S256",
            }
        ),
    }  # fmt: skip


def of_the_case(citizen: Actor, case: Case, work: Work, draft: str) -> dict[str, str]:
    """What hangs on the owner's case: a question to answer, a signature, money that was paid."""
    assert citizen.person is not None
    now, person = clock.now(), citizen.person.text
    Work.objects.filter(pk=work.pk).update(element="record-check", office="")
    asked = Work.objects.create(
        case=case, work="a", element="record-check", kind="user", side="applicant", opened_at=now
    )
    signature = FilingSignature.objects.create(
        case=case, form="jades", level="T", signer="Scene Signer", issuer="Scene issuer", person=person,
        signed_at=now, statement_sha256="5" * 64, data=b"{}",
    )  # fmt: skip
    entry = record.append(kind="payments.settled", subject=Reference.of("case", case.number), payload={})
    paid = PaymentRequestRow.objects.create(
        id="pay-scene-paid", key="scene-paid", subject=f"case/{case.number}", payer=person, minor=1000,
        currency="TND", due=now.date(), description={"en": "Fee"}, reference="RF18SCENE", status="settled",
        return_path="/", created_at=now, settled_at=now, receipt="R-SCENE", settled_by="try-scene",
        record_entry=entry.id,
    )  # fmt: skip
    attempt = Attempt.objects.create(
        id="try-scene", request=paid, provider="sandbox", provider_reference="order-scene", status="settled",
        created_at=now, check_at=now,
    )  # fmt: skip
    RefundRow.objects.create(
        attempt=attempt, key="scene", minor=500, reason="Scene", account="fees", asked_at=now
    )
    SandboxOrder.objects.create(
        reference="order-scene", attempt=attempt.id, minor=1000, currency="TND", description="Fee",
        creditor_reference="RF18SCENE", return_url="/", created_at=now,
    )  # fmt: skip
    Hook.objects.create(account="citizen", url="https://scene.example/hook", secret="s" * 64, created_at=now)
    hook = Hook.objects.get(account="citizen")
    helped = Draft.objects.create(
        account="civil-clerk", applicant=person, service=case.service, version=case.version,
        channel="counter", answers={"content": "full", "purpose": "employment"}, key="scene-helped",
        changed_at=now,
    )  # fmt: skip
    Assisted.objects.create(draft=helped, code="A-SCENE", language="en", asked_at=now, until=now + LONG)
    return {
        "answer/work": str(asked.pk), "signatures/which": str(signature.pk), "hook": str(hook.pk),
        "/pay/<slug:id>/proof/#id": paid.id, "/api/v1/payments/{id}/refunds#id": paid.id,
        "sandbox-bank/reference": "order-scene", "to-confirm/code": "A-SCENE",
    }  # fmt: skip


def of_their_data(citizen: Actor, line: AccessLine) -> dict[str, str]:
    """What the owner asked about their data, lets others do with it, and got of it."""
    assert citizen.person is not None
    now, person = clock.now(), citizen.person.text
    Question.objects.create(
        code="Q-SCENE", line=line.pk, concerned=person, asked_by="citizen", agency=AGENCY, text="Why?",
        asked_at=now, due_at=now + LONG,
    )  # fmt: skip
    Objection.objects.create(
        code="O-SCENE", person=person, use="scene-use", agency=AGENCY, reason="No", raised_by="citizen",
        raised_at=now, due_at=now + LONG,
    )  # fmt: skip
    Erasure.objects.create(
        code="D-SCENE", person=person, agency=AGENCY, law="Law", asked_by="civil-dpo", asked_at=now
    )
    Consent.objects.create(
        person=person, use="scene-other", given_by="citizen", given_at=now, until=(now + LONG).date()
    )
    Export.objects.create(
        code="X-SCENE", account="citizen", person=person, language="en", asked_at=now, ready_at=now,
        expires_at=now + LONG, archive=b"PK", size=2,
    )  # fmt: skip
    another, third = (AccessLine.objects.get(pk=line.pk) for _ in range(2))
    another.pk = third.pk = None
    another.save()
    third.save()
    Question.objects.create(
        code="Q-ESCALATED", line=third.pk, concerned=person, asked_by="citizen", agency=AGENCY, text="Why?",
        asked_at=now, due_at=now, status="escalated", escalated_because="late", escalated_at=now,
    )  # fmt: skip
    letter = MailboxLetter.objects.create(
        sender="a@b.example", receivers="citizen@tamaris.example", subject="Scene", body="Scene", at=now
    )
    return {
        "another line": str(another.pk), "questions/code": "Q-SCENE", "objections/code": "O-SCENE",
        "erasures/code": "D-SCENE",
        "export/code": "X-SCENE",
        "mailbox/id": str(letter.pk),
    }  # fmt: skip


def of_the_officers() -> dict[str, str]:
    """What the agency arranged: absences, duties apart, reviews, proofings, recoveries, imports, holds."""
    now = clock.now()
    clerk, head = (Account.objects.get(slug=one) for one in ("civil-clerk", "civil-head"))
    substitute = Account.objects.get(slug="civil-registrar")
    treasurer = Role.objects.create(slug="treasurer", agency_id=AGENCY, names={"en": "Treasurer"})
    office = Appointment.objects.filter(account=head)[0].office
    Appointment.objects.create(account=head, office=office, role=treasurer, starts_at=now)
    absence = AbsenceRow.objects.create(
        agency_id=AGENCY, absent=clerk, substitute=substitute, first_day=now.date() + timedelta(300),
        last_day=now.date() + timedelta(310), arranged_by=head,
    )  # fmt: skip
    pair = DutyPairRow.objects.create(agency_id=AGENCY, one_id="inspector", other_id="trust-officer")
    review = AccessReview.objects.create(agency_id=AGENCY, opened_at=now, opened_by=head, due_at=now + LONG)
    post = Appointment.objects.get(account=clerk)
    ReviewedPost.objects.create(review=review, appointment=post)
    proofing = Proofing.objects.create(
        person="register/people/10000060", way="counter", level="high", evidence={"kind": "identity-card"},
        name="Scene Proofed", email="proofed@tamaris.example", agency_id=AGENCY, asked_by=clerk, asked_at=now,
    )  # fmt: skip
    lost = Account.objects.get(slug="homeowner")
    recovery = Recovery.objects.create(
        account=lost, way="counter", state="asked", asked_at=now, ready_at=now, expires_at=now + LONG,
        secret=hashlib.sha256(b"scene lost").digest(), cancel=b"2" * 32, agency_id=AGENCY, asked_by=clerk,
    )  # fmt: skip
    Recovery.objects.create(
        account=clerk, way="letter", state="waiting", asked_at=now, ready_at=datetime(2020, 1, 1, tzinfo=UTC),
        expires_at=now + LONG, secret=hashlib.sha256(b"scene").digest(), cancel=b"4" * 32,
    )  # fmt: skip
    run = BulkRun.objects.create(
        name="scene", kind="import", register="people",
        asked={
            "file": "scene.csv", "kept": "scene.csv", "kind": "csv", "mapping": "", "source": "Scene",
            "dry": True, "language": "en",
        },
        by="account/civil-registrar", created=now,
    )  # fmt: skip
    BulkRejection.objects.create(
        run=run, line=2, field="sex", value="Z", code="scene", rule="Scene", way_out="Mend"
    )
    terms = {
        "client_id": "scene-system",
        "names": {"en": "Scene system"}, "purposes": {"en": "To see"}, "way": "private_key_jwt", "keys": [],
        "redirect_uris": ["https://scene.example/back"], "after_logout_uris": [], "logout_uri": "",
        "scopes": ["openid"], "assurance": "low", "pushed": False, "trusted": False,
    }  # fmt: skip
    proposal = Proposal.objects.create(
        agency_id=AGENCY, client_id="scene-system", terms=terms, asked_by=clerk, asked_at=now
    )
    trusted = TrustList.objects.create(
        country="FR", name="Scene list", number=1, made_at=now, ends_at=now + LONG, source=b"{}",
        digest="6" * 64, signer="7" * 64, proposed_at=now, proposed_by="account/scene",
    )  # fmt: skip
    hold = Hold.objects.create(
        subject="register/people/10000295", agency=AGENCY, reason="Scene", asked_by="civil-head", asked_at=now
    )
    role = Role.objects.create(slug="scene-role", agency_id=AGENCY, names={"en": "Scene role"})
    return {
        "absence": str(absence.pk), "role": role.slug, "pair": str(pair.pk), "review": str(review.pk),
        "proofing": str(proofing.pk), "recovery": str(recovery.pk), "secret": "scene",
        "imports/number": str(run.pk), "proposal": str(proposal.pk),
        "trust_list": str(trusted.pk), "list": str(trusted.pk),
        "appointment": str(post.pk), "hold": str(hold.pk),
    }  # fmt: skip
