"""Filing: the one way in, whatever the channel."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from django.db import connection

from onewindow.blocks.cases.access import acted, binds_alone, may_act_for, require_assurance, role_in
from onewindow.blocks.cases.deadlines import due_of
from onewindow.blocks.cases.errors import (
    ApplicantConfirms,
    ChannelNotOffered,
    MayNotFile,
    OthersMustSign,
    SignatureNeeded,
    WrongKindOfApplicant,
)
from onewindow.blocks.cases.facts import FactsReader, applicant_facts, form_scope
from onewindow.blocks.cases.lookups import RegisterLookups
from onewindow.blocks.cases.models import Case
from onewindow.blocks.cases.operations.evidence import keep_signature
from onewindow.blocks.cases.operations.once import once
from onewindow.blocks.cases.operations.performing import settle
from onewindow.blocks.cases.operations.telling import tell_to_confirm
from onewindow.blocks.cases.process import By, Process
from onewindow.blocks.cases.signing import FiledSignature, check_signature, statement_of
from onewindow.blocks.cases.types import CaseFiled, FiledCase
from onewindow.blocks.cases.worth import basis_for_worth
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import N_, Problems
from onewindow.kernel.reference import Reference
from onewindow.standards import bpmn, feel

_KINDS = {("person",): N_("a person"), ("company",): N_("a company")}
_EITHER = N_("a person or a company")


def file_case(
    *,
    service: str,
    actor: Actor,
    applicant: Reference,
    answers: Mapping[str, object],
    channel: str,
    language: str,
    key: str | None,
    version: str | None = None,
    signed_together: bool = False,
    confirmed: bool = False,
    signature: bytes | None = None,
    statement: bytes | None = None,
    paper: bytes = b"",
) -> FiledCase:
    """See ``cases.api.file_case``.

    :param signed_together: all whose signatures the company's register entry asks for have signed it.
    :param confirmed: the applicant confirmed what a clerk wrote at the counter.
    :param paper: the PDF that was given out, where a signed one comes back.
    """
    caller = actor.account or "house"
    signed = None
    if signature is not None:
        said = statement or statement_of(service=service, applicant=applicant, answers=answers, key=key or "")
        signed = check_signature(data=signature, statement=said, actor=actor, paper=paper)
    request = {
        "do": "file", "service": service, "applicant": str(applicant), "channel": channel,
        "language": language, "answers": feel.to_json(dict(answers)),
    }  # fmt: skip
    result, again = once(
        caller=caller,
        key=key,
        request=request,
        do=lambda: _file(
            service, version, actor, applicant, answers, channel, language,
            signed_together=signed_together, confirmed=confirmed, signed=signed,
        ),
    )  # fmt: skip
    return FiledCase(
        number=str(result["number"]), service=service, revision=int(str(result["revision"])),
        status=str(result["status"]), again=again,
    )  # fmt: skip


def check_filing(package: ServicePackage, actor: Actor, applicant: Reference, channel: str) -> str:
    """Whether this actor may file this service for that applicant; the basis on which they may.

    :raises ChannelNotOffered, WrongKindOfApplicant, AssuranceTooLow, MayNotFile: what stands against it.
    """
    if channel not in package.channels:
        raise ChannelNotOffered(channel=channel, offered=", ".join(package.channels))
    if kind_of(applicant) not in package.applicant.kinds:
        raise WrongKindOfApplicant(needed=_KINDS.get(package.applicant.kinds, _EITHER))
    if channel == "counter":
        if not actor.has_post(agency=package.agency, role="clerk"):
            raise MayNotFile(applicant=applicant)
        return "counter"
    require_assurance(package, actor)
    basis = may_act_for(actor, applicant, package.applicant.scope, package.key)
    if basis is None:
        raise MayNotFile(applicant=applicant)
    return basis


def others_must_sign(package: ServicePackage, actor: Actor, applicant: Reference, channel: str) -> bool:
    """Whether the actor binds this company only with further officers. At the counter it confirms."""
    return channel != "counter" and not binds_alone(package, actor, applicant)


def kind_of(applicant: Reference) -> str:
    """``person`` or ``company``, by the register that the applicant is an entry of."""
    return {"people": "person", "companies": "company"}.get(applicant.key.partition("/")[0], "other")


def _file(
    service: str,
    version: str | None,
    actor: Actor,
    applicant: Reference,
    answers: Mapping[str, object],
    channel: str,
    language: str,
    *,
    signed_together: bool,
    confirmed: bool,
    signed: FiledSignature | None,
) -> dict[str, object]:
    package = catalogue.package(service=service, version=version)
    basis = check_filing(package, actor, applicant, channel)
    if channel == "counter" and package.confirm_form is None and not confirmed:
        raise ApplicantConfirms()
    if not signed_together and others_must_sign(package, actor, applicant, channel):
        raise OthersMustSign()
    _require_signature(package, channel, signed=signed is not None or signed_together)
    case = begin_case(package, actor, applicant, basis, answers, channel=channel, language=language)
    if signed is not None:
        keep_signature(case, signed)
    return {"number": case.number, "revision": case.revision, "status": case.status}


def _require_signature(package: ServicePackage, channel: str, *, signed: bool) -> None:
    """At the counter the applicant confirms instead."""
    if package.signature == "required" and not signed and channel != "counter":
        raise SignatureNeeded(field="signature")


def begin_case(
    package: ServicePackage,
    actor: Actor,
    applicant: Reference,
    basis: str,
    answers: Mapping[str, object],
    *,
    channel: str,
    language: str,
) -> Case:
    """Make a case, in the caller's transaction, of a filing that may be made.

    :raises Problems: answers that break rules; nothing was stored.
    """
    at = clock.now()
    number = next_case_number(package.number_prefix, agency=package.agency)
    case = _new_case(package, actor, applicant, basis, channel, language, number)
    process = Process(case, package, at, None)
    with registers.reading_once():
        data = _starting_data(process, actor, applicant, answers)
    if basis not in ("", "counter"):
        subject = Reference.of("case", number)
        case.basis = basis_for_worth(package, actor, applicant, basis, data, at=at, subject=subject)
    process.take(
        bpmn.Start(at=at, data=data, environment=process.environment()), kind="filed",
        by=By(actor.account or "", *_post(actor, channel), acted=acted(actor, applicant, case.basis)),
    )  # fmt: skip
    settle(process)
    if channel == "counter":
        tell_to_confirm(process, clerk=actor.name)
    process.news.append(CaseFiled(number, package.key, applicant, channel))
    process.save()
    return case


def _starting_data(
    process: Process, actor: Actor, applicant: Reference, answers: Mapping[str, object]
) -> dict[str, object]:
    package, case = process.package, process.case
    identity = applicant_facts(package, applicant, actor)
    facts = FactsReader(package, actor, applicant, Reference.of("case", case.number))
    scope = form_scope(package, identity, environment=process.environment(), channel=case.channel)
    scope["facts"] = facts.facts({**scope, package.form: dict(answers)})
    checked = catalogue.check_answers(
        form=package.starting_form, answers=answers, context=scope, lookups=RegisterLookups(actor),
        language=case.language, now=process.at,
    )  # fmt: skip
    if not checked.good:
        raise Problems(list(checked.problems))
    zone = ZoneInfo(registers.calendar(name=package.agency).zone)
    return {
        "applicant": identity,
        "filed_by": {"name": actor.name, "basis": case.basis, "role": role_in(actor, applicant, case.basis)},
        "facts": facts.facts({**scope, package.form: checked.answers}),
        "case": {
            "number": case.number, "filed_on": process.at.astimezone(zone).date(), "channel": case.channel,
            "language": case.language, "service": package.key,
        },
        "documents": {},
        package.form: dict(checked.answers),
    }  # fmt: skip


def _new_case(
    package: ServicePackage,
    actor: Actor,
    applicant: Reference,
    basis: str,
    channel: str,
    language: str,
    number: str,
) -> Case:
    at = clock.now()
    due = due_of(package.deadline, agency=package.agency, start=at, scope={})
    return Case(
        number=number, service=package.key, version=package.version, agency=package.agency,
        applicant=str(applicant), filed_by=actor.account or "", basis=basis, channel=channel,
        language=language, filed_at=at, changed_at=at, due_at=due.at if due else None,
    )  # fmt: skip


def next_case_number(prefix: str, *, agency: str) -> str:
    """A new case number. Taken from a database sequence: gaps are allowed, waiting for others is not."""
    year = clock.today(zone=registers.calendar(name=agency).zone).year
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        (following,) = cursor.fetchone()
    return f"{prefix}-{year}-{following:06d}"


def _post(actor: Actor, channel: str) -> tuple[str, str]:
    return (actor.posts[0].agency, actor.posts[0].role) if channel == "counter" and actor.posts else ("", "")
