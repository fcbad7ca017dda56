"""The door of registers: what the state already knows, for a stated purpose and never unseen."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from onewindow.blocks.registers import (
    access_lines,
    changes_seen,
    changing,
    codes,
    correcting,
    declared,
    evidence,
    finding,
    loading,
    optional_uses,
    oversight,
    permission,
    persons,
    reading,
    reference_data,
    stated_cases,
    wording,
    writing,
)
from onewindow.blocks.registers import timeline as timelines
from onewindow.blocks.registers.access_lines import CASES
from onewindow.blocks.registers.bulk import (
    declining,
    exporting,
    files,
    growing,
    importing,
    kept_files,
    reporting,
)
from onewindow.blocks.registers.errors import (
    AlreadyDecided,
    AttributeRefused,
    AttributeUnknown,
    CalendarUnknown,
    CaseNotCause,
    ChangeUnknown,
    CheckDigitWrong,
    DataNotValid,
    DayAhead,
    DeclarationNotValid,
    DuplicateDecided,
    DuplicateUnknown,
    EntryUnknown,
    EventNeeded,
    EventNotFitting,
    EventUnknown,
    EvidenceNotThere,
    EvidenceRefused,
    HistoryPlain,
    KeyNotValid,
    NotMatched,
    NotSetByEvent,
    NotYourPart,
    OwnEntry,
    PurposeMissing,
    PurposeUnknown,
    RateUnknown,
    ReasonMissing,
    RegisterUnknown,
    RuleBroken,
    SearchNotOpened,
    SearchRefused,
    SecondPersonNeeded,
    SourceMissing,
    TakenOverUnknown,
    TargetUnknown,
    UseOneByOne,
    UseRefused,
    ValueMissing,
    ValueNotValid,
    ValueTaken,
    WriteRefused,
)
from onewindow.blocks.registers.matching import merging, scanning, seen
from onewindow.blocks.registers.oversight import Involved, Looks, Noticed
from onewindow.blocks.registers.ports import CaseCheck, EvidenceSource, OptionalUses
from onewindow.blocks.registers.types import (
    PUBLIC,
    AccessLineView,
    BulkView,
    ChangeView,
    Code,
    CorrectionDecided,
    EntriesMerged,
    EntriesParted,
    EventView,
    Facts,
    FieldDeclared,
    Found,
    NewEntry,
    PairPart,
    PairRead,
    PairView,
    PersonDied,
    PersonLives,
    PersonStanding,
    Purpose,
    PurposeView,
    RegisterView,
    Rejected,
    ScanView,
    TimelineSpan,
)
from onewindow.foundation.access.types import Actor
from onewindow.kernel.money import Rate
from onewindow.kernel.period import Period
from onewindow.kernel.reference import Reference
from onewindow.kernel.working_days import WorkingCalendar

__all__ = [
    "CASES",
    "PUBLIC",
    "AccessLineView",
    "AlreadyDecided",
    "AttributeRefused",
    "AttributeUnknown",
    "BulkView",
    "CalendarUnknown",
    "CaseNotCause",
    "ChangeUnknown",
    "ChangeView",
    "CheckDigitWrong",
    "Code",
    "CorrectionDecided",
    "DataNotValid",
    "DayAhead",
    "DeclarationNotValid",
    "DuplicateDecided",
    "DuplicateUnknown",
    "EntriesMerged",
    "EntriesParted",
    "EntryUnknown",
    "EventNeeded",
    "EventNotFitting",
    "EventUnknown",
    "EventView",
    "EvidenceNotThere",
    "EvidenceRefused",
    "Facts",
    "FieldDeclared",
    "Found",
    "HistoryPlain",
    "Involved",
    "KeyNotValid",
    "Looks",
    "NotMatched",
    "NotSetByEvent",
    "NotYourPart",
    "Noticed",
    "OwnEntry",
    "PairPart",
    "PairRead",
    "PairView",
    "PersonDied",
    "PersonLives",
    "PersonStanding",
    "Purpose",
    "PurposeMissing",
    "PurposeUnknown",
    "PurposeView",
    "RateUnknown",
    "ReasonMissing",
    "RegisterUnknown",
    "RegisterView",
    "Rejected",
    "RuleBroken",
    "ScanView",
    "SearchNotOpened",
    "SearchRefused",
    "SecondPersonNeeded",
    "SourceMissing",
    "TakenOverUnknown",
    "TargetUnknown",
    "TimelineSpan",
    "UseOneByOne",
    "UseRefused",
    "ValueMissing",
    "ValueNotValid",
    "ValueTaken",
    "WriteRefused",
    "access_line",
    "access_lines_of",
    "agencies_that_looked",
    "ask_correction",
    "ask_import",
    "begin_growing",
    "calendar",
    "change",
    "changes_of",
    "code",
    "code_list",
    "code_name",
    "confirm_change",
    "confirm_import",
    "confirm_pair",
    "corrections_of",
    "declared_in",
    "decline_pair",
    "events_open_to",
    "exists",
    "export",
    "file_kind",
    "find",
    "find_codes",
    "find_duplicates",
    "finish_growing",
    "grown_parts",
    "import_run",
    "imports",
    "in_words",
    "load_country",
    "load_declarations",
    "may_import",
    "may_read",
    "name_of",
    "note_case_look",
    "open_changes",
    "pair",
    "pairs",
    "prepare_growing",
    "propose_merge",
    "propose_parting",
    "public_name",
    "public_names",
    "rate",
    "read",
    "reading_once",
    "record_event",
    "refuse_change",
    "register",
    "registers",
    "rejected",
    "rows_naming",
    "run_import",
    "said_of_me",
    "say_different",
    "timeline",
    "use_evidence_source",
    "who_confirms",
    "write",
    "write_grown",
]


reading_once = reading.reading_once


def read(
    *,
    register: str,
    key: str,
    attributes: Sequence[str] | None = None,
    purpose: Purpose = PUBLIC,
    reader: Actor,
    as_of: datetime | None = None,
    known_at: datetime | None = None,
) -> Facts:
    """Read one entry for a purpose. Personal data leaves a line that the person sees, and one in the record.

    :param attributes: which ones; None for all that this reader may see.
    :param purpose: a case or a legal basis; may be left out for public attributes and for one's own data.
    :param as_of: what was true then; None for now.
    :param known_at: what the register knew then; None for now.
    :returns: typed values; an attribute without a value is None.
    :raises RegisterUnknown, EntryUnknown, AttributeUnknown, KeyNotValid: there is no such thing.
    :raises PurposeMissing: an attribute that a purpose would open, and none was stated.
    :raises PurposeUnknown: the owner declared no such purpose for this reader.
    :raises AttributeRefused: an attribute that the owner did not open to this reader.
    :raises EvidenceNotThere, EvidenceRefused: it is kept by somebody else, who has not answered, or will not.
    """
    return reading.read(
        register,
        key=key,
        attributes=attributes,
        purpose=purpose,
        reader=reader,
        as_of=as_of,
        known_at=known_at,
    )


def find(
    *,
    register: str,
    text: str,
    limit: int = 10,
    purpose: Purpose = PUBLIC,
    reader: Actor,
    language: str = "en",
) -> tuple[Found, ...]:
    """Find entries by what somebody types: the beginning of a code or of words, without accents or case.

    :param text: empty lists the first entries.
    :param limit: 1 to 50.
    :returns: an exact code first, then by weight and name.
    :raises SearchRefused, PurposeMissing: the labels are personal, and the reader may not search them.
    :raises SearchNotOpened: the stated purpose does not open the labels.
    :raises UseOneByOne: the stated purpose is a use that each person decides on.
    """
    return finding.find(register, text=text, limit=limit, purpose=purpose, reader=reader, language=language)


def code_list(*, register: str, language: str = "en") -> tuple[Code, ...]:
    """All codes of a short open register (countries, currencies, units), sorted for the language.

    :raises RegisterUnknown: no such register.
    :raises SearchRefused: the register is not open.
    """
    return codes.code_list(register, language=language)


def code(*, register: str, key: str) -> Mapping[str, object] | None:
    """One entry of an open register with its ``key``; None where there is none. Kept in memory.

    :raises RegisterUnknown: no such register.
    :raises SearchRefused: the register is not open; ``read`` it.
    """
    return codes.code(register, key)


def code_name(*, register: str, key: str, language: str = "en") -> str:
    """The label of a code of an open register in a language; empty where there is none. Kept in memory."""
    return codes.code_name(register, key, language=language)


def find_codes(
    *, register: str, text: str, language: str = "en", limit: int = 10
) -> tuple[tuple[str, str], ...]:
    """``find`` in an open register for anybody, as ``(code, label)``."""
    found = finding.find(register, text=text, limit=limit, purpose=PUBLIC, reader=Actor(), language=language)
    return tuple((each.key, each.label) for each in found)


def exists(*, register: str, key: str) -> bool:
    """Whether a register has an entry; tells nothing of what it says."""
    return codes.exists(register, key)


def standing_of(*, person: Reference) -> PersonStanding:
    """Whether somebody lives, and which other keys of the population register mean them today.

    For this program itself, which honours or refuses what they do; it shows nothing and leaves no line.
    """
    return persons.standing_of(person)


def standings_of(*, persons_named: Iterable[Reference]) -> dict[str, PersonStanding]:
    """The same for many, by the text of their reference, with one question; companies are left out."""
    return persons.standings_of(persons_named)


def name_of(*, register: str, key: str, purpose: Purpose, reader: Actor) -> str:
    """How an entry is called, read for a purpose like any other attribute. Errors as for ``read``."""
    return reading.name_of(register, key=key, purpose=purpose, reader=reader)


def public_name(*, register: str, key: str, language: str = "en") -> str:
    """How an entry is called where everybody may know (a company); empty where not (a person)."""
    return codes.public_names(register, [key], language=language)[key]


def public_names(*, register: str, keys: Sequence[str], language: str = "en") -> dict[str, str]:
    """``public_name`` of several entries, by key, with one question."""
    return codes.public_names(register, keys, language=language)


def write(
    *,
    register: str,
    key: str,
    changes: Mapping[str, object],
    valid: Period,
    source: str,
    writer: Actor,
    agency: str = "",
) -> None:
    """Change an entry for a period, or make it. What the register knew before stays known as such.

    :param changes: attribute to value; other attributes stay. None takes a value away.
    :param valid: since when (None for now) and until when (None for open) this is true.
    :param source: what the change rests on, such as a case or a document.
    :param agency: for which agency a part of this program writes; it must own the entry's part.
    :raises WriteRefused: the owner did not let this writer change it.
    :raises NotYourPart: another agency owns the part that the entry is in.
    :raises EventNeeded: officers change this register by ``record_event`` only.
    :raises RuleBroken, ValueTaken, TargetUnknown, CheckDigitWrong: nothing was stored.
    :raises AttributeUnknown, ValueNotValid, KeyNotValid, SourceMissing: nothing was stored.
    :raises NothingKnownThen: a required attribute would be missing in a part of the period.
    """
    writing.write(
        register, key=key, changes=changes, valid=valid, source=source, writer=writer, agency=agency
    )


def rows_naming(
    *,
    register: str,
    attribute: str,
    target: Reference,
    purpose: Purpose = PUBLIC,
    reader: Actor,
) -> list[tuple[str, dict[str, Any]]]:
    """Entries whose list attribute names somebody, each with only the row that does, as ``(key, row)``.

    Such as the companies whose ``officers`` name a person.

    :param reader: whoever is named, or a part of this program with a purpose.
    :raises AttributeRefused, PurposeMissing: anybody else.
    """
    return reading.rows_naming(register, attribute=attribute, target=target, purpose=purpose, reader=reader)


def access_lines_of(
    *,
    concerned: Reference,
    reader: Actor,
    after: int = 0,
    limit: int = 50,
    agency: str = "",
    since: datetime | None = None,
) -> tuple[list[AccessLineView], int | None]:
    """Who looked at somebody's data, newest first, complete.

    :param concerned: whose data; the reader themself, or whom the reader acts for.
    :param after: how many lines to skip: what the call before returned as second value.
    :param agency: only looks by officers of this one; ``automatic`` for those of no agency.
    :param since: only looks from this moment on.
    :returns: the lines, and where the next page begins; None at the end.
    :raises NotAllowed: anybody else.
    """
    return reading.access_lines_of(
        concerned, reader=reader, after=after, limit=limit, agency=agency, since=since
    )


def access_line(*, line: int, concerned: Reference | None = None) -> AccessLineView | None:
    """One such line by its number, for a question about it. The caller knows who may see it.

    :param concerned: only where it is among the lines about them; one about everybody in a register is, too.
    """
    return access_lines.line(line, concerned)


def note_case_look(*, case: Reference, concerned: Reference, reader: Actor) -> None:
    """Leave the line that an officer looked at what a case holds about somebody; once in fifteen minutes."""
    access_lines.note_case(case=case, concerned=concerned, reader=reader)


def agencies_that_looked(*, concerned: Reference) -> list[str]:
    """Slugs of the agencies whose officers looked; ``automatic`` where no agency did."""
    return access_lines.agencies_of(concerned)


def use_optional_uses(*, check: OptionalUses) -> None:
    """Say who knows what people allow. Wiring calls it; without it every optional use is closed."""
    optional_uses.use_check(check)


def use_case_check(*, check: CaseCheck) -> None:
    """Say who knows officers' cases. Wiring calls it; without it no officer reads for a case."""
    stated_cases.use_check(check)


