"""Patterns from packages: regular expressions that cannot be made to run for ever."""

import re
from re import _constants as codes  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]
from re import _parser as parser  # pyright: ignore[reportPrivateUsage, reportAttributeAccessIssue]

from django.utils.translation import gettext as _

MAX_LENGTH = 200
MAX_OPEN_REPEATS = 3
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)
_ALLOWED = {
    codes.LITERAL, codes.NOT_LITERAL, codes.ANY, codes.IN, codes.BRANCH, codes.SUBPATTERN, codes.AT,
    *_REPEATS,
}  # fmt: skip


def fault_of_pattern(pattern: str) -> str | None:
    """Why a pattern cannot be used, or None.

    Backtracking is exponential only where a repeat stands within a repeat, and polynomial in the number of
    open repeats: the first is refused, the second is limited, as is the length of what is matched.
    """
    if len(pattern) > MAX_LENGTH:
        return _("The pattern is longer than {limit} signs.").format(limit=MAX_LENGTH)
    try:
        tree = parser.parse(pattern)
        re.compile(pattern)
    except (re.error, RecursionError, OverflowError) as problem:
        return _("This is no regular expression: {problem}.").format(problem=problem)
    if tree.state.flags != re.UNICODE:
        return _("Look-around, back references and flags are not used in a pattern.")
    return _fault_of_tree(tree)


def _fault_of_tree(tree: object) -> str | None:
    repeats = 0
    waiting = [(tree, False)]
    while waiting:
        items, inside = waiting.pop()
        for code, argument in items:  # pyright: ignore[reportGeneralTypeIssues]
            if code not in _ALLOWED:
                return _("Look-around, back references and flags are not used in a pattern.")
            if code in _REPEATS:
                if inside:
                    return _("A repeat stands within a repeat.")
                least, most, inner = argument
                repeats += 1 if most - least > 20 else 0
                waiting.append((inner, most > 1))
            elif code is codes.SUBPATTERN:
                waiting.append((argument[-1], inside))
            elif code is codes.BRANCH:
                waiting.extend((branch, inside) for branch in argument[1])
    if repeats > MAX_OPEN_REPEATS:
        return _("The pattern has more than {limit} open repeats.").format(limit=MAX_OPEN_REPEATS)
    return None
