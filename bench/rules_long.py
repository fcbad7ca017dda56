"""What a long decision table costs: a column of plain values is looked up, not gone through."""

import time

from bench.report import line, note
from onewindow.standards import dmn

_HEAD = """<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="long" namespace="urn:long">
<inputData id="code" name="code"/><inputData id="kind" name="kind"/><decision id="D" name="D">
<informationRequirement><requiredInput href="#code"/></informationRequirement>
<informationRequirement><requiredInput href="#kind"/></informationRequirement>
<decisionTable hitPolicy="FIRST"><input><inputExpression><text>code</text></inputExpression></input>
<input><inputExpression><text>kind</text></inputExpression></input><output name="o"/>"""
_TAIL = "</decisionTable></decision></definitions>"
_KINDS = ("import", "export", "transit")


def run() -> list[bool]:
    """Print the cost of 10, 100 and 1,000 rules; whether the last is below ten times the second."""
    note("one row of rules for each code; the last row is asked for, its two columns are plain values")
    costs = {rules: _cost(rules) for rules in (10, 100, 1_000)}
    for rules, cost in costs.items():
        line(name=f"table of {rules:,} rules", value=cost, unit="microseconds a decision")
    growth = costs[1_000] / costs[100]
    return [
        line(
            name="cost of 1,000 rules over 100",
            value=growth,
            unit="times",
            goal=3,
            of="value",
            smaller_is_better=True,
        )
    ]


def _cost(rules: int) -> float:
    """Microseconds of processor time for one decision."""
    rows = "".join(_rule(at) for at in range(rules))
    definitions = dmn.load((_HEAD + rows + _TAIL).encode())
    inputs: dict[str, object] = {"code": f"c{rules - 1}", "kind": _KINDS[(rules - 1) % 3]}
    assert dmn.evaluate(definitions, decision="D", inputs=inputs).value == rules - 1
    calls, began = 0, time.process_time()
    while time.process_time() - began < 1:
        dmn.evaluate(definitions, decision="D", inputs=inputs)
        calls += 1
    return (time.process_time() - began) / calls * 1_000_000


def _rule(at: int) -> str:
    texts = (f"c{at}", _KINDS[at % 3])
    cells = "".join(f'<inputEntry><text>"{text}"</text></inputEntry>' for text in texts)
    return f"<rule>{cells}<outputEntry><text>{at}</text></outputEntry></rule>"
