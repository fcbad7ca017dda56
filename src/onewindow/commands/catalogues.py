"""The rooms' translations: collect the texts, and compile them. Compiled files are not in the repository."""

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

_PACKAGE = Path(__file__).resolve().parent.parent
_LANGUAGES = ("fr", "ar")
_METHODS = [
    ("**/tests/**", "ignore"),
    ("**.py", "python"),
    ("**/templates/**.html", "jinja2"),
    ("**/letters/**.txt", "jinja2"),
]
_JINJA = {"extensions": "jinja2.ext.do", "trimmed": "false", "silent": "false"}
_OPTIONS = {"**/templates/**.html": _JINJA, "**/letters/**.txt": _JINJA}
_KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def rooms(package: Path = _PACKAGE) -> list[Path]:
    """The folders that have catalogues of their own."""
    found = [package / "kernel", package / "portal"]
    for floor in ("standards", "foundation", "blocks", "sectors"):
        found += sorted(path for path in (package / floor).glob("*") if (path / "__init__.py").is_file())
    return [path for path in found if path.is_dir()]


def collect_all(package: Path = _PACKAGE) -> None:
    """Put every text of every room into its catalogues; translations that are there stay.

    A text that is gone is dropped, and a new one is never guessed from a similar one.
    """
    for room in rooms(package):
        found = texts_of(room)
        for language in _LANGUAGES if found else ():
            _merge(room / "locale" / language / "LC_MESSAGES" / "django.po", language, found)


def texts_of(room: Path) -> Catalog:
    """The texts of a room, as a catalogue without translations."""
    catalogue = Catalog(charset="utf-8")
    extracted = extract_from_dir(
        str(room), method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS, comment_tags=("i18n:",)
    )
    for file, _line, message, comments, context in extracted:
        # No line numbers: they would change the catalogues with every change of the code.
        catalogue.add(message, None, [(file, 0)], auto_comments=comments, context=context)
    return catalogue


def _merge(file: Path, language: str, found: Catalog) -> None:
    catalogue = Catalog(locale=language, charset="utf-8")
    if file.exists():
        with file.open("rb") as reading:
            catalogue = read_po(reading, locale=language)
    catalogue.update(found, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as writing:
        write_po(writing, catalogue, width=100, no_location=True, omit_header=False, sort_output=True)


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
