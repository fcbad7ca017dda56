"""What a simulation runs: a process, who does its steps, and how people behave. Free of the catalogue."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from onewindow.standards import bpmn

Scope = Mapping[str, object]
Side = Literal["officer", "applicant", "payment", "outside", "house"]

HouseAnswer = Mapping[str, object] | str
"""What a step of the house gives: data of the case, or the code with which it fails."""


@dataclass(frozen=True, slots=True)
class StepRule:
    """Who does a step, and what it needs of the case's data.

    :param desk: gives the desk that does it, such as ``trade-ministry/registrar``; "" where nobody can tell.
    :param free: what the case gets where nobody is asked.
    :param fee: gives minor units of money that the applicant pays here; of nothing, nobody is asked.
    """

    side: Side
    desk: Callable[[Scope, datetime], str] | None = None
    fee: Callable[[Scope, datetime], int] | None = None
    free: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers at a step.

    :param number: tells answers apart; equal numbers are the same answer.
    :param desk: the agency that answered in the scenario; "" for the applicant.
    :param output: data of the case, FEEL values; None where the work is let pass.
    """

    number: int
    desk: str
    output: Mapping[str, object] | None


@dataclass(frozen=True, slots=True)
class Said:
    """Something that is done to the case beside its work, such as a withdrawal.

    :param after: how many answers were given before.
    :param wait: minutes that pass before; None where the scenario does not say.
    """

    number: int
    name: str
    message: str
    payload: Mapping[str, object]
    after: int
    wait: float | None


@dataclass(frozen=True, slots=True)
class Behaviour:
    """How the people of one kind of case behave.

    :param at: the moment of filing to which the dates in its answers belong.
    :param data: what the process starts with.
    :param answers: element to its answers, in the order in which they are asked for.
    :param house: element to what the house did there.
    :param outcome: what this kind of case comes to; "" where the scenario stops before.
    """

    name: str
    weight: float
    at: datetime
    data: Mapping[str, object]
    answers: Mapping[str, tuple[Answer, ...]]
    said: tuple[Said, ...] = ()
    house: Mapping[str, HouseAnswer] = field(default_factory=dict[str, HouseAnswer])
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Automatic:
    """A step that nobody does any more where the condition holds (None: always).

    It gives the case's own last answer where that case is granted, else that of a case that is.
    """

    element: str
    condition: Callable[[Scope, datetime], bool] | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the runs share.

    :param rules: element to who does it. An element that is missing is done by somebody outside.
    :param outcomes: elements at which a case is decided, to what it then is.
    :param sensitive: elements that may depend on the moment, so that their steps are never remembered.
    :param remembers: whether steps may be remembered at all.
    :param environment: names that expressions see at a moment, beside data.
    :param early: a step to those whose work begins together with it.
    """

    process: bpmn.Definition
    rules: Mapping[str, StepRule]
    behaviours: tuple[Behaviour, ...]
    outcomes: Mapping[str, str]
    sensitive: frozenset[str]
    remembers: bool
    environment: Callable[[datetime], Mapping[str, object]]
    automatic: Mapping[str, Automatic] = field(default_factory=dict[str, Automatic])
    early: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
