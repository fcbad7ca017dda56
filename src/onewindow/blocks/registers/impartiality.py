"""Nobody changes the register about themself: neither their own entry nor one that names them."""

from collections.abc import Collection, Iterator, Mapping
from typing import cast

from onewindow.blocks.registers.errors import OwnEntry
from onewindow.kernel.reference import Reference


def hold_not_own(
    register: str, key: str, *said: Mapping[str, object] | None, officers: Collection[Reference]
) -> None:
    """Let officers change an entry that is not about them.

    :param said: the entry as it is, and what the change says; one that names somebody is about them, too.
    :param officers: the officers as the registers know them, under each of their numbers.
    :raises OwnEntry: it is.
    """
    about = {f"register/{register}/{key}", *(text for values in said for text in _texts(values))}
    if any(each.text in about for each in officers):
        raise OwnEntry(field="key")


def _texts(value: object) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for each in cast("Mapping[object, object]", value).values():
                yield from _texts(each)
        case list() | tuple():
            for each in cast("list[object]", value):
                yield from _texts(each)
        case _:
            return
