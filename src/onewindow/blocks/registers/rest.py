"""The API of registers: open code lists for all, entries for a purpose, and who looked at one's own data."""

import tempfile
from dataclasses import asdict
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Form, Header, Query, Router, Schema
from ninja.files import UploadedFile
from pydantic import AwareDatetime, ConfigDict, Field, StringConstraints

from onewindow.blocks.registers import api, bulk_asking, pairs_rest, sent_once
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.access.types import Actor
from onewindow.kernel.errors import NotFound
from onewindow.kernel.reference import Reference

Key = Annotated[str, StringConstraints(min_length=8, max_length=200), Header(alias="Idempotency-Key")]
_LAST_NUMBER = 2**63 - 1  # of a bigint
_OWN_ENTRY: Final = "substantial"

router = Router(tags=["registers"])
router.add_router("", pairs_rest.router)


class RegisterOut(Schema):
    """A register: its slug, its name by language, who keeps it, whether everybody may read it."""

    model_config = ConfigDict(populate_by_name=True)

    register_name: str = Field(alias="register")
    name: dict[str, str]
    owner: str
    open: bool
    attributes: list[str]


class CodeOut(Schema):
    """A code and its label in the language asked for."""

    code: str
    label: str


class EntryOut(Schema):
    """What a register says about one entry; ``masked`` attributes are shown only in part."""

    model_config = ConfigDict(populate_by_name=True)

    register_name: str = Field(alias="register")
    key: str
    values: dict[str, Any]
    masked: list[str]
    source: str
    known_at: datetime


class SpanOut(Schema):
    """What was true in one span, as known in another; ``values`` is null where nothing was said."""

    valid_from: datetime
    valid_until: datetime | None
    recorded_from: datetime
    recorded_until: datetime | None
    source: str
    values: dict[str, Any] | None


class EventIn(Schema):
    """What happened. ``key`` is empty for a new entry that the register numbers."""

    model_config = ConfigDict(extra="forbid")

    event: str = Field(max_length=80)
    key: str = Field(default="", max_length=120)
    values: dict[str, Any] = Field(default_factory=dict)
    since: date | None = None
    document: str = Field(max_length=200)
    note: str = Field(default="", max_length=1000)


class ChangeOut(Schema):
    """A change and its state: ``recorded`` waits for a second officer, ``done`` is in the register."""

    model_config = ConfigDict(populate_by_name=True)

    number: str
    register_name: str = Field(alias="register")
    key: str
    event: str
    state: str


class AccessLineOut(Schema):
    """One time that somebody looked at one's data; ``line`` is its number, to ask about it."""

    model_config = ConfigDict(populate_by_name=True)

    line: int
    at: datetime
    register_name: str = Field(alias="register")
    key: str
    attributes: list[str]
    reader: str
    agency: str
    case: str | None
    legal_basis: str


class AccessLinesOut(Schema):
    """A page of them, newest first; ``next`` is the next page's ``after``, null at the end."""

    lines: list[AccessLineOut]
    next: int | None


@router.get("/registers", response=list[RegisterOut], by_alias=True)
@guard("public")
def registers(request: HttpRequest) -> list[RegisterOut]:
    """All registers as their owners declared them."""
    return [
        RegisterOut(
            register_name=each.slug,
            name=dict(each.name.texts),
            owner=each.owner,
            open=each.open,
            attributes=[field.slug for field in each.fields],
        )
        for each in api.registers()
    ]


