"""What a case answers to the questions of a service that is a part of it."""

from collections.abc import Mapping
from datetime import datetime

from onewindow.blocks.catalogue.types import ServicePackage, ServiceStep


def answers_for_part(
    package: ServicePackage,
    step: ServiceStep,
    callee: ServicePackage,
    scope: Mapping[str, object],
    *,
    now: datetime,
) -> dict[str, object]:
    """See ``api.answers_for_part``."""
    own = package.starting_form
    said = scope.get(own.name)
    answered = said if isinstance(said, Mapping) else {}
    known = {name for field in own.fields for name in (field.field, *field.also)}
    answers: dict[str, object] = {}
    for field in callee.starting_form.fields:
        if not field.asked:
            continue
        if field.field in step.gives:
            value = step.gives[field.field].value(scope, now=now)
        else:
            value = answered.get(field.field) if field.field in known else None
        if value is not None:
            answers[field.field] = value
    return answers
