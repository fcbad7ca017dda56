"""Models in the manner of the conformance suite, and the trace that they leave."""

from datetime import timedelta

from onewindow.standards.bpmn import betsy
from onewindow.standards.bpmn.tests.driving import flows, model

AROUND = (
    '<signal id="sig" name="Sig"/><signal id="sig2" name="Sig2"/><message id="msg" name="Msg"/>'
    '<message id="msg2" name="Msg2"/><error id="err" errorCode="E1"/>'
    '<escalation id="esc" escalationCode="X1"/>'
    '<signalEventDefinition id="signalled" signalRef="sig"/>'
)
"""What stands around every process: things to throw, and one definition to point to."""
START = '<startEvent id="s"/>'
SIGNAL, SIGNAL2 = '<signalEventDefinition signalRef="sig"/>', '<signalEventDefinition signalRef="sig2"/>'
MESSAGE, MESSAGE2 = (
    '<messageEventDefinition messageRef="msg"/>',
    '<messageEventDefinition messageRef="msg2"/>',
)
ERROR = '<errorEventDefinition errorRef="err"/>'
ESCALATION = '<escalationEventDefinition escalationRef="esc"/>'
CONDITION = (
    '<conditionalEventDefinition><condition>test.contains("a")</condition></conditionalEventDefinition>'
)
COMPENSATION = "<compensateEventDefinition/>"
TERMINATION = "<terminateEventDefinition/>"
INCREMENT = "<script>INCREMENT_INTEGER_VARIABLE_AND_LOG</script>"


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"


def script(name: str) -> str:
    return f"<script>SCRIPT_{name}</script>"


def tasks(*names: str) -> str:
    """Script tasks, each of which writes its own name to the trace."""
    return "".join(f'<scriptTask id="{name}">{script(name)}</scriptTask>' for name in names)


def many(name: str, loop: str, *, said: str = "task1") -> str:
    """A script task with loop characteristics."""
    return f'<scriptTask id="{name}">{loop}{script(said)}</scriptTask>'


def instances(attributes: str = "", count: str = "3", more: str = "") -> str:
    """Multi-instance characteristics."""
    cardinality = f"<loopCardinality>{count}</loopCardinality>" if count else ""
    kind = "multiInstanceLoopCharacteristics"
    return f"<{kind} {attributes}>{cardinality}{more}</{kind}>"


def throw(name: str, definition: str) -> str:
    return f'<intermediateThrowEvent id="{name}">{definition}</intermediateThrowEvent>'


def catch(name: str, definition: str, attributes: str = "") -> str:
    return f'<intermediateCatchEvent id="{name}" {attributes}>{definition}</intermediateCatchEvent>'


def end(name: str, definition: str = "") -> str:
    return f'<endEvent id="{name}">{definition}</endEvent>'


def gate(kind: str, name: str, attributes: str = "", inside: str = "") -> str:
    return f'<{kind}Gateway id="{name}" {attributes}>{inside}</{kind}Gateway>'


def inner(name: str, body: str, path: str = "", *, attributes: str = "", kind: str = "subProcess") -> str:
    """A sub-process with its flows. A plain one starts at ``is``."""
    return f'<{kind} id="{name}" {attributes}>{body}{flows(path)}</{kind}>'


def beside(name: str, trigger: str, body: str, path: str, *, interrupting: bool = True) -> str:
    """An event sub-process that starts at ``es``."""
    said = "true" if interrupting else "false"
    start = f'<startEvent id="es" isInterrupting="{said}">{trigger}</startEvent>'
    return inner(name, start + body, path, attributes='triggeredByEvent="true"')


def boundary(name: str, host: str, definition: str, *, interrupting: bool = True, more: str = "") -> str:
    cancel = "true" if interrupting else "false"
    return (
        f'<boundaryEvent id="{name}" attachedToRef="{host}" cancelActivity="{cancel}" {more}>{definition}'
        "</boundaryEvent>"
    )


def undo(host: str, said: str) -> str:
    """A compensation handler of an activity."""
    return (
        boundary(f"c_{host}", host, COMPENSATION)
        + f'<scriptTask id="u_{host}" isForCompensation="true">{script(said)}</scriptTask>'
        + f'<association associationDirection="One" sourceRef="c_{host}" targetRef="u_{host}"/>'
    )


def trace(
    body: str,
    path: str = "",
    text: str | None = None,
    *,
    around: str = "",
    number: int = 0,
    delay: float = 0,
    parallel: bool = False,
) -> str:
    """The trace of the process p of these elements and flows, sorted and with spaces.

    :param text: the input called test; ``number``: integerVariable; ``delay``: seconds of simulated time.
    """
    xml = model(body, path, around=AROUND + around).decode()
    case = betsy.Case("p.bpmn", text, number, timedelta(seconds=delay), parallel, ())
    return " ".join(sorted(betsy.play(xml, case).got))


def other(body: str, path: str) -> str:
    """A second process of the same file."""
    return f'<process id="other" isExecutable="true">{body}{flows(path)}</process>'
