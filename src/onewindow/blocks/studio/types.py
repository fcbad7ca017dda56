"""What crosses the studio's door: frozen, and free of the database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from onewindow.blocks.catalogue.types import Finding
from onewindow.blocks.studio.simulation.report import Study

DraftStatus = Literal["open", "published", "discarded"]
DiffKind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class DraftView:
    """A package under work.

    :param draft: its number.
    :param service: ``agency/service``.
    :param base: the version that it began from; empty for a new service.
    :param files: path to text.
    :param authors: every account that changed it; none of them may publish it.
    :param revision: grows with each save.
    :param version: what it was published as; empty before.
    """

    draft: int
    service: str
    base: str
    note: str
    files: Mapping[str, str]
    authors: tuple[str, ...]
    revision: int
    status: DraftStatus
    created_at: datetime
    changed_at: datetime
    version: str = ""
    closed_by: str = ""
    closed_at: datetime | None = None
    reason: str = ""

    @property
    def agency(self) -> str:
        """Whose service it is."""
        return self.service.partition("/")[0]


@dataclass(frozen=True, slots=True)
class RetirementView:
    """A proposal to offer a service no longer."""

    service: str
    reason: str
    proposed_by: str
    proposed_at: datetime


@dataclass(frozen=True, slots=True)
class ScenarioResult:
    """What became of a scenario.

    :param expected: what it says, and ``got`` what came, by key; only the keys that differ.
    :param stuck: why it could not go on; empty where it could.
    :param told: what stood against its filing, in words; empty where that is as expected.
    """

    scenario: str
    passed: bool
    expected: Mapping[str, object] = field(default_factory=dict[str, object])
    got: Mapping[str, object] = field(default_factory=dict[str, object])
    stuck: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A sequence flow or a rule of a decision table that no scenario passes.

    :param kind: ``flow`` or ``rule``.
    :param id: the flow's id, or ``<decision>/<rule>``.
    :param told: the same for people, such as ``decided → tell-refused`` or ``Fee, rule 3``.
    :param reason: the written reason of ``scenarios/uncovered.yaml``; empty where there is none.
    """

    kind: Literal["flow", "rule"]
    id: str
    told: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a package its scenarios pass through. Ids of flows; (decision, rule) of rules."""

    flows: frozenset[str]
    rules: frozenset[tuple[str, str]]
    all_flows: int
    all_rules: int
    uncovered: tuple[Uncovered, ...]

    @property
    def complete(self) -> bool:
        """Whether all is covered, or has a written reason."""
        return all(one.reason for one in self.uncovered)


@dataclass(frozen=True, slots=True)
class TestReport:
    """The scenarios of a package, run. ``entered`` are the elements that any scenario entered."""

    results: tuple[ScenarioResult, ...]
    coverage: Coverage
    entered: frozenset[str] = frozenset()

    @property
    def passed(self) -> int:
        """How many scenarios ended as they say."""
        return sum(1 for one in self.results if one.passed)

    @property
    def good(self) -> bool:
        """Whether every scenario passed and all is covered or explained."""
        return bool(self.results) and self.passed == len(self.results) and self.coverage.complete


@dataclass(frozen=True, slots=True)
class Waived:
    """A question that is asked although a register knows it, with the written reason."""

    form: str
    field: str
    known_by: str
    reason: str


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a package was found to be.

    :param findings: faults before warnings; empty where nothing is wrong.
    :param waived: questions whose ``asked_because`` stands against the once-only check.
    :param notes: what could not be checked, and how far a check went, in sentences.
    """

    key: str
    version: str
    findings: tuple[Finding, ...]
    waived: tuple[Waived, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[Finding, ...]:
        """What must be corrected before it is published."""
        return tuple(one for one in self.findings if one.severity == "fault")

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """What should be looked at."""
        return tuple(one for one in self.findings if one.severity == "warning")


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs between two versions.

    :param part: ``question``, ``rule``, ``flow``, ``step``, ``fee``, ``text``, ``document``, ``deadline`` …
    :param what: what it is, such as ``request/name``.
    :param old: and ``new``: as written; empty where it is not there.
    """

    part: str
    kind: DiffKind
    what: str
    old: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two versions of a package side by side.

    :param stays: why running cases that wait at an element cannot be moved to the new version: element id
        to reasons. Empty where all can.
    :param moved: elements at which waiting cases can be moved. Both are tried with the cases of the old
        version's scenarios.
    """

    old: str
    new: str
    differences: tuple[Difference, ...]
    stays: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    moved: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackageReport:
    """Everything that publishing asks about: what was found, and how the scenarios went."""

    check: CheckReport
    tests: TestReport | None

    @property
    def ready(self) -> bool:
        """Whether it may be published."""
        return not self.check.faults and self.tests is not None and self.tests.good


@dataclass(frozen=True, slots=True)
class Published:
    """What publishing did; ``new`` is False where this version was there already."""

    service: str
    version: str
    new: bool


@dataclass(frozen=True, slots=True)
class SimulationView:
    """A simulation that somebody asked for.

    :param draft: the draft whose files are simulated, at its ``revision``; None for a published version.
    :param status: ``waiting``, ``done`` or ``failed``; ``problem`` then says why.
    :param study: what came out; None until it is done.
    """

    simulation: int
    service: str
    version: str
    draft: int | None
    revision: int
    status: str
    problem: str
    study: Study | None
    changes: tuple[tuple[str, str], ...]
    asked_by: str
    asked_at: datetime
    done_at: datetime | None
