"""A page of the sign-in library in our clothes: its view decides, our template shows."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin

from onewindow.blocks.identity.adapters.allauth_account import TOO_MANY, WAIT
from onewindow.blocks.identity.pages.forms import error_summary, field_views
from onewindow.kernel.errors import N_

_WAIT = 300  # seconds: the window of the sign-in library, which counts codes


class LibraryPage(ContextMixin):
    """Adds what our templates show to what the library's view prepared."""

    template_name = "identity/form.html"
    title: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    button: ClassVar[str] = N_("Continue")
    back: ClassVar[str] = ""
    leave_out: ClassVar[frozenset[str]] = frozenset()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context.get("form")
        context.update(title=_(self.title), lead=_(self.lead) if self.lead else "", button=_(self.button))
        context["back"] = self.back or None
        if form is not None:
            context["views"] = field_views(form, leave_out=self.leave_out)
            context["errors"] = error_summary(form)
        return context

    def form_invalid(self, form: Any) -> HttpResponse:
        """Whoever tried too often is told so on the page, and in the status for programs (RFC 6585 §4)."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        if any(form.has_error(name, TOO_MANY) for name in form.errors):
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS
            response.headers["Retry-After"] = str(getattr(self.request, WAIT, _WAIT))  # type: ignore[attr-defined]
        return response
