"""UN/LOCODE (UNECE Recommendation 16), as the package pyunlocode carries it."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from importlib.metadata import version
from importlib.resources import as_file, files

from onewindow.blocks.registers.sources.files import Rows

_FUNCTIONS = ("port", "airport", "rail", "road", "post", "border")  # UN/LOCODE functions 1, 4, 2, 3, 5, B
_QUERY = """
    SELECT country_code, location_code, name, subdivision, is_port, is_airport, is_rail_terminal,
           is_road_terminal, is_postal_exchange_office, is_border_cross
    FROM location
"""


def edition() -> str:
    """Changes when the list may have changed."""
    return version("pyunlocode")


def rows() -> Rows:
    """Each place; ports and airports are listed before the rest."""
    with (
        as_file(files("pyunlocode").joinpath("unlocode.db")) as path,
        closing(sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True)) as database,
    ):
        for country, location, name, subdivision, *flags in database.execute(_QUERY):
            yield (
                f"{country}{location}",
                {
                    "name": name,
                    "country": country,
                    "subdivision": subdivision or None,
                    "functions": [
                        function for function, is_one in zip(_FUNCTIONS, flags, strict=True) if is_one
                    ],
                    "weight": _weight(flags),
                },
            )


def _weight(flags: Iterable[int]) -> int:
    port, airport, *_ = flags
    return 2 * bool(port) + bool(airport)
