"""The betsy models as FEEL.

Their scripts are names of things to do, such as ``SCRIPT_task1``, and their conditions are written as engines
in Java read them. Both become FEEL before the model is read, and the engine learns nothing of it.
"""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from html import escape, unescape

_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TASK = re.compile(r"<((?:\w+:)?)(scriptTask|globalScriptTask)\b([^>]*)>(.*?)</\1\2>", re.DOTALL)
_SCRIPT = re.compile(r"<((?:\w+:)?)script\b[^>]*>([^<]*)</\1script>")
_FORMAT = re.compile(r"\s(?:scriptFormat|scriptLanguage)\s*=\s*(\"[^\"]*\"|'[^']*')")
_CONDITIONS = (
    "conditionExpression|condition|completionCondition|loopCondition|activationCondition|loopCardinality"
)
_CONDITION = re.compile(rf"<((?:\w+:)?)({_CONDITIONS})\b[^>]*>([^<]*)</\1\2>")
_MESSAGE = re.compile(r"<((?:\w+:)?)(intermediateThrowEvent|endEvent)\b([^>]*[^/])>(.*?)</\1\2>", re.DOTALL)
_ID = re.compile(r"\bid\s*=\s*[\"']([^\"']*)[\"']")
_LENGTH = re.compile(r"(?:WAIT|SLEEP)\w*?_(\w+?)(?:_(MILLI|MS|SECOND|SEC|MINUTE|MIN|HOUR)\w*)?$")
_ASSIGNMENT = re.compile(r"(\w+)\s*=(?!=)\s*(.+)", re.DOTALL)
_COUNTED = ("ZERO", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT", "NINE", "TEN")
_WORDS = {word: number for number, word in enumerate(_COUNTED)} | {"FIFTEEN": 15, "TWENTY": 20, "THIRTY": 30}
_UNITS = {"MILLI": 0.001, "MS": 0.001, "SECOND": 1, "SEC": 1, "MINUTE": 60, "MIN": 60, "HOUR": 3600}


@dataclass
class Model:
    """A model in FEEL.

    :param failing: ids of the tasks that fail when they are done.
    :param lasting: ids of the tasks that take a while.
    """

    text: str = ""
    failing: set[str] = field(default_factory=set[str])
    lasting: dict[str, timedelta] = field(default_factory=dict[str, timedelta])


def to_feel(xml: str) -> Model:
    """The model with its scripts and conditions in FEEL."""
    model = Model()
    xml = _CDATA.sub(lambda found: escape(found[1], quote=False), _COMMENT.sub("", xml))
    xml = _TASK.sub(lambda found: _task(model, found), xml)
    model.text = _MESSAGE.sub(_sending, _CONDITION.sub(_condition, xml))
    return model


def _sending(found: re.Match[str]) -> str:
    """A throwing message event as a send task, so that its message comes before what follows it."""
    prefix, attributes, inner = found[1], found[3], found[4]
    pointers = re.findall(r"\bmessageRef\s*=\s*[\"']([^\"']*)[\"']", inner)
    if len(re.findall(r"<(?:\w+:)?(?:\w+EventDefinition|eventDefinitionRef)\b", inner)) != 1 or not pointers:
        return found[0]
    return f'<{prefix}sendTask{attributes} messageRef="{pointers[0]}"></{prefix}sendTask>'


def _condition(found: re.Match[str]) -> str:
    rule = escape(condition(unescape(found[3])), quote=False)
    return f"<{found[1]}{found[2]}>{rule}</{found[1]}{found[2]}>"


def _task(model: Model, found: re.Match[str]) -> str:
    """A script task, or one that somebody else fails or does later."""
    prefix, kind, attributes, inner = found[1], found[2], _FORMAT.sub("", found[3]), found[4]
    name, script = _ID.search(attributes), _SCRIPT.search(inner)
    code = unescape(script[2]).strip() if script else ""
    if name is not None and _fails(code):
        model.failing.add(name[1])
    elif name is not None and _LENGTH.match(code.upper()):
        model.lasting[name[1]] = lasting(code)
    else:
        rule = to_script(code)
        feel = f"<{prefix}script>{escape(rule, quote=False)}</{prefix}script>"
        outputs = _outputs(prefix, rule) if "dataOutputAssociation" in inner else ""
        return f"<{prefix}{kind}{attributes}>{_SCRIPT.sub(lambda _: outputs + feel, inner)}</{prefix}{kind}>"
    return f"<{prefix}serviceTask{attributes}>{_SCRIPT.sub('', inner)}</{prefix}serviceTask>"


def _outputs(prefix: str, rule: str) -> str:
    """What a script changes goes out also where the task says what else goes out."""
    target, change = f"{prefix}targetRef", f"{prefix}transformation"
    one = f"<{target}>{{0}}</{target}><{change}>{{0}}</{change}>"
    one = f"<{prefix}dataOutputAssociation>{one}</{prefix}dataOutputAssociation>"
    return "".join(one.format(name) for name in re.findall(r"(\w+): ", rule))


def _fails(script: str) -> bool:
    return script.upper().startswith(("THROW", "FAIL", "RAISE"))


def lasting(script: str) -> timedelta:
    """How long a script such as ``WAIT_TEN_SECONDS`` or ``SLEEP_5000_MS`` takes."""
    found = _LENGTH.match(script.upper())
    if found is None:
        return timedelta()
    digits = re.match(r"\d+", found[1])
    many = float(digits[0]) if digits else float(_WORDS.get(found[1], 10))
    unit = _UNITS.get(found[2] or "", 0.001 if many >= 1000 else 1)
    return timedelta(seconds=many * unit)


def to_script(name: str) -> str:
    """The FEEL of a script: a context of what it changes."""
    upper = name.upper()
    if name.startswith("SCRIPT_"):
        return _logged(f'"{name.removeprefix("SCRIPT_")}"')
    counted = re.fullmatch(r"(INCREMENT|DECREMENT)_INTEGER_VARIABLE(_AND_LOG)?", upper)
    if counted:
        change = f"integerVariable {'+' if counted[1] == 'INCREMENT' else '-'} 1"
        line = f', trace: append(trace, "{counted[1]}")' if counted[2] else ""
        return f"{{integerVariable: {change}{line}}}"
    if upper in ("LOG_INTEGER_VARIABLE", "LOG_INTEGER"):
        return _logged("string(integerVariable)")
    if upper == "CREATE_MARKER_FILE":
        return "{marker: true}"
    if "TIMESTAMP" in upper:
        return f'{{stamps: append(if stamps = null then [] else stamps, "{name}")}}'
    return _written(name)


def _written(script: str) -> str:
    """A script that is written out: assignments, or nothing that we know."""
    lines = [line.strip() for line in script.split(";") if line.strip()]
    found = [match for line in lines if (match := _ASSIGNMENT.fullmatch(_unfolded(line)))]
    if not found or len(found) != len(lines):
        return "{}"
    return "{" + ", ".join(f"{one[1]}: {condition(one[2])}" for one in found) + "}"


def _unfolded(line: str) -> str:
    line = re.sub(r"^(?:int|Integer|String|var|def|boolean)\s+", "", line)
    line = re.sub(r"^(\w+)(\+\+|--)$", lambda one: f"{one[1]} = {one[1]} {one[2][0]} 1", line)
    return re.sub(r"^(\w+)\s*([-+*/])=\s*(.+)$", r"\1 = \1 \2 (\3)", line)


def _logged(text: str) -> str:
    return f"{{trace: append(trace, {text})}}"


_CALLS: tuple[tuple[str, str], ...] = (
    (r"^[$#]\{(.*)\}$", r"\1"),
    (r"^=(?!=)", ""),
    (r"'([^']*)'", r'"\1"'),
    (r"(?:\w+:)?getDataObject\(\s*\"(\w+)\"\s*\)", r"\1"),
    (
        r"(?:\w+:)?get(?:ProcessVariable|Variable|Data(?:In|Out)put|ProcessProperty)\(\s*\"(\w+)\"\s*\)",
        r"\1",
    ),
    (r"(?:\w+:)?getActivityInstanceAttribute\(\s*\"[^\"]*\"\s*,\s*\"(\w+)\"\s*\)", r"\1"),
    (r"\$(\w+)", r"\1"),
    (r"!\s*\(", "not("),
    (r"!\s*(\w+\s*\.\s*\w+\([^()]*\)|\w+\([^()]*\)|\w+)", r"not(\1)"),
    (r"(\w+)\s*\.\s*indexOf\(\s*([^()]*?)\s*\)\s*(?:>=\s*0|!=\s*-1|>\s*-1)", r"contains(\1, \2)"),
    (r"(\w+)\s*\.\s*contains\(\s*([^()]*?)\s*\)", r"contains(\1, \2)"),
    (r"(\w+)\s*\.\s*startsWith\(\s*([^()]*?)\s*\)", r"starts with(\1, \2)"),
    (r"(\w+)\s*\.\s*endsWith\(\s*([^()]*?)\s*\)", r"ends with(\1, \2)"),
    (r"(\w+)\s*\.\s*matches\(\s*([^()]*?)\s*\)", r"matches(\1, \2)"),
    (r"(\w+)\s*\.\s*equals(?:IgnoreCase)?\(\s*([^()]*?)\s*\)", r"(\1 = \2)"),
    (r"(\"[^\"]*\")\s*\.\s*equals\(\s*(\w+)\s*\)", r"(\1 = \2)"),
    (r"(\w+)\s*\.\s*isEmpty\(\s*\)", r'(\1 = "")'),
    (r"(\w+)\s*\.\s*(?:length|size)\(\s*\)", r"string length(\1)"),
    (r"(\w+)\s*\.\s*(?:intValue|longValue|booleanValue|toString|value)\(\s*\)", r"\1"),
    (r"===?", "="),
    (r"&&", " and "),
    (r"\|\|", " or "),
    (r"\beq\b", "="),
    (r"\bne\b", "!="),
    (r"\blt\b", "<"),
    (r"\ble\b", "<="),
    (r"\bgt\b", ">"),
    (r"\bge\b", ">="),
    (r"\bAND\b", "and"),
    (r"\bOR\b", "or"),
    (r"\bnot\s+(?=[\w(])(\w+\([^()]*\)|\w+)", r"not(\1)"),
    (r"\bTRUE\b", "true"),
    (r"\bFALSE\b", "false"),
    (r"\btrue\(\s*\)", "true"),
    (r"\bfalse\(\s*\)", "false"),
)


def condition(text: str) -> str:
    """A condition as Java, Groovy, EL or XPath would write it, in FEEL."""
    found = text.strip().removeprefix("return ").rstrip("; \n\t")
    for before, after in _CALLS:
        found = re.sub(before, after, found.strip(), flags=re.DOTALL)
    return found
