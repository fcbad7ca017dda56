"""THE DOOR of privacy: questions about looks, consents, objections, exports, and the report on looks."""

from datetime import date

from onewindow.blocks.privacy import (
    archive,
    choices,
    erasing,
    exports,
    once,
    questions,
    reviewing,
    topics,
    uses,
)
from onewindow.blocks.privacy.errors import (
    AboutYou,
    AskedAlready,
    ChangedSince,
    ConsentNotOpen,
    DayNotPossible,
    ErasedElsewhere,
    ErasureAsked,
    ErasureUnknown,
    ExportUnknown,
    FindingMissing,
    KeyReused,
    LawMissing,
    LineUnknown,
    NotAtThisStage,
    NothingMayGo,
    NotYours,
    ObjectedAlready,
    ObjectionUnknown,
    OneExportAtATime,
    OwnLook,
    PersonUnknown,
    QuestionUnknown,
    TextMissing,
    UseUnknown,
)
from onewindow.blocks.privacy.ports import CaseInvolvement
from onewindow.blocks.privacy.types import (
    ConsentView,
    ErasureView,
    ExportView,
    LookNoticed,
    ObjectionView,
    QuestionView,
    Use,
)
from onewindow.foundation.access.types import Actor
from onewindow.foundation.holdings.types import BeforeErasing, Somebody
from onewindow.kernel.reference import Reference

__all__ = [
    "AboutYou",
    "AskedAlready",
    "ChangedSince",
    "ConsentNotOpen",
    "DayNotPossible",
    "ErasedElsewhere",
    "ErasureAsked",
    "ErasureUnknown",
    "ExportUnknown",
    "FindingMissing",
    "KeyReused",
    "LawMissing",
    "LineUnknown",
    "NotAtThisStage",
    "NotYours",
    "NothingMayGo",
    "ObjectedAlready",
    "ObjectionUnknown",
    "OneExportAtATime",
    "OwnLook",
    "PersonUnknown",
    "QuestionUnknown",
    "TextMissing",
    "UseUnknown",
    "answer_question",
    "archive_of",
    "ask_about",
    "ask_for_export",
    "ask_to_erase",
    "before_erasure",
    "confirm_erasure",
    "consent",
    "consents",
    "decide_objection",
    "erases",
    "erasure_at",
    "erasures_at",
    "escalate_question",
    "escalated_question",
    "escalated_questions",
    "exports_of",
    "fetch_export",
    "looked_without_cause",
    "may_use",
    "object_to",
    "objection",
    "objection_at",
    "objections",
    "objections_at",
    "question",
    "question_at",
    "questions_at",
    "questions_of",
    "refuse_erasure",
    "report_on_looks",
    "rule_on_question",
    "sign_words",
    "somebody",
    "stage_of",
    "take_objection_back",
    "use_case_involvement",
    "uses_of_data",
    "who_is",
    "withdraw_consent",
]


def ask_about(*, actor: Actor, line: int, text: str, key: str | None = None) -> QuestionView:
    """Ask why somebody looked. The agency has 30 days; then the ombudsman is asked.

    :param line: a look at the actor's own data, or at that of whom the actor acts for.
    :param key: the same key and words again give the same question again.
    :raises LineUnknown, TextMissing, AskedAlready, KeyReused: nothing was stored.
    """
    return once.once(
        actor=actor,
        key=key,
        request={"does": "ask", "line": line, "text": text, "for": str(actor.acting_for)},
        do=lambda: questions.ask(actor, line=line, text=text),
        again=lambda code: questions.one_of_person(actor, code),
    )


def questions_of(*, actor: Actor) -> list[QuestionView]:
    """One's own questions, the newest first."""
    return questions.of_person(actor)


def question(*, actor: Actor, code: str) -> QuestionView:
    """One's own question.

    :raises QuestionUnknown: no such question of this person.
    """
    return questions.one_of_person(actor, code)


def stage_of(*, question: QuestionView) -> str:
    """How far a question is; operations take it as ``seen``, so that nobody speaks to what has moved on."""
    return questions.stage_of(question)


def escalate_question(
    *, actor: Actor, code: str, key: str | None = None, seen: str | None = None
) -> QuestionView:
    """Hand an answered question to the ombudsman.

    :param key: once per key. :param seen: how far it was when the caller read it; None: however far it is.
    :raises QuestionUnknown, NotAtThisStage, ChangedSince, KeyReused: nothing changed.
    """
    return once.once(
        actor=actor,
        key=key,
        request={"does": "escalate", "code": code},
        do=lambda: questions.escalate(actor, code=code, seen=seen),
        again=lambda code: questions.one_of_person(actor, code),
    )


def question_at(*, actor: Actor, agency: str, code: str) -> QuestionView:
    """One question that an agency was asked. Errors as for ``questions_at``, and QuestionUnknown."""
    return questions.one_of_agency(actor, agency, code)


