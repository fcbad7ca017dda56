"""Reading a declaration's parts from YAML: every refusal names the file, the place in it, and the rule."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from onewindow.blocks.registers.errors import DeclarationNotValid
from onewindow.kernel.localised import Localised

SLUG: Final = re.compile(r"[a-z][a-z0-9_]*")
HYPHENED: Final = re.compile(r"[a-z][a-z0-9-]*")


class Reader:
    """Reads one file; every refusal names the file and the place in it."""

    def __init__(self, file: str) -> None:
        self.file = file

    def refuse(self, where: str, rule: str) -> DeclarationNotValid:
        return DeclarationNotValid(file=self.file, where=where, rule=rule)

    def mapping(self, data: object, where: str, known: Sequence[str]) -> dict[str, Any]:
        if not isinstance(data, dict):
            raise self.refuse(where, "this must be a mapping of names to values")
        found = cast("dict[str, Any]", data)
        for name in found:
            if name not in known:
                raise self.refuse(f"{where}/{name}", f"unknown name; known are {', '.join(known)}")
        return found

    def sequence(self, data: object, where: str) -> list[Any]:
        if not isinstance(data, list):
            raise self.refuse(where, "this must be a list")
        return cast("list[Any]", data)

    def one_of(self, value: object, where: str, known: Sequence[str]) -> str:
        if value not in known:
            raise self.refuse(where, f"“{value}” is not one of {', '.join(known)}")
        return cast("str", value)

    def slug(self, value: object, where: str, pattern: re.Pattern[str]) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise self.refuse(where, f"“{value}” is not a slug ({pattern.pattern})")
        return value

    def name(self, data: object, where: str) -> Localised:
        if not isinstance(data, dict) or "en" not in data:
            raise self.refuse(where, "give a name by language, English (en) among them")
        return Localised({str(tag): str(text) for tag, text in cast("dict[Any, Any]", data).items()})

    def pattern(self, value: object, where: str) -> str:
        try:
            re.compile(str(value))
        except re.error as problem:
            raise self.refuse(where, f"not a regular expression: {problem}") from problem
        return str(value)

    def known(self, values: object, where: str, known: Mapping[str, object]) -> tuple[str, ...]:
        """Attributes of the register."""
        named = tuple(str(each) for each in self.sequence(values if values is not None else [], where))
        for slug in named:
            if slug not in known:
                raise self.refuse(where, f"the register has no attribute “{slug}”")
        return named
