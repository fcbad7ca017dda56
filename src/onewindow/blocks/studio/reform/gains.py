"""What would be given back, counted from what happened to cases."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from statistics import fmean, median
from typing import Final, Literal, cast

from onewindow.blocks.catalogue.types import ServicePackage, WorkStep
from onewindow.blocks.studio.reform.causes import Cause, cause_of, same_answer
from onewindow.blocks.studio.reform.uses import Question, questions_of, unused_questions
from onewindow.blocks.studio.simulation.histories import History, Worked

ENOUGH: Final = 30
"""Cases from which something is concluded."""
QUESTION_MINUTES: Final = 1.0
"""What answering one question takes a person, where nobody measured it."""

GainKind = Literal["decides-nothing", "never-refused", "way-back", "question"]


@dataclass(frozen=True, slots=True)
class Gain:
    """Something that could go, and what that gives back in a year. None where it cannot be computed.

    :param element: the step; ``question`` stands instead for questions, as ``form/path``.
    :param times: how often it happened in the cases that were counted, of so many ``cases``.
    :param wait_days: days by the clock that a case stands there each time.
    :param share: of the cases that go through it.
    :param cause: which answer goes along with a way back.
    :param same: the answer that nearly everybody gives to a question, and its share.
    """

    kind: GainKind
    element: str
    question: str = ""
    side: str = ""
    times: int = 0
    cases: int = 0
    share: float = 0.0
    officer_hours: float | None = None
    citizen_hours: float | None = None
    wait_days: float | None = None
    cause: Cause | None = None
    same: tuple[str, float] | None = None

    @property
    def hours(self) -> float:
        """Hours of officers and citizens in a year, as far as they are known."""
        return (self.officer_hours or 0.0) + (self.citizen_hours or 0.0)


@dataclass(frozen=True, slots=True)
class StepTimes:
    """Waiting against working at a step, averages each time.

    :param waiting_hours: by the clock, from asking to beginning; None where nobody says when work began.
    :param working_minutes: None where nobody measured.
    :param whole_hours: by the clock, from asking to the end.
    """

    element: str
    side: str
    times: int
    share: float
    waiting_hours: float | None
    working_minutes: float | None
    whole_hours: float


@dataclass(frozen=True, slots=True)
class ReformReport:
    """What a service could do without.

    :param source: ``cases`` or ``simulation``.
    :param per_year: filings in a year, as they come now.
    """

    service: str
    version: str
    source: str
    cases: int
    decided: int
    per_year: float
    gains: tuple[Gain, ...]
    steps: tuple[StepTimes, ...]
    median_days: float | None = None
    outcomes: Mapping[str, int] = field(default_factory=dict[str, int])


def reform_report(
    *, package: ServicePackage, histories: Sequence[History], per_year: float, source: str
) -> ReformReport:
    """Look for what could go, the greatest gain first.

    :param histories: of cases; undecided ones tell of steps, not of outcomes.
    :param per_year: filings in a year.
    """
    decided = [one for one in histories if one.minutes is not None]
    times = _step_times(histories)
    scale = per_year / len(histories) if histories else 0.0
    found: list[Gain] = []
    if len(decided) >= ENOUGH:
        found += [gain for one in times if (gain := _step_gain(package, decided, one, scale)) is not None]
    found += _question_gains(package, histories, per_year)
    outcomes = Counter(one.outcome for one in decided)
    days = [one.minutes / 1440 for one in decided if one.minutes is not None]
    return ReformReport(
        package.key, package.version, source, len(histories), len(decided), per_year,
        tuple(sorted(found, key=lambda gain: (-gain.hours, -(gain.wait_days or 0.0) * gain.share))), times,
        median(days) if days else None, dict(outcomes.most_common()),
    )  # fmt: skip


def _step_times(histories: Sequence[History]) -> tuple[StepTimes, ...]:
    works: dict[tuple[str, str], list[Worked]] = defaultdict(list)
    cases: dict[str, int] = Counter(
        element for one in histories for element in {work.element for work in one.works}
    )
    for one in histories:
        for work in one.works:
            works[work.element, work.side].append(work)
    found = [_times(*key, done, cases[key[0]] / len(histories)) for key, done in works.items()]
    return tuple(sorted(found, key=lambda one: -one.whole_hours * one.times))


def _times(element: str, side: str, works: Sequence[Worked], share: float) -> StepTimes:
    begun = [work for work in works if work.minutes is not None]
    return StepTimes(
        element=element,
        side=side,
        times=len(works),
        share=share,
        waiting_hours=fmean(work.begun - work.asked for work in begun) / 60 if begun else None,
        working_minutes=fmean(work.minutes or 0.0 for work in begun) if begun else None,
        whole_hours=fmean(work.done - work.asked for work in works) / 60,
    )


def _step_gain(
    package: ServicePackage, decided: Sequence[History], times: StepTimes, scale: float
) -> Gain | None:
    """What removing a step gives back; None where it does change what becomes of cases."""
    through = [one for one in decided if any(work.element == times.element for work in one.works)]
    if len(through) < ENOUGH:
        return None
    if times.side != "officer":
        return _way_back(package, decided, through, times, scale)
    refused = sum(1 for one in through if one.outcome == "refused" and _last(one) == times.element)
    asked_back = sum(1 for one in through if _asks_back(one, times.element))
    if refused or not _decides(package, times.element):
        return None
    varies = asked_back or _varies(package, through, times)
    kind: GainKind = "never-refused" if varies else "decides-nothing"
    return _of_step(Gain(kind, times.element, side="officer"), through, times, scale)


def _way_back(
    package: ServicePackage,
    decided: Sequence[History],
    through: Sequence[History],
    times: StepTimes,
    scale: float,
) -> Gain | None:
    """Something that is asked of the applicant again, after an officer had looked at it."""
    back = [one for one in through if _comes_back(one, times.element)]
    if len(back) * 2 < len(through):
        return None
    gain = _of_step(Gain("way-back", times.element, side="applicant"), through, times, scale)
    again = fmean(_again(one, times.element) for one in through)
    officer = again * len(through) * scale / 60 if again else None
    cause = cause_of(questions_of(package), through, [one for one in decided if one not in through])
    return replace(gain, officer_hours=officer, cause=cause)


def _of_step(gain: Gain, through: Sequence[History], times: StepTimes, scale: float) -> Gain:
    hours = None if times.working_minutes is None else times.times * times.working_minutes / 60 * scale
    return replace(
        gain, times=times.times, cases=len(through), share=times.share, wait_days=times.whole_hours / 24,
        officer_hours=hours if gain.side == "officer" else None,
        citizen_hours=hours if gain.side != "officer" else None,
    )  # fmt: skip


def _last(one: History) -> str:
    """The step that was done last before the decision."""
    return max(one.works, key=lambda work: work.done).element if one.works else ""


def _asks_back(one: History, element: str) -> bool:
    """Whether an officer's step was followed by the applicant, and then done again."""
    order = [work.element for work in sorted(one.works, key=lambda work: work.done)]
    return order.count(element) > 1


