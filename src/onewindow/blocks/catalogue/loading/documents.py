"""Reading documents/*.yaml: what a document consists of, declared, never programmed."""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.formula import Formula
from onewindow.blocks.catalogue.loading.faults import Faults
from onewindow.blocks.catalogue.loading.section import Section
from onewindow.blocks.catalogue.loading.words import Words
from onewindow.blocks.catalogue.loading.yaml_marks import read_yaml
from onewindow.blocks.catalogue.types import DocumentSource
from onewindow.kernel.localised import Localised

BLOCKS = ("heading", "text", "fields", "table", "qr", "seal", "space")


class _Parts:
    """Labels and formulas of one document, collected while its blocks are read."""

    def __init__(self, document: str, words: Words) -> None:
        self.document, self._words = document, words
        self.labels: dict[str, Localised] = {}
        self.formulas: dict[str, Formula] = {}
        self.words: dict[str, dict[str, Localised]] = {}

    def label(self, section: Section, key: str) -> str:
        """A label's key; its text is under documents.<document>.labels."""
        name = section.take_text(key, required=True)
        if name:
            text_key = f"documents.{self.document}.labels.{name}"
            self.labels[name] = self._words.take(text_key, needed_by=section.file)
        return name

    def words_under(self, section: Section, key: str) -> str:
        """The texts for the values of a line: with ``words: a.b``, the value x is called a.b.x."""
        prefix = section.take_text(key, required=True)
        keys = self._words.keys_under(f"{prefix}.")
        if not keys:
            section.fault(
                key,
                _("There are no texts under “{prefix}”.").format(prefix=prefix),
                _("Write one for each value, or leave this out."),
            )
        self.words[prefix] = {
            found.removeprefix(f"{prefix}."): self._words.take(found, needed_by=section.file)
            for found in keys
        }
        return prefix

    def formula(self, section: Section, key: str, *, required: bool = False) -> str | None:
        """A formula as written; compiled beside."""
        formula = section.take_formula(key, required=required)
        if formula is None:
            return None
        self.formulas[formula.source] = formula
        return formula.source


def read_document(
    *, slug: str, files: Mapping[str, bytes], words: Words, official_language: str, faults: Faults
) -> DocumentSource:
    """Read one document."""
    file = f"documents/{slug}.yaml"
    marked = read_yaml(file=file, content=files[file], faults=faults)
    section = Section(file=file, marked=marked, faults=faults)
    if section.take_slug("document", required=True) != slug:
        section.fault("document", _("The document has another name than its file."), _("Call both the same."))
    parts = _Parts(slug, words)
    source = DocumentSource(
        document=slug,
        title=words.take(f"documents.{slug}.title", needed_by=file),
        number=section.take_formula("number", required=True) or Formula("", None, ""),
        valid_from=section.take_formula("valid_from"),
        valid_until=section.take_formula("valid_until"),
        official_language=section.take_text("official_language", default=official_language),
        languages=section.take_formula("languages"),
        blocks=tuple(_read_block(block, parts) for block in section.take_sections("blocks", required=True)),
        labels=parts.labels,
        formulas=parts.formulas,
        words=parts.words,
    )
    section.done()
    return source


def _read_block(section: Section, parts: _Parts) -> Mapping[str, object]:
    kinds = [kind for kind in BLOCKS if section.has(kind)]
    if len(kinds) != 1:
        section.fault(
            section.marked,
            _("A block has exactly one of: {blocks}.").format(blocks=", ".join(BLOCKS)),
            _("Split it, or name its kind."),
        )
    kind = kinds[0] if kinds else "space"
    block: dict[str, object] = {kind: _content(kind, section, parts)}
    show_if = parts.formula(section, "show_if")
    if show_if is not None:
        block["show_if"] = show_if
    section.done()
    return block


def _content(kind: str, section: Section, parts: _Parts) -> object:
    if kind in ("heading", "text"):
        return parts.label(section, kind)
    if kind == "fields":
        return [_labelled(line, parts) for line in section.take_sections("fields")]
    if kind == "table":
        return _table(section.take_section("table"), parts)
    return section.take_bool(kind, default=True)


def _labelled(section: Section, parts: _Parts) -> Mapping[str, object]:
    line: dict[str, object] = {
        "label": parts.label(section, "label"),
        "value": parts.formula(section, "value", required=True),
    }
    show_if = parts.formula(section, "show_if")
    if show_if is not None:
        line["show_if"] = show_if
    if section.has("words"):
        line["words"] = parts.words_under(section, "words")
    if section.has("register"):
        line["register"] = section.take_slug("register")
    section.done()
    return line


def _table(section: Section | None, parts: _Parts) -> Mapping[str, object]:
    if section is None:
        return {"rows": None, "columns": []}
    rows = parts.formula(section, "rows", required=True)
    columns = [_labelled(column, parts) for column in section.take_sections("columns", required=True)]
    section.done()
    return {"rows": rows, "columns": columns}
