"""Letters of a case: a package's notices, filled and written for people, in every language it speaks."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from onewindow.blocks.cases.parties import reference_of
from onewindow.blocks.catalogue.types import ServicePackage
from onewindow.blocks.identity import api as identity
from onewindow.foundation.web.api import civil_zone, locale_of
from onewindow.kernel.reference import Reference


def letter_texts(
    package: ServicePackage, notice: str, scope: Mapping[str, object], *, at: datetime
) -> dict[str, tuple[str, str]]:
    """Subject and body of a notice by language."""
    found = package.notices[notice]

    def filled(language: str) -> tuple[str, str]:
        def show(value: object) -> str:
            return shown(value, language=language)

        return (
            found.subject[language].filled(scope, show=show, now=at),
            found.body[language].filled(scope, show=show, now=at),
        )

    return {language: filled(language) for language in found.subject if language in found.body}


def shown(value: object, *, language: str) -> str:
    """A FEEL value as people read it in a language. Times are the country's."""
    match value:
        case None:
            return ""
        case bool():
            return {"fr": ("non", "oui"), "ar": ("لا", "نعم")}.get(language, ("no", "yes"))[value]
        case Decimal() | int():
            return format_decimal(value, locale=locale_of(language=language), decimal_quantization=False)
        case datetime():
            local = value.astimezone(civil_zone()) if value.tzinfo else value
            return f"{format_date(local, 'long', locale=locale_of(language=language))}, {local:%H:%M}"
        case date():
            return format_date(value, "long", locale=locale_of(language=language))
        case list():
            return ", ".join(shown(part, language=language) for part in value)
        case _:
            return str(value)


def officers_told(to: object) -> list[Reference]:
    """The accounts behind ``{agency, role}``, or the one behind ``{person}``."""
    if not isinstance(to, Mapping):
        return []
    if "person" in to:
        person = reference_of(to["person"])
        return [person] if person else []
    agency, role = to.get("agency"), to.get("role")
    if not isinstance(agency, str) or not isinstance(role, str):
        return []
    return [officer.reference for officer in identity.officers_with(agency=agency, role=role)]
