"""What a simulation found, in plain values: for JSON, for a page, for a terminal."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spread:
    """Values over cases: the middle one, the one that nine in ten do not exceed, and the average."""

    p50: float
    p90: float
    mean: float


@dataclass(frozen=True, slots=True)
class DeskReport:
    """A desk of officers.

    :param desk: ``agency/role``.
    :param utilisation: share of the officers' working time for this service that was spent on tasks, 0 to 1.
    :param queue_mean: waiting tasks, averaged over time; ``queue_most`` the most there ever were.
    :param queue: (day of the run, waiting tasks), for a chart.
    :param grows: tasks came faster than the officers could work.
    """

    desk: str
    officers: int
    share: float
    source: str
    tasks: int
    utilisation: float
    queue_mean: float
    queue_most: int
    queue: tuple[tuple[float, int], ...]
    grows: bool


@dataclass(frozen=True, slots=True)
class StepReport:
    """A step of the process. Hours and minutes are averages.

    :param times: how often it is asked for, per case.
    :param waiting_hours: from asking to beginning, by the clock, each time; ``waiting_p90`` of nine in ten.
    :param working_minutes: of work, each time.
    :param adds_hours: what it adds to the time to decision of a case, by the clock; the sum is the mean.
    :param passed: share of the times in which it was let pass or overtaken by something else.
    """

    element: str
    side: str
    times: float
    waiting_hours: float
    waiting_p90: float
    working_minutes: float
    adds_hours: float
    passed: float
    source: str


@dataclass(frozen=True, slots=True)
class CostReport:
    """What a case costs on average, in major units. ``fees`` are what applicants pay."""

    currency: str
    officers: float
    applicants: float
    fees: float


@dataclass(frozen=True, slots=True)
class Loop:
    """A place where cases go round and do not come out. ``cases`` is how many did."""

    element: str
    cases: int


@dataclass(frozen=True, slots=True)
class Report:
    """One run.

    :param hours: from filing to decision by the clock; None where nothing was decided.
    :param working_days: the same in working days of the service's calendar.
    :param late: share of decided cases that broke the statutory deadline; None where there is no deadline.
    :param histogram: (up to how many working days, cases), in equal steps.
    :param left: element to the number of cases that stood there when time was over.
    :param past_cases: how many real cases the answers and routes are drawn from; 0: from the scenarios.
    :param seconds: of the processor that the run took.
    """

    service: str
    version: str
    cases: int
    seed: int
    days: float
    per_day: float
    decided: int
    hours: Spread | None
    working_days: Spread | None
    deadline: int | None
    late: float | None
    outcomes: dict[str, int]
    scenarios: dict[str, int]
    unused: tuple[str, ...]
    desks: tuple[DeskReport, ...]
    steps: tuple[StepReport, ...]
    cost: CostReport | None
    citizen_minutes: float
    officer_minutes: float
    histogram: tuple[tuple[float, int], ...]
    loops: tuple[Loop, ...]
    incidents: tuple[tuple[str, str, int], ...]
    left: dict[str, int]
    sources: dict[str, str]
    seconds: float
    change: str = ""
    past_cases: int = 0

    @property
    def terminates(self) -> bool:
        """Whether every case came to an end, or would have with more officers: none goes in circles."""
        return not self.loops and not self.incidents


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run beside the run without the change, with the same random numbers.

    :param saved_hours: mean over the cases that both decided, with its 95 % interval.
    """

    variant: Report
    saved_hours: float | None
    interval: tuple[float, float] | None
    faster: float | None
    slower: float | None


@dataclass(frozen=True, slots=True)
class Study:
    """A baseline and the changes that were asked about."""

    baseline: Report
    variants: tuple[Comparison, ...] = field(default_factory=tuple)