def looks_to_review(
    *, since: datetime, until: datetime, agency: str | None = None, involved: Involved
) -> list[Noticed]:
    """Officers who looked people up with no case of theirs, where something stands out. See ``oversight``.

    :param agency: only officers of this one.
    :param involved: says which looks belong to a case on which the officer works.
    :returns: pairs of officer and person, the strongest first. No values of the registers are in it.
    """
    return oversight.noticed(since=since, until=until, agency=agency, involved=involved)


def register(*, slug: str) -> RegisterView:
    """One register as its owner declared it.

    :raises RegisterUnknown: no such register.
    """
    return declared.declaration(slug).view()


def registers() -> tuple[RegisterView, ...]:
    """All registers by slug."""
    return tuple(each.view() for each in declared.declarations())


def in_words(*, register: str, values: Mapping[str, object], language: str = "en") -> dict[str, str]:
    """Attributes as people read them: the name of a code, the word for ``F``, a date in letters.

    :param values: attribute to value, as ``read`` gives them; of that register.
    :raises RegisterUnknown: no such register.
    """
    fields = declared.declaration(register).fields
    return {slug: wording.in_words(fields[slug], value, language=language) for slug, value in values.items()}


def calendar(*, name: str) -> WorkingCalendar:
    """The working calendar of an office.

    :raises CalendarUnknown: no such calendar.
    """
    return reference_data.calendar(name)


