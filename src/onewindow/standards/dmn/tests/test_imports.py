"""Models that import each other, also without a name, and by more than one way."""

import pytest

from onewindow.standards import dmn

from .models import HEAD, decision, input_data, knows, literal, model, requires

_TYPE = (
    '<itemDefinition name="tSmall"><typeRef>number</typeRef><allowedValues><text>&lt; 10</text>'
    "</allowedValues></itemDefinition>"
)
_FUNCTION = (
    '<businessKnowledgeModel id="twice" name="twice"><encapsulatedLogic><formalParameter name="n"/>'
    + literal("n * 2")
    + "</encapsulatedLogic></businessKnowledgeModel>"
)
_SERVICE = (
    '<decisionService id="S" name="S"><variable name="S"/><outputDecision href="#Next"/>'
    '<inputData href="#in_x"/></decisionService>'
)


def head(namespace: str) -> str:
    return HEAD.replace("urn:test", namespace)


def imports(name: str, namespace: str) -> str:
    kind = "https://www.omg.org/spec/DMN/20230324/MODEL/"
    return f'<import name="{name}" namespace="{namespace}" importType="{kind}"/>'


def needs(*references: str) -> str:
    return requires("X").replace("#X", references[0]) + "".join(
        requires("X").replace("#X", other) for other in references[1:]
    )


BASE = model(
    _TYPE,
    input_data("x", "tSmall"),
    decision("Next", literal("x + 1"), requires("in_x")),
    _FUNCTION,
    _SERVICE,
    head=head("urn:base"),
)
MIDDLE = model(
    imports("base", "urn:base"),
    decision("Tenfold", literal("base.Next * 10"), needs("urn:base#Next")),
    head=head("urn:middle"),
)
_KNOWN = knows("T", "S").replace("#T", "urn:base#twice").replace("#S", "urn:base#S")
TOP = model(
    imports("base", "urn:base"),
    imports("middle", "urn:middle"),
    input_data("x"),
    decision("Sum", literal("middle.Tenfold + base.Next"), needs("urn:middle#Tenfold", "urn:base#Next")),
    decision(
        "Call",
        literal("base.twice(3) + base.S(x: 4)"),
        knows("T", "S").replace("#T", "urn:base#twice").replace("#S", "urn:base#S"),
    ),
    decision("Large", literal("40"), "", "base.tSmall"),
    decision("Own", literal("x"), requires("in_x")),
    head=head("urn:top"),
)
PLAIN = model(
    imports("", "urn:base"),
    imports("", "urn:middle"),
    decision("Sum", literal("Tenfold + Next"), needs("urn:middle#Tenfold", "urn:base#Next")),
    decision("Large", literal("40"), "", "tSmall"),
    head=head("urn:plain"),
)


@pytest.mark.parametrize(
    "inputs",
    [{"base": {"x": 1}}, {"x": 1}, {"base.x": 1}, {"middle": {"base": {"x": 1}}}, {"urn:base#in_x": 1}],
)
def test_inputs_of_imported_models(inputs: dict[str, object]) -> None:
    definitions = dmn.load(TOP, imports=[MIDDLE, BASE])
    assert dmn.evaluate(definitions, decision="Sum", inputs=inputs).value == 22


def test_imported_functions_services_and_types() -> None:
    definitions = dmn.load(TOP, imports=[BASE, MIDDLE])
    assert dmn.evaluate(definitions, decision="Call", inputs={}).value == 11
    assert dmn.evaluate(definitions, decision="Large", inputs={}).value is None
    own = dmn.evaluate(definitions, decision="Own", inputs={"x": 3, "base": {"x": 4}})
    assert own.value == 3


def test_imports_without_a_name() -> None:
    definitions = dmn.load(PLAIN, imports=[BASE, MIDDLE])
    assert dmn.evaluate(definitions, decision="Sum", inputs={"x": 1}).value == 22
    assert dmn.evaluate(definitions, decision="Large", inputs={}).value is None


def test_what_is_missing_is_passed_over_tolerantly() -> None:
    with pytest.raises(dmn.ModelNotValid):
        dmn.load(TOP, imports=[BASE])
    definitions = dmn.load(TOP, imports=[BASE], tolerant=True)
    assert dmn.evaluate(definitions, decision="Own", inputs={"x": 3}).value == 3
    assert len(definitions.problems) == 2
