"""The Content Security Policy of every page (CSP Level 3). Nothing inline, nothing from elsewhere."""

from collections.abc import Sequence

_DIRECTIVES: dict[str, tuple[str, ...]] = {
    "default-src": ("'none'",),
    "script-src": ("'self'",),
    "style-src": ("'self'",),
    "img-src": ("'self'", "data:"),
    "font-src": ("'self'",),
    "connect-src": ("'self'",),
    "form-action": ("'self'",),
    "base-uri": ("'none'",),
    "frame-ancestors": ("'none'",),
}

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
"""Permissions-Policy: what no page of ours asks a device for."""


def content_policy(*, form_action: Sequence[str] = (), inline_styles: bool = False) -> str:
    """The policy as a header value.

    :param form_action: origins besides ours to which a form may lead, such as a payment provider's
        ``https://pay.example``: browsers apply it to the redirect after a form too.
    :param inline_styles: for a page whose scripts, ours or a library's, write style attributes.
    """
    directives = {**_DIRECTIVES, "form-action": (*_DIRECTIVES["form-action"], *form_action)}
    if inline_styles:
        directives["style-src"] = (*_DIRECTIVES["style-src"], "'unsafe-inline'")
    return "; ".join(f"{name} {' '.join(sources)}" for name, sources in directives.items())
