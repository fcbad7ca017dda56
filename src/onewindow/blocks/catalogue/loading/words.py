"""The texts of a package while it is read: which exist, which are used, which are missing."""

import re
from collections.abc import Mapping

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.formula import Formula, formula_of
from onewindow.blocks.catalogue.loading.faults import Faults
from onewindow.blocks.catalogue.loading.section import FUNCTIONS
from onewindow.blocks.catalogue.loading.yaml_marks import Marked, read_yaml
from onewindow.blocks.catalogue.texts import Filling, Texts
from onewindow.kernel.localised import Localised
from onewindow.standards import feel

_FREE = ("process.", "decisions.")
"""Keys that need no user: names of process elements for the diagram, and of rules."""


class Words:
    """All texts, by key and language; notes what is missing and what nobody uses."""

    def __init__(self, *, files: Mapping[str, bytes], faults: Faults) -> None:
        self.faults = faults
        self._texts: dict[str, dict[str, str]] = {}
        self._places: dict[tuple[str, str], tuple[str, int]] = {}
        self._used: set[str] = set()
        self.languages: tuple[str, ...] = tuple(
            name[len("texts/") : -len(".yaml")] for name in sorted(files) if name.startswith("texts/")
        )
        for language in self.languages:
            file = f"texts/{language}.yaml"
            self._flatten(file, language, "", read_yaml(file=file, content=files[file], faults=faults))

    def take(self, key: str, *, needed_by: str) -> Localised:
        """A text that must be there in every language."""
        found = self._texts.get(key, {})
        for language in () if key in self._used else self.languages:
            if language not in found:
                self.faults.add(
                    file=f"texts/{language}.yaml",
                    key=key.replace(".", "/"),
                    rule=_("The text is missing; {place} needs it.").format(place=needed_by),
                    advice=_("Add it in every language of the package."),
                )
        self._used.add(key)
        return Localised(found or {"en": key})

    def take_if_any(self, key: str, *, needed_by: str) -> Localised | None:
        """A text that may be absent, but then in every language."""
        return self.take(key, needed_by=needed_by) if key in self._texts else None

    def fillings(self, key: str, *, needed_by: str) -> dict[str, Filling]:
        """A text with FEEL places, compiled, by language."""
        found = self.take(key, needed_by=needed_by)
        return {language: self._filling(key, language, text) for language, text in found.texts.items()}

    def refuse_unused(self) -> None:
        """Note every text that nothing in the package uses: most are misspelt keys."""
        for key, found in self._texts.items():
            if key in self._used or key.startswith(_FREE):
                continue
            language = next(iter(found))
            file, line = self._places[language, key]
            self.faults.add(
                file=file,
                line=line,
                key=key.replace(".", "/"),
                rule=_("Nothing in the package uses this text."),
                advice=_("Correct the key, or remove the text in every language."),
            )

    def all(self, *, official_language: str) -> Texts:
        """Every text, to be kept with the package."""
        return Texts({key: Localised(found) for key, found in self._texts.items()}, official_language)

    def keys_under(self, prefix: str) -> tuple[str, ...]:
        """Keys that begin so."""
        return tuple(key for key in self._texts if key.startswith(prefix))

    def _flatten(self, file: str, language: str, key: str, marked: Marked) -> None:
        if isinstance(marked.value, dict):
            for name, inner in marked.value.items():
                self._flatten(file, language, f"{key}.{name}" if key else name, inner)
        elif isinstance(marked.value, str) and marked.value.strip():
            self._texts.setdefault(key, {})[language] = marked.value.strip()
            self._places[language, key] = (file, marked.line)
        elif key:
            self.faults.add(
                file=file,
                line=marked.line,
                key=key.replace(".", "/"),
                rule=_("Here stands a text."),
                advice=_("Write a text that is not empty; put it in quotes."),
            )

    def _filling(self, key: str, language: str, text: str) -> Filling:
        try:
            return filling_of(text)
        except feel.FeelSyntaxError as problem:
            file, line = self._places[language, key]
            self.faults.add(
                file=file,
                line=line,
                key=key.replace(".", "/"),
                rule=_("A place {{= …}} in this text cannot be read: {problem}").format(
                    problem=problem.text()
                ),
                advice=_("Correct the FEEL between the braces."),
            )
            return Filling(text, (text,))


def filling_of(text: str) -> Filling:
    """Compile a text with places ``{= FEEL}``.

    :raises feel.FeelSyntaxError: a place that is no FEEL.
    """
    parts: list[str | Formula] = []
    at = 0
    while (start := text.find("{=", at)) >= 0:
        end = _closing_brace(text, start)
        if start > at:
            parts.append(text[at:start])
        parts.append(formula_of(text[start + 1 : end].strip(), names=FUNCTIONS))
        at = end + 1
    if at < len(text):
        parts.append(text[at:])
    return Filling(text, tuple(parts))


def _closing_brace(text: str, start: int) -> int:
    """Where the place ends: braces nest, and strings may hold any."""
    depth, end = 0, start
    for token in re.finditer(r'"(?:[^"\\]|\\.)*"|[{}]', text[start:]):
        end = start + token.start()
        if token.group() == "{":
            depth += 1
        elif token.group() == "}":
            depth -= 1
            if depth == 0:
                return end
    return len(text)
