"""The replacement of ``replace``: ``$1`` is a group, ``\\$`` and ``\\\\`` are themselves (F&O 3.1 §5.6.4)."""

from .errors import PatternError
from .machine import Found


def expand(replacement: str, text: str, found: Found) -> str:
    """The replacement for one match. Raises PatternError where it is not well formed."""
    if "$" not in replacement and "\\" not in replacement:
        return replacement
    made: list[str] = []
    at = 0
    while at < len(replacement):
        char = replacement[at]
        at += 1
        if char == "\\":
            if replacement[at : at + 1] not in ("\\", "$"):
                raise PatternError("a backslash stands before something else than a dollar or a backslash")
            made.append(replacement[at])
            at += 1
        elif char == "$":
            number, at = _group_number(replacement, at, len(found) // 2 - 1)
            made.append(_group(text, found, number))
        else:
            made.append(char)
    return "".join(made)


def _group_number(replacement: str, at: int, groups: int) -> tuple[int, int]:
    """The longest number that is a group; a single digit where none is."""
    end = at
    while (
        end < len(replacement) and replacement[end].isascii() and replacement[end].isdigit() and end - at < 4
    ):
        end += 1
    if end == at:
        raise PatternError("a dollar has no group number")
    while end - at > 1 and int(replacement[at:end]) > groups:
        end -= 1
    return int(replacement[at:end]), end


def _group(text: str, found: Found, number: int) -> str:
    if 2 * number + 1 >= len(found) or found[2 * number] < 0 or found[2 * number + 1] < 0:
        return ""
    return text[found[2 * number] : found[2 * number + 1]]
