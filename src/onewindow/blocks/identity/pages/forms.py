"""Django forms, the sign-in library's and ours, as the fields and errors of our pages."""

from collections.abc import Mapping
from typing import Any

from django.forms import BoundField, Form, widgets
from django.utils.translation import gettext as _

from onewindow.foundation.web.types import ErrorSummary, FieldError, FieldKind, FieldView, Option
from onewindow.kernel.errors import N_

_LABELS: Mapping[str, str] = {
    "login": N_("Email address"),
    "email": N_("Email address"),
    "password": N_("Password"),
    "oldpassword": N_("Your password now"),
    "password1": N_("New password"),
    "password2": N_("New password again"),
    "code": N_("Code"),
    "name": N_("Name"),
}
_HINTS: Mapping[str, str] = {
    "password1": N_("At least 15 characters. A few words that you remember are good."),
}
_AUTOCOMPLETE: Mapping[str, str] = {
    "login": "username",
    "email": "email",
    "password": "current-password",
    "oldpassword": "current-password",
    "password1": "new-password",
    "password2": "new-password",
    "code": "one-time-code",
}


def field_views(form: Form, *, leave_out: frozenset[str] = frozenset()) -> tuple[FieldView, ...]:
    """The fields of a form in its order."""
    return tuple(_field(bound) for bound in form if bound.name not in leave_out)


def error_summary(form: Form) -> ErrorSummary:
    """All errors of a form that was sent."""
    if not form.is_bound:
        return ErrorSummary()
    return ErrorSummary(
        tuple(
            FieldError(text=str(text), field="" if name == "__all__" else name)
            for name, texts in form.errors.items()
            for text in texts
        )
    )


def _field(bound: BoundField) -> FieldView:
    kind = _kind(bound)
    return FieldView(
        name=bound.html_name,
        kind=kind,
        label=_(_LABELS[bound.name]) if bound.name in _LABELS else str(bound.label),
        value=_value(bound, kind),
        hint=_(_HINTS[bound.name]) if bound.name in _HINTS else "",
        error=str(bound.errors[0]) if bound.errors else "",
        required=bound.field.required,
        options=_options(bound),
        autocomplete=_AUTOCOMPLETE.get(bound.name, ""),
        width=10 if bound.name == "code" else 0,
    )


def _kind(bound: BoundField) -> FieldKind:
    widget = bound.field.widget
    if isinstance(widget, widgets.PasswordInput):
        return "password"
    if isinstance(widget, widgets.EmailInput):
        return "email"
    if isinstance(widget, widgets.HiddenInput):
        return "hidden"
    return "text"


def _value(bound: BoundField, kind: FieldKind) -> Any:
    return "" if kind == "password" else bound.value()


def _options(bound: BoundField) -> tuple[Option, ...]:
    choices = getattr(bound.field, "choices", ())
    return tuple(Option(value=str(value), label=str(label)) for value, label in choices)
