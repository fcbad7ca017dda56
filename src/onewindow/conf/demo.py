"""The demonstration on one's own machine: plain HTTP on the loopback, one-click sign-in, sandbox payments."""

from onewindow.conf import environment
from onewindow.conf.base import *  # noqa: F403
from onewindow.conf.base import ONEWINDOW_KEYS_DIR

ONEWINDOW_DEMO = True
ONEWINDOW_PEOPLE = environment.whole_number("ONEWINDOW_PEOPLE", 20_000)
SECRET_KEY = environment.kept_secret(ONEWINDOW_KEYS_DIR / "django-secret")
ALLOWED_HOSTS = environment.words("ONEWINDOW_ALLOWED_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
# Passkeys need https, but browsers trust the loopback.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
# Letters go to a page of the demonstration, never out.
EMAIL_BACKEND = "onewindow.blocks.notifications.adapters.mailbox.MailboxBackend"