def escalated_question(*, actor: Actor, code: str) -> QuestionView:
    """One question that came to the ombudsman. Errors as for ``escalated_questions``, and QuestionUnknown."""
    return questions.one_escalated(actor, code)


def questions_at(*, actor: Actor, agency: str) -> list[QuestionView]:
    """What an agency was asked, for its data protection officer.

    :raises NotYours: the actor is neither that officer nor the head.
    """
    return questions.of_agency(actor, agency)


def answer_question(
    *,
    actor: Actor,
    code: str,
    agency: str,
    text: str,
    finding: str,
    key: str | None = None,
    seen: str | None = None,
) -> QuestionView:
    """Answer for the agency.

    :param finding: ``justified`` or ``unjustified``.
    :param key: and ``seen``: see ``escalate_question``.
    :raises NotYours, QuestionUnknown, TextMissing, FindingMissing, NotAtThisStage, ChangedSince, KeyReused:
        nothing changed.
    :raises OwnLook: the actor is the one who looked.
    """
    return once.once(
        actor=actor,
        key=key,
        request={"does": "answer", "code": code, "agency": agency, "text": text, "finding": finding},
        do=lambda: questions.answer(actor, code=code, agency=agency, text=text, finding=finding, seen=seen),
        again=lambda code: questions.one_of_agency(actor, agency, code),
    )


def escalated_questions(*, actor: Actor) -> list[QuestionView]:
    """What came to the ombudsman, for its officers.

    :raises NotYours: the actor holds no post there.
    """
    return questions.escalated(actor)


def rule_on_question(
    *, actor: Actor, code: str, text: str, key: str | None = None, seen: str | None = None
) -> QuestionView:
    """The ombudsman's word. Errors as for ``answer_question``."""
    return once.once(
        actor=actor,
        key=key,
        request={"does": "rule", "code": code, "text": text},
        do=lambda: questions.rule(actor, code=code, text=text, seen=seen),
        again=lambda code: questions.one_escalated(actor, code),
    )


def uses_of_data() -> tuple[Use, ...]:
    """The uses of data that the law leaves to people."""
    return uses.uses()


def may_use(*, person: Reference, use: str, agency: str | None = None) -> bool:
    """Whether an optional use of somebody's data is open: consented to, or not objected to. Ask at each use.

    :param agency: who wants to; None where the use's own agency does.
    """
    return choices.may_use(person=person, use=use, agency=agency)


def consent(*, actor: Actor, use: str, until: date | None = None) -> ConsentView:
    """Consent to a use until a day, at most as long as the use was declared for.

    :raises UseUnknown, DayNotPossible: nothing was stored.
    """
    return choices.give(actor, use=use, until=until)


def withdraw_consent(*, actor: Actor, use: str) -> ConsentView:
    """Withdraw a consent, from this moment.

    :raises ConsentNotOpen: there is none.
    """
    return choices.withdraw(actor, use=use)


def consents(*, actor: Actor) -> list[ConsentView]:
    """All consents of a person, also past ones."""
    return choices.consents(actor)


def object_to(*, actor: Actor, use: str, reason: str, key: str | None = None) -> ObjectionView:
    """Object to a use; it rests while the agency decides.

    :param key: the same key and words again give the same objection again.
    :raises UseUnknown, TextMissing, ObjectedAlready, KeyReused: nothing was stored.
    """
    return once.once(
        actor=actor,
        key=key,
        request={"does": "object", "use": use, "reason": reason, "for": str(actor.acting_for)},
        do=lambda: choices.object_to(actor, use=use, reason=reason),
        again=lambda code: choices.one_of_person(actor, code),
    )


def objection(*, actor: Actor, code: str) -> ObjectionView:
    """One's own objection.

    :raises ObjectionUnknown: no such objection of this person.
    """
    return choices.one_of_person(actor, code)


def objection_at(*, actor: Actor, agency: str, code: str) -> ObjectionView:
    """One that an agency has to decide. Errors as for ``questions_at``, and ObjectionUnknown."""
    return choices.one_of_agency(actor, agency, code)


def objections(*, actor: Actor) -> list[ObjectionView]:
    """All objections of a person."""
    return choices.objections(actor)


def take_objection_back(
    *, actor: Actor, code: str, key: str | None = None, seen: str | None = None
) -> ObjectionView:
    """Take an open objection back.

    :param key: once per key. :param seen: its status when the caller read it; None: whatever it is.
    :raises ObjectionUnknown, NotAtThisStage, ChangedSince, KeyReused: nothing changed.
    """
    return once.once(
        actor=actor,
        key=key,
        request={"does": "take back", "code": code},
        do=lambda: choices.take_back(actor, code=code, seen=seen),
        again=lambda code: choices.one_of_person(actor, code),
    )


def objections_at(*, actor: Actor, agency: str) -> list[ObjectionView]:
    """What an agency has to decide. Errors as for ``questions_at``."""
    return choices.of_agency(actor, agency)


