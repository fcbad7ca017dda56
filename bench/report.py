"""How every figure is printed: ``name: value unit (peer: value, ratio r; goal g) ok``, or ``… short``."""

import sys


def line(
    *,
    name: str,
    value: float,
    unit: str,
    peer: float | None = None,
    goal: float | None = None,
    of: str = "ratio",
    smaller_is_better: bool = False,
) -> bool:
    """Print one figure and say whether it reaches its goal.

    :param peer: the same figure of the peer, measured in the same run.
    :param goal: what is promised: a ratio to the peer, or with ``of="value"`` the figure itself.
    :param smaller_is_better: for bytes and times; the ratio is then the peer's figure over ours.
    :returns: whether the goal is reached; True where there is none.
    """
    ratio = _ratio(value, peer, smaller_is_better)
    held = value if of == "value" else ratio
    reached = goal is None or (held <= goal if smaller_is_better and of == "value" else held >= goal)
    told = [f"peer: {_figure(peer)}, ratio {ratio:.1f}"] if peer is not None else []
    told += [f"goal {_figure(goal)}"] if goal is not None else []
    beside = f" ({'; '.join(told)})" if told else ""
    verdict = "" if goal is None else " ok" if reached else " short"
    sys.stdout.write(f"{name}: {_figure(value)} {unit}{beside}{verdict}\n")
    sys.stdout.flush()
    return reached


def note(text: str) -> None:
    """Print what a reader needs to understand the figures."""
    sys.stdout.write(f"# {text}\n")
    sys.stdout.flush()


def _ratio(value: float, peer: float | None, smaller_is_better: bool) -> float:
    if peer is None:
        return 0.0
    over, under = (peer, value) if smaller_is_better else (value, peer)
    return over / under if under else float("inf")


def _figure(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