def rate(*, base: str, quote: str, on: date) -> Rate:
    """What one unit of ``base`` cost in ``quote`` on a civil day of the central bank.

    :returns: the rate published for that day, or the last one before; the inverse where only that is there.
    :raises RateUnknown: neither is published.
    """
    return reference_data.rate(base, quote, on)


def load_declarations(*, folder: Path) -> tuple[str, ...]:
    """Declare the registers of a folder (``*.yaml``), without facts; their slugs.

    :raises DeclarationNotValid: names file, place and rule; nothing was stored.
    """
    return loading.load_declarations(folder)


def load_country(*, folder: Path) -> tuple[str, ...]:
    """Load the registers of a country's folder (``registers/*.yaml`` and what they name); idempotent.

    Call it after ``identity.api.load_country``: the register of agencies comes from there.

    :returns: the registers that had changed; none at all in well under a second.
    :raises DeclarationNotValid, DataNotValid: names file, place or entry, and rule; nothing was stored.
    """
    return loading.load(folder)


def declared_in(*, folder: Path) -> tuple[RegisterView, ...]:
    """The registers that a country's folder declares (``registers/*.yaml``), read without the database.

    :raises DeclarationNotValid: names file, place and rule.
    """
    return loading.declared_in(folder)


def may_read(*, register: str, attribute: str, agency: str, legal_basis: str) -> bool:
    """Whether some officer of an agency may read an attribute for a legal basis: for systems of agencies.

    :raises RegisterUnknown: no such register.
    """
    return permission.agency_may_read(
        declared.declaration(register), attribute=attribute, agency=agency, legal_basis=legal_basis
    )


