"""What the tests run under. Without ``DATABASE_URL``, tests/conftest starts a cluster under ``.var``."""

import atexit
import shutil
import tempfile
from pathlib import Path

from onewindow.conf.base import *  # noqa: F403
from onewindow.conf.base import DATABASES as _DATABASES
from onewindow.conf.database_url import database_settings

ONEWINDOW_DEMO = True
ONEWINDOW_WATCH_DATABASE = False
SECRET_KEY = "only-for-tests-" + "x" * 50
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# A test that was rolled back must not be remembered by the next.
ONEWINDOW_REGISTERS_FRESH = 0.0
ONEWINDOW_IDENTITY_FRESH = 0.0
ONEWINDOW_FIGURES_FRESH = 0.0
# The name stands in until the cluster of the tests is up.
DATABASES = _DATABASES or {"default": database_settings("postgresql:///onewindow")}

_FOLDER = Path(tempfile.mkdtemp(prefix="onewindow-tests-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
ONEWINDOW_KEYS_DIR = _FOLDER / "keys"
ONEWINDOW_UPLOADS_DIR = MEDIA_ROOT = _FOLDER / "uploads"
ONEWINDOW_METRICS_DIR = _FOLDER / "metrics"
