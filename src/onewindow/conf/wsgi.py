"""What the web server loads."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onewindow.conf.production")
application = get_wsgi_application()
# All pages are loaded before the first request: what cannot be imported is told at once, and nobody waits.
_ = get_resolver().url_patterns
