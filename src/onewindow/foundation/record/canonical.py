"""One way to write a value, so that its hash is the value's and not the writer's.

UTF-8 JSON with the keys of each object in the order of their code points, no white space between tokens,
only the escapes that JSON demands, and whole numbers only: the rules of RFC 8785 but for numbers, which it
writes as doubles. docs/record.md tells them to those who write another verifier.
"""

import json
from collections.abc import Mapping
from typing import cast

from onewindow.foundation.record.errors import PayloadNotCanonical


def canonical(value: object) -> str:
    """The canonical text of a value.

    :raises PayloadNotCanonical: the value holds a float, a key that is not text, half of a surrogate pair,
        or a type that JSON does not have; ``field`` says where.
    """
    _check(value, "")
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=dict)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise PayloadNotCanonical(field=_half_a_pair(value, ""), what="half of a surrogate pair") from None
    return text


def _check(value: object, path: str) -> None:
    if isinstance(value, Mapping):
        for key, item in cast(Mapping[object, object], value).items():
            if not isinstance(key, str):
                raise PayloadNotCanonical(field=path or None, what=f"a key of type {type(key).__name__}")
            _check(item, _below(path, key))
    elif isinstance(value, list | tuple):
        for position, item in enumerate(cast(list[object], value)):
            _check(item, _below(path, str(position)))
    elif value is not None and not isinstance(value, str) and type(value) not in (bool, int):
        raise PayloadNotCanonical(field=path or None, what=f"a value of type {type(value).__name__}")


def _half_a_pair(value: object, path: str) -> str | None:
    """Where a text is that has no UTF-8. Looked for only when there is one."""
    if isinstance(value, str):
        return path if any("\ud800" <= character <= "\udfff" for character in value) else None
    if isinstance(value, Mapping):
        items = [(str(key), item) for key, item in cast(Mapping[object, object], value).items()]
    elif isinstance(value, list | tuple):
        items = [(str(at), item) for at, item in enumerate(cast(list[object], value))]
    else:
        items = []
    found = (_half_a_pair(key, path) or _half_a_pair(item, _below(path, key)) for key, item in items)
    return next((place for place in found if place is not None), None)


def _below(path: str, key: str) -> str:
    return f"{path}/{key}" if path else key