def timeline(
    *,
    register: str,
    key: str,
    attributes: Sequence[str] | None = None,
    purpose: Purpose = PUBLIC,
    reader: Actor,
    known_at: datetime | None = None,
) -> tuple[TimelineSpan, ...]:
    """An entry's whole story, by when it was true and then by when it was recorded. Errors as for ``read``.

    :param known_at: only what was known then; None for everything that ever was.
    """
    return timelines.timeline(
        register, key=key, attributes=attributes, purpose=purpose, reader=reader, known_at=known_at
    )


def events_open_to(*, register: str, key: str = "", officer: Actor) -> tuple[EventView, ...]:
    """The events that an officer may record of an entry; with an empty key those that make a new one."""
    return changes_seen.events_open_to(register, key=key, officer=officer)


def record_event(
    *,
    register: str,
    event: str,
    key: str = "",
    values: Mapping[str, object],
    since: date | None = None,
    document: str,
    note: str = "",
    officer: Actor,
    answers: str = "",
) -> ChangeView:
    """Record what happened. It is stored at once, or once a second officer has confirmed it.

    :param key: the entry; empty for a new one that the register numbers.
    :param values: attribute to value, of those that the event sets.
    :param since: first day on which it is true; None for now, for a correction since the mistake began.
    :param document: number or name of the source document.
    :param answers: number of the correction asked for that this grants.
    :raises WriteRefused, NotYourPart: this officer may not record it.
    :raises EventUnknown, EventNotFitting, EntryUnknown, NotSetByEvent, ValueMissing, ValueNotValid,
        SourceMissing, RuleBroken, ValueTaken, TargetUnknown: nothing was stored.
    """
    said = changing.Recorded(key=key, values=values, since=since, document=document, note=note)
    return changing.record_event(register, event=event, said=said, officer=officer, answers=answers)


