"""Where a person goes after a form: only ever inside this site."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def safe_next(request: HttpRequest, asked: str) -> str:
    """Where to go next, where that is inside this site; else the start page (ASVS 3.7.2)."""
    inside = asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return asked if inside else "/"
