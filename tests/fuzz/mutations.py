"""Ways to spoil an XML model: its bytes, its tokens (tags, attributes, texts) and its tree."""

import copy
import re
from random import Random

from lxml import etree

BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL"
_TOKEN = re.compile(rb'"[^"]*"|>[^<]+<|</?[A-Za-z:]+')
_TAGS = """
userTask serviceTask scriptTask task businessRuleTask receiveTask sendTask subProcess transaction
adHocSubProcess callActivity exclusiveGateway parallelGateway inclusiveGateway complexGateway
eventBasedGateway startEvent endEvent intermediateCatchEvent intermediateThrowEvent boundaryEvent
sequenceFlow association timerEventDefinition signalEventDefinition messageEventDefinition
errorEventDefinition escalationEventDefinition compensateEventDefinition cancelEventDefinition
terminateEventDefinition linkEventDefinition conditionalEventDefinition
multiInstanceLoopCharacteristics standardLoopCharacteristics decision decisionTable
literalExpression rule input output inputEntry outputEntry context relation list invocation
functionDefinition businessKnowledgeModel itemDefinition
"""
TAGS = _TAGS.split()
NASTY = [
    "", " ", "0", "-1", "1", "99999999999999999999", "1e400", "NaN", "null", "true", "false", "é\u202e",
    "R/PT0S", "R-1/PT1S", "R999999999/PT1S", "P0D", "PT0S", "P99999999999Y", "-P1D", "9999-12-31T23:59:59Z",
    "0000-00-00", "2026-02-30", "for i in 1..1000000000 return i", "9 ** 9 ** 9 ** 9", "string(1..10000000)",
    'replace("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "(a+)+$", "x")', "f(f(f(f(", "(" * 300, "[" * 300,
    "- " * 300, "if true then", "{a: b, b: a}", "function(x) x", "1 in [1..]", "@\"nothing\"", "not(",
    "some x in", "?", "UNIQUE", "COLLECT", "PRIORITY", "FEEL", "#none", "../../etc/passwd", "x" * 5000,
    "\N{GRINNING FACE}" * 50,
]  # fmt: skip


def spoil(random: Random, data: bytes, others: list[bytes]) -> bytes:
    """One to four mutations of a model."""
    for _ in range(random.randint(1, 4)):
        way = random.random()
        if way < 0.12:
            data = _bytes(random, data)
        elif way < 0.45:
            data = _tokens(random, data)
        else:
            data = _tree(random, data, others)
    return data


def _bytes(random: Random, data: bytes) -> bytes:
    where, length = random.randrange(len(data) + 1), random.randint(1, 40)
    part = data[where : where + length]
    match random.randrange(5):
        case 0:
            return data[:where] + data[where + length :]
        case 1:
            return (
                data[:where]
                + bytes(random.randrange(256) for _ in range(random.randint(1, 4)))
                + data[where:]
            )
        case 2:
            return data[:where]
        case 3:
            return data[:where] + part * random.randint(2, 50) + data[where:]
        case _:
            other = random.randrange(len(data) + 1)
            return data[:other] + part + data[other:]


def _tokens(random: Random, data: bytes) -> bytes:
    """One token becomes another one of the same file, or something nasty."""
    found = list(_TOKEN.finditer(data))
    if not found:
        return data
    one = random.choice(found)
    kind = one[0][:1]
    same = [other[0] for other in found if other[0][:1] == kind]
    made = random.choice(same)
    if random.random() < 0.4:
        text = random.choice(NASTY).replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;").encode()
        made = b'"' + text + b'"' if kind == b'"' else b">" + text + b"<" if kind == b">" else made
    return data[: one.start()] + made + data[one.end() :]


def _tree(random: Random, data: bytes, others: list[bytes]) -> bytes:
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return data
    elements = [one for one in root.iter() if isinstance(one.tag, str)]
    one = random.choice(elements)
    parent = one.getparent()
    match random.randrange(8):
        case 0 if parent is not None:
            parent.remove(one)
        case 1 if parent is not None:
            parent.insert(random.randrange(len(parent) + 1), copy.deepcopy(one))
        case 2:
            one.tag = f"{one.tag.partition('}')[0]}}}{random.choice(TAGS)}" if "}" in one.tag else one.tag
        case 3:
            _refer(random, one, elements)
        case 4 if parent is not None:
            target = random.choice(elements)
            if one not in [target, *target.iterancestors()]:
                target.append(one)
        case 5 if parent is not None:
            _wrap(random, one)
        case 6:
            one.append(
                etree.SubElement(one, f"{{{etree.QName(one).namespace or BPMN}}}{random.choice(TAGS)}")
            )
        case _:
            _graft(random, one, others)
    return etree.tostring(root)


def _refer(random: Random, one: etree._Element, elements: list[etree._Element]) -> None:
    """An attribute points to something else, is taken away, or is one that such elements rarely have."""
    ids = [name for other in elements if (name := other.get("id"))]
    name = random.choice(
        [*one.attrib, "default", "attachedToRef", "calledElement", "isForCompensation", "triggeredByEvent",
         "startQuantity", "completionQuantity", "isSequential", "hitPolicy", "aggregation", "typeRef",
         "cancelActivity", "instantiate", "parallelMultiple", "loopMaximum"]
    )  # fmt: skip
    value = random.choice(["true", "false", "3", "", *ids, random.choice(NASTY)])
    if random.random() < 0.15:
        one.attrib.pop(name, None)
    elif all(char.isprintable() for char in value):
        one.set(name, value)


def _wrap(random: Random, one: etree._Element) -> None:
    """The element comes to lie deeper."""
    namespace = etree.QName(one).namespace or BPMN
    for _ in range(random.choice([1, 1, 2, 5, 60])):
        parent = one.getparent()
        if parent is None:
            return
        holder = etree.Element(f"{{{namespace}}}{random.choice(TAGS)}")
        holder.set("id", f"w{random.randrange(10**6)}")
        parent.replace(one, holder)
        holder.append(one)


def _graft(random: Random, one: etree._Element, others: list[bytes]) -> None:
    """A piece of another model."""
    try:
        root = etree.fromstring(random.choice(others))
    except (etree.XMLSyntaxError, ValueError):
        return
    pieces = [piece for piece in root.iter() if isinstance(piece.tag, str) and piece is not root]
    if pieces:
        one.append(copy.deepcopy(random.choice(pieces)))
