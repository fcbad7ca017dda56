"""Reading one answer of each simple type: text as typed, JSON as sent, or what an earlier check returned."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from onewindow.blocks.catalogue import errors
from onewindow.blocks.catalogue.form_types import Field
from onewindow.blocks.catalogue.numbers import read_number
from onewindow.blocks.catalogue.ports import Lookups
from onewindow.blocks.catalogue.types import StoredFileAnswer
from onewindow.kernel.currencies import UnknownCurrency, minor_unit_digits
from onewindow.kernel.reference import Reference, ReferenceNotWellFormed

MAX_TEXT = 10_000
_WORDS = {"yes": True, "true": True, "no": False, "false": False}
_DATE = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_MOMENT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}):([0-9]{2})(?::00)?")
_KEY = re.compile(r"[^\x00-\x20\x7f](?:[^\x00-\x1f\x7f]{0,98}[^\x00-\x20\x7f])?")
_ARABIC = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
CONTENT_TYPES = {
    "pdf": ("application/pdf",),
    "xml": ("application/xml", "text/xml"),
    "png": ("image/png",),
    "jpeg": ("image/jpeg",),
    "csv": ("text/csv",),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet",),
    "odt": ("application/vnd.oasis.opendocument.text",),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document",),
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What reading a value needs beside the field.

    :param currency: code for money and unit prices, where it is known already.
    :param offered: values that a choice or a slot offers now.
    """

    lookups: Lookups | None = None
    currency: str | None = None
    offered: tuple[object, ...] = ()


def is_empty(raw: object) -> bool:
    """Whether there is no answer."""
    if isinstance(raw, str):
        return not raw.strip()
    if isinstance(raw, Mapping) and raw.keys() <= {"day", "month", "year"}:
        return all(is_empty(part) for part in raw.values())
    return raw is None or (isinstance(raw, list | tuple | dict) and not raw)


def read_value(field: Field, raw: object, around: Surroundings) -> object:
    """The typed value of an answer that is not empty.

    :raises AnswerProblem: it cannot be read; the caller adds path and label.
    """
    return _READERS[field.type](field, raw, around)


def _text(field: Field, raw: object, around: Surroundings) -> str:
    del around
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool):
        raw = str(raw)
    if not isinstance(raw, str):
        raise errors.NotAText()
    limit = field.max_length or (MAX_TEXT if field.type == "long_text" else 500)
    if len(raw) > 4 * MAX_TEXT:
        raise errors.TextTooLong(length=len(raw), limit=limit)
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n")).strip()
    allowed = "\n\t" if field.type == "long_text" else ""
    for place, sign in enumerate(text, start=1):
        if unicodedata.category(sign) in ("Cc", "Cs") and sign not in allowed:
            raise errors.TextWithControls(place=place)
    if len(text) > limit:
        raise errors.TextTooLong(length=len(text), limit=limit)
    if field.pattern and not re.fullmatch(field.pattern, text):
        raise errors.TextNotOfPattern(text=text[:40])
    return text


def _integer(field: Field, raw: object, around: Surroundings) -> Decimal:
    del field, around
    number = read_number(raw)
    if number != number.to_integral_value():
        raise errors.NotWhole(value=str(number))
    return number.to_integral_value()


def _decimal(field: Field, raw: object, around: Surroundings) -> Decimal:
    del around
    return _limited(read_number(raw), field.decimals if field.decimals is not None else 12)


def _unit_price(field: Field, raw: object, around: Surroundings) -> Decimal:
    return _decimal(field, raw, around)


def _money(field: Field, raw: object, around: Surroundings) -> Decimal:
    del field
    number = read_number(raw)
    try:
        digits = minor_unit_digits(around.currency) if around.currency else 4
    except UnknownCurrency:
        digits = 4  # the fault is at the currency's own question
    return _limited(number, digits)


def _limited(number: Decimal, digits: int) -> Decimal:
    exponent = number.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > digits:
        raise errors.TooManyDecimals(value=str(number), digits=digits)
    return number


def _date(field: Field, raw: object, around: Surroundings) -> date:
    del field, around
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if isinstance(raw, Mapping):
        raw = "-".join(str(raw.get(part, "")).strip() for part in ("year", "month", "day"))
    if not isinstance(raw, str):
        raise errors.NotADate()
    match = _DATE.fullmatch(raw.strip().translate(_ARABIC))
    try:
        if match and 1800 <= int(match[1]) <= 2400:
            return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise errors.DateNotReadable(text=" ".join(raw.split("-")[::-1])[:40])


