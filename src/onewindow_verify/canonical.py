"""The one spelling of a JSON value that the log's hashes are over (docs/record.md)."""

import json
from typing import Any

from onewindow_verify.failure import NotVerifiedError


def spell(value: Any) -> bytes:
    """UTF-8 JSON: keys in order of code points, no white space, only the escapes that must be."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def parse(text: bytes, *, where: str) -> Any:
    """Read a value that must be in its one spelling: then no byte of it can change without a trace."""
    value = parse_loosely(text, where=where)
    if spell(value) != text:
        raise NotVerifiedError(f"{where}: the JSON is not in its canonical spelling.")
    return value


def parse_loosely(text: bytes, *, where: str) -> Any:
    """Read a value in any spelling, but with no key twice and no number that is not whole."""
    try:
        return json.loads(
            text.decode(), object_pairs_hook=_object, parse_float=_refused, parse_constant=_refused
        )
    except (ValueError, RecursionError) as problem:
        raise NotVerifiedError(f"{where}: not JSON of the kind that the log holds ({problem}).") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _refused(text: str) -> Any:
    raise ValueError(f"{text} is not a whole number")
