"""Taking the keys of one mapping of a package file, each checked, the strangers refused."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import TypeVar

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.formula import Formula, formula_of
from onewindow.blocks.catalogue.loading.faults import Faults
from onewindow.blocks.catalogue.loading.folder import SLUG
from onewindow.blocks.catalogue.loading.yaml_marks import Marked
from onewindow.standards import feel

FUNCTIONS = ("working days after", "working days between")
"""Functions that the house adds to FEEL; their names hold spaces, so the parser must know them."""

_Word = TypeVar("_Word", bound=str)
_NAME = re.compile(r"[a-z][a-z0-9_]{0,60}")


class Section:
    """One mapping. Each ``take_*`` returns the value of a key and remembers it; ``done`` refuses the rest."""

    def __init__(self, *, file: str, marked: Marked, faults: Faults) -> None:
        self.file, self.marked, self.faults = file, marked, faults
        self._entries: dict[str, Marked] = {}
        self._taken: set[str] = set()
        if isinstance(marked.value, dict):
            self._entries = marked.value
        elif marked.value is not None:
            self.fault(marked, _("Here stands a mapping (key: value)."), _("Write keys and values."))

    def fault(self, at: Marked | str, rule: str, advice: str) -> None:
        """Note a fault at a value, or at a key of this section."""
        place = at if isinstance(at, Marked) else self._entries.get(at, self.marked)
        key = place.path
        if isinstance(at, str) and at not in self._entries:
            key = f"{self.marked.path}/{at}".lstrip("/")
        self.faults.add(file=self.file, line=place.line, key=key, rule=rule, advice=advice)

    def names(self) -> Iterator[str]:
        """The keys, in the order of the file."""
        return iter(self._entries)

    def has(self, key: str) -> bool:
        """Whether the key stands here."""
        return key in self._entries

    def take(self, key: str, *, required: bool = False) -> Marked | None:
        """The value of a key, whatever it is; None where it is absent or null."""
        self._taken.add(key)
        found = self._entries.get(key)
        if found is None or found.value is None:
            if required:
                self.fault(key, _("“{key}” is missing.").format(key=key), _("Add it."))
            return None
        return found

    def take_text(self, key: str, *, required: bool = False, default: str = "") -> str:
        """A text."""
        found = self.take(key, required=required)
        if found is None:
            return default
        if isinstance(found.value, str):
            return found.value
        if isinstance(found.value, int | Decimal) and not isinstance(found.value, bool):
            return str(found.value)
        self.fault(found, _("Here stands a text."), _("Put it in quotes."))
        return default

    def take_slug(self, key: str, *, required: bool = False, default: str = "") -> str:
        """A slug: small letters, digits and hyphens."""
        text = self.take_text(key, required=required, default=default)
        if text and not SLUG.fullmatch(text):
            self.fault(
                key,
                _("“{text}” is not a slug.").format(text=text),
                _("Use small letters, digits and hyphens, and begin with a letter."),
            )
            return default
        return text

    def take_name(self, key: str, *, required: bool = False, default: str = "") -> str:
        """A name for FEEL: small letters, digits and underscores, so that FEEL reads it as one name."""
        text = self.take_text(key, required=required, default=default)
        if text and not _NAME.fullmatch(text):
            self.fault(
                key,
                _("“{text}” is not a name.").format(text=text),
                _("Use small letters, digits and underscores, and begin with a letter."),
            )
            return default
        return text

    def take_one_of(self, key: str, allowed: Sequence[_Word], *, default: _Word | None = None) -> _Word:
        """One of several words; without a default it is required."""
        text = self.take_text(key, required=default is None, default=default or "")
        for word in allowed:
            if word == text:
                return word
        if text:
            self.fault(
                key,
                _("“{text}” is not known here.").format(text=text),
                _("Use one of: {allowed}.").format(allowed=", ".join(allowed)),
            )
        return default or allowed[0]

    def take_bool(self, key: str, *, default: bool = False) -> bool:
        """True or false."""
        found = self.take(key)
        if found is None:
            return default
        if isinstance(found.value, bool):
            return found.value
        self.fault(found, _("Here stands true or false."), _("Write true or false, without quotes."))
        return default

    def take_whole(self, key: str, *, least: int = 0, most: int = 1_000_000) -> int | None:
        """A whole number."""
        found = self.take(key)
        if found is None:
            return None
        value = found.value
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        self.fault(
            found,
            _("Here stands a whole number from {least} to {most}.").format(least=least, most=most),
            _("Write it in digits, without quotes."),
        )
        return None

    def take_formula(self, key: str, *, required: bool = False) -> Formula | None:
        """FEEL after an equals sign, or a literal; compiled."""
        found = self.take(key, required=required)
        return self.formula(found) if found is not None else None

    def formula(self, found: Marked) -> Formula | None:
        """Compile the value of one place."""
        if isinstance(found.value, dict | list):
            self.fault(found, _("Here stands one value or FEEL."), _('Write a value, or FEEL as "= …".'))
            return None
        try:
            return formula_of(found.value, names=FUNCTIONS)
        except feel.FeelSyntaxError as problem:
            self.fault(
                found,
                _("The FEEL “{source}” cannot be read: {problem}").format(
                    source=str(found.value)[:200], problem=problem.text()
                ),
                _("Correct the expression; it is FEEL as in DMN 1.5."),
            )
            return None

    def take_texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """A list of texts; one text alone counts as a list of one."""
        found = self.take(key, required=required)
        if found is None:
            return ()
        items = found.value if isinstance(found.value, list) else [found]
        texts: list[str] = []
        for item in items:
            if isinstance(item.value, str):
                texts.append(item.value)
            else:
                self.fault(item, _("Here stands a text."), _("Put it in quotes."))
        return tuple(texts)

    def take_section(self, key: str, *, required: bool = False) -> "Section | None":
        """A mapping inside."""
        found = self.take(key, required=required)
        if found is None:
            return None
        return Section(file=self.file, marked=found, faults=self.faults)

    def take_sections(self, key: str, *, required: bool = False) -> list["Section"]:
        """A list of mappings."""
        found = self.take(key, required=required)
        if found is None:
            return []
        if not isinstance(found.value, list):
            self.fault(found, _("Here stands a list."), _("Begin each entry with a hyphen."))
            return []
        return [Section(file=self.file, marked=item, faults=self.faults) for item in found.value]

    def take_named(self, key: str) -> list[tuple[str, "Section"]]:
        """A mapping of names to mappings, in order."""
        inner = self.take_section(key)
        if inner is None:
            return []
        return [(name, found) for name in inner.names() if (found := inner.take_section(name, required=True))]

    def done(self) -> None:
        """Refuse every key that nobody took."""
        for key in self._entries:
            if key not in self._taken:
                near = get_close_matches(key, self._taken, n=1)
                self.fault(
                    key,
                    _("“{key}” is not known here.").format(key=key),
                    _("Did you mean “{near}”?").format(near=near[0])
                    if near
                    else _("Use one of: {allowed}.").format(allowed=", ".join(sorted(self._taken))),
                )


def plain(marked: Marked) -> object:
    """The value without its marks."""
    if isinstance(marked.value, dict):
        return {key: plain(value) for key, value in marked.value.items()}
    if isinstance(marked.value, list):
        return [plain(item) for item in marked.value]
    return marked.value
