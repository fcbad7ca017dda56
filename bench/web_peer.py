"""The peer: the least that Django can do for a filing. One view that writes one row and says so.

Served as the program is served: granian in WSGI mode, as many processes and threads, connections that are
kept, the same PostgreSQL. No middleware, no sign-in, no checks.

``python -m bench.web_peer PORT WORKERS THREADS`` with ``DATABASE_URL``.
"""

import json
import os
import sys
from typing import Any

import django
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

TABLE = "bench_peer_filing"
MAKE = f"CREATE TABLE IF NOT EXISTS {TABLE} (id bigserial PRIMARY KEY, body jsonb NOT NULL)"


def _configure() -> None:
    from onewindow.conf.database_url import database_settings

    settings.configure(
        SECRET_KEY="bench" * 10,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        DATABASES={"default": database_settings(os.environ["DATABASE_URL"])},
        USE_TZ=True,
    )
    django.setup()


def _model() -> Any:
    from django.db import models

    class Filing(models.Model):
        body = models.JSONField()

        class Meta:
            app_label = "bench"
            db_table = TABLE

    return Filing


def file(request: HttpRequest) -> HttpResponse:
    """Write one row."""
    row = Filing.objects.create(body=json.loads(request.body))
    return JsonResponse({"number": row.pk}, status=201)


urlpatterns = [path("file", file)]

if os.environ.get("BENCH_PEER"):
    _configure()
    Filing = _model()


def serve(port: int, workers: int, threads: int) -> None:
    """Serve until SIGTERM."""
    from django.core.wsgi import get_wsgi_application
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    application = get_wsgi_application()
    Granian(
        "bench.web_peer:application",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        http=HTTPModes.http1,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve(target_loader=lambda _target: application, wrap_loader=True)


if __name__ == "__main__":
    serve(*(int(number) for number in sys.argv[1:4]))
