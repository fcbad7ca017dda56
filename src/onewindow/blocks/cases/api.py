"""THE DOOR of cases: one way in for a filing, whatever the channel, and all that may happen to it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from onewindow.blocks.cases import access, levels, sides
from onewindow.blocks.cases.operations import (
    acting,
    acting_together,
    assisting,
    declining,
    drafts,
    filing,
    hooks,
    joint,
    migrating,
    signed,
    timers,
    together,
    working,
)
from onewindow.blocks.cases.queries import explaining, figures, forms, lists, reading, signatures, works
from onewindow.blocks.cases.queries import histories as histories_queries
from onewindow.blocks.cases.queries import inbox as inboxes
from onewindow.blocks.cases.queries import parts as parts_queries
from onewindow.blocks.cases.types import (
    AssistedView,
    CaseHistory,
    CaseLine,
    CaseView,
    DecidedWork,
    DraftView,
    FiledCase,
    FilingSignatureView,
    FormScope,
    HookView,
    MoveView,
    PartView,
    ServiceFigures,
    Standing,
    StoryLine,
    WorkView,
)
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.mandates.types import JointActView
from onewindow.blocks.trust.types import Form
from onewindow.foundation.access.api import Actor
from onewindow.foundation.access.types import Assurance
from onewindow.kernel.reference import Reference


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
    signature: bytes | None = None,
) -> FiledCase:
    """File a case, once per caller and key.

    :param service: ``agency/service``.
    :param applicant: ``register/people/…`` or ``register/companies/…``: whose case it becomes.
    :param answers: field slug to answer, as JSON sent them, as a page sent them, or typed.
    :param channel: ``page``, ``api`` or ``counter``; the service says which it offers.
    :param key: idempotency key; the same key and request give the same case again.
    :param version: of the package; None is the current one.
    :param signature: JAdES, XAdES or ASiC-E over ``signing.statement_of`` with this key, by who files.
    :raises Problems: answers that break rules, each with its field; nothing is stored.
    :raises SignatureNeeded, SignatureNotTaken, SignatureNotGood, SignatureOfSomethingElse, SignatureNotYours,
        SignatureUsed: what is wrong with the signature; nothing is stored.
    :raises KeyReused: the key stands for another request.
    :raises MayNotFile, AssuranceTooLow, ChannelNotOffered, WrongKindOfApplicant: what stands against it.
    """
    return filing.file_case(
        service=service, actor=actor, applicant=applicant, answers=answers, channel=channel,
        language=language, key=key, version=version, signature=signature,
    )  # fmt: skip


def begin_draft(*, service: str, actor: Actor, applicant: Reference, channel: str) -> DraftView:
    """Begin to answer a service's form.

    :raises MayNotFile, AssuranceTooLow, ChannelNotOffered, WrongKindOfApplicant: what stands against it.
    """
    return drafts.begin_draft(service=service, actor=actor, applicant=applicant, channel=channel)


def keep_draft(
    *,
    key: str,
    actor: Actor,
    answers: Mapping[str, object],
    seen: Sequence[str] = (),
    revision: int | None = None,
) -> DraftView:
    """Keep answers, complete or not, right or not; they are merged over those kept before.

    :param seen: slugs of pages that were answered.
    :raises ChangedSince: ``revision`` is not the draft's: it was changed elsewhere.
    """
    return drafts.keep_draft(key=key, actor=actor, answers=answers, seen=seen, revision=revision)


def fill_draft(*, key: str, actor: Actor, file: Reference) -> tuple[DraftView, tuple[str, ...]]:
    """Fill a draft from a message, such as an EN 16931 invoice, by the form's own map.

    :param file: an upload of this actor's; it becomes the answer of the field that the form names.
    :returns: the draft, and the paths that were filled.
    :raises NothingToFillFrom: the form fills from nothing, or the file holds no such message.
    :raises OnewindowError: the message breaks its standard's rules; nothing is kept.
    """
    return drafts.fill_draft(key=key, actor=actor, file=file)


def discard_draft(*, key: str, actor: Actor) -> None:
    """Throw one's draft away."""
    drafts.discard_draft(key=key, actor=actor)


