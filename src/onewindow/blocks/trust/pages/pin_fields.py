"""The fields for a PIN: never shown again, and the browser knows whether it is a new one."""

from onewindow.foundation.web.types import ErrorSummary, FieldView


def of_now(errors: ErrorSummary, *, label: str, hint: str = "") -> FieldView:
    """The PIN that opens a key today."""
    return _field("pin", label, hint, errors, autocomplete="current-password")


def new(errors: ErrorSummary, *, name: str, label: str, hint: str) -> FieldView:
    """A PIN that is chosen now."""
    return _field(name, label, hint, errors, autocomplete="new-password")


def new_again(errors: ErrorSummary, *, label: str) -> FieldView:
    """The same once more, against a slip of the finger."""
    return _field("again", label, "", errors, autocomplete="new-password")


def _field(name: str, label: str, hint: str, errors: ErrorSummary, *, autocomplete: str) -> FieldView:
    return FieldView(
        name=name, kind="password", label=label, hint=hint, error=errors.of(name), autocomplete=autocomplete
    )
