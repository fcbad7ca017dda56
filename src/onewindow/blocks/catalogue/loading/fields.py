"""Reading the fields of a form."""

from decimal import Decimal
from typing import get_args

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.form_types import Decision, Field, FieldType, Option
from onewindow.blocks.catalogue.loading.patterns import fault_of_pattern
from onewindow.blocks.catalogue.loading.section import Section
from onewindow.blocks.catalogue.loading.words import Words

FILE_TYPES = ("pdf", "xml", "png", "jpeg", "csv", "ods", "xlsx", "odt", "docx")
_NUMBERS = frozenset({"integer", "decimal", "money", "unit_price"})
_KEYS_OF_TYPES: dict[str, frozenset[str]] = {
    "min": _NUMBERS | {"date", "date_time", "list"},
    "max": _NUMBERS | {"date", "date_time", "list"},
    "more_than": _NUMBERS | {"date", "date_time"},
    "less_than": _NUMBERS | {"date", "date_time"},
    "max_length": frozenset({"text", "long_text"}),
    "pattern": frozenset({"text"}),
    "decimals": frozenset({"decimal", "unit_price"}),
    "currency": frozenset({"money", "unit_price"}),
    "register": frozenset({"code"}),
    "options": frozenset({"choice", "choices"}),
    "options_from": frozenset({"choice", "choices", "slot"}),
    "accept": frozenset({"file"}),
    "max_mb": frozenset({"file"}),
    "rows_from": frozenset({"list"}),
    "fields": frozenset({"list", "group"}),
}
_REQUIRED_KEYS = {
    "code": "register",
    "file": "accept",
    "list": "fields",
    "group": "fields",
    "slot": "options_from",
}
_MAX_DEPTH = 3
_TYPES: tuple[FieldType, ...] = get_args(FieldType)


def read_field(section: Section, *, key: str, words: Words, depth: int = 0) -> Field:
    """Read one field. Its texts are under ``key.<field>`` in texts/."""
    name = section.take_name("field", required=True)
    kind: FieldType = section.take_one_of("type", _TYPES)
    _refuse_keys(section, kind)
    own = f"{key}.{name}"
    file = section.file
    field = Field(
        field=name,
        type=kind,
        label=words.take(f"{own}.label", needed_by=file),
        hint=words.take_if_any(f"{own}.hint", needed_by=file),
        help=words.take_if_any(f"{own}.help", needed_by=file),
        required=section.take_formula("required"),
        show_if=section.take_formula("show_if"),
        register=section.take_slug("register") or None,
        options=_read_options(section, own, words),
        options_from=section.take_formula("options_from"),
        minimum=section.take_formula("min"),
        maximum=section.take_formula("max"),
        more_than=section.take_formula("more_than"),
        less_than=section.take_formula("less_than"),
        max_length=section.take_whole("max_length", least=1, most=20_000),
        pattern=_read_pattern(section),
        decimals=section.take_whole("decimals", least=0, most=12),
        currency=section.take_formula("currency"),
        computed=section.take_formula("computed"),
        known=section.take_formula("known"),
        default=section.take_formula("default"),
        accept=_read_accept(section),
        max_mb=Decimal(section.take_whole("max_mb", least=1, most=100) or 10),
        rows_from=section.take_formula("rows_from"),
        asked_because=section.take_text("asked_because"),
        means=section.take_slug("means"),
        decision=Decision(decided) if (decided := section.take_text("decision")) else None,
        fields=_read_inner(section, own, words, depth),
    )
    section.done()
    _check_choices(section, field)
    return field


def _refuse_keys(section: Section, kind: str) -> None:
    for key, types in _KEYS_OF_TYPES.items():
        if section.has(key) and kind not in types:
            section.fault(
                key,
                _("A field of type {kind} has no “{key}”.").format(kind=kind, key=key),
                _("Remove it, or use one of the types {types}.").format(types=", ".join(sorted(types))),
            )
    needed = _REQUIRED_KEYS.get(kind)
    if needed and not section.has(needed):
        section.fault(
            needed,
            _("A field of type {kind} needs “{key}”.").format(kind=kind, key=needed),
            _("Add it; docs/write-a-service.md shows how."),
        )


def _check_choices(section: Section, field: Field) -> None:
    if field.type in ("choice", "choices") and not field.options and field.options_from is None:
        section.fault(
            "options", _("This field offers nothing to choose."), _("Add options, or options_from.")
        )
    asked = [key for key in ("computed", "decision", "known", "default") if section.has(key)]
    if asked and asked[0] in ("computed", "decision") and len(asked) > 1:
        section.fault(
            asked[0],
            _("A computed field is never asked, so it has no known value and no default."),
            _("Keep one of the two."),
        )


def _read_options(section: Section, own: str, words: Words) -> tuple[Option, ...]:
    return tuple(
        Option(value, words.take(f"{own}.options.{value}", needed_by=section.file))
        for value in section.take_texts("options")
    )


def _read_pattern(section: Section) -> str | None:
    pattern = section.take_text("pattern") or None
    fault = fault_of_pattern(pattern) if pattern else None
    if fault is None:
        return pattern
    section.fault("pattern", fault, _("Write a simpler pattern, such as [0-9]{7}[A-Z]."))
    return None


def _read_accept(section: Section) -> tuple[str, ...]:
    accept = section.take_texts("accept")
    for kind in accept:
        if kind not in FILE_TYPES:
            section.fault(
                "accept",
                _("“{kind}” is not a kind of file that can be checked.").format(kind=kind),
                _("Use some of: {kinds}.").format(kinds=", ".join(FILE_TYPES)),
            )
    return accept


def _read_inner(section: Section, own: str, words: Words, depth: int) -> tuple[Field, ...]:
    sections = section.take_sections("fields")
    if sections and depth >= _MAX_DEPTH:
        section.fault("fields", _("Fields are nested too deeply."), _("Use fewer levels."))
        return ()
    return tuple(read_field(inner, key=f"{own}.fields", words=words, depth=depth + 1) for inner in sections)
