"""Drafts: answers begun, kept, and come back to."""

import secrets
from collections.abc import Mapping, Sequence

from django.db import transaction

from onewindow.blocks.cases.dropped import read_dropped
from onewindow.blocks.cases.errors import ChangedSince, NothingToFillFrom
from onewindow.blocks.cases.models import Case, Draft
from onewindow.blocks.cases.operations.assisting import (
    ask_applicant,
    call_off_asked,
    needs_asking,
    require_unasked,
)
from onewindow.blocks.cases.operations.filing import check_filing, file_case
from onewindow.blocks.cases.operations.joint import require_unsigned, withdraw_asked
from onewindow.blocks.cases.queries.drafts import draft_row, draft_view
from onewindow.blocks.cases.queries.forms import scope_of_draft
from onewindow.blocks.cases.queries.papers import paper_of
from onewindow.blocks.cases.signing import statement_of
from onewindow.blocks.cases.types import DraftView, FiledCase
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.documents import api as documents
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference
from onewindow.standards import feel


def begin_draft(*, service: str, actor: Actor, applicant: Reference, channel: str) -> DraftView:
    """See ``cases.api.begin_draft``."""
    package = catalogue.package(service=service)
    check_filing(package, actor, applicant, channel)
    row = Draft.objects.create(
        account=actor.account or "", applicant=str(applicant), service=service, version=package.version,
        channel=channel, key=secrets.token_urlsafe(18), changed_at=clock.now(),
    )  # fmt: skip
    return draft_view(row)


def keep_draft(
    *,
    key: str,
    actor: Actor,
    answers: Mapping[str, object],
    seen: Sequence[str] = (),
    revision: int | None = None,
) -> DraftView:
    """See ``cases.api.keep_draft``."""
    with transaction.atomic():
        row = draft_row(key, actor, lock=True)
        require_unsigned(row)
        require_unasked(row)
        if revision is not None and revision != row.revision:
            raise ChangedSince()
        row.answers = feel.to_json({**feel.from_json(row.answers), **answers})
        row.seen = [*row.seen, *(page for page in seen if page not in row.seen)]
        row.revision += 1
        row.changed_at = clock.now()
        row.save()
        return draft_view(row)


def fill_draft(*, key: str, actor: Actor, file: Reference) -> tuple[DraftView, tuple[str, ...]]:
    """See ``cases.api.fill_draft``."""
    found = scope_of_draft(key=key, actor=actor)
    fills = found.form.fills if found.form else None
    if found.form is None or fills is None:
        raise NothingToFillFrom(field="file")
    try:
        message = read_dropped(fills.standard, documents.upload_content(file=file, reader=actor))
    except OnewindowError as problem:
        problem.field = "file"
        raise
    if message is None:
        raise NothingToFillFrom(field="file")
    filled = catalogue.fill_answers(form=found.form, message=message, context=found.scope)
    answers = {fills.field: {"file": str(file)}, **filled.answers}
    return keep_draft(key=key, actor=actor, answers=answers), tuple(filled.paths)


def discard_draft(*, key: str, actor: Actor) -> None:
    """See ``cases.api.discard_draft``."""
    row = draft_row(key, actor, discard=True)
    withdraw_asked(row, actor)
    call_off_asked(row)
    row.delete()


def statement_of_row(row: Draft) -> bytes:
    """What is signed when a draft is filed; its key is its owner's secret and stays out."""
    return statement_of(
        service=row.service, applicant=Reference(row.applicant), answers=row.answers, key=f"draft/{row.pk}"
    )


def file_draft(*, key: str, actor: Actor, language: str, signature: bytes | None = None) -> FiledCase:
    """See ``cases.api.file_draft``."""
    with transaction.atomic():
        row = draft_row(key, actor, lock=True)
        if row.filed is not None:
            case = row.filed
            return FiledCase(case.number, case.service, case.revision, case.status, again=True)
        package = catalogue.package(service=row.service, version=row.version)
        if needs_asking(package, row.channel):
            return ask_applicant(row, actor, language=language)
        statement = statement_of_row(row)
        paper = b""
        if signature is not None and b"%PDF-" in signature[:1024]:
            paper = paper_of(row, statement=statement, actor=actor, language=language)
        filed = file_case(
            service=row.service, actor=actor, applicant=Reference(row.applicant),
            answers=feel.from_json(row.answers), channel=row.channel, language=language,
            key=f"draft:{row.key}", version=row.version, signature=signature, statement=statement,
            paper=paper,
        )  # fmt: skip
        row.filed = Case.objects.get(number=filed.number)
        row.save(update_fields=["filed"])
        return filed
