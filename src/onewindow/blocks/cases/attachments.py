"""Uploads in answers."""

from collections.abc import Iterator, Mapping


def files_in(value: object) -> Iterator[str]:
    """References of all uploads anywhere in answers, such as ``upload/9f2c``."""
    if isinstance(value, Mapping):
        file = value.get("file")
        if isinstance(file, str) and file.startswith("upload/"):
            yield file
        for part in value.values():
            yield from files_in(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from files_in(part)
