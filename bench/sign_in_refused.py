"""Does the time of a refused sign-in tell whether there is an account?

Somebody with a wrong password and somebody with an unknown address are refused in turn, 200 times each. Two
samples of one source differ as much as these with the probability that is printed (rank test by Mann and
Whitney, normal approximation); under one in a hundred the time may tell something (ASVS 6.3.8).
"""

import math
import statistics
from collections.abc import Awaitable, Callable, Sequence

from bench.report import line

_SAMPLES = 200
_LEAST = 0.01

Refused = Callable[[str, int], Awaitable[float]]
"""Seconds of one refusal: the address signed in with, and a number that makes the browser another one."""


async def refused(ask: Refused, *, known: Callable[[int], str]) -> bool:
    """Print both medians and the probability; whether it is above one in a hundred."""
    wrong: list[float] = []
    unknown: list[float] = []
    for number in range(_SAMPLES):
        # Who comes first changes, so that neither always finds what the other has warmed.
        kinds = [(known(number), wrong), (f"nobody-{number}@tamaris.example", unknown)]
        for place, (email, times) in enumerate(kinds if number % 2 else reversed(kinds)):
            times.append(await ask(email, 2 * number + place))
    medians = [statistics.median(times) * 1000 for times in (wrong, unknown)]
    line(name="refused, wrong password p50", value=medians[0], unit="ms", peer=medians[1])
    return line(
        name="refused, probability of one source",
        value=likeness(wrong, unknown),
        unit="",
        goal=_LEAST,
        of="value",
    )


def likeness(first: Sequence[float], second: Sequence[float]) -> float:
    """How probably two samples of one source differ as much as these do: 1 for the same, 0 for others."""
    ranked = sorted((value, which) for which, values in enumerate((first, second)) for value in values)
    rank_sum = sum(rank for rank, (_, which) in enumerate(ranked, 1) if which == 0)
    n, m = len(first), len(second)
    u = rank_sum - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))
