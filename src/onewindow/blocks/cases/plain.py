"""FEEL values as plain JSON for programs: decimals and dates as text, as they may be sent back."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal


def plain(value: object) -> object:
    """The value as JSON: a decimal as text that keeps every digit, a date or time in ISO 8601."""
    match value:
        case Mapping():
            return {str(key): plain(part) for key, part in value.items()}
        case list() | tuple():
            return [plain(part) for part in value]
        case Decimal():
            return format(value, "f")
        case date() | time():
            return value.isoformat()
        case None | bool() | str() | int():
            return value
        case _:
            return str(value)
