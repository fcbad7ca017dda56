"""News and who reads it."""

from onewindow.blocks.cases import tasks as cases
from onewindow.blocks.cases.types import CaseChanged, CaseDecided, PartAsked
from onewindow.blocks.mandates import tasks as mandates
from onewindow.blocks.mandates.types import ActCompleted, ActOpened, MandateTold
from onewindow.blocks.notifications import tasks as notifications
from onewindow.blocks.payments.types import PaymentSettled
from onewindow.blocks.registers.types import (
    CorrectionDecided,
    EntriesMerged,
    EntriesParted,
    PersonDied,
    PersonLives,
)
from onewindow.blocks.trust.types import CertificateEnding, CertificateIssued, CertificateRevoked
from onewindow.foundation.outbox import api as outbox
from onewindow.wiring import register_news


def join() -> None:
    """Let every reader subscribe. The names are kept for ever."""
    outbox.subscribe(PaymentSettled, name="cases.payment-settled", handler=cases.payment_settled)
    outbox.subscribe(ActCompleted, name="cases.act-completed", handler=cases.act_completed)
    outbox.subscribe(ActOpened, name="notifications.act-opened", handler=notifications.act_opened)
    outbox.subscribe(MandateTold, name="notifications.mandate-told", handler=notifications.mandate_told)
    _certificates()
    _people()
    outbox.subscribe(CaseChanged, name="cases.hooks", handler=cases.case_changed)
    outbox.subscribe(PartAsked, name="cases.part-asked", handler=cases.part_asked)
    outbox.subscribe(CaseDecided, name="cases.part-decided", handler=cases.part_decided)
    outbox.subscribe(
        CorrectionDecided, name="notifications.correction-decided", handler=notifications.correction_decided
    )


def _people() -> None:
    """What the population register learns of people."""
    for kind, name, handler in (
        (PersonDied, "identity.person-died", register_news.account_of_the_dead),
        (PersonDied, "trust.person-died", register_news.certificates_of_the_dead),
        (PersonDied, "mandates.person-died", mandates.person_died),
        (PersonLives, "identity.person-lives", register_news.account_open_again),
        (PersonLives, "mandates.person-lives", mandates.person_lives),
        (EntriesMerged, "identity.entries-merged", register_news.accounts_joined),
        (EntriesParted, "identity.entries-parted", register_news.accounts_parted),
    ):
        outbox.subscribe(kind, name=name, handler=handler)


def _certificates() -> None:
    """Letters about certificates."""
    outbox.subscribe(
        CertificateIssued, name="notifications.certificate-issued", handler=notifications.certificate_issued
    )
    outbox.subscribe(
        CertificateEnding, name="notifications.certificate-ending", handler=notifications.certificate_ending
    )
    outbox.subscribe(
        CertificateRevoked,
        name="notifications.certificate-revoked",
        handler=notifications.certificate_revoked,
    )
