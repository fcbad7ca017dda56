"""Publishing a draft: checked, tested, and decided by somebody who did not write it."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio.errors import DraftChanged, NotReady, NotReadyToPublish, ReasonNeeded
from onewindow.blocks.studio.inspecting import inspect, world_of_window
from onewindow.blocks.studio.models import Draft
from onewindow.blocks.studio.operations.drafting import begin, open_row, subject_of
from onewindow.blocks.studio.permission import may_publish, require_author, require_publisher, require_second
from onewindow.blocks.studio.queries.drafts import view_of
from onewindow.blocks.studio.simulation.ending import terminates
from onewindow.blocks.studio.testing import run_scenarios
from onewindow.blocks.studio.types import DraftView, PackageReport, Published
from onewindow.foundation.access.api import Actor
from onewindow.foundation.record import api as record
from onewindow.kernel.clock import clock


def report_of(package: ServicePackage) -> PackageReport:
    """What was found in a package, and how its scenarios went, held against this window."""
    return PackageReport(inspect(package, world_of_window()), run_scenarios(package))


def package_of(view: DraftView) -> ServicePackage:
    """A draft's package.

    :raises PackageNotValid: with every fault.
    """
    agency, _slash, service = view.service.partition("/")
    files = {path: text.encode() for path, text in view.files.items()}
    alone = catalogue.load_files(agency=agency, service=service, files=files)
    return catalogue.join_package(package=alone)


def publish(*, draft: DraftView, actor: Actor, reason: str) -> Published:
    """See ``api.publish_draft``."""
    account = require_publisher(actor, draft.agency)
    require_second(account, draft.authors)
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    package = package_of(draft)
    report = report_of(package)
    refuse_unready(report)
    _refuse_loops(package)
    with transaction.atomic():
        row = open_row(draft.draft, actor)
        if row.revision != draft.revision:
            raise DraftChanged()
        imported = catalogue.import_files(agency=package.agency, service=package.service, files=package.files)
        _close(row, account, reason.strip(), package.version, report)
    return Published(draft.service, package.version, imported.new)


def publish_files(*, service: str, files: Mapping[str, bytes], actor: Actor) -> Published | DraftView:
    """See ``api.publish_files``."""
    texts = {path: content.decode() for path, content in files.items()}
    waiting = Draft.objects.filter(service=service, status="open").order_by("pk")
    same = next((row for row in waiting if row.files == texts and actor.account not in row.authors), None)
    if same is not None and may_publish(actor, service.partition("/")[0]):
        return publish(draft=view_of(same), actor=actor, reason=same.note or _("From files."))
    mine = next((row for row in waiting if row.files == texts and actor.account in row.authors), None)
    if mine is not None:
        return view_of(mine)
    agency, _slash, slug = service.partition("/")
    require_author(actor, agency)
    alone = catalogue.load_files(agency=agency, service=slug, files=files)
    refuse_unready(report_of(catalogue.join_package(package=alone)))
    return begin(service=service, actor=actor, note=_("From files."), files=files)


def refuse_unready(report: PackageReport) -> None:
    """Say everything that stands against publishing.

    :raises NotReadyToPublish: there is a fault, a scenario that fails, or something that is not covered.
    """
    found = [
        NotReady(field=f"{one.file} {one.key}".strip(), what=one.rule, way_out=one.way_out)
        for one in report.check.faults
    ]
    tests = report.tests
    for result in tests.results if tests is not None else ():
        if not result.passed:
            what = _("The scenario “{scenario}” does not end as it says.").format(scenario=result.scenario)
            why = " ".join(part for part in (result.stuck, *result.told) if part)
            found.append(NotReady(what=what, way_out=why or _("Correct the scenario or the service.")))
    for one in tests.coverage.uncovered if tests is not None else ():
        if not one.reason:
            what = _("No scenario passes {what}.").format(what=one.told)
            way_out = _("Write one, or say in scenarios/uncovered.yaml why there is none.")
            found.append(NotReady(what=what, way_out=way_out))
    if found:
        raise NotReadyToPublish(found)


def _refuse_loops(package: ServicePackage) -> None:
    """Let a short simulation run: it has to come to an end.

    :raises NotReadyToPublish: cases go round and round, or cannot go on.
    """
    what = _("In a simulation cases do not come to an end at “{element}”.")
    way_out = _("Give the circle a way out, or the step somebody who does it.")
    found = [NotReady(what=what.format(element=one), way_out=way_out) for one in terminates(package)]
    if found:
        raise NotReadyToPublish(found)


def _close(row: Draft, account: str, reason: str, version: str, report: PackageReport) -> None:
    tests = report.tests
    row.status, row.closed_by, row.closed_at = "published", account, clock.now()
    row.reason, row.version = reason[:1000], version
    row.found = {
        "warnings": len(report.check.warnings),
        "waived": len(report.check.waived),
        "scenarios": tests.passed if tests is not None else 0,
    }
    row.save()
    record.append(
        kind="studio.published", subject=subject_of(row.service), actor=f"account/{account}",
        payload={
            "service": row.service, "version": version, "base": row.base, "draft": row.pk,
            "authors": row.authors, "reason": row.reason, "found": row.found,
        },
    )  # fmt: skip
