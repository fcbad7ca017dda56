"""The program's own files, parsed once."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (ROOT / "src" / "onewindow", ROOT / "src" / "onewindow_verify")


@dataclass(frozen=True)
class Source:
    """One Python file.

    :param name: dotted name of the module.
    :param path: relative to the checkout, for messages.
    """

    name: str
    path: str
    text: str
    tree: ast.Module


@cache
def sources(*, tests: bool = False) -> tuple[Source, ...]:
    """All modules, without tests and migrations unless asked for."""
    found: list[Source] = []
    for package in PACKAGES:
        for path in sorted(package.rglob("*.py")):
            parts = path.relative_to(ROOT / "src").with_suffix("").parts
            if not tests and {"tests", "migrations"} & set(parts):
                continue
            text = path.read_text(encoding="utf-8")
            name = ".".join(parts).removesuffix(".__init__")
            found.append(Source(name, str(path.relative_to(ROOT)), text, ast.parse(text)))
    return tuple(found)


def dotted(node: ast.AST) -> str:
    """``a.b.c`` of a chain of names; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""