@router.get("/registers/{slug}/codes", response=list[CodeOut])
@guard("public")
def codes(
    request: HttpRequest,
    slug: str,
    text: Annotated[str, Query(max_length=200)] = "",
    language: Annotated[str, Query(max_length=10)] = "en",
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> list[CodeOut]:
    """Find codes of an open register by the beginning of a code or of words."""
    if not api.register(slug=slug).open:
        raise api.SearchRefused(register=slug)
    found = api.find_codes(register=slug, text=text, language=language, limit=limit)
    return [CodeOut(code=code, label=label) for code, label in found]


def _sure_enough(reader: Actor, entry: Reference) -> Actor:
    """One's own entry shows all that is personal at once: by a password alone it is not read.

    Forms and what they know of somebody go by the level that their service asks for.

    :raises StrongerSignInNeeded: it takes a sign-in of the level ``substantial``.
    """
    if entry in reader.own and not reader.reaches(_OWN_ENTRY):
        raise access.StrongerSignInNeeded(level=_OWN_ENTRY)
    return reader


@router.get("/registers/{slug}/entries/{key}", response=EntryOut, by_alias=True)
@guard("signed-in", scope="registers:read")
def entry(
    request: HttpRequest,
    slug: str,
    key: str,
    attributes: Annotated[str, Query(max_length=1000)] = "",
    case: Annotated[str, Query(max_length=200)] = "",
    legal_basis: Annotated[str, Query(max_length=300)] = "",
    as_of: AwareDatetime | None = None,
    known_at: AwareDatetime | None = None,
) -> EntryOut:
    """Read one entry for a purpose. The person concerned sees that it was read, by whom and why."""
    purpose = api.Purpose(case=Reference(case) if case else None, legal_basis=legal_basis or None)
    facts = api.read(
        register=slug,
        key=key,
        attributes=attributes.split(",") if attributes else None,
        purpose=purpose,
        reader=_sure_enough(access.actor_of(request=request), Reference.of("register", slug, key)),
        as_of=as_of,
        known_at=known_at,
    )
    return EntryOut(
        register_name=facts.register,
        key=facts.key,
        values=dict(facts.values),
        masked=sorted(facts.masked),
        source=facts.source,
        known_at=facts.known_at,
    )


@router.get("/registers/{slug}/entries/{key}/timeline", response=list[SpanOut])
@guard("signed-in", scope="registers:read")
def timeline(
    request: HttpRequest,
    slug: str,
    key: str,
    attributes: Annotated[str, Query(max_length=1000)] = "",
    case: Annotated[str, Query(max_length=200)] = "",
    legal_basis: Annotated[str, Query(max_length=300)] = "",
    known_at: AwareDatetime | None = None,
) -> list[SpanOut]:
    """What was true when, and what was known when: all of it, or as it was known at a moment."""
    spans = api.timeline(
        register=slug,
        key=key,
        attributes=attributes.split(",") if attributes else None,
        purpose=api.Purpose(case=Reference(case) if case else None, legal_basis=legal_basis or None),
        reader=_sure_enough(access.actor_of(request=request), Reference.of("register", slug, key)),
        known_at=known_at,
    )
    return [
        SpanOut(
            valid_from=span.valid_from,
            valid_until=span.valid_until,
            recorded_from=span.recorded_from,
            recorded_until=span.recorded_until,
            source=span.source,
            values=dict(span.values) if span.values is not None else None,
        )
        for span in spans
    ]


@router.post("/registers/{slug}/events", response=ChangeOut, by_alias=True)
@guard("officer", scope="registers:write")
def record_event(request: HttpRequest, slug: str, body: EventIn, key: Key) -> ChangeOut:
    """Record what happened to an entry, with its source document. It may need a second officer."""
    officer = access.actor_of(request=request)

    def record() -> api.ChangeView:
        return api.record_event(
            register=slug,
            event=body.event,
            key=body.key,
            values=body.values,
            since=body.since,
            document=body.document,
            note=body.note,
            officer=officer,
        )

    sent = {"register": slug, **body.model_dump(mode="json")}
    return _change_out(sent_once.recorded_once(key=key, officer=officer, request=sent, do=record))


@router.post("/registers/changes/{number}/confirm", response=ChangeOut, by_alias=True)
@guard("officer", scope="registers:write")
def confirm(request: HttpRequest, number: str) -> ChangeOut:
    """Confirm, as a second officer, what a colleague recorded."""
    return _change_out(api.confirm_change(number=number, officer=access.actor_of(request=request)))


def _change_out(change: api.ChangeView) -> ChangeOut:
    return ChangeOut(
        number=change.number,
        register_name=change.register,
        key=change.key,
        event=change.event,
        state=change.state,
    )


@router.get("/me/access-lines", response=AccessLinesOut, by_alias=True)
@guard("person", scope="registers:read")
def my_access_lines(
    request: HttpRequest,
    after: Annotated[int, Query(ge=0, le=_LAST_NUMBER)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> AccessLinesOut:
    """Who looked at my data, or at that of whom I act for, complete."""
    actor = access.actor_of(request=request)
    concerned = access.whose_everything(actor=actor)
    if concerned is None:
        raise NotFound()
    lines, more = api.access_lines_of(concerned=concerned, reader=actor, after=after, limit=limit)
    return AccessLinesOut(
        lines=[
            AccessLineOut(
                line=line.line,
                at=line.at,
                register_name=line.register,
                key=line.key,
                attributes=list(line.attributes),
                reader=line.reader_name,
                agency=line.agency,
                case=line.case.text if line.case else None,
                legal_basis=line.legal_basis,
            )
            for line in lines
        ],
        next=more,
    )


class ImportOut(Schema):
    """An import and how far it is; ``total`` is 0 where nobody counted the rows."""

    model_config = ConfigDict(populate_by_name=True)

    number: int
    register_name: str = Field(alias="register")
    file: str
    dry: bool
    state: str
    total: int
    done: int
    new: int
    changed: int
    rejected: int
    problem: str
    who_confirms: list[str]


class RejectedOut(Schema):
    """A row that was not taken: its line, the field, the rule that it breaks, and what helps."""

    line: int
    field: str
    value: str
    code: str
    rule: str
    way_out: str


def _import_out(run: api.BulkView) -> ImportOut:
    return ImportOut(
        number=run.number,
        register_name=run.register,
        file=str(run.asked["file"]),
        dry=bool(run.asked["dry"]),
        state=run.state,
        total=run.total,
        done=run.done,
        new=run.new,
        changed=run.changed,
        rejected=run.rejected,
        problem=run.problem,
        who_confirms=["/".join(post) for post in api.who_confirms(run=run)],
    )


@router.post("/registers/{slug}/imports", response=ImportOut, by_alias=True)
@guard("officer", scope="registers:write")
def import_file(
    request: HttpRequest,
    slug: str,
    file: UploadedFile = File(...),  # noqa: B008
    mapping: str = Form(""),
    source: str = Form(...),
    dry: bool = Form(True),
) -> ImportOut:
    """Import a CSV, XLSX, Parquet or JSON lines file; the worker does it. It only checks, unless told."""
    with tempfile.TemporaryDirectory() as folder:
        kept = Path(folder) / "file"
        with kept.open("wb") as opened:
            for piece in file.chunks():
                opened.write(piece)
        asked = bulk_asking.ask(
            register=slug,
            file=kept,
            name=file.name or "",
            mapping=mapping,
            source=source,
            dry=dry,
            officer=access.actor_of(request=request),
        )
    return _import_out(asked)


@router.get("/registers/imports/{number}", response=ImportOut, by_alias=True)
@guard("officer", scope="registers:read")
def import_state(request: HttpRequest, number: int) -> ImportOut:
    """How far an import is."""
    return _import_out(api.import_run(number=number, officer=access.actor_of(request=request)))


@router.post("/registers/imports/{number}/confirm", response=ImportOut, by_alias=True)
@guard("officer", scope="registers:write")
def import_confirm(request: HttpRequest, number: int) -> ImportOut:
    """Confirm, as a second officer, an import that waits for one (its state is `asked`)."""
    return _import_out(bulk_asking.confirm(number=number, officer=access.actor_of(request=request)))


@router.post("/registers/imports/{number}/decline", response=ImportOut, by_alias=True)
@guard("officer", scope="registers:write")
def import_decline(request: HttpRequest, number: int) -> ImportOut:
    """End an import that waits (`asked`): refuse a colleague's, or take one's own back."""
    return _import_out(api.decline_import(number=number, officer=access.actor_of(request=request)))


@router.get("/registers/imports/{number}/rejected", response=list[RejectedOut])
@guard("officer", scope="registers:read")
def import_rejected(
    request: HttpRequest,
    number: int,
    after: Annotated[int, Query(ge=0, le=_LAST_NUMBER)] = 0,
    limit: Annotated[int, Query(ge=1, le=1000)] = 100,
) -> list[RejectedOut]:
    """The rows that an import did not take, by line; ``after`` is the last line of the page before."""
    actor = access.actor_of(request=request)
    rows = api.rejected(number=number, officer=actor, after=after, limit=limit)
    return [RejectedOut(**asdict(row)) for row in rows]


@router.get("/registers/{slug}/export", response=None)
@guard("officer", scope="registers:read")
def export_register(
    request: HttpRequest,
    slug: str,
    kind: Literal["csv", "jsonl", "parquet", "xlsx"] = "csv",
    case: Annotated[str, Query(max_length=200)] = "",
    legal_basis: Annotated[str, Query(max_length=300)] = "",
) -> HttpResponseBase:
    """A whole register as a file, for a purpose. Everybody concerned sees that it was exported, and why."""
    purpose = api.Purpose(case=Reference(case) if case else None, legal_basis=legal_basis or None)
    pieces = api.export(register=slug, kind=kind, purpose=purpose, reader=access.actor_of(request=request))
    return bulk_asking.streamed(pieces, name=f"{slug}.{kind}", kind=kind)
