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
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def _check(value: object, path: str) -> None:
    if isinstance(value, str):
        _check_text(value, path)
    elif isinstance(value, Mapping):
        for key, item in cast(Mapping[object, object], value).items():
            if not isinstance(key, str):
                raise PayloadNotCanonical(field=path or None, what=f"a key of type {type(key).__name__}")
            _check_text(key, path)
            _check(item, f"{path}/{key}" if path else key)
    elif isinstance(value, list | tuple):
        for position, item in enumerate(cast(list[object], value)):
            _check(item, f"{path}/{position}" if path else str(position))
    elif value is not None and type(value) not in (bool, int):
        raise PayloadNotCanonical(field=path or None, what=f"a value of type {type(value).__name__}")


def _check_text(text: str, path: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise PayloadNotCanonical(field=path or None, what="half of a surrogate pair")


def _plain(value: object) -> object:
    """Mappings and tuples as what json writes; texts of a subclass of str as they are."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in cast(Mapping[str, object], value).items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in cast(list[object], value)]
    return value