def confirm_change(*, number: str, officer: Actor) -> ChangeView:
    """Confirm what a colleague recorded; then it is stored.

    :raises ChangeUnknown, AlreadyDecided: nothing of that number waits for this officer.
    :raises SecondPersonNeeded: it is their own.
    """
    return changing.confirm(number, officer=officer)


def refuse_change(*, number: str, reason: str, officer: Actor) -> ChangeView:
    """Refuse what a person asked for, or what a colleague recorded; whoever asked is told the reason.

    :raises ChangeUnknown, AlreadyDecided, ReasonMissing: nothing was changed.
    """
    return changing.refuse(number, reason=reason, officer=officer)


def change(*, number: str, reader: Actor) -> ChangeView:
    """One change, for who may decide on it and for who asked for it.

    :raises ChangeUnknown: there is none that this reader may see.
    """
    return changes_seen.change(number, reader=reader)


def open_changes(*, officer: Actor) -> tuple[ChangeView, ...]:
    """What waits for this officer or a colleague, the oldest first."""
    return changes_seen.open_changes(officer=officer)


def find_duplicates(*, register: str, tell: Callable[[ScanView], None] = lambda _: None) -> ScanView:
    """Look through a register for entries that may be one and the same; what is likely goes to the queue.

    :param tell: is told now and then how far it is.
    :raises NotMatched: the owner did not declare how entries are compared.
    """
    return scanning.scan(register, tell=tell)


def pairs(
    *, register: str, officer: Actor, state: str = "", limit: int = 25, skipped: int = 0
) -> tuple[tuple[PairView, ...], int]:
    """Pairs that wait for the owner's officers, or those in one state, the likeliest first; and how many.

    :raises WriteRefused: the officer does not decide on this register.
    """
    return seen.pairs(register, officer=officer, state=state, limit=limit, skipped=skipped)


def pair(*, number: int, officer: Actor) -> PairRead:
    """One pair and what both entries say. It leaves lines that both persons see.

    :raises DuplicateUnknown: none that this officer decides on.
    """
    return seen.pair(number, officer=officer)


def say_different(*, number: int, reason: str, officer: Actor) -> PairView:
    """Two entries are two; nobody is asked about them again.

    :raises DuplicateDecided: somebody was faster.
    :raises ReasonMissing: nothing was stored.
    """
    return merging.say_different(number, reason=reason, officer=officer)


