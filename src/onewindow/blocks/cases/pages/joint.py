"""Asking a company's other officers to sign together: a filing, or what is done in a case."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from onewindow.blocks.cases import api
from onewindow.blocks.cases.types import CaseView, WorkView
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.mandates import api as mandates
from onewindow.foundation.access.api import Actor, actor_of, guard
from onewindow.foundation.web.api import error_summary, render
from onewindow.foundation.web.types import ErrorSummary, FieldView
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference


@guard("signed-in")
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Sign first, and ask the others; then see who has signed."""
    actor = actor_of(request=request)
    found = api.draft(key=key, actor=actor)
    if found.filed:
        return redirect("cases:filed", number=found.filed)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            api.ask_to_sign(key=key, actor=actor, pin=request.POST.get("pin", ""))
            return redirect("cases:draft-sign", key=key)
        except OnewindowError as problem:
            errors = error_summary(error=problem)
    context = {
        "package": catalogue.package(service=found.service, version=found.version),
        "act": api.act_about_draft(key=key, actor=actor), "can_sign": mandates.can_sign(actor=actor),
        "key": key, "pin": pin_field(errors), "errors": errors, "back": f"/apply/draft/{key}/check/",
    }  # fmt: skip
    return render(request, "cases/draft_sign.html", context, status=422 if errors else 200)


def pin_field(errors: ErrorSummary) -> FieldView:
    """The PIN of the person's signing key. What was typed is never sent back."""
    return FieldView(
        name="pin", kind="password", label=_("PIN of your signing key"), error=errors.of("pin"), width=10,
        autocomplete="off",
    )  # fmt: skip


@dataclass(frozen=True)
class Together:
    """Whether what is about to be done in a case takes the signatures of several officers of a company.

    :param subject: what it is about, as the act would be.
    """

    request: HttpRequest
    actor: Actor
    number: str
    needed: bool
    subject: Reference

    @property
    def pin(self) -> str:
        """The PIN that was sent."""
        return self.request.POST.get("pin", "")

    @property
    def context(self) -> dict[str, object]:
        """For the template: what waits for signatures already."""
        if not self.needed:
            return {}
        acts = api.acts_in_case(number=self.number, actor=self.actor)
        return {"waits_for_signatures": next((act for act in acts if act.subject == self.subject), None)}

    def asked(self) -> HttpResponse:
        """Back to the case, once the others were asked."""
        messages.success(
            self.request, _("You signed it. We asked the other officers of the company to sign.")
        )
        return redirect("cases:case", number=self.number)


def together_in(
    request: HttpRequest, actor: Actor, case: CaseView | WorkView, party: Reference, *what: str
) -> Together:
    """What it takes to act for a party in a case.

    :param what: ``do`` and the action's name, or ``task`` and the task's number.
    """
    number = case.number if isinstance(case, CaseView) else case.case
    alone = api.binds_alone(service=case.service, version=case.version, actor=actor, party=party)
    subject = Reference.of("case", number, *what)
    return Together(request, actor, number, not alone, subject)
