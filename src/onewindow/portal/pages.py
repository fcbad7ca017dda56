"""Pages that compose what the rooms know."""

from django.http import HttpRequest, HttpResponse

from onewindow.foundation.access.api import guard
from onewindow.foundation.web.api import render


@guard("public")
def home(request: HttpRequest) -> HttpResponse:
    """The start page."""
    return render(request, "portal/home.html")