def file_draft(*, key: str, actor: Actor, language: str, signature: bytes | None = None) -> FiledCase:
    """File what a draft holds; done twice, it is the same case.

    :param signature: over ``statement_of_draft``, by the person who files.
    :raises Problems: answers that break rules; the draft stays.
    :raises SignatureNeeded, SignatureNotTaken, SignatureNotGood, SignatureOfSomethingElse, SignatureNotYours:
        what is wrong with the signature; the draft stays.
    """
    return drafts.file_draft(key=key, actor=actor, language=language, signature=signature)


def sign_and_file_draft(
    *, key: str, actor: Actor, language: str, pin: str, form: Form = "jades"
) -> FiledCase:
    """Sign a draft with the key that the house keeps for the person (JAdES, level LT), and file it.

    Call it outside a transaction: wrong PINs are counted in one of their own.

    :raises SignatureNeeded: no PIN, or no key. :raises PinWrong, PinBlocked: nothing is filed.
    """
    return signed.sign_and_file_draft(key=key, actor=actor, language=language, pin=pin, form=form)


def statement_of_draft(*, key: str, actor: Actor) -> bytes:
    """What a signature under a draft has to be over: JSON, UTF-8.

    :raises CaseNotFound: no such draft of this account, or it was filed.
    """
    return signed.statement_of_draft(key=key, actor=actor)


def to_sign_of_draft(*, key: str, actor: Actor, form: str, language: str) -> bytes:
    """What a program of one's own signs.

    :param form: ``json``; ``xml``, with the JSON as its text; ``pdf``, the answers to read, with the
        JSON attached. The same draft gives the same bytes: the signed file is held against them.
    :raises CaseNotFound: no such draft of this account, it was filed, or there is no such form.
    """
    return signed.to_sign_of_draft(key=key, actor=actor, form=form, language=language)


def filing_signatures(*, number: str, actor: Actor) -> tuple[FilingSignatureView, ...]:
    """The signatures under what was filed.

    :raises CaseNotFound: no such case, or not for this actor's eyes.
    """
    return signatures.filing_signatures(number=number, actor=actor)


def signature_file(*, number: str, signature: int, actor: Actor) -> tuple[str, bytes]:
    """The form and the bytes of a signature, as it came.

    :raises CaseNotFound: no such case or signature, or not for this actor's eyes.
    """
    return signatures.signature_file(number=number, signature=signature, actor=actor)


def must_be_signed_together(*, key: str, actor: Actor) -> bool:
    """Whether the company of a draft is bound only when further officers sign."""
    return joint.must_be_signed_together(key=key, actor=actor)


def ask_to_sign(*, key: str, actor: Actor, pin: str | None) -> JointActView:
    """Sign a draft for a company, and ask its other officers; with the last signature it is filed by itself.

    :raises Problems: answers that break rules; nobody is asked.
    :raises SignatureMissing: no PIN, or no key to sign with.
    """
    return joint.ask_to_sign(key=key, actor=actor, pin=pin)


def ask_to_sign_action(
    *,
    number: str,
    action: str,
    actor: Actor,
    answers: Mapping[str, object],
    pin: str | None,
    revision: int | None = None,
) -> JointActView:
    """Sign an action on a case for a company that several officers bind, and ask the others to sign it.

    With the last signature it is done by itself; where the case has moved on by then, the company gets a
    letter that says why it was not. Asked again with the same answers, it is the same act. Call it outside a
    transaction: wrong PINs are counted in one of their own.

    :raises Problems, NotAtThisTime, NotAllowed, ChangedSince: what stands against it; nobody is asked.
    :raises WaitsForSignatures: other answers wait already.
    :raises SignatureMissing: no PIN, or no key to sign with.
    """
    return acting_together.ask_to_sign_action(
        number=number, action=action, actor=actor, answers=answers, pin=pin, revision=revision
    )


