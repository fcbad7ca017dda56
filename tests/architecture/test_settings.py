"""Settings of a real window, and migrations that are complete."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.architecture.source import ROOT


@pytest.fixture
def production(tmp_path: Path) -> dict[str, str]:
    secret = tmp_path / "secret"
    secret.write_text(secrets.token_urlsafe(64))
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "DJANGO_SETTINGS_MODULE": "onewindow.conf.production",
        "DATABASE_URL": "postgresql://window@db.example/window",
        "ONEWINDOW_SECRET_KEY_FILE": str(secret),
        "ONEWINDOW_ALLOWED_HOSTS": "window.example",
        "ONEWINDOW_BASE_URL": "https://window.example",
        "ONEWINDOW_VAR_DIR": str(tmp_path / "var"),
    }


def deploy_check(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_the_settings_of_a_real_window_pass_every_check(production: dict[str, str]) -> None:
    done = deploy_check(production)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("ONEWINDOW_SECRET_KEY_FILE", "", "ONEWINDOW_SECRET_KEY_FILE"),
        ("ONEWINDOW_ALLOWED_HOSTS", "", "ONEWINDOW_ALLOWED_HOSTS"),
        ("ONEWINDOW_BASE_URL", "", "ONEWINDOW_BASE_URL"),
        ("DATABASE_URL", "mysql://db.example/window", "DATABASE_URL"),
    ],
)
def test_what_is_lacking_is_named(production: dict[str, str], name: str, value: str, said: str) -> None:
    done = deploy_check({**production, name: value})
    assert done.returncode != 0
    assert said in done.stderr


def test_nothing_of_the_demonstration_is_in_a_real_window(production: dict[str, str]) -> None:
    program = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from django.urls import get_resolver\n"
        "assert not settings.ONEWINDOW_DEMO and not settings.DEBUG\n"
        "from django.test import Client\n"
        "paths = ['/demo/', '/demo/sign-in/', '/mailbox/', '/sandbox-bank/x/']\n"
        "ask = {'secure': True, 'headers': {'Host': 'window.example'}}\n"
        "print([Client().get(path, **ask).status_code for path in paths])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=production, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert set(done.stdout.strip("[]\n").split(", ")) <= {"403", "404"}, done.stdout


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
