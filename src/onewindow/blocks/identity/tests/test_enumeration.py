"""Nobody learns whether there is an account: by status, body or the work that it takes (ASVS 6.3.8)."""

import re
from datetime import timedelta

import argon2
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext

from onewindow.blocks.identity import limits
from onewindow.blocks.identity.adapters.allauth_backend import _nobodys
from onewindow.blocks.identity.errors import TooManyAttempts
from onewindow.blocks.identity.hashing import Argon2idHasher
from onewindow.blocks.identity.models import Limit
from onewindow.blocks.identity.tests.test_signing_in import EMAIL, give_password
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")
VALUES = re.compile(r"'(?:[^']|'')*'|\b\d+\b")
HASHED: list[tuple[int, int, int]] = []


class CountingHasher(Argon2idHasher):
    """Notes what each computation costs: kibibytes, passes, lanes."""

    def verify(self, password: str, encoded: str) -> bool:
        kept = argon2.extract_parameters("$" + encoded.split("$", 1)[1])
        HASHED.append((kept.memory_cost, kept.time_cost, kept.parallelism))
        return super().verify(password, encoded)

    def encode(self, password: str, salt: str) -> str:
        HASHED.append((self.memory_cost, self.time_cost, self.parallelism))
        return super().encode(password, salt)


def work_of(email: str) -> tuple[list[tuple[int, int, int]], list[str]]:
    """What a refused sign-in computes, and what it asks the database, without the values."""
    cache.clear()
    Limit.objects.all().delete()
    HASHED.clear()
    with CaptureQueriesContext(connection) as asked:
        answer = Client().post("/sign-in/", {"login": email, "password": "not the right one at all"})
    assert answer.status_code == 200
    return list(HASHED), [VALUES.sub("?", query["sql"]) for query in asked.captured_queries]


@override_settings(PASSWORD_HASHERS=[f"{__name__}.CountingHasher"])
def test_a_wrong_password_is_as_much_work_as_an_unknown_address() -> None:
    _nobodys.cache_clear()  # kept with the hasher of the other tests
    give_password()
    work_of("first@tamaris.example")  # what is made once is made
    known, unknown = work_of(EMAIL), work_of("nobody@tamaris.example")
    assert known[0] == [(19_456, 2, 1)] == unknown[0]
    assert known[1] == unknown[1]
    _nobodys.cache_clear()


def request_from(address: str, forwarded: str = ""):
    return RequestFactory().post("/", REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=forwarded)


def used_up(request, limit: limits.Limit, key: str = "") -> bool:
    try:
        limits.take(request, [limit], key=key)
    except TooManyAttempts:
        return True
    return False


LIMIT = limits.Limit("test", 3, timedelta(minutes=1), "network")


def test_a_limit_counts_says_when_to_come_back_and_forgets() -> None:
    now = clock.now()
    with clock.at(now):
        assert [used_up(request_from("192.0.2.1"), LIMIT) for _ in range(4)] == [False, False, False, True]
        assert not used_up(request_from("192.0.2.2"), LIMIT)
        with pytest.raises(TooManyAttempts) as told:
            limits.take(request_from("192.0.2.1"), [LIMIT])
        assert told.value.values["seconds"] == 60
    with clock.at(now + timedelta(seconds=61)):
        assert not used_up(request_from("192.0.2.1"), LIMIT)


def test_a_forged_header_makes_nobody_another() -> None:
    for number in range(3):
        assert not used_up(request_from("192.0.2.1", f"10.0.0.{number}"), LIMIT)
    assert used_up(request_from("192.0.2.1", "10.0.0.99"), LIMIT)
    with override_settings(ONEWINDOW_TRUSTED_PROXIES=["192.0.2.0/24"]):
        assert not used_up(request_from("192.0.2.1", "203.0.113.9"), LIMIT)
        assert [used_up(request_from("192.0.2.1", "1.2.3.4, 203.0.113.9"), LIMIT) for _ in range(3)][-1], (
            "what the client itself put first is not looked at"
        )


def test_a_household_of_ipv6_is_one_source() -> None:
    taken = [used_up(request_from(f"2001:db8::{number}"), LIMIT) for number in range(1, 5)]
    assert taken == [False, False, False, True]


def test_success_gives_the_attempt_back_and_no_more() -> None:
    taken = limits.take(request_from("192.0.2.1"), [LIMIT])
    limits.give_back(taken)
    assert [used_up(request_from("192.0.2.1"), LIMIT) for _ in range(4)] == [False, False, False, True]


def test_too_many_sign_ins_are_told_when_to_come_back() -> None:
    give_password()
    answers = [Client().post("/sign-in/", {"login": f"a{n}@x.example", "password": "x"}) for n in range(31)]
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
