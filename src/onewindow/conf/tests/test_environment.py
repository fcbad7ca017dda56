"""What the environment says, and how plainly it is told what is wrong with it."""

import stat
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from onewindow.conf import environment
from onewindow.conf.database_url import database_settings


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://ann:p%40ss@db.example:5433/window?sslmode=require",
            {"NAME": "window", "USER": "ann", "PASSWORD": "p@ss", "HOST": "db.example", "PORT": "5433"},
        ),
        ("postgres://db/window", {"NAME": "window", "USER": "", "HOST": "db", "PORT": ""}),
        (
            "postgresql:///onewindow?host=%2Frun%2Fx&user=onewindow",
            {"NAME": "onewindow", "USER": "onewindow", "HOST": "/run/x", "PORT": ""},
        ),
    ],
)
def test_a_database_url_is_read(url: str, expected: dict[str, str]) -> None:
    settings = database_settings(url)
    assert {name: settings[name] for name in expected} == expected
    assert settings["CONN_MAX_AGE"] is None
    assert settings["OPTIONS"]["connect_timeout"] == 3
    assert ("sslmode" in settings["OPTIONS"]) == ("sslmode" in url)


@pytest.mark.parametrize(
    "url", ["mysql://a/b", "sqlite:///x", "postgresql://host", "postgresql://host/", "x"]
)
def test_another_url_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        database_settings(url)


@pytest.mark.parametrize(
    ("said", "meant"), [("1", True), ("YES", True), ("0", False), ("off", False), (None, True)]
)
def test_a_flag(said: str | None, meant: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("A_FLAG", raising=False)
    if said is not None:
        monkeypatch.setenv("A_FLAG", said)
    assert environment.flag("A_FLAG", default=True) is meant


def test_nonsense_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value, read in (
        ("A_FLAG", "maybe", lambda: environment.flag("A_FLAG", default=True)),
        ("A_NUMBER", "-3", lambda: environment.whole_number("A_NUMBER", 1)),
        ("A_TEXT", "", lambda: environment.required_text("A_TEXT", why="Name it.")),
        ("A_FILE", str(tmp_path / "absent.json"), lambda: environment.mapping("A_FILE")),
    ):
        monkeypatch.setenv(name, value)
        with pytest.raises(ImproperlyConfigured, match=name):
            read()
    (tmp_path / "list.json").write_text("[]")
    monkeypatch.setenv("A_FILE", str(tmp_path / "list.json"))
    with pytest.raises(ImproperlyConfigured, match="no JSON object"):
        environment.mapping("A_FILE")


def test_a_secret_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret"
    first = environment.kept_secret(path)
    assert environment.kept_secret(path) == first
    assert len(first) >= 50
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
