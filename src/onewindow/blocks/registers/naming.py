"""What an entry says of somebody: all of it where the entry is theirs, else only what names them."""

from collections.abc import Collection, Mapping
from typing import Any, cast

from onewindow.blocks.registers.declarations import Declaration, Field


def is_personal(declaration: Declaration) -> bool:
    """Whether the entries of a register are about somebody: what is kept under their number is theirs."""
    return any(each.classification == "personal" for each in declaration.fields.values())


def is_theirs(declaration: Declaration, key: str, *, own: Collection[str]) -> bool:
    """Whether an entry is somebody's own, or is kept under their number.

    :param own: texts of references that mean them, such as ``register/people/10000295``.
    """
    if f"register/{declaration.slug}/{key}" in own:
        return True
    return is_personal(declaration) and any(each.rpartition("/")[2] == key for each in own)


def part_about(field: Field, value: object, *, own: Collection[str]) -> object:
    """Of a value in somebody else's entry, only what names somebody: of a list only the rows that do.

    :returns: None where nothing does, or where the attribute is secret.
    """
    if field.classification == "secret" or not _names(field, value, own):
        return None
    if not isinstance(value, list):
        return value
    return [row for row in cast("list[object]", value) if _row_names(field, row, own)]


def parts_about(
    declaration: Declaration, stored: Mapping[str, Any] | None, *, own: Collection[str]
) -> dict[str, object]:
    """The same of all attributes of an entry: attribute to what names somebody."""
    parts = {
        slug: part_about(field, (stored or {}).get(slug), own=own)
        for slug, field in declaration.fields.items()
    }
    return {slug: part for slug, part in parts.items() if part is not None}


def _names(field: Field, value: object, own: Collection[str]) -> bool:
    if value is None:
        return False
    if field.type == "reference":
        return value in own
    rows = cast("list[object]", value if isinstance(value, list) else [value])
    return any(_row_names(field, row, own) for row in rows)


def _row_names(field: Field, row: object, own: Collection[str]) -> bool:
    if not isinstance(row, Mapping):
        return False
    parts = cast("Mapping[str, object]", row)
    return any(_names(inner, parts.get(inner.slug), own) for inner in field.fields)