def ask_to_sign_work(
    *, work: int, actor: Actor, answers: Mapping[str, object], pin: str | None, revision: int | None = None
) -> JointActView:
    """``ask_to_sign_action`` for a task: answer what the case asks, agree to what another party wants.

    :raises WorkNotFound, WorkEnded: no such task for this actor, or it is done.
    """
    return acting_together.ask_to_sign_work(
        work=work, actor=actor, answers=answers, pin=pin, revision=revision
    )


def acts_in_case(*, number: str, actor: Actor) -> tuple[JointActView, ...]:
    """What waits for signatures in a case, as far as it is of companies for which the actor acts."""
    return acting_together.acts_in_case(number=number, actor=actor)


def binds_alone(*, service: str, version: str, actor: Actor, party: Reference) -> bool:
    """Whether what the actor does for a party in a case of that service needs nobody else's signature."""
    package = catalogue.package(service=service, version=version)
    return access.binds_alone(package, actor, party)


def to_confirm(*, actor: Actor) -> tuple[AssistedView, ...]:
    """What clerks filled in at counters for the actor, or for whom the actor acts, and waits for a yes."""
    return assisting.waiting_for(actor)


def assisted(*, code: str, actor: Actor) -> AssistedView:
    """One of these, also one that was answered.

    :raises CaseNotFound: it is not about the actor, nor about somebody for whom the actor may file it.
    """
    return assisting.assisted(code=code, actor=actor)


def answer_assisted(*, code: str, actor: Actor, confirmed: bool, sha256: str = "") -> AssistedView:
    """Confirm it: it is filed as the clerk wrote it. Or refuse it: nothing happens.

    :param sha256: the digest of what the person read; empty where the caller keeps none.
    :raises CaseNotFound: as for ``assisted``.
    :raises ChangedSince: what would be filed is not what the person was asked about.
    :raises NotWaitingForYou: it was answered before, or too late.
    :raises AssuranceTooLow: the service asks for a surer sign-in.
    :raises OthersMustSign: the company is bound only when further officers sign; ``ask_to_sign_assisted``.
    """
    return assisting.answer_assisted(code=code, actor=actor, confirmed=confirmed, sha256=sha256)


def ask_to_sign_assisted(*, code: str, actor: Actor, pin: str | None) -> JointActView:
    """Confirm what a clerk filled in for a company that several officers bind: sign it, and ask the others.

    :raises CaseNotFound, NotWaitingForYou, AssuranceTooLow: as for ``answer_assisted``.
    :raises SignatureMissing: no PIN, or no key to sign with.
    """
    return assisting.ask_to_sign_assisted(code=code, actor=actor, pin=pin)


def act_about_assisted(*, code: str, actor: Actor) -> JointActView | None:
    """What waits for signatures about it, if anything.

    :raises CaseNotFound: it is not about the actor, nor about somebody for whom the actor may file it.
    """
    return assisting.act_about_assisted(code=code, actor=actor)


def act_about_draft(*, key: str, actor: Actor) -> JointActView | None:
    """What waits for signatures about one's draft, if anything."""
    return joint.act_about_draft(key=key, actor=actor)


def draft(*, key: str, actor: Actor) -> DraftView:
    """One's own draft.

    :raises CaseNotFound: no such draft of this account.
    """
    return lists.draft(key=key, actor=actor)


def my_drafts(
    *, actor: Actor, service: str | None = None, limit: int = 50, offset: int = 0
) -> tuple[tuple[DraftView, ...], int]:
    """Drafts of this account, the newest first, and how many there are in all.

    Where the account acts for somebody, not those for others.

    :param service: only those of this service.
    """
    return lists.my_drafts(actor=actor, service=service, limit=limit, offset=offset)


