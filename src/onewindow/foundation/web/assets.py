"""Addresses of the built assets, each with a digest of its content so that browsers may keep it."""

import hashlib
from functools import cache

from django.contrib.staticfiles import finders
from django.templatetags.static import static

DIGEST_PARAMETER = "v"


def asset(path: str) -> str:
    """The address of a file of this room's ``static/web/``, such as ``asset("onewindow.css")``."""
    return f"{static(f'web/{path}')}?{DIGEST_PARAMETER}={_digest(path)}"


@cache
def _digest(path: str) -> str:
    found = finders.find(f"web/{path}")
    if not isinstance(found, str):
        raise FileNotFoundError(f"web/{path}")
    with open(found, "rb") as file:  # noqa: PTH123 - finders give text
        return hashlib.file_digest(file, "sha256").hexdigest()[:12]