def propose_merge(
    *, number: int, stays: str, takes_over: Sequence[str] = (), reason: str, officer: Actor
) -> PairView:
    """Two entries are one: ``stays`` remains, and a second officer confirms.

    :param takes_over: attributes in which it is to say what the other says.
    :raises TakenOverUnknown: they do not differ there.
    :raises DuplicateDecided, ReasonMissing: nothing was stored.
    """
    return merging.propose_merge(number, stays=stays, takes_over=takes_over, reason=reason, officer=officer)


def propose_parting(*, number: int, reason: str, officer: Actor) -> PairView:
    """A merger was wrong; a second officer confirms that it is undone. Errors as for ``propose_merge``."""
    return merging.propose_parting(number, reason=reason, officer=officer)


def confirm_pair(*, number: int, officer: Actor) -> PairView:
    """A second officer confirms what was proposed; then it is done, and what was known before stays known.

    :raises SecondPersonNeeded: the officer proposed it.
    """
    return merging.confirm(number, officer=officer)


def decline_pair(*, number: int, reason: str, officer: Actor) -> PairView:
    """What was proposed is not done."""
    return merging.decline(number, reason=reason, officer=officer)


def ask_correction(
    *, register: str, key: str, attribute: str, right: str, because: str, asker: Actor
) -> ChangeView:
    """Ask whoever keeps a register to correct what it says of oneself, or of whom one acts for.

    :param right: what would be right, in the person's words.
    :raises AttributeRefused: the entry does not speak of them, or the attribute is secret.
    :raises AttributeUnknown, ValueMissing, ReasonMissing: nothing was stored.
    """
    return correcting.ask(register, key=key, attribute=attribute, right=right, because=because, asker=asker)


def corrections_of(*, actor: Actor) -> tuple[ChangeView, ...]:
    """The corrections that somebody, or whom they act for, asked for; the newest first."""
    return changes_seen.asked_by(actor=actor)


def changes_of(*, register: str, key: str, officer: Actor) -> tuple[ChangeView, ...]:
    """All changes of one entry that this officer may decide on, the newest first."""
    return changes_seen.changes_of(register, key, officer=officer)


def begin_growing(*, name: str, asked: Mapping[str, object], parts: int) -> BulkView:
    """Begin to fill the registers with entries that a generator makes, or go on where it stopped.

    :param name: tells this run from others; the same name is the same run.
    :param parts: how many there will be, numbered from 0.
    """
    return growing.begin(name=name, asked=asked, parts=parts)


def grown_parts(*, run: int) -> frozenset[int]:
    """Which parts of a run are written."""
    return growing.done_parts(run)


def prepare_growing(*, entries: int) -> None:
    """Say how many entries will come, so that indexes are built afterwards where that is quicker."""
    growing.prepare(entries=entries)


def write_grown(*, run: int, part: int, entries: Iterable[NewEntry], source: str) -> int:
    """Write one part of a run by COPY, all of it and once. Any number of processes may do so side by side.

    The entries must be new, and right: they are not checked one by one, as those of a file are.

    :param entries: register, key and spans (since when, as PostgreSQL reads a moment; stored values). What no
        register declares is left out.
    :returns: how many entries were written; 0 where the part had been written before.
    """
    return growing.write(run=run, part=part, entries=entries, source=source)


def finish_growing(*, run: int, whole: bool = True) -> Iterator[str]:
    """Build the indexes that are missing, each told by its name before it begins; then the run is done.

    :param whole: False where more parts will come.
    """
    return growing.finish(run, whole=whole)


def said_of_me(*, register: str, key: str, attribute: str, reader: Actor) -> object:
    """What an entry that speaks of somebody says in one attribute, for whoever wants to correct it.

    :raises AttributeRefused: the entry does not speak of them, or the attribute is secret.
    """
    return correcting.said(register, key=key, attribute=attribute, asker=reader)


def use_evidence_source(*, name: str, source: EvidenceSource | None) -> None:
    """Say who answers for registers declared with ``source: {evidence: <name>}``; None forgets it."""
    evidence.use_source(name, source)


