"""Pages about the site itself."""

from django.http import HttpRequest, HttpResponse

from onewindow.foundation.access.api import guard
from onewindow.foundation.web.api import render


@guard("public")
def about(request: HttpRequest) -> HttpResponse:
    """What One Window is and what it promises."""
    return render(request, "portal/about.html")


@guard("public")
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (EN 301 549, WCAG 2.2)."""
    return render(request, "portal/accessibility.html")


@guard("public")
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about people, why, and who looked."""
    return render(request, "portal/privacy.html")
