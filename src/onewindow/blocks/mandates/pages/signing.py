"""What a company's officers sign together: a list, one act, sign it, call it off."""

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.blocks.mandates import api
from onewindow.blocks.mandates.bases import role_name
from onewindow.blocks.mandates.pages import words
from onewindow.blocks.mandates.types import JointActView
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.foundation.web.types import Crumb, ErrorSummary, Tag, TagColour
from onewindow.kernel.errors import N_, OnewindowError

KINDS = {
    "grant": N_("Grant a mandate"),
    "accept": N_("Accept a mandate"),
    "employ": N_("Name an employee"),
    "file": N_("File a request"),
    "act": N_("Act on a request that was filed"),
    "answer": N_("Answer what is asked about a request"),
    "confirm": N_("Confirm what was filled in at a counter"),
}
_STATES: Final[dict[str, tuple[str, TagColour]]] = {
    "open": (N_("Waits for signatures"), "yellow"),
    "complete": (N_("Signed by all who must"), "green"),
    "withdrawn": (N_("Called off"), "grey"),
    "lapsed": (N_("Not signed in time"), "grey"),
    "impossible": (N_("Not possible any more"), "grey"),
}


@guard("representative")
@require_GET
def to_sign(request: HttpRequest) -> HttpResponse:
    """What waits for signatures in the companies that one represents, and what did before."""
    actor = access.actor_of(request=request)
    found = api.acts_of(actor=actor, open_only=False)
    context = {
        "acts": [_shown(act) for act in found[:200]],
        "crumbs": [Crumb(_("Mandates"), reverse("mandates:mandates")), Crumb(_("To be signed together"))],
    }
    return web.render(request, "mandates/to_sign.html", context)


@guard("representative")
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, code: str) -> HttpResponse:
    """Read it, and sign it."""
    actor = access.actor_of(request=request)
    errors = ErrorSummary()
    if request.method == "POST":
        try:
            own = words.own_signature(request)
            api.sign_act(actor=actor, code=code, pin=request.POST.get("pin", ""), own=own)
            return HttpResponseRedirect(reverse("mandates:act", kwargs={"code": code}))
        except api.ActUnknown:
            raise
        except OnewindowError as problem:
            errors = web.error_summary(error=problem)
    found = api.act(actor=actor, code=code)
    context = {
        **_shown(found),
        "signatures": api.joint_signatures_of(actor=actor, code=code) if found.state == "complete" else (),
        "mine": actor.name in found.signed_by,
        "can_sign": api.can_sign(actor=actor),
        "errors": errors,
        "pin": words.pin_field(errors),
        "signature": words.own_signature_field(errors),
        "crumbs": [
            Crumb(_("Mandates"), reverse("mandates:mandates")),
            Crumb(_("To be signed together"), reverse("mandates:to_sign")),
            Crumb(found.code),
        ],
    }
    return web.render(request, "mandates/act.html", context, status=422 if errors else 200)


@guard("representative")
@require_GET
def statement(request: HttpRequest, code: str) -> HttpResponse:
    """What is signed, byte for byte, for a program of one's own."""
    found = api.act(actor=access.actor_of(request=request), code=code)
    return words.statement_file(api.canonical(statement=found.statement), f"{code}.json")


@guard("representative")
@require_GET
def signatures(request: HttpRequest, code: str) -> HttpResponse:
    """The signatures as a file, with the archive timestamps that they got since."""
    found = api.joint_signatures_of(actor=access.actor_of(request=request), code=code)
    return words.signatures_file("act", code, found)


@guard("representative")
@require_POST
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Call it off."""
    api.withdraw_act(actor=access.actor_of(request=request), code=code)
    return HttpResponseRedirect(reverse("mandates:act", kwargs={"code": code}))


def _shown(act: JointActView) -> dict[str, object]:
    text, colour = _STATES[act.state]
    return {
        "act": act,
        "what": _(KINDS[act.kind]),
        "tag": Tag(_(text), colour),
        "missing": [_missing(number, role) for number, role in act.missing],
        "rows": [(_(label), value) for label, value in act.shown],
    }


def _missing(number: int, role: str) -> str:
    said = ngettext("%(n)s more signature: %(role)s", "%(n)s more signatures: %(role)s", number)
    return said % {"n": number, "role": role_name(role)}
