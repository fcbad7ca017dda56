"""Issuing the documents that a case waits for: first the document, then the case goes on.

Printing takes long and must not hold the case's row. It is done under a key, so that a job which dies between
the two is simply done again.
"""

from collections.abc import Mapping
from datetime import date

from onewindow.blocks.cases.composing import Composer
from onewindow.blocks.cases.environment import text_of
from onewindow.blocks.cases.errors import CaseNotFound
from onewindow.blocks.cases.models import Case, Work
from onewindow.blocks.cases.parties import party_of
from onewindow.blocks.cases.process import Process
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import DocumentSource, DocumentStep
from onewindow.blocks.documents import api as documents
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference
from onewindow.standards import feel


def print_document(*, number: str, work: str) -> Mapping[str, object] | None:
    """Issue, replace, extend or revoke the document of a work.

    :returns: the work's output, or None where the work is over already.
    """
    case = Case.objects.filter(number=number).first()
    if case is None:
        raise CaseNotFound(number=number)
    row = Work.objects.filter(case=case, work=work, state="open").first()
    if row is None:
        return None
    process = Process.of(case, catalogue.package(service=case.service, version=case.version), at=clock.now())
    step = process.step_of(row)
    if not isinstance(step, DocumentStep):
        return None
    scope = process.scope(feel.from_json(row.local))
    before = _earlier(process, step.document)
    if step.action in ("issue", "replace"):
        found = _issue(process, step, scope, work, before if step.action == "replace" else None)
    else:
        found = _change(process, step, scope, before, key=f"{number}:{work}")
    kept = process.data.get("documents")
    return {"documents": {**(kept if isinstance(kept, dict) else {}), step.document: found}}


def _issue(
    process: Process, step: DocumentStep, scope: Mapping[str, object], work: str, replaces: str | None
) -> dict[str, object]:
    package, case = process.package, process.case
    source = package.documents[step.document]
    languages = _languages(source, scope, process)
    composer = Composer(source, scope, process.at, languages)
    number = text_of(source.number, scope, now=process.at) or case.number
    issued = documents.issue(
        template=composer.compose(document=f"{package.key}/{step.document}", number=number),
        subject=Reference.of("case", case.number),
        key=f"{case.number}:{work}",
        agency=package.agency,
        languages=languages,
        official_language=source.official_language,
        valid_from=_day(source, "valid_from", scope, process) or process.at.date(),
        valid_until=_day(source, "valid_until", scope, process),
        replaces=replaces,
        reason=text_of(step.reason, scope, now=process.at),
        issued_for=party_of(step.holder, scope, now=process.at) or Reference(case.applicant),
        prepared_by=_officer(process),
        filed_by=case.filed_by,
        basis=case.basis,
    )
    return {
        "code": issued.code, "number": issued.number, "issued_on": issued.valid_from,
        "valid_until": issued.valid_until, "version": issued.version,
    }  # fmt: skip


def _change(
    process: Process, step: DocumentStep, scope: Mapping[str, object], code: str | None, *, key: str
) -> dict[str, object]:
    source = process.package.documents[step.document]
    reason = text_of(step.reason, scope, now=process.at)
    kept = process.data.get("documents")
    found = dict(kept.get(step.document, {})) if isinstance(kept, dict) else {}
    if code is None:
        return found
    if step.action == "revoke":
        documents.revoke(code=code, reason=reason, by=_officer(process), key=key)
        return {**found, "revoked": True}
    until = _day(source, "valid_until", scope, process)
    if until is not None:
        documents.extend(code=code, valid_until=until, reason=reason, by=_officer(process), key=key)
    return {**found, "valid_until": until}


def _earlier(process: Process, document: str) -> str | None:
    kept = process.data.get("documents")
    found = kept.get(document) if isinstance(kept, dict) else None
    code = found.get("code") if isinstance(found, dict) else None
    return code if isinstance(code, str) else None


def _officer(process: Process) -> str:
    """The account of the officer who acted last; the house where a timer did."""
    last = process.case.story.exclude(by="").last()
    return last.by if last else ""


def _languages(source: DocumentSource, scope: Mapping[str, object], process: Process) -> tuple[str, ...]:
    """The official language first, then the applicant's."""
    asked = source.languages.value(scope, now=process.at) if source.languages else []
    wanted = [source.official_language, *(asked if isinstance(asked, list) else [])]
    return tuple(dict.fromkeys(tag for tag in wanted if isinstance(tag, str)))


def _day(source: DocumentSource, name: str, scope: Mapping[str, object], process: Process) -> date | None:
    formula = source.valid_from if name == "valid_from" else source.valid_until
    value = formula.value(scope, now=process.at) if formula else None
    return value if isinstance(value, date) else None
