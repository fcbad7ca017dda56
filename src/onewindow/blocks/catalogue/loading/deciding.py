"""Joining the fields of forms that a decision answers with the decisions of the package."""

from collections.abc import Mapping
from dataclasses import replace

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.form_types import Decision, Field, Form
from onewindow.blocks.catalogue.loading.faults import Faults
from onewindow.standards import dmn


def bind_decisions(
    forms: Mapping[str, Form], decisions: dmn.Definitions | None, faults: Faults
) -> dict[str, Form]:
    """The forms, with the decisions of their fields ready to be made; one that is not there is a fault."""
    known = {*decisions.decisions, *decisions.decisions_by_id} if decisions is not None else set[str]()

    def bound(field: Field, form: str) -> Field:
        if field.decision is None:
            return field
        if field.decision.name not in known:
            faults.add(
                file=f"forms/{form}.yaml",
                key=field.field,
                rule=_("The package has no decision “{name}”.").format(name=field.decision.name),
                advice=_("Use the name or the id of a decision in decisions.dmn."),
            )
        return replace(field, decision=Decision(field.decision.name, decisions))

    return {
        slug: replace(
            form,
            pages=tuple(
                replace(page, fields=tuple(bound(field, slug) for field in page.fields))
                for page in form.pages
            ),
        )
        for slug, form in forms.items()
    }