def may_import(*, register: str, officer: Actor) -> bool:
    """Whether somebody may import files into a register: officers who may write it, or a part of it."""
    return importing.may_import(declared.declaration(register), officer=officer)


def ask_import(
    *,
    register: str,
    file: Path,
    name: str,
    mapping: str = "",
    source: str,
    dry: bool = False,
    officer: Actor,
) -> BulkView:
    """Ask for the rows of a file to be imported; ``run_import`` does it. The same is asked for once.

    :param file: where the file is; a copy is kept until the import is through.
    :param name: what it is called; its end says whether it is CSV, XLSX, Parquet or JSON lines.
    :param mapping: YAML that says which column becomes which attribute; empty where the names are the same.
    :param source: the document that the rows rest on.
    :param dry: only check, and report what would become of each row.
    :raises WriteRefused, SourceMissing: nothing was kept.
    :raises bulk.errors.FileNotReadable, MappingNotValid, ColumnMissing: likewise.
    """
    return importing.ask(
        register, file=file, name=name, mapping_text=mapping, source=source, dry=dry, officer=officer
    )


def confirm_import(*, number: int, officer: Actor) -> BulkView:
    """Confirm, as a second officer, an import that waits for one (``state`` is ``asked``).

    :raises bulk.errors.RunUnknown, RunMovedOn: none that this officer may see; it does not wait.
    :raises SecondPersonNeeded, WriteRefused: they asked for it; they may not change all that it changes.
    """
    return importing.confirm(number, officer=officer)


def decline_import(*, number: int, reason: str = "", officer: Actor) -> BulkView:
    """End an import that waits: a second officer refuses it, or whoever asked takes it back.

    :param reason: shown to whoever sees the import.
    :raises bulk.errors.RunUnknown, RunMovedOn: none that this officer may see; it does not wait.
    :raises WriteRefused: they neither asked for it nor may confirm it.
    """
    return declining.decline(number, reason=reason, officer=officer)


def forget_import_files() -> int:
    """Delete what was uploaded 30 days ago and is not needed; end imports that nobody confirmed."""
    return kept_files.forget_old()


def who_confirms(*, run: BulkView) -> tuple[tuple[str, str], ...]:
    """Agency and role of those who may confirm an import that waits for a second officer; empty otherwise."""
    return reporting.who_confirms(run)


def run_import(*, number: int, tell: Callable[[BulkView], None] | None = None) -> BulkView:
    """Do an import, from where it stopped; one that is through is only told.

    :param tell: called after each part.
    :raises bulk.errors.RunUnknown, RunBusy: there is none; another process does it.
    """
    return importing.run(number, tell=tell)


def imports(*, officer: Actor, limit: int = 50) -> tuple[BulkView, ...]:
    """The newest imports into the registers that this officer may import into."""
    return reporting.imports(officer, limit=limit)


def import_run(*, number: int, officer: Actor) -> BulkView:
    """How far an import is.

    :raises bulk.errors.RunUnknown: none that this officer may see.
    """
    return reporting.seen(number, officer)


def rejected(*, number: int, officer: Actor, after: int = 0, limit: int = 100) -> tuple[Rejected, ...]:
    """The rows that an import did not take, by line.

    :param after: the line of the last one of the page before.
    """
    return reporting.rejected(number, officer, after=after, limit=limit)


def export(*, register: str, kind: str, purpose: Purpose = PUBLIC, reader: Actor) -> Iterator[bytes]:
    """Everything that stands in a register now, as pieces of a file, in the memory of some thousand entries.

    One line names the extent, and everybody concerned sees it among those who looked.

    :param kind: ``csv``, ``jsonl``, ``parquet`` or ``xlsx``.
    :raises NotAllowed: not an officer of the agency that keeps the register.
    :raises PurposeMissing, PurposeUnknown, AttributeRefused: as for ``read``.
    :raises UseOneByOne: the purpose is a use that each person decides on.
    """
    return exporting.export(register, kind=kind, purpose=purpose, reader=reader)


def file_kind(*, name: str) -> str:
    """Which kind of file a name says: ``csv``, ``jsonl``, ``parquet`` or ``xlsx``.

    :raises bulk.errors.FileNotReadable: none of them.
    """
    return files.kind_of(name)