def _comes_back(one: History, element: str) -> bool:
    """Whether the step that was done before is done again afterwards."""
    order = [work.element for work in sorted(one.works, key=lambda work: work.asked)]
    places = [place for place, name in enumerate(order) if name == element]
    return any(set(order[:place]) & set(order[place + 1 :]) for place in places)


def _again(one: History, element: str) -> float:
    """Working minutes of officers on steps that had to be done again because of a way back."""
    order = sorted(one.works, key=lambda work: work.asked)
    place = next(place for place, work in enumerate(order) if work.element == element)
    before = {work.element for work in order[:place]}
    return sum(work.minutes or 0.0 for work in order[place + 1 :] if work.element in before)


def _decides(package: ServicePackage, element: str) -> bool:
    """Whether a step is there to decide: whoever does it chooses between answers."""
    step = package.steps.get(element)
    if not isinstance(step, WorkStep):
        return False
    return any(one.type == "choice" and len(one.options) > 1 for one in package.forms[step.form].fields)


def _varies(package: ServicePackage, through: Sequence[History], times: StepTimes) -> bool:
    """Whether officers ever answer a step in different ways, as far as choices go."""
    step = package.steps.get(times.element)
    if not isinstance(step, WorkStep):
        return False
    names = [one.field for one in package.forms[step.form].fields if one.type in ("choice", "yes_no")]
    for name in names:
        answers = {str(work.answers.get(name)) for work in _works(through, times.element)}
        if len(answers - {"None"}) > 1:
            return True
    return False


def _works(histories: Iterable[History], element: str) -> Iterable[Worked]:
    return (work for one in histories for work in one.works if work.element == element)


def _question_gains(package: ServicePackage, histories: Sequence[History], per_year: float) -> list[Gain]:
    """Questions whose answer nothing uses; a minute each, as often as their form is filled in."""
    found: list[Gain] = []
    for question in unused_questions(package):
        if question.element:
            given = [work.answers for work in _works(histories, question.element)]
        else:
            given = [one.answers for one in histories]
        times = sum(answered(answers, question.path.split("/")) for answers in given)
        if times:
            found.append(_of_question(question, histories, given, times, per_year))
    return found


def answered(value: object, path: Sequence[str]) -> int:
    """How often a question was answered within answers; in a list, once for each row."""
    if isinstance(value, list):
        return sum(answered(row, path) for row in cast("list[object]", value))
    if not path:
        return 0 if value is None else 1
    if not isinstance(value, Mapping):
        return 0
    return answered(cast("Mapping[str, object]", value).get(path[0]), path[1:])


def _of_question(
    question: Question,
    histories: Sequence[History],
    given: Sequence[Mapping[str, object]],
    times: int,
    per_year: float,
) -> Gain:
    share = times / len(histories)
    hours = share * per_year * QUESTION_MINUTES / 60
    officer = question.side == "officer"
    return Gain(
        "question", question.element, f"{question.form}/{question.path}", question.side, times,
        len(histories), share, hours if officer else None, None if officer else hours, None, None,
        same_answer(question, given),
    )  # fmt: skip
