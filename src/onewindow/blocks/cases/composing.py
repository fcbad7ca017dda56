"""A package's document with everything filled in: what the room of documents can print and seal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from onewindow.blocks.catalogue.types import DocumentSource
from onewindow.blocks.documents.types import (
    Block,
    Column,
    DocumentTemplate,
    FieldRow,
    Fields,
    Heading,
    Paragraph,
    QrCode,
    SealPlace,
    Space,
    Table,
    Value,
)
from onewindow.blocks.registers import api as registers
from onewindow.kernel.localised import Localised

Line = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Composer:
    """Works a document out, for one case at one moment.

    :param languages: the languages that the document will be written in.
    """

    source: DocumentSource
    scope: Mapping[str, object]
    now: datetime
    languages: tuple[str, ...]

    def compose(self, *, document: str, number: str) -> DocumentTemplate:
        """The whole document.

        :param document: its full name, ``agency/service/document``.
        """
        blocks = [self._block(block) for block in self.source.blocks if self._shown(block, self.scope)]
        return DocumentTemplate(document, self.source.title, number, tuple(blocks))

    def _block(self, block: Line) -> Block:
        match block:
            case {"heading": str(key)}:
                return Heading(self.source.labels[key])
            case {"text": str(key)}:
                return Paragraph(self.source.labels[key])
            case {"fields": list(lines)}:
                shown = [line for line in lines if self._shown(line, self.scope)]
                return Fields(
                    tuple(FieldRow(self._label(line), self._value(line, self.scope)) for line in shown)
                )
            case {"table": {"rows": rows, "columns": list(columns)}}:
                return self._table(rows, columns)
            case {"qr": _}:
                return QrCode()
            case {"seal": _}:
                return SealPlace()
            case _:
                return Space()

    def _table(self, rows: object, columns: list[Line]) -> Table:
        found = self._evaluate(rows, self.scope)
        items = found if isinstance(found, list) else []
        shown = [column for column in columns if self._shown(column, self.scope)]
        filled = [[self._value(column, {**self.scope, "row": item}) for column in shown] for item in items]
        heads = tuple(
            Column(self._label(column), numeric=any(isinstance(line[place], Decimal) for line in filled))
            for place, column in enumerate(shown)
        )
        return Table(heads, tuple(tuple(line) for line in filled))

    def _label(self, line: Line) -> Localised:
        return self.source.labels[str(line["label"])]

    def _shown(self, line: Line, scope: Mapping[str, object]) -> bool:
        condition = line.get("show_if")
        return condition is None or self._evaluate(condition, scope) is True

    def _value(self, line: Line, scope: Mapping[str, object]) -> Value:
        value = self._evaluate(line.get("value"), scope)
        words = self.source.words.get(str(line.get("words")))
        if words and isinstance(value, str):
            return words.get(value, value)
        register = line.get("register")
        if isinstance(register, str) and isinstance(value, str):
            return self._named(register, value)
        return _printable(value)

    def _named(self, register: str, key: str) -> Localised:
        names = {
            language: registers.code_name(register=register, key=key, language=language)
            for language in self.languages
        }
        return Localised({language: f"{name} ({key})" if name else key for language, name in names.items()})

    def _evaluate(self, written: object, scope: Mapping[str, object]) -> object:
        formula = self.source.formulas.get(written) if isinstance(written, str) else None
        return formula.value(scope, now=self.now) if formula else None


def _printable(value: object) -> Value:
    match value:
        case bool():
            return Localised(
                {"en": "yes", "fr": "oui", "ar": "نعم"} if value else {"en": "no", "fr": "non", "ar": "لا"}
            )
        case None | str() | int() | Decimal() | date():
            return value
        case list():
            return ", ".join(str(part) for part in value)
        case _:
            return str(value)
