"""What the web server loads."""

import ctypes
import os
import signal

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

_PR_SET_PDEATHSIG = 1

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onewindow.conf.production")
# A process of a web server that was killed must not go on answering: it dies with its parent.
ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
application = get_wsgi_application()
# All pages are loaded before the first request: what cannot be imported is told at once, and nobody waits.
_ = get_resolver().url_patterns
