"""One click signs in, in the demonstration only: outside it this has no address. Portal shows the list."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_POST

from onewindow.blocks.identity import arriving
from onewindow.blocks.identity.errors import DemoAccountUnknown
from onewindow.blocks.identity.models import Account
from onewindow.foundation.access.api import guard
from onewindow.foundation.web import api as web


@guard("public")
@require_POST
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of them; the old session is gone and its id with it."""
    slug = request.POST.get("account", "")
    account = Account.objects.filter(slug=slug, demo__isnull=False, is_active=True).first()
    if account is None:
        raise DemoAccountUnknown()
    arriving.enter(request, account, method="demo")
    return HttpResponseRedirect(web.safe_next(request, request.POST.get("next", "")))
