import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.test import Client, override_settings
from django.urls import reverse

from onewindow.blocks.identity.checks import (
    no_demonstration_in_production,
    one_click_sign_in_only_in_the_demonstration,
)
from onewindow.blocks.identity.models import Account

pytestmark = pytest.mark.usefixtures("country")

_OUTSIDE = """
import json, os
from onewindow.conf import test
test.ONEWINDOW_DEMO = False
import django
from django.conf import settings
django.setup()
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
found = []
try:
    found.append(reverse("identity:demo-sign-in"))
except NoReverseMatch:
    pass
try:
    found.append(str(resolve("/demo/sign-in/")))
except Resolver404:
    pass
print(json.dumps([settings.ONEWINDOW_DEMO, found]))
"""


def test_outside_the_demonstration_there_is_no_address() -> None:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    ran = subprocess.run(
        [sys.executable, "-c", _OUTSIDE],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        cwd=Path(__file__).resolve().parents[5],
    )
    assert json.loads(ran.stdout.strip().splitlines()[-1]) == [False, []]


def test_the_check_tells_of_an_address_that_should_not_be_there() -> None:
    # Addresses are made once in a process, when they are first asked for: before the setting is turned.
    assert reverse("identity:demo-sign-in") == "/demo/sign-in/"
    assert one_click_sign_in_only_in_the_demonstration() == []
    with override_settings(ONEWINDOW_DEMO=False):
        assert [found.id for found in one_click_sign_in_only_in_the_demonstration()] == ["identity.E001"]
        assert no_demonstration_in_production() == []
    assert [found.id for found in no_demonstration_in_production()] == ["identity.E002"]
    assert "identity.E002" in {
        found.id for found in run_checks(tags=["onewindow"], include_deployment_checks=True)
    }


@pytest.mark.parametrize("account", ["", "nobody", "atlas-desk-2", "broker-owner-x"])
def test_only_accounts_on_the_page_are_signed_in_to(account: str) -> None:
    response = Client().post("/demo/sign-in/", {"account": account})
    assert response.status_code == 404


def test_looking_at_it_signs_nobody_in() -> None:
    assert Client().get("/demo/sign-in/").status_code == 405


def test_the_country_gives_nobody_a_password() -> None:
    assert not [account.slug for account in Account.objects.all() if account.has_usable_password()]


def test_a_change_of_person_starts_a_new_session() -> None:
    client = Client()
    client.post("/demo/sign-in/", {"account": "citizen"})
    first = client.cookies["sessionid"].value
    client.post("/demo/sign-in/", {"account": "homeowner"})
    assert client.cookies["sessionid"].value != first
    assert "Youssef Khelifi" in client.get("/account/").content.decode()
