"""Ports and what fulfils them."""

from base64 import b64decode

from django.conf import settings

from onewindow.blocks.cases import api as cases
from onewindow.blocks.cases.adapters.kept_filings import KeptFilings
from onewindow.blocks.documents import api as documents
from onewindow.blocks.documents.adapters import chosen
from onewindow.blocks.documents.adapters.kept_documents import KeptDocuments
from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api as mandates
from onewindow.blocks.mandates.adapters.kept_keys import KeptKeys
from onewindow.blocks.mandates.adapters.kept_mandates import KeptJointSignatures, KeptMandates
from onewindow.blocks.payments import api as payments
from onewindow.blocks.privacy import api as privacy
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.adapters.evidence_http import HttpEvidence
from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust.adapters import chosen as trust_keys
from onewindow.foundation.access import api as access
from onewindow.foundation.holdings import api as holdings
from onewindow.wiring import matters, numbers, offers, people


def join() -> None:
    """Fulfil the ports."""
    trust.use(
        keys=trust_keys.keys(),
        lists=trust_keys.lists(),
        names=people.name_in_register,
    )
    access.use_actor_source(source=identity.actor_of)
    access.use_level_source(source=cases.level_of_address)
    access.use_step_up(step_up=identity.step_up)
    identity.use_number_permission(permission=numbers.may_know_number)
    identity.use_basis_check(check=mandates.extent_of)
    identity.use_person_register(register=people.person_facts)
    identity.use_person_standings(source=people.person_standing)
    identity.use_notice_sender(sender=people.send_notice)
    mandates.use_signer(signer=KeptKeys())
    mandates.use_matters(matters=matters.OfCases())
    payments.use_collectors(source=matters.OfCases())
    mandates.use_offers(offers=offers.Catalogue())
    documents.use(**chosen.adapters())
    documents.use(subject_readers=cases.may_see_subject)
    privacy.use_case_involvement(involvement=cases.looks_explained)
    registers.use_optional_uses(check=privacy.may_use)
    registers.use_case_check(check=cases.is_cause_to_read)
    trust.use_kept(source="documents", kept=KeptDocuments())
    trust.use_kept(source="filings", kept=KeptFilings())
    trust.use_kept(source="mandates", kept=KeptMandates())
    trust.use_kept(source="joint-signatures", kept=KeptJointSignatures())
    holdings.use_who_is(who_is=privacy.who_is)
    for name, said in settings.ONEWINDOW_EVIDENCE.items():
        keys = {kid: b64decode(key) for kid, key in said["keys"].items()}
        registers.use_evidence_source(
            name=name, source=HttpEvidence(name=name, address=said["address"], keys=keys)
        )
