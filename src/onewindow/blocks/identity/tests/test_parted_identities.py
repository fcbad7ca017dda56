"""Whom an electronic identity names is asked with every sign-in, not only when it was linked."""

from typing import Any

import pytest
from django.test import Client

from onewindow.blocks.identity import api
from onewindow.blocks.identity.models import Account, ApiToken, OutsideIdentity
from onewindow.blocks.identity.tests.conftest import actor, signed_in
from onewindow.blocks.identity.tests.test_after_a_death import CITIZEN, OTHER, joined
from onewindow.blocks.identity.tests.test_outside_sign_in import (  # noqa: F401 - fixtures
    Outside,
    come_back,
    me,
    outside,
    process,
)
from onewindow.blocks.identity.types import PersonStanding

pytestmark = pytest.mark.usefixtures("country")
Register = dict[str, PersonStanding]


@pytest.fixture
def linked(outside: Outside, register: Register) -> Client:  # noqa: F811
    """Two entries are one person, whose other electronic identity signed in to their one account."""
    Account.objects.filter(person=OTHER.text).update(person="")
    joined(register)
    outside.lie(claims={"number": OTHER.key.rpartition("/")[2], "sub": "other"})
    client = Client()
    assert come_back(client, outside).status_code == 302
    assert me(client)["account"] == "citizen"
    register.clear()  # two officers part them
    return client


def told_of_it(told: list[tuple[str, str, dict[str, object]]]) -> list[tuple[str, str, object]]:
    return [(who, letter, values.get("ended")) for who, letter, values in told if letter == "entries-parted"]


def test_a_link_to_somebody_elses_account_counts_no_more_even_before_the_news(
    linked: Client,
    outside: Outside,  # noqa: F811
) -> None:
    client = Client()
    assert come_back(client, outside)["Location"] == "/sign-in/open-account/"
    assert client.get("/account/").status_code == 302
    assert not OutsideIdentity.objects.exists()


def test_it_signs_in_to_its_own_persons_account_from_then_on(linked: Client, outside: Outside) -> None:  # noqa: F811
    Account.objects.filter(slug="homeowner").update(person=OTHER.text)
    client = Client()
    assert come_back(client, outside).status_code == 302
    assert (me(client)["account"], OutsideIdentity.objects.get().account.slug) == ("homeowner", "homeowner")


def test_a_parting_ends_what_the_other_began(
    linked: Client, told: list[tuple[str, str, dict[str, object]]]
) -> None:
    api.issue_token(actor=actor("citizen"), name="t", scopes=["cases:read"], days=3)
    api.entries_parted(gone=OTHER, stays=CITIZEN, key="k")
    assert not OutsideIdentity.objects.exists()
    assert linked.get("/account/").status_code == 302
    assert not ApiToken.objects.filter(revoked_at=None).exists()
    assert told_of_it(told) == [("citizen", "entries-parted", True)]


def test_a_parting_leaves_an_account_alone_that_only_its_person_used(
    outside: Outside,  # noqa: F811
    register: Register,
    told: list[tuple[str, str, dict[str, object]]],
) -> None:
    client = Client()
    come_back(client, outside)
    api.entries_parted(gone=OTHER, stays=CITIZEN, key="k")
    assert (client.get("/account/").status_code, OutsideIdentity.objects.count()) == (200, 1)
    assert ("citizen", "entries-parted", False) in told_of_it(told)


def test_a_service_that_names_nobody_signs_in_as_surely_as_the_session_that_linked_it(
    outside: Outside,  # noqa: F811
) -> None:
    owner: Any = signed_in("homeowner")
    Account.objects.filter(slug="homeowner").update(proofing="high")
    come_back(owner, outside, "plain", purpose="link")
    stranger = Client()
    come_back(stranger, outside, "plain")
    assert (me(stranger)["account"], me(stranger)["assurance"]) == ("homeowner", "substantial")
