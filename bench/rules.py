"""FEEL and decision tables beside their peers, on the same expressions and the same table.

Ours compiles a text once and runs it often, as the house does with every text of a package. The peers have no
such step to offer: they read the text at each evaluation. The figure for ours with reading at each evaluation
stands beside it. Rates are per second of processor time, for all alike.
"""

import json
import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import cast

from bench import rules_long, rules_peers, rules_spiff
from bench.report import line, note
from onewindow.standards import dmn, feel

_MODELS = rules_peers.HERE / "models"
_EXPRESSIONS, _FEE = _MODELS / "expressions.json", _MODELS / "fee.dmn"
_GIVEN: dict[str, object] = {"kind": "garage", "area": 60}
_SECONDS = 2.0


def run() -> bool:
    """Print the figures of this group; whether all reach their goals."""
    return all([*_expressions(), *_tables(), *rules_long.run()])


def _expressions() -> list[bool]:
    given = json.loads(_EXPRESSIONS.read_text(), parse_float=Decimal)
    context = cast("Mapping[str, object]", given["context"])
    texts: dict[str, object] = {one["text"]: one["value"] for one in given["expressions"]}
    compiled = [feel.compile_expression(text, names=context) for text in texts]
    for expression in compiled:
        assert expression.evaluate(context).value == texts[expression.text], expression.text

    def once() -> None:
        for expression in compiled:
            expression.evaluate(context)

    def each_time() -> None:
        for text in texts:
            feel.compile_expression(text, names=context).evaluate(context)

    ours, reading = (len(texts) * rate(call) for call in (once, each_time))
    bkflow = rules_peers.rate_of("rules_worker_bkflow.py", _EXPRESSIONS)
    feelin = rules_peers.rate_of("rules_worker_feelin.cjs", _EXPRESSIONS)
    reached: list[bool] = []
    for name, peer, goal in (("bkflow-feel", bkflow, 10), ("feelin", feelin, 1)):
        if peer is None:
            continue
        unit = "evaluations/s"
        reached.append(line(name=f"FEEL beside {name}", value=ours, unit=unit, peer=peer, goal=goal))
        line(name=f"FEEL beside {name}, text read each time", value=reading, unit=unit, peer=peer)
    return reached


def _tables() -> list[bool]:
    definitions = dmn.load(_FEE.read_bytes())
    spiff = rules_spiff.Table(_FEE)
    assert dmn.evaluate(definitions, decision="fee", inputs=_GIVEN).value == 30
    assert spiff.decide(dict(_GIVEN)) == {"fee": 30}
    ours = rate(lambda: dmn.evaluate(definitions, decision="fee", inputs=_GIVEN))
    peers = {
        "SpiffWorkflow": rate(lambda: spiff.decide(dict(_GIVEN))),
        "pyDMNrules": rules_peers.rate_of("rules_worker_pydmnrules.py", _FEE),
    }
    note("a table of six rules and two columns, input checked and fitted to its types")
    return [
        line(name=f"decision table beside {name}", value=ours, unit="decisions/s", peer=peer, goal=10)
        for name, peer in peers.items()
        if peer is not None
    ]


def rate(call: Callable[[], object], seconds: float = _SECONDS) -> float:
    """Calls per second of processor time."""
    call()
    calls, began = 0, time.process_time()
    while time.process_time() - began < seconds:
        call()
        calls += 1
    return calls / (time.process_time() - began)
