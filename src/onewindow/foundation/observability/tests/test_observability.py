"""Health, readiness, figures and log lines."""

import json
import logging

import pytest
from django.db import connection
from django.test import Client
from pytest_django import Settings

from onewindow.foundation.observability import api, readings
from onewindow.foundation.observability.logs import JsonLines


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readings, "_gauges", {})
    monkeypatch.setattr(readings, "_conditions", {})


def test_healthz_asks_nobody(client: Client) -> None:
    answer = client.get("/healthz")  # the test has no database: asking it would fail
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_names_what_does_not_hold(client: Client) -> None:
    api.readiness(name="the moon is full", holds=lambda: False)
    api.readiness(name="it divides", holds=lambda: bool(1 / 0))
    api.readiness(name="all is well", holds=lambda: True)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "broken": ["the moon is full", "it divides"]}


@pytest.mark.django_db
def test_readyz_says_yes(client: Client) -> None:
    api.readiness(name="database", holds=lambda: connection.is_usable() is not None)
    assert client.get("/readyz").json() == {"ready": True, "broken": []}


def test_metrics_show_requests_by_route_and_the_gauges(client: Client) -> None:
    api.gauge(name="onewindow_moons", meaning="Moons", read=lambda: {"full": 1, "new": 2})
    api.gauge(name="onewindow_suns", meaning="Suns", read=lambda: 3)
    api.counted(what="a-drain", outcome="done", seconds=0.2)
    client.get("/healthz")
    text = client.get("/metrics").content.decode()
    assert 'onewindow_moons{state="new"} 2.0' in text
    assert "onewindow_suns 3.0" in text
    assert 'onewindow_work_seconds_count{outcome="done",what="a-drain"} 1.0' in text
    assert 'onewindow_request_seconds_count{method="GET",route="observability:healthz",status="200"}' in text


def test_metrics_of_a_real_window_need_the_token(client: Client, settings: Settings) -> None:
    settings.ONEWINDOW_DEMO = False
    assert client.get("/metrics").status_code == 404
    settings.ONEWINDOW_METRICS_TOKEN = "a-token"
    assert client.get("/metrics", headers={"Authorization": "Metrics b-token"}).status_code == 404
    assert client.get("/metrics", headers={"Authorization": "Metrics a-token"}).status_code == 200


def test_a_request_is_logged_by_its_route_only(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger="onewindow.request"):
        answer = client.get("/healthz?name=canary-7391", headers={"User-Agent": "canary-7391"})
    line = JsonLines().format(caplog.records[-1])
    assert "canary-7391" not in line
    said = json.loads(line)
    assert (said["route"], said["status"], said["method"]) == ("observability:healthz", 200, "GET")
    assert answer.headers["X-Request-Id"]


def test_a_log_line_leaves_out_what_people_wrote() -> None:
    try:
        raise ValueError("canary-7391")
    except ValueError as error:
        record = logging.LogRecord("django", 40, "f.py", 1, "failed for %s", ("canary-7391",), None)
        record.exc_info = (ValueError, error, error.__traceback__)
        record.__dict__["job_arguments"] = "canary-7391"
    line = JsonLines().format(record)
    assert "canary-7391" not in line
    assert json.loads(line)["error"]["class"] == "builtins.ValueError"
