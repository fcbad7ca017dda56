"""``onewindow set-up-code``, as at the console: the first officer of a house gets a first app with it."""

import re
from contextlib import nullcontext

import pytest
from click.testing import CliRunner, Result
from django.core.cache import cache
from django.test import Client

from onewindow.blocks.identity.tests.test_signing_in import PASSWORD, assurance, give_password, sign_in
from onewindow.cli import onewindow
from onewindow.commands import signing_in

pytestmark = pytest.mark.usefixtures("country")
APP = "/account/sign-in/app/"


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    """In the test's own database, instead of one that the command starts."""
    monkeypatch.setattr(signing_in, "house", nullcontext)
    cache.clear()


def run(account: str) -> Result:
    return CliRunner().invoke(onewindow, ["set-up-code", account])


def test_the_code_opens_the_page_that_sets_up_an_app_once() -> None:
    give_password()
    made = run("citizen")
    assert made.exit_code == 0, made.output
    code = re.search(r"^([2-9A-Z]{4}-[2-9A-Z]{4})$", made.output, re.MULTILINE)
    assert code is not None, made.output
    assert "works once" in made.output
    first, second = Client(), Client()
    for client in (first, second):
        assert sign_in(client).status_code == 302
    there = first.get(APP).headers["Location"]
    assert first.post(there, {"do": "counter", "handed": code[1]}).headers["Location"] == APP
    assert second.post(there, {"do": "counter", "handed": code[1]}).status_code == 422, "it is used up"
    first.post("/account/again/", {"password": PASSWORD})
    assert first.get(APP).status_code == 200
    assert assurance(first) == "low", "until the app is there"


def test_a_second_code_takes_the_place_of_the_first() -> None:
    give_password()
    first, second = (re.search(r"^(\S{4}-\S{4})$", run("citizen").output, re.MULTILINE) for _ in range(2))
    assert first is not None and second is not None
    client = Client()
    sign_in(client)
    there = client.get(APP).headers["Location"]
    assert client.post(there, {"do": "counter", "handed": first[1]}).status_code == 422
    assert client.post(there, {"do": "counter", "handed": second[1]}).status_code == 302


def test_an_account_that_is_not_there_is_told_in_words() -> None:
    refused = run("nobody-of-that-name")
    assert refused.exit_code == 1
    assert "nobody-of-that-name" in refused.output and "Traceback" not in refused.output
