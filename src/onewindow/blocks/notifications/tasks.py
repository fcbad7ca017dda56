"""What the worker does for notifications."""

from onewindow.blocks.mandates.types import ActOpened, MandateTold
from onewindow.blocks.notifications import operations
from onewindow.blocks.registers import api as registers
from onewindow.blocks.registers.types import CorrectionDecided
from onewindow.blocks.trust.types import CertificateEnding, CertificateIssued, CertificateRevoked
from onewindow.foundation.jobs.api import job
from onewindow.foundation.outbox.types import Delivery
from onewindow.kernel.reference import Reference


@job(name="notifications.deliver")
def deliver(*, letter: int) -> None:
    """Send a letter's copies by e-mail; tried again for a day."""
    operations.deliver(letter_id=letter)


def correction_decided(news: CorrectionDecided, delivery: Delivery) -> None:
    """Tell whoever asked for a correction what came of it."""
    declared = registers.register(slug=news.register)
    named = next((field.name for field in declared.fields if field.slug == news.attribute), declared.name)
    operations.notify(
        to=news.asked_by,
        template="notifications.correction-decided",
        values={
            "attribute": dict(named.texts),
            "register": dict(declared.name.texts),
            "corrected": news.corrected,
            "reason": news.reason,
        },
        texts=None,
        language=None,
        subject=Reference.of("change", news.number),
        key=f"correction:{news.number}",
    )


def act_opened(news: ActOpened, delivery: Delivery) -> None:
    """A company's officers are asked to sign together."""
    operations.notify(
        to=news.company,
        template="mandates.to-sign",
        values={"code": news.code, "by": news.opened_by, "deadline": news.deadline},
        texts=None,
        language=None,
        subject=Reference.of("joint-act", news.code),
        key=f"to-sign/{news.code}",
    )


def mandate_told(news: MandateTold, delivery: Delivery) -> None:
    """One side of a mandate hears what the other did."""
    values = {"code": news.code, "principal": news.principal_name, "agent": news.agent_name}
    operations.notify(
        to=news.to,
        template=f"mandates.{news.what}",
        values=values,
        texts=None,
        language=None,
        subject=Reference.of("mandate", news.code),
        key=f"mandate/{news.code}/{news.what}{_side(news)}",
    )


def _side(news: MandateTold) -> str:
    """What both sides hear goes out to each."""
    return f"/{news.to.key}" if news.what == "anew" else ""


def certificate_issued(news: CertificateIssued, delivery: Delivery) -> None:
    """Somebody has a new certificate: the first to see one that they did not ask for."""
    _about_certificate(news.holder, news.serial, "issued", {"ends": news.ends_at})


def certificate_ending(news: CertificateEnding, delivery: Delivery) -> None:
    """A certificate ends within a month."""
    _about_certificate(news.holder, news.serial, "ending", {"ends": news.ends_at})


def certificate_revoked(news: CertificateRevoked, delivery: Delivery) -> None:
    """A certificate was revoked, by its holder or by an officer."""
    _about_certificate(news.holder, news.serial, "revoked", {})


def _about_certificate(holder: Reference, serial: str, what: str, values: dict[str, object]) -> None:
    if holder.kind != "register":
        return  # seals of agencies: their keepers are told by the operator's check
    operations.notify(
        to=holder,
        template=f"trust.{what}",
        values=values,
        texts=None,
        language=None,
        subject=Reference.of("certificate", serial),
        key=f"certificate/{serial}/{what}",
    )
