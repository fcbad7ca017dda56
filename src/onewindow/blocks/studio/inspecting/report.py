"""All checks of a package, gathered."""

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import Finding, ServicePackage
from onewindow.blocks.studio.inspecting.attachments import attachments
from onewindow.blocks.studio.inspecting.fees import negative_fees
from onewindow.blocks.studio.inspecting.languages import missing_languages
from onewindow.blocks.studio.inspecting.models import decision_findings, late_ways, process_findings
from onewindow.blocks.studio.inspecting.names import unknown_names
from onewindow.blocks.studio.inspecting.officers import missing_officers
from onewindow.blocks.studio.inspecting.once_only import once_only
from onewindow.blocks.studio.inspecting.outcomes import untold_outcomes
from onewindow.blocks.studio.inspecting.readability import hard_texts
from onewindow.blocks.studio.inspecting.typed import wrong_types
from onewindow.blocks.studio.inspecting.world import World
from onewindow.blocks.studio.types import CheckReport

_ORDER = {"fault": 0, "warning": 1}


def inspect(package: ServicePackage, world: World) -> CheckReport:
    """Check a package that could be loaded.

    :param world: what it is held against.
    """
    asked, waived = once_only(package, world)
    papers, papers_waived = attachments(package, world)
    fees, fee_notes = negative_fees(package)
    process, process_notes = process_findings(package)
    decisions, decision_notes = decision_findings(package)
    late, late_notes = late_ways(package)
    findings: list[Finding] = [
        *catalogue.check_package(package=package),
        *missing_languages(package, world),
        *unknown_names(package),
        *wrong_types(package),
        *asked,
        *papers,
        *process,
        *decisions,
        *late,
        *untold_outcomes(package),
        *fees,
        *hard_texts(package),
    ]
    return CheckReport(
        key=package.key,
        version=package.version,
        findings=tuple(sorted(dict.fromkeys(findings), key=lambda one: (_ORDER[one.severity], one.file))),
        waived=(*waived, *papers_waived),
        notes=(*process_notes, *decision_notes, *late_notes, *fee_notes, *missing_officers(package, world)),
    )
