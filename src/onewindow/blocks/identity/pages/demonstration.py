"""One click signs in, in the demonstration only: outside it these pages have no address."""

from allauth.account.internal.flows.login import record_authentication
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from onewindow.blocks.identity import queries
from onewindow.blocks.identity.errors import DemoAccountUnknown
from onewindow.blocks.identity.models import Account
from onewindow.foundation.access import api as access
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web
from onewindow.kernel.errors import N_

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_GROUPS = {
    "people": N_("People"),
    "business": N_("Business"),
    "officers": N_("Officers"),
    "administration": N_("Administration"),
}


@guard("public")
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """Everybody whom one can be, with what they can do."""
    language = get_language() or "en"
    agencies = {agency.slug: agency.name.in_language(language) for agency in queries.agencies()}
    groups = {slug: (_(label), []) for slug, label in _GROUPS.items()}
    for account in queries.demo_accounts():
        groups[account.group][1].append(
            {
                "account": account.account,
                "name": account.name,
                "title": account.title.in_language(language),
                "description": account.description.in_language(language),
                "agency": agencies.get(account.agency, ""),
            }
        )
    context = {"groups": groups, "next": request.GET.get("next", "")}
    return web.render(request, "identity/demonstration.html", context)


@guard("public")
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of them; the old session is gone and its id with it."""
    slug = request.POST.get("account", "")
    account = Account.objects.filter(slug=slug, demo__isnull=False, is_active=True).first()
    if account is None:
        raise DemoAccountUnknown()
    request.session.flush()
    login(request, account, backend=_BACKEND)
    record_authentication(request, account, method="demo")
    access.forget_actor(request=request)
    return HttpResponseRedirect(web.safe_next(request, request.POST.get("next", "")))
