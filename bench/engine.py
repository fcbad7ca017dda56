"""The process engine beside SpiffWorkflow: the same ten steps of the same files, each keeping its state as
JSON.

The case has lanes, a decision table, an event gateway with message and timer, a three-way parallel, a call
activity, a parallel multi-instance and a boundary timer (bench/models). The two run in turns, so that
whatever
else the machine does falls on both.
"""

import time
from collections.abc import Callable

from bench import engine_database, engine_ours, engine_spiff
from bench.report import line, note

ROUNDS = 6
OURS, PEER = 150, 3
"""Cases of each in one round."""


def run() -> bool:
    """Print the figures of this group; whether all reach their goals."""
    note("figures in memory are per second of processor time, for both alike")
    note(
        "ten steps a case in memory: the state restored from JSON before every step, and JSON again after it"
    )
    ours, peer = in_turns(engine_ours.run_case, engine_spiff.run_case)
    steps = engine_ours.STEPS
    reached = [
        line(name="engine cases", value=ours, unit="cases/s", peer=peer, goal=100),
        line(name="engine steps", value=ours * steps, unit="steps/s", peer=peer * steps, goal=100),
    ]
    note("the same, the state staying an object and only written as JSON after every step")
    ours, peer = in_turns(
        lambda: engine_ours.run_case(restore=False), lambda: engine_spiff.run_case(restore=False)
    )
    reached += [
        line(name="engine cases, live", value=ours, unit="cases/s", peer=peer, goal=100),
        line(name="engine steps, live", value=ours * steps, unit="steps/s", peer=peer * steps, goal=100),
    ]
    largest, other = engine_ours.most_bytes(), engine_spiff.most_bytes()
    reached.append(
        line(
            name="engine token state",
            value=largest,
            unit="bytes a case",
            peer=other,
            goal=2047,
            of="value",
            smaller_is_better=True,
        )
    )
    return all([*reached, *engine_database.run()])


def in_turns(ours: Callable[[], object], peer: Callable[[], object]) -> tuple[float, float]:
    """Cases per second of processor time, of both."""
    ours()
    peer()
    spent = [0.0, 0.0]
    for _ in range(ROUNDS):
        for place, (case, many) in enumerate(((ours, OURS), (peer, PEER))):
            began = time.process_time()
            for _ in range(many):
                case()
            spent[place] += time.process_time() - began
    return ROUNDS * OURS / spent[0], ROUNDS * PEER / spent[1]
