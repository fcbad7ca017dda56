"""Measure every request, and log it by its route: a path may hold what a person chose, a route does not."""

import logging
import time
import uuid
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from onewindow.foundation.observability import readings
from onewindow.foundation.observability.logs import request_of_this_thread

_log = logging.getLogger("onewindow.request")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Measured:
    """Put it first, so that it sees all of a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        token = request_of_this_thread.set(uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            self._tell(request, response, time.perf_counter() - began)
            response.headers["X-Request-Id"] = request_of_this_thread.get()
        finally:
            request_of_this_thread.reset(token)
        return response

    def _tell(self, request: HttpRequest, response: HttpResponse, seconds: float) -> None:
        match = request.resolver_match
        route = (match.view_name or match.route) if match else "(none)"
        method = str(request.method)
        method = method if method in _METHODS else "(other)"
        readings.REQUESTS.labels(method, route, str(response.status_code)).observe(seconds)
        told = {"method": method, "route": route, "status": response.status_code}
        _log.info("request", extra={**told, "seconds": round(seconds, 4)})