def scope_of_draft(*, key: str, actor: Actor) -> FormScope:
    """The form of a draft and what its formulas see: facts that registers know, today, the calendars."""
    return forms.scope_of_draft(key=key, actor=actor)


def scope_of_work(*, work: int, actor: Actor) -> FormScope:
    """The form of a task and what its formulas see.

    :raises WorkNotFound: no such task for this actor.
    """
    return forms.scope_of_work(work=work, actor=actor)


def scope_of_action(*, number: str, action: str, actor: Actor) -> FormScope:
    """The form of something that may be done to a case, and what its formulas see."""
    return forms.scope_of_action(number=number, action=action, actor=actor)


def case(*, number: str, actor: Actor) -> CaseView:
    """One case.

    :raises CaseNotFound: no such case, or not for this actor's eyes: the two are not told apart.
    """
    return reading.case(number=number, actor=actor)


def case_and_story(*, number: str, actor: Actor) -> tuple[CaseView, tuple[StoryLine, ...]]:
    """``case`` and ``story`` together, for pages that show both.

    :raises CaseNotFound: no such case, or not for this actor's eyes.
    """
    return reading.case_and_story(number=number, actor=actor)


def case_story_and_signatures(
    *, number: str, actor: Actor
) -> tuple[CaseView, tuple[StoryLine, ...], tuple[FilingSignatureView, ...]]:
    """``case``, ``story`` and ``filing_signatures`` together: the case is asked for once.

    :raises CaseNotFound: no such case, or not for this actor's eyes.
    """
    return signatures.case_story_and_signatures(number=number, actor=actor)


def parts(*, number: str, actor: Actor) -> tuple[PartView, ...]:
    """The cases at other agencies that are parts of a case, in the order in which they began.

    Who may see the case sees how its parts stand, and what is in them only who may see that.

    :raises CaseNotFound: no such case, or not for this actor's eyes.
    """
    return parts_queries.parts(number=number, actor=actor)


def may_see_subject(*, subject: Reference, reader: Actor) -> bool:
    """Whether a reader may see what belongs to a case: ``case/<number>``, or an upload that is part of one.

    Fulfils the port of documents. Anything else is no.
    """
    return reading.may_see_subject(subject=subject, reader=reader)


def matters_of(*, subject: Reference) -> tuple[tuple[str, str], ...]:
    """The services (``agency/service``) with their scopes to which a subject belongs: that of the case, and
    of the case of which it is a part; none for anything else. Fulfils the port of mandates."""
    return reading.matters_of_subject(subject=subject)


def subjects_on_side(*, actor: Actor) -> Iterable[str]:
    """The cases on the actor's side, as ``case/<number>``: their own, and those that a right opens. It is a
    queryset of one column. Fulfils the port of mandates."""
    return sides.subjects_on_side(actor)


def looks_explained(
    *, looks: Sequence[tuple[str, Reference, frozenset[str], datetime, datetime]]
) -> frozenset[int]:
    """The places of looks at people that a case explains: the officer works on it, and it is about them.

    Fulfils the port of privacy.

    :param looks: account of the officer, person, cases that were stated, first and last moment.
    """
    return explaining.looks_explained(looks)


def is_cause_to_read(*, case: Reference, entry: Reference | None, reader: Actor) -> bool:
    """Whether a case is a cause for an officer to read an entry of a register. Fulfils the port of registers.

    :param entry: None asks only whether the officer works on the case.
    """
    return explaining.is_cause_to_read(case=case, entry=entry, reader=reader)


def story(*, number: str, actor: Actor) -> tuple[StoryLine, ...]:
    """What happened to a case, the oldest first. The applicant's side sees agencies, not officers' names."""
    return reading.story(number=number, actor=actor)


def my_cases(*, actor: Actor, limit: int = 50, offset: int = 0) -> tuple[tuple[CaseLine, ...], int]:
    """Cases of whom the actor is or acts for, the newest first, and how many there are."""
    return lists.my_cases(actor=actor, limit=limit, offset=offset)


