"""Cells of a decision table as people say them: FEEL's unary tests (DMN 1.5 §10.3.2.8) in words."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

Show = Callable[[object], str]

_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
_DATE = re.compile(r'(?:date\(\s*"(\d{4}-\d\d-\d\d)"\s*\)|@"(\d{4}-\d\d-\d\d)")')
_NOT = re.compile(r"not\s*\((.*)\)", re.DOTALL)
_RANGE = re.compile(r"([\[\](])\s*(.+?)\s*\.\.\s*(.+?)\s*([\])\[])", re.DOTALL)
_COMPARED = re.compile(r"(<=|>=|<|>|=)\s*(.+)", re.DOTALL)


def condition_in_words(test: str, *, show: Show) -> str:
    """What a cell asks, such as “more than 10” or “a or b”; empty where anything will do.

    What has no plain words stands as it is written in the table.

    :param show: how a value is written for people.
    """
    text = test.strip()
    if text in ("", "-"):
        return ""
    negated = _NOT.fullmatch(text)
    if negated:
        return _("anything but %(tests)s") % {"tests": _one_of(negated[1], show)}
    return _one_of(text, show)


def value_in_words(expression: str, *, show: Show) -> str:
    """A literal as people write it; any other expression as it stands."""
    known, value = _literal(expression.strip())
    return show(value) if known else expression.strip()


def _one_of(tests: str, show: Show) -> str:
    parts = [_single(part, show) for part in _parts(tests)]
    if len(parts) == 1:
        return parts[0]
    return _("%(first)s or %(last)s") % {"first": ", ".join(parts[:-1]), "last": parts[-1]}


def _single(test: str, show: Show) -> str:
    span = _RANGE.fullmatch(test)
    if span:
        return _span(span, show)
    compared = _COMPARED.fullmatch(test)
    if compared:
        words = {
            "<": _("less than %(value)s"),
            "<=": _("%(value)s or less"),
            ">": _("more than %(value)s"),
            ">=": _("%(value)s or more"),
            "=": "%(value)s",
        }
        return words[compared[1]] % {"value": value_in_words(compared[2], show=show)}
    return _("not given") if test == "null" else value_in_words(test, show=show)


def _span(span: "re.Match[str]", show: Show) -> str:
    low, high = value_in_words(span[2], show=show), value_in_words(span[3], show=show)
    words = {
        ("[", "]"): _("from %(low)s to %(high)s"),
        ("[", ""): _("%(low)s or more, and less than %(high)s"),
        ("", "]"): _("more than %(low)s, and at most %(high)s"),
        ("", ""): _("between %(low)s and %(high)s, without these two"),
    }
    ends = (span[1] if span[1] == "[" else "", span[4] if span[4] == "]" else "")
    return words[ends] % {"low": low, "high": high}


def _literal(text: str) -> tuple[bool, object]:
    if text in ("true", "false"):
        return True, text == "true"
    string = _STRING.fullmatch(text)
    if string:
        return True, string[1].replace('\\"', '"')
    day = _DATE.fullmatch(text)
    try:
        return True, date.fromisoformat(day[1] or day[2]) if day else Decimal(text)
    except (ValueError, InvalidOperation):
        return False, None


def _parts(tests: str) -> list[str]:
    """Split at commas that stand outside quotes and brackets."""
    found, depth, quoted, start = list[str](), 0, False, 0
    for at, sign in enumerate(tests):
        if sign == '"' and tests[at - 1 : at] != "\\":
            quoted = not quoted
        elif not quoted:
            depth += (sign in "([{") - (sign in ")]}")
            if sign == "," and depth == 0:
                found.append(tests[start:at].strip())
                start = at + 1
    return [*found, tests[start:].strip()]