def _date_time(field: Field, raw: object, around: Surroundings) -> datetime:
    del field, around
    if isinstance(raw, datetime):
        return raw.replace(tzinfo=None, second=0, microsecond=0)
    if not isinstance(raw, str):
        raise errors.NotAMoment()
    match = _MOMENT.fullmatch(raw.strip().translate(_ARABIC))
    try:
        if match and match[1] >= "1800":
            return datetime.fromisoformat(f"{match[1]}T{match[2]}:{match[3]}")
    except ValueError:
        pass
    raise errors.MomentNotReadable(text=raw[:40])


def _yes_no(field: Field, raw: object, around: Surroundings) -> bool:
    del field, around
    if isinstance(raw, bool):
        return raw
    answer = _WORDS.get(raw.strip().lower()) if isinstance(raw, str) else None
    if answer is None:
        raise errors.NotYesOrNo()
    return answer


def _choice(field: Field, raw: object, around: Surroundings) -> object:
    if not isinstance(raw, str | datetime | date):
        raise errors.NotAChoice()
    written = option_text(raw)
    for offered in around.offered:
        if option_text(offered) == written:
            return offered
    raise errors.NotAnOption(text=written[:40])


def option_text(value: object) -> str:
    """How an offered value is written in a page or in JSON."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="minutes")
    return value.strip() if isinstance(value, str) else str(value)


def _choices(field: Field, raw: object, around: Surroundings) -> list[object]:
    given = [raw] if isinstance(raw, str) else raw
    if not isinstance(given, list | tuple):
        raise errors.NotChoices()
    chosen = [_choice(field, item, around) for item in given if not is_empty(item)]
    return [offered for offered in around.offered if offered in chosen]


def _code(field: Field, raw: object, around: Surroundings) -> str:
    if isinstance(raw, Mapping):
        raw = raw.get("key")
    if not isinstance(raw, str) or not _KEY.fullmatch(raw.strip()):
        raise errors.NotACode()
    key = raw.strip()
    if around.lookups is None or field.register is None:
        return key
    for spelling in dict.fromkeys((key, key.upper())):
        entry = around.lookups.code(register=field.register, key=spelling)
        if entry is not None:
            return spelling
    raise errors.CodeUnknown(text=key[:40])


def _file(field: Field, raw: object, around: Surroundings) -> dict[str, object]:
    given = raw.get("file") if isinstance(raw, Mapping) else raw
    if not isinstance(given, str):
        raise errors.NotAFile()
    try:
        reference = Reference(given)
    except ReferenceNotWellFormed as problem:
        raise errors.FileUnknown() from problem
    if around.lookups is None:
        return dict(raw) if isinstance(raw, Mapping) else {"file": given}
    stored = around.lookups.file(file=reference)
    if stored is None:
        raise errors.FileUnknown()
    _check_file(field, stored)
    return {
        "file": str(stored.file),
        "name": stored.name,
        "content_type": stored.content_type,
        "size": Decimal(stored.size),
    }


def _check_file(field: Field, stored: StoredFileAnswer) -> None:
    accepted = {kind for accept in field.accept for kind in CONTENT_TYPES[accept]}
    if accepted and stored.content_type not in accepted:
        raise errors.FileOfWrongKind(name=stored.name, accept=", ".join(field.accept))
    if stored.size > field.max_mb * 1_000_000:
        raise errors.FileTooLarge(name=stored.name, limit=str(field.max_mb))


def _person(field: Field, raw: object, around: Surroundings) -> str:
    del field
    if not isinstance(raw, str) or not _KEY.fullmatch(raw.strip()):
        raise errors.PersonUnknown()
    key = raw.strip().translate(_ARABIC)
    if around.lookups is not None and around.lookups.person(key=key) is None:
        raise errors.PersonUnknown()
    return key


_READERS: dict[str, Callable[[Field, object, Surroundings], object]] = {
    "text": _text,
    "long_text": _text,
    "integer": _integer,
    "decimal": _decimal,
    "money": _money,
    "unit_price": _unit_price,
    "date": _date,
    "date_time": _date_time,
    "yes_no": _yes_no,
    "choice": _choice,
    "choices": _choices,
    "slot": _choice,
    "code": _code,
    "file": _file,
    "person": _person,
}