def cases(
    *,
    actor: Actor,
    service: str | None = None,
    status: str | None = None,
    number: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[tuple[CaseLine, ...], int]:
    """All cases that the actor may see, the newest first, and how many there are.

    :param number: its beginning.
    """
    return lists.cases(actor=actor, service=service, status=status, number=number, limit=limit, offset=offset)


def inbox(
    *,
    actor: Actor,
    role: str | None = None,
    agency: str | None = None,
    service: str | None = None,
    claimed: str | None = None,
    limit: int = 50,
    offset: int = 0,
) -> tuple[tuple[WorkView, ...], int]:
    """Open tasks that the actor's posts reach, the most urgent first, and how many there are.

    :param claimed: ``me``, ``nobody`` or None for all.
    """
    return inboxes.inbox(
        actor=actor, role=role, agency=agency, service=service, claimed=claimed, limit=limit, offset=offset
    )


def works_of_applicant(*, actor: Actor) -> tuple[WorkView, ...]:
    """Open tasks that wait for whom the actor is or acts for."""
    return works.works_of_applicant(actor=actor)


def work(*, work: int, actor: Actor) -> WorkView:
    """One task.

    :raises WorkNotFound: no such task for this actor.
    """
    return reading.work(work=work, actor=actor)


def claim_work(*, work: int, actor: Actor, revision: int | None = None) -> int:
    """Take a task on, so that colleagues leave it.

    :returns: the task's new revision.
    :raises WorkClaimed: a colleague has it. WorkEnded: it is done. ChangedSince: another revision.
    """
    return working.claim_work(work=work, actor=actor, revision=revision)


def release_work(*, work: int, actor: Actor) -> int:
    """Give a task back. A head may do so for an officer."""
    return working.release_work(work=work, actor=actor)


def hand_over_work(*, work: int, actor: Actor, to: str) -> int:
    """Give a task to a colleague who may do it.

    :param to: the colleague's account.
    """
    return working.hand_over_work(work=work, actor=actor, to=to)


def complete_work(
    *, work: int, actor: Actor, answers: Mapping[str, object], key: str | None, revision: int | None = None
) -> Mapping[str, object]:
    """Do a task, or propose its decision where the package asks for four eyes.

    Where a proposal waits, the same answers of a second person confirm it; others are a new proposal.

    :param revision: of the task as it was seen; None does not ask.
    :returns: {case, revision, status, proposed}.
    :raises Problems, WorkEnded, WorkClaimed, ChangedSince, SecondPersonNeeded: as named; nothing is stored.
    """
    return working.complete_work(work=work, actor=actor, answers=answers, key=key, revision=revision)


def works_of_one_kind(*, works: Sequence[int], actor: Actor) -> tuple[WorkView, ...]:
    """Tasks that may be decided together: open, of one step of one version of a service, none proposed.

    :raises NotOfOneKind, TooManyAtOnce, WorkNotFound: as named.
    """
    return together.of_one_kind(works=works, actor=actor)


def complete_works(
    *, works: Sequence[int], actor: Actor, answers: Mapping[str, object], key: str
) -> tuple[DecidedWork, ...]:
    """Do several tasks with the same answers, each in a transaction of its own.

    :param key: idempotency key of the whole; asked again, each task says what it said before.
    :returns: in the order asked for, what became of each; one that failed changed nothing.
    :raises TooManyAtOnce: more than fifty; nothing is done.
    """
    return together.complete_works(works=works, actor=actor, answers=answers, key=key)


def return_proposal(*, work: int, actor: Actor, reason: str, revision: int | None = None) -> int:
    """Give a proposal back to who made it, with a reason."""
    return working.return_proposal(work=work, actor=actor, reason=reason, revision=revision)


def act_on_case(
    *,
    number: str,
    action: str,
    actor: Actor,
    answers: Mapping[str, object],
    key: str | None,
    revision: int | None = None,
) -> Mapping[str, object]:
    """Withdraw, amend, extend, correct, revoke …: what the package offers and the process waits for.

    :returns: {case, revision, status}.
    :raises NotAtThisTime: the process does not wait for it now. NotAllowed: not for this actor.
    """
    return acting.act_on_case(
        number=number, action=action, actor=actor, answers=answers, key=key, revision=revision
    )


def movable_case(*, number: str, actor: Actor) -> MoveView:
    """To which other versions of its package a running case could be moved, and why not to the others.

    :raises CaseNotFound, NotAllowed: the actor does not administer the case's agency.
    """
    return migrating.movable_case(number=number, actor=actor)


def move_case(
    *, number: str, version: str, actor: Actor, reason: str, key: str | None, revision: int | None = None
) -> Mapping[str, object]:
    """Move a running case to another version of its package, once. On that version already, nothing happens.

    :param reason: in words; it goes into the record and into the letter to the applicant.
    :returns: {case, version, revision, status}.
    :raises CannotMoveCase: each step that stands in the way; nothing is changed.
    :raises CaseNotFound, NotAllowed: the actor does not administer the case's agency.
    :raises UnknownService: the package has no such version. ChangedSince: another revision.
    """
    return migrating.move_case(
        number=number, version=version, actor=actor, reason=reason, key=key, revision=revision
    )


def decline_action(*, number: str, action: str, actor: Actor, reason: str) -> int:
    """Give an action that a colleague proposed back to them, with a reason; one's own is taken back.

    :returns: the case's new revision.
    :raises NothingProposed: nobody proposed it, or it was decided meanwhile. NotAllowed: not for this actor.
    """
    return declining.decline_action(number=number, action=action, actor=actor, reason=reason)


def public_figures(*, service: str) -> ServiceFigures:
    """The same for everybody's eyes: counts in fives, rounded down; shares and times to a coarse step, and
    only of five decisions or more. Nobody can watch what becomes of one case."""
    return figures.public_figures(service=service)


def service_figures(*, service: str) -> ServiceFigures:
    """What really happened with a service, at most half a minute ago."""
    return figures.service_figures(service=service)


def histories(*, service: str, since: datetime | None = None, limit: int = 2000) -> tuple[CaseHistory, ...]:
    """What happened to the newest cases of a service: for figures over many, never to be shown one by one."""
    return histories_queries.histories(service=service, since=since, limit=limit)


def standing(*, service: str) -> tuple[Standing, ...]:
    """Where the running cases of a service stand now, and for how long."""
    return histories_queries.standing(service=service)


def popular_services(*, limit: int = 6) -> tuple[str, ...]:
    """Keys of the services that most cases were filed for."""
    return figures.popular_services(limit=limit)


def fire_due_timers() -> int:
    """Fire a batch of due timers; 0 when none is due."""
    return timers.fire_due_timers()


def add_hook(*, actor: Actor, url: str) -> HookView:
    """Tell a program's address of each change to a case that this account may see. Twice is the same as once.

    :raises HookNotListed: the operator did not list that address.
    :raises TooManyHooks: the account has ten.
    """
    return hooks.add_hook(actor=actor, url=url)


def stop_hook(*, actor: Actor, hook: int) -> None:
    """Tell an address no longer.

    :raises HookNotFound: no such webhook of this account.
    """
    hooks.stop_hook(actor=actor, hook=hook)


def hooks_of(*, actor: Actor) -> tuple[HookView, ...]:
    """The webhooks of this account."""
    return hooks.hooks_of(actor=actor)


def level_of_address(*, values: Mapping[str, object]) -> Assurance:
    """How sure a sign-in the service asks for that an address belongs to: ``none`` where it belongs to none.

    :param values: what stands in the address: ``agency`` and ``service``, or a case's ``number``, a task's
        ``work``, a draft's ``key``.
    """
    return levels.level_of_address(values)
