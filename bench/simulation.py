"""Simulating a service: ten thousand ten-step cases of the engine's own model, and the services that we ship.

The model is that of bench/models (lanes, a decision table, an event gateway, a three-way parallel, a call
activity, a parallel multi-instance, boundary timers), its officers sit at four desks. Cases come by a Poisson
process, queue, and are counted. The peer is the same simulation that computes every step of every case anew.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import django

from bench.engine_case import CALLED, MESSAGE, REQUEST
from bench.engine_ours import DEFINITION, NOW
from bench.report import line, note
from onewindow.blocks.studio.simulation.assumptions import OFFICE_HOURS, Assumptions, Deadline, Lasting, Staff
from onewindow.blocks.studio.simulation.distributions import Lognormal
from onewindow.blocks.studio.simulation.moments import dated_names, sensitive_elements
from onewindow.blocks.studio.simulation.plan import Answer, Behaviour, Plan, Said, StepRule
from onewindow.blocks.studio.simulation.world import World
from onewindow.commands.surroundings import choose_settings
from onewindow.kernel.working_days import WorkingCalendar

CASES, GOAL = 10_000, 2_000
PEER_CASES, ROUNDS = 1_000, 3
DESKS = {
    "technical-opinion": "ministry/technical-officer",
    "domiciliation": "bank/trade-desk",
    "inspect": "ministry/inspector",
    "sign": "ministry/registrar",
}
SERVICES = ("municipality-harbour/small-works-permit", "trade-ministry/external-trade-certificate")


def run() -> bool:
    """Print the figures of this group; whether all reach their goals."""
    note("cases simulated per second of processor time, the best of three runs")
    plan, assumptions = ten_steps(), of_the_world()
    ours = max(_rate(plan, assumptions, remember=True) for _ in range(ROUNDS))
    peer = max(_rate(plan, replace(assumptions, cases=PEER_CASES), remember=False) for _ in range(ROUNDS))
    reached = line(
        name="simulated ten-step cases", value=ours, unit="cases/s", peer=peer, goal=GOAL, of="value"
    )
    choose_settings()
    django.setup()
    for key in SERVICES:
        line(name=f"simulated {key}", value=_service(key), unit="cases/s")
    return reached


def ten_steps() -> Plan:
    """The ten-step case of the engine's benchmark, with people who do its steps."""
    sensitive, whole = sensitive_elements(DEFINITION, dated=dated_names(DEFINITION), formulas={})
    rules = {element: StepRule("officer", desk=_at(desk)) for element, desk in DESKS.items()}
    rules |= {"complete-request": StepRule("applicant"), f"{CALLED}/pay": StepRule("payment")}
    answers = {
        element: (Answer(1, "", {element.replace("-", "_"): "done"}),) * (3 if element == "inspect" else 1)
        for element in rules
    }
    invoice = Said(1, "invoice", MESSAGE, {}, 1, 1440.0)
    people = Behaviour("all", 1.0, NOW, REQUEST, answers, (invoice,))
    return Plan(
        DEFINITION, rules, (people,), {"issued": "granted"}, sensitive, not whole, lambda at: {"now": at}
    )


def of_the_world() -> Assumptions:
    """Four desks that are busy for four fifths of the day."""
    steps = (*DESKS, "complete-request", f"{CALLED}/pay")
    return Assumptions(
        cases=CASES, seed=1, start=date(2026, 3, 2), per_day=100, per_free_day=0, by_hour=OFFICE_HOURS,
        calendar="ministry", calendars=lambda name: WorkingCalendar(name, "Africa/Tunis"),
        staff={desk: Staff(18 if element == "inspect" else 6) for element, desk in DESKS.items()},
        lasting={step: Lasting(Lognormal(15, 45)) for step in steps},
        deadline=Deadline(10, "ministry"), costs=None,
    )  # fmt: skip


def _at(desk: str) -> Callable[[object, datetime], str]:
    def asked(_scope: object, _at: datetime) -> str:
        return desk

    return asked


def _rate(plan: Plan, assumptions: Assumptions, *, remember: bool) -> float:
    began = time.process_time()
    measures = World(plan, assumptions, remember=remember).run()
    spent = time.process_time() - began
    if measures.decided != assumptions.cases:
        raise AssertionError(measures)
    return assumptions.cases / spent


def _service(key: str) -> float:
    from onewindow.blocks.catalogue import api as catalogue
    from onewindow.blocks.studio import api as studio

    root = Path(__file__).parents[1]
    package = catalogue.load_folder(path=root / "services" / key)
    study = studio.simulate_package(
        package=package, country=root / "country", start=date(2026, 3, 2), cases=CASES
    )
    return study.baseline.cases / study.baseline.seconds
