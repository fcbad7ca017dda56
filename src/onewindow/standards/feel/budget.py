"""How much one evaluation may use, so that an expression by a stranger cannot stop the house."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Limits of one evaluation.

    :param steps: parts of the expression that may be evaluated, loops counted each time round.
    :param depth: function calls inside one another.
    :param memory: octets of lists and text that may be made, roughly.
    """

    steps: int = 1_000_000
    depth: int = 100
    memory: int = 64_000_000


DEFAULT_BUDGET = Budget()
