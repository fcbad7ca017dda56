"""Compile the rooms' translations. The compiled files are not kept in the repository."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_PACKAGE = Path(__file__).resolve().parent.parent


def compile_all(package: Path = _PACKAGE) -> int:
    """Compile each ``.po`` that is newer than its ``.mo``; returns how many."""
    return sum(_compile(source) for source in sorted(package.rglob("locale/*/LC_MESSAGES/*.po")))


def _compile(source: Path) -> bool:
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parts[-3])
    unfinished = target.with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        write_mo(file, catalogue)
    unfinished.replace(target)
    return True
