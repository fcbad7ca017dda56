"""How people behave: which kind of case comes, who is asked at a step, and what they answer."""

from bisect import bisect_right
from collections.abc import Callable, Mapping
from itertools import accumulate
from typing import Final

from onewindow.blocks.studio.simulation.assumptions import Assumptions
from onewindow.blocks.studio.simulation.desks import Desk
from onewindow.blocks.studio.simulation.draws import name_of, uniform
from onewindow.blocks.studio.simulation.life import Life
from onewindow.blocks.studio.simulation.measures import Measures, StepMeasures
from onewindow.blocks.studio.simulation.plan import Answer, Behaviour, Plan

NOTHING: Final[Mapping[str, object]] = {}
_NO_ANSWER: Final = Answer(0, "", NOTHING)
_BEHAVES, _ANSWERS = name_of("behaves"), name_of("answers")


class Asking:
    """What asking somebody at a step needs, looked up once for each kind of case.

    :param own: answers of this kind of case; ``others``: of all, for what its scenario does not foresee.
    """

    __slots__ = ("desk", "draw", "key", "limits", "measured", "name", "others", "own", "touch")

    def __init__(
        self, key: str, name: int, measured: StepMeasures, draw: Callable[[float], float], touch: float,
        desk: Desk | None, own: tuple[Answer, ...], others: list[tuple[Answer, float]],
    ) -> None:  # fmt: skip
        self.key = key
        self.name = name
        self.measured = measured
        self.draw = draw
        self.touch = touch
        self.desk = desk
        self.own = own
        self.others = [answer for answer, _weight in others]
        self.limits = list(accumulate(weight for _answer, weight in others))

    def other(self, u: float) -> Answer:
        """An answer of another kind of case, the more often the more cases are of that kind."""
        return self.others[min(bisect_right(self.limits, u * self.limits[-1]), len(self.others) - 1)]


class People:
    """The people of one run.

    :param desk_of: gives the desk of a name such as ``trade-ministry/registrar``.
    """

    def __init__(
        self, plan: Plan, assumptions: Assumptions, measures: Measures, desk_of: Callable[[str], Desk]
    ) -> None:
        self._plan = plan
        self._assumptions = assumptions
        self._measures = measures
        self._desk_of = desk_of
        self._lasting = {element: one.minutes for element, one in assumptions.lasting.items()}
        self._others: dict[str, list[tuple[Answer, float]]] = {}
        self._limits = list(accumulate(one.weight for one in plan.behaviours))

    def behaviour(self, key: int) -> Behaviour:
        """The kind of a case, the more often the greater its weight."""
        place = bisect_right(self._limits, uniform(key, _BEHAVES) * self._limits[-1])
        return self._plan.behaviours[min(place, len(self._limits) - 1)]

    def answer(self, life: Life, asking: Asking, count: int) -> Answer | None:
        """What is answered; None where the scenario lets it pass."""
        own = asking.own
        if own:
            used = life.used.get(asking.key, 0)
            if used < len(own):
                life.used[asking.key] = used + 1
                answer = own[used]
                return answer if answer.output is not None else None
        if not asking.others:
            return _NO_ANSWER
        return asking.other(uniform(life.key, _ANSWERS + asking.name + count))

    def asking(self, behaviour: Behaviour, element: str, desk: str) -> Asking:
        """All that is known before somebody is asked at a step."""
        agency = desk.partition("/")[0]
        own = behaviour.answers.get(element, ())
        named = any(one.desk for one in own)
        fitting = tuple(one for one in own if one.desk == agency) if named and agency else own
        others = self._others_at(element)
        lasting = self._lasting.get(element, self._assumptions.outside)
        return Asking(
            f"{element}@{agency}", name_of(element), self._measures.step(element), lasting.draw,
            self._assumptions.touch.get(element, 0.0), self._desk_of(desk) if desk else None,
            fitting, [one for one in others if one[0].desk == agency] or others,
        )  # fmt: skip

    def _others_at(self, element: str) -> list[tuple[Answer, float]]:
        found = self._others.get(element)
        if found is None:
            found = self._others[element] = [
                (answer, one.weight)
                for one in self._plan.behaviours
                for answer in one.answers.get(element, ())
                if answer.output is not None
            ]
        return found
