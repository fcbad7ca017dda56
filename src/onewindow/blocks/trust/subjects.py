"""Who certificates are about, and what each kind needs to say (ETSI EN 319 412-1)."""

from onewindow.blocks.trust import app_settings, joined
from onewindow.blocks.trust.errors import SubjectNotComplete
from onewindow.blocks.trust.types import EndProfile
from onewindow.foundation.access.types import Actor
from onewindow.kernel.reference import Reference
from onewindow.standards.signing.pki import Subject

PEOPLE = "register/people/"
COMPANIES = "register/companies/"


def person(*, person: Reference, name: str) -> Subject:
    """A person of the population register, by the name that stands there.

    :param name: what to say where the register does not know them.
    :raises OnewindowError: the register says that they died.
    """
    country = app_settings.country()
    number = person.text.rpartition("/")[2]
    return Subject(
        common_name=joined.name_of(person) or name, country=country, serial_number=f"PNO{country}-{number}"
    )


def organisation(*, holder: Reference, name: str) -> Subject:
    """A company of the companies register (``NTR``), or a body of the state (``GOV``)."""
    country = app_settings.country()
    kind = "NTR" if holder.text.startswith(COMPANIES) else "GOV"
    number = holder.text.rpartition("/")[2]
    return Subject(
        common_name=name,
        country=country,
        organisation=name,
        organisation_identifier=f"{kind}{country}-{number}",
    )


def require_complete(*, profile: EndProfile, subject: Subject) -> None:
    """What the kind of certificate must say.

    :raises SubjectNotComplete: it lacks something.
    """
    lacks: list[str] = []
    if not subject.common_name.strip():
        lacks.append("common_name")
    if profile == "person" and not subject.serial_number:
        lacks.append("serial_number")
    if profile == "seal" and not (subject.organisation and subject.organisation_identifier):
        lacks.append("organisation_identifier")
    if profile == "server" and not subject.dns_names:
        lacks.append("dns_names")
    if lacks:
        raise SubjectNotComplete(field="subject", missing=", ".join(lacks))


def is_officer(actor: Actor) -> bool:
    """Whether the actor works for the trust agency as an officer of trust, not on behalf of somebody."""
    return actor.has_post(agency=app_settings.agency(), role="trust-officer")


def who(actor: Actor) -> str:
    """How the actor is kept beside what it did."""
    return f"account/{actor.account}" if actor.account else actor.name
