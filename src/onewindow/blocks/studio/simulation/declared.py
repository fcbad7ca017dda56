"""What a package says of its own workload: simulation.yaml (docs/write-a-service.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import cast

from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.studio.simulation.assumptions import Lasting, Source, Staff
from onewindow.blocks.studio.simulation.distributions import Distribution, Fixed, Lognormal, Triangular
from onewindow.kernel.errors import N_, InvalidInput

FILE = "simulation.yaml"
_UNITS = {"minutes": 1.0, "hours": 60.0, "days": 1440.0}


class AssumptionNotValid(InvalidInput):
    code = "assumption-not-valid"
    message = N_("simulation.yaml, {key}: {rule}")
    way_out = N_("See “Simulate it” in docs/write-a-service.md for what can stand there.")


@dataclass(frozen=True, slots=True)
class Declared:
    """simulation.yaml, read. What it does not say is None or missing."""

    cases: int | None = None
    per_day: float | None = None
    per_free_day: float | None = None
    by_hour: tuple[float, ...] | None = None
    weights: Mapping[str, float] = field(default_factory=dict[str, float])
    staff: Mapping[str, Staff] = field(default_factory=dict[str, Staff])
    lasting: Mapping[str, Lasting] = field(default_factory=dict[str, Lasting])
    touch: Mapping[str, float] = field(default_factory=dict[str, float])
    filing_minutes: float | None = None
    cost_per_hour: Mapping[str, float] = field(default_factory=dict[str, float])
    currency: str | None = None


def declared_by(*, package: ServicePackage) -> Declared:
    """Read what the package declares.

    :raises AssumptionNotValid: names the key and the rule that it breaks.
    """
    content = package.files.get(FILE)
    if content is None:
        return Declared()
    whole = _Node("", catalogue.read_yaml(file=FILE, content=content))
    whole.only("cases", "arrivals", "scenarios", "officers", "steps", "filing", "costs")
    arrivals, filing, costs = whole.part("arrivals"), whole.part("filing"), whole.part("costs")
    arrivals.only("per_working_day", "per_free_day", "by_hour")
    filing.only("minutes")
    costs.only("currency", "per_hour")
    steps = {name: step for name, step in whole.part("steps").parts().items() if _known(package, name, step)}
    cases = whole.number("cases", above=0)
    return Declared(
        cases=int(cases) if cases else None,
        per_day=arrivals.number("per_working_day", above=0),
        per_free_day=arrivals.number("per_free_day"),
        by_hour=_by_hour(arrivals.part("by_hour")),
        weights=_weights(package, whole.part("scenarios")),
        staff={name: _staff(one) for name, one in whole.part("officers").parts().items()},
        lasting={
            name: Lasting(lasts, "declared") for name, step in steps.items() if (lasts := _lasting(step))
        },
        touch={name: touch for name, step in steps.items() if (touch := step.number("touch")) is not None},
        filing_minutes=filing.number("minutes"),
        cost_per_hour=costs.part("per_hour").numbers(),
        currency=costs.text("currency"),
    )


class _Node:
    """A value of the file and where it stands."""

    def __init__(self, key: str, value: object) -> None:
        self.key = key
        self.value = value

    def wrong(self, rule: str) -> AssumptionNotValid:
        return AssumptionNotValid(key=self.key or FILE, rule=rule)

    @property
    def mapping(self) -> Mapping[str, object]:
        if self.value is None:
            return {}
        if not isinstance(self.value, Mapping):
            raise self.wrong("here stands a mapping")
        found = cast("Mapping[object, object]", self.value)
        return {str(name): value for name, value in found.items()}

    def part(self, name: str) -> "_Node":
        return _Node(f"{self.key}/{name}".lstrip("/"), self.mapping.get(name))

    def parts(self) -> dict[str, "_Node"]:
        return {name: self.part(name) for name in self.mapping}

    def only(self, *names: str) -> None:
        for name in self.mapping:
            if name not in names:
                raise self.part(name).wrong(f"only {', '.join(names)} can stand here")

    def number(self, name: str, *, above: float | None = None) -> float | None:
        part = self.part(name)
        return None if part.value is None else part.as_number(above=above)

    def numbers(self) -> dict[str, float]:
        return {name: part.as_number() for name, part in self.parts().items()}

    def as_number(self, *, above: float | None = None) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | Decimal):
            raise self.wrong("here stands a number")
        number = float(self.value)
        if number < 0 or number > 1e9 or (above is not None and number <= above):
            raise self.wrong(f"the number must be {'more than 0' if above == 0 else '0 or more'}")
        return number

    def text(self, name: str) -> str | None:
        value = self.part(name).value
        return None if value is None else str(value)


def _known(package: ServicePackage, name: str, step: _Node) -> bool:
    if name not in package.process.elements:
        raise step.wrong(f"the process has no element “{name}”")
    step.only(*_UNITS, "touch")
    return True


def _weights(package: ServicePackage, node: _Node) -> dict[str, float]:
    names = {scenario.scenario for scenario in package.scenarios}
    for name, part in node.parts().items():
        if name not in names:
            raise part.wrong(f"the package has no scenario “{name}”")
    return node.numbers()


def _by_hour(node: _Node) -> tuple[float, ...] | None:
    if node.value is None:
        return None
    numbers = node.numbers()
    for name in numbers:
        if not name.isdigit() or int(name) > 23:
            raise node.part(name).wrong("the keys are hours from 0 to 23")
    if not any(numbers.values()):
        raise node.wrong("at least one hour needs a weight above 0")
    return tuple(numbers.get(str(hour), 0.0) for hour in range(24))


def _staff(node: _Node) -> Staff:
    if not isinstance(node.value, Mapping):
        return Staff(_whole(node, node.as_number(above=0)), 1.0, "declared")
    node.only("officers", "share")
    share = node.number("share", above=0)
    if share is not None and share > 1:
        raise node.part("share").wrong("the share is at most 1")
    officers = node.number("officers", above=0)
    return Staff(
        _whole(node, 1 if officers is None else officers), 1.0 if share is None else share, "declared"
    )


def _whole(node: _Node, number: float) -> int:
    if number != int(number):
        raise node.wrong("officers are whole")
    return int(number)


def _lasting(step: _Node) -> Distribution | None:
    given = [unit for unit in _UNITS if unit in step.mapping]
    if not given:
        return None
    if len(given) > 1:
        raise step.wrong("one of minutes, hours and days, not several")
    return _distribution(step.part(given[0]), _UNITS[given[0]])


def _distribution(node: _Node, unit: float) -> Distribution:
    if not isinstance(node.value, Mapping):
        return Fixed(node.as_number() * unit)
    node.only("fixed", "triangular", "lognormal")
    kinds: dict[str, Callable[[_Node, float], Distribution]] = {
        "fixed": _fixed, "triangular": _triangular, "lognormal": _lognormal,
    }  # fmt: skip
    if len(node.mapping) != 1:
        raise node.wrong("one of fixed, triangular and lognormal")
    (kind,) = node.mapping
    return kinds[kind](node.part(kind), unit)


def _fixed(node: _Node, unit: float) -> Distribution:
    return Fixed(node.as_number() * unit)


def _triangular(node: _Node, unit: float) -> Distribution:
    given = cast("list[object]", node.value) if isinstance(node.value, list) else []
    if len(given) != 3:
        raise node.wrong("three numbers: least, most often, most")
    low, mode, high = (_Node(node.key, value).as_number() * unit for value in given)
    if not low <= mode <= high:
        raise node.wrong("the three numbers ascend")
    return Triangular(low, mode, high)


def _lognormal(node: _Node, unit: float) -> Distribution:
    node.only("median", "p90")
    median, p90 = node.number("median", above=0), node.number("p90", above=0)
    if median is None or p90 is None or p90 < median:
        raise node.wrong("a median and a p90 that is not below it")
    return Lognormal(median * unit, p90 * unit)


def source_of(value: object) -> Source:
    """Declared where the package says something, else assumed."""
    return "assumed" if value in (None, {}, ()) else "declared"