def decide_objection(
    *,
    actor: Actor,
    code: str,
    agency: str,
    upheld: bool,
    grounds: str,
    key: str | None = None,
    seen: str | None = None,
) -> ObjectionView:
    """Uphold or reject an objection, with grounds.

    :param key: and ``seen``: see ``take_objection_back``.
    :raises NotYours, ObjectionUnknown, TextMissing, NotAtThisStage, ChangedSince, KeyReused: nothing changed.
    """
    return once.once(
        actor=actor,
        key=key,
        request={"does": "decide", "code": code, "agency": agency, "upheld": upheld, "grounds": grounds},
        do=lambda: choices.decide(actor, code=code, agency=agency, upheld=upheld, grounds=grounds, seen=seen),
        again=lambda code: choices.one_of_agency(actor, agency, code),
    )


def ask_to_erase(*, actor: Actor, agency: str, person: str, law: str) -> ErasureView:
    """Ask that what is held about somebody goes before its term, for the agency that keeps their register.

    :param person: number in the register of people.
    :param law: the legal basis.
    :raises NotYours, ErasedElsewhere, AboutYou, PersonUnknown, LawMissing, ErasureAsked: nothing was stored.
    :raises NothingMayGo, holdings.UnderHold: neither; what is kept is kept by a rule or by a legal hold.
    """
    return erasing.ask(actor, agency=agency, person=person, law=law)


def confirm_erasure(*, actor: Actor, agency: str, code: str) -> ErasureView:
    """Erase, as a second officer: keys are destroyed, rows go as far as rules allow, a letter is written.

    :raises NotYours, ErasedElsewhere, AboutYou, ErasureUnknown, NotAtThisStage, NothingMayGo,
        holdings.SecondPersonNeeded, holdings.UnderHold: nothing changed.
    """
    return erasing.confirm(actor, agency=agency, code=code)


def refuse_erasure(*, actor: Actor, agency: str, code: str, grounds: str) -> ErasureView:
    """Refuse an erasure, or take back one's own. Errors as for ``confirm_erasure``, and TextMissing."""
    return erasing.refuse(actor, agency=agency, code=code, grounds=grounds)


def erasures_at(*, actor: Actor, agency: str) -> list[ErasureView]:
    """The erasures that an agency was asked for, the newest first.

    :raises NotYours, ErasedElsewhere: the actor does not answer for them.
    """
    return erasing.of_agency(actor, agency)


def erasure_at(*, actor: Actor, agency: str, code: str) -> ErasureView:
    """One of them. Errors as for ``erasures_at``, and ErasureUnknown."""
    return erasing.one(actor, agency, code)


def before_erasure(*, actor: Actor, agency: str, code: str) -> BeforeErasing:
    """What an erasure would end now, and what would stay and why. Errors as for ``erasure_at``."""
    return erasing.before(actor, agency, code)


def erases(*, agency: str) -> bool:
    """Whether erasures are decided at this agency: the one that keeps the register of people."""
    return erasing.erases(agency)


def somebody(*, person: Reference) -> Somebody:
    """A person with their account, as the rules of holdings look for them."""
    return exports.somebody(person)


def who_is(*, subject: str) -> Somebody:
    """Somebody by reference, with account and person where there are both. Fulfils the port of holdings."""
    return exports.who_is(subject=subject)


def archive_of(*, who: Somebody, language: str) -> bytes:
    """Everything held about somebody as a zip. The caller knows who may have it."""
    return archive.archive_of(who, language=language)


def ask_for_export(*, actor: Actor, key: str | None = None) -> ExportView:
    """Ask for everything held about oneself; a job makes it, a letter says when.

    :param key: the same key again gives the same export again.
    :raises OneExportAtATime, KeyReused: one is being made; the key stands for something else.
    """
    return once.once(
        actor=actor,
        key=key,
        request={"does": "export"},
        do=lambda: exports.ask(actor),
        again=lambda code: exports.one(actor, code),
    )


def exports_of(*, actor: Actor) -> list[ExportView]:
    """One's own exports that can be fetched or are being made."""
    return exports.of_actor(actor)


def fetch_export(*, actor: Actor, code: str) -> bytes:
    """One's own export, a zip.

    :raises ExportUnknown: none of this account, or its time is over.
    """
    return exports.fetch(actor, code)


def looked_without_cause(*, days: int, agency: str | None = None) -> list[LookNoticed]:
    """Officers who looked people up with no case of theirs, where something stands out; strongest first."""
    return reviewing.looked_without_cause(days=days, agency=agency)


def report_on_looks(*, actor: Actor, days: int, agency: str) -> list[LookNoticed]:
    """The same for an agency's data protection officer. Errors as for ``questions_at``."""
    return reviewing.report_for(actor, days=days, agency=agency)


def sign_words(*, sign: str) -> str:
    """A sign of the report in words, in the language of the page."""
    return topics.sign_name(sign)


def use_case_involvement(*, involvement: CaseInvolvement) -> None:
    """Say who knows whose cases an officer works on. Wiring calls it."""
    reviewing.use_case_involvement(involvement)
