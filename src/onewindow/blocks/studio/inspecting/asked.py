"""The questions that a package asks of the people it serves, wherever they stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from onewindow.blocks.catalogue.types import Field, Form, ServicePackage, WorkStep


@dataclass(frozen=True)
class Question:
    """A question that an applicant, or another citizen, has to answer.

    :param path: of the field in the form, such as ``lines/quantity``.
    :param inside: whether it stands in a list or a group, and so is about something else than the applicant.
    :param beside: the other fields of the same level and above, which may name what it is about.
    """

    form: Form
    field: Field
    path: str
    inside: bool
    beside: tuple[Field, ...]

    @property
    def file(self) -> str:
        """Where it is declared."""
        return f"forms/{self.form.form}.yaml"


def questions_of(package: ServicePackage) -> Iterator[Question]:
    """Every question that is put to somebody who is not an officer, with those inside lists and groups."""
    for form in _forms_of_people(package):
        yield from _inside(form, form.fields, "", inside=False, above=())


def line_of(package: ServicePackage, file: str, field: str) -> int | None:
    """The line of a file on which a field is declared."""
    pattern = re.compile(rf"\bfield:\s*[\"']?{re.escape(field)}\b")
    lines = package.files.get(file, b"").decode(errors="replace").splitlines()
    return next((place for place, line in enumerate(lines, 1) if pattern.search(line)), None)


def _forms_of_people(package: ServicePackage) -> tuple[Form, ...]:
    slugs = {package.form, package.confirm_form}
    slugs |= {
        step.form for step in package.steps.values() if isinstance(step, WorkStep) and step.party != "officer"
    }
    slugs |= {after.form for after in package.after.values() if after.party != "officer"}
    return tuple(form for slug, form in package.forms.items() if slug in slugs)


def _inside(
    form: Form, fields: Iterable[Field], prefix: str, *, inside: bool, above: tuple[Field, ...]
) -> Iterator[Question]:
    level = tuple(fields)
    for field in level:
        if field.fields:
            yield from _inside(
                form, field.fields, f"{prefix}{field.field}/", inside=True, above=(*above, *level)
            )
        elif field.asked:
            beside = tuple(one for one in (*level, *above) if one is not field)
            yield Question(form, field, f"{prefix}{field.field}", inside, beside)
