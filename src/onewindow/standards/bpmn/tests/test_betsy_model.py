"""Scripts and conditions as other engines write them, in FEEL."""

from datetime import timedelta

import pytest

from onewindow.standards import feel
from onewindow.standards.bpmn import betsy_model


@pytest.mark.parametrize(
    "text",
    [
        'test.contains("a")',
        "${test.contains('a')}",
        "#{test.contains('a') == true}",
        "= contains(test, 'a')",
        "contains($test, 'a')",
        'test . contains( "a" ) && !test.contains("z")',
        '!(test.contains("z"))',
        '!(test.contains("z") || test.isEmpty())',
        'test.contains("z") || test.contains("b")',
        'test != null && test.startsWith("a") and test.endsWith("b")',
        "test.equals('ab')",
        '"ab".equals(test)',
        "test == 'ab'",
        "test eq 'ab'",
        "test.indexOf('b') >= 0",
        "test.length() == 2",
        "getDataObject('test') = 'ab'",
        "return test.contains('a');",
        "integerVariable<3",
        "integerVariable == 1 AND integerVariable ne 2",
        "${integerVariable lt 2}",
        "integerVariable-1 == 0",
        "integerVariable + 1 >= 2",
        "integerVariable.intValue() === 1",
        "not false()",
        "TRUE",
    ],
)
def test_a_condition(text: str) -> None:
    rule = feel.compile_expression(betsy_model.condition(text), names={"test", "integerVariable"})
    assert rule.evaluate({"test": "ab", "integerVariable": 1}).value is True


@pytest.mark.parametrize(
    ("script", "name", "value"),
    [
        ("SCRIPT_task7", "trace", ["task7"]),
        ("INCREMENT_INTEGER_VARIABLE", "integerVariable", 3),
        ("DECREMENT_INTEGER_VARIABLE", "integerVariable", 1),
        ("INCREMENT_INTEGER_VARIABLE_AND_LOG", "trace", ["INCREMENT"]),
        ("LOG_INTEGER_VARIABLE", "trace", ["2"]),
        ("CREATE_MARKER_FILE", "marker", True),
        ("integerVariable = integerVariable + 5;", "integerVariable", 7),
        ("integerVariable++", "integerVariable", 3),
        ("integerVariable -= 2", "integerVariable", 0),
        ("String text = 'x'; integerVariable = 9", "text", "x"),
    ],
)
def test_a_script(script: str, name: str, value: object) -> None:
    rule = feel.compile_expression(betsy_model.to_script(script), names={"trace", "integerVariable"})
    found = rule.evaluate({"trace": [], "integerVariable": 2}).value
    assert isinstance(found, dict) and found[name] == value


@pytest.mark.parametrize("script", ["CREATE_LOG_FILE", "", "System.exit(1)", "import os"])
def test_a_script_that_does_nothing_here(script: str) -> None:
    assert betsy_model.to_script(script) == "{}"


@pytest.mark.parametrize(
    ("script", "seconds"),
    [("WAIT_TEN_SECONDS", 10), ("SLEEP_5000", 5), ("SLEEP_250_MS", 0.25), ("WAIT_2_MINUTES", 120)],
)
def test_how_long_a_script_takes(script: str, seconds: float) -> None:
    assert betsy_model.lasting(script) == timedelta(seconds=seconds)
