"""YAML with line numbers, in the small part of the language that a package needs.

Text, whole numbers, decimals (never floats), true, false, null, lists and mappings. ``no``, ``on`` and dates
stay text, as in YAML 1.2. Tags, anchors and aliases are refused: they are how YAML bombs are made.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

import yaml
from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.loading.faults import Faults

MAX_DEPTH = 24
MAX_NODES = 50_000
_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,30})")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,30})\.[0-9]{1,30}")
_PLAIN_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value")
)
_NULLS = frozenset({"", "~", "null"})


@dataclass(frozen=True, slots=True)
class Marked:
    """A value and where it stands.

    :param value: str, int, Decimal, bool, None, ``dict[str, Marked]`` or ``list[Marked]``.
    :param path: keys joined by ``/``; empty for the whole file.
    """

    value: object
    line: int
    path: str


class _Refused(Exception):
    def __init__(self, line: int, rule: str, advice: str, path: str = "") -> None:
        self.line, self.rule, self.advice, self.path = line, rule, advice, path
        super().__init__(rule)


def read_yaml(*, file: str, content: bytes, faults: Faults) -> Marked:
    """Read a file; faults are noted and give an empty mapping."""
    try:
        text = content.decode("utf-8")
        _refuse_bombs(text)
        node = yaml.compose(text, Loader=_PARSER)
        if node is None:
            return Marked({}, 1, "")
        return _value(node, "")
    except UnicodeDecodeError as problem:
        faults.add(
            file=file,
            rule=_("The file is not UTF-8 text (byte {place}).").format(place=problem.start),
            advice=_("Save it as UTF-8."),
        )
    except _Refused as problem:
        faults.add(file=file, line=problem.line, key=problem.path, rule=problem.rule, advice=problem.advice)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        faults.add(
            file=file,
            line=mark.line + 1 if mark else None,
            rule=_("This is not YAML: {problem}.").format(
                problem=getattr(problem, "problem", None) or str(problem).splitlines()[0]
            ),
            advice=_("Look at the indentation and the quotes there; put FEEL in double quotes."),
        )
    return Marked({}, 1, "")


def _refuse_bombs(text: str) -> None:
    """Walk the events, which is iterative, before composing, which is recursive."""
    depth = 0
    for nodes, event in enumerate(yaml.parse(text, Loader=_PARSER)):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(line, _("A package has no YAML anchors and aliases."), _("Write the value out."))
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH or nodes > MAX_NODES:
            raise _Refused(
                line,
                _("The file is nested deeper than {depth} or has more than {nodes} values.").format(
                    depth=MAX_DEPTH, nodes=MAX_NODES
                ),
                _("Make it flatter or smaller."),
            )


def _value(node: yaml.Node, path: str) -> Marked:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Marked(_mapping(node, path), line, path)
    if isinstance(node, yaml.SequenceNode):
        _refuse_tag(node, "tag:yaml.org,2002:seq", path)
        items = [_value(item, f"{path}/{index}".lstrip("/")) for index, item in enumerate(node.value)]
        return Marked(items, line, path)
    return Marked(_scalar(node, path), line, path)


def _mapping(node: yaml.MappingNode, path: str) -> dict[str, Marked]:
    _refuse_tag(node, "tag:yaml.org,2002:map", path)
    found: dict[str, Marked] = {}
    for key, value in node.value:
        line = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode):
            raise _Refused(line, _("A key is plain text."), _("Write the key as one word."), path)
        inner = f"{path}/{key.value}".lstrip("/")
        if key.value in found:
            raise _Refused(
                line,
                _("The key “{key}” stands here twice.").format(key=key.value),
                _("Remove one of them."),
                inner,
            )
        found[key.value] = _value(value, inner)
    return found


def _refuse_tag(node: yaml.Node, expected: str, path: str) -> None:
    if node.tag != expected:
        raise _Refused(
            node.start_mark.line + 1,
            _("A package has no YAML tags such as “{tag}”.").format(tag=node.tag),
            _("Remove the tag."),
            path,
        )


def _scalar(node: yaml.ScalarNode, path: str) -> object:
    if node.tag not in _PLAIN_TAGS:
        _refuse_tag(node, "", path)
    text = node.value
    if node.style in ("'", '"', "|", ">"):  # quoted or block text is text
        return text
    if text in _NULLS:
        return None
    if text in ("true", "false"):
        return text == "true"
    if _WHOLE.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text
