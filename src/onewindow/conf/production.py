"""A real window: TLS in front, secrets from outside, nothing of the demonstration."""

from pathlib import Path

from onewindow.conf import environment
from onewindow.conf.base import *  # noqa: F403

SECRET_KEY = (
    Path(
        environment.required_text(
            "ONEWINDOW_SECRET_KEY_FILE", why="Name a file with at least 50 random characters, mode 0600."
        )
    )
    .read_text(encoding="ascii")
    .strip()
)
ALLOWED_HOSTS = environment.required_text(
    "ONEWINDOW_ALLOWED_HOSTS", why="Name the hosts that this window answers to, separated by commas."
).split(",")
ONEWINDOW_BASE_URL = environment.required_text(
    "ONEWINDOW_BASE_URL", why="Name the address that people see, such as https://window.example."
)

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("ONEWINDOW_BEHIND_PROXY", default=False) else None
)
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
EMAIL_USE_TLS = True
# The header is ours to set (web.middleware.SecurityHeaders), on files and errors too.
SILENCED_SYSTEM_CHECKS = ["security.W002"]
