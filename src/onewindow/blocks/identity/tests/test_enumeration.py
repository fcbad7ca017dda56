"""Nobody learns whether there is an account: not by status, nor body, nor time (ASVS 6.3.8)."""

import math
import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings

from onewindow.blocks.identity import limits
from onewindow.blocks.identity.adapters.allauth_backend import _nobodys
from onewindow.blocks.identity.errors import TooManyAttempts
from onewindow.blocks.identity.models import Limit
from onewindow.blocks.identity.tests.test_signing_in import EMAIL, give_password
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.usefixtures("country")
SAMPLES = 100
ARGON2 = override_settings(PASSWORD_HASHERS=["onewindow.blocks.identity.hashing.Argon2idHasher"])


def difference(first: list[float], second: list[float]) -> float:
    """How likely two samples of one source differ as much (Mann and Whitney's U, normal approximation)."""
    ranked = sorted((value, which) for which, values in enumerate((first, second)) for value in values)
    rank_sum = sum(rank for rank, (_, which) in enumerate(ranked, 1) if which == 0)
    n, m = len(first), len(second)
    u = rank_sum - n * (n + 1) / 2
    z = (u - n * m / 2) / math.sqrt(n * m * (n + m + 1) / 12)
    return math.erfc(abs(z) / math.sqrt(2))


def test_the_measure_finds_a_difference_and_no_ghost() -> None:
    same = [float(n * 7919 % 1009) for n in range(400)]
    assert difference(same[:200], same[200:]) > 0.05
    assert difference(same[:200], [value + 300 for value in same[200:]]) < 0.001


@ARGON2
def test_a_wrong_password_takes_as_long_as_an_unknown_address() -> None:
    _nobodys.cache_clear()  # kept with the hasher of the other tests
    give_password()
    took: dict[str, list[float]] = {EMAIL: [], "nobody@tamaris.example": []}
    client = Client()
    for _ in range(SAMPLES):
        for email, times in took.items():
            cache.clear()
            Limit.objects.all().delete()
            began = time.process_time()
            client.post("/sign-in/", {"login": email, "password": "not the right one at all"})
            times.append(time.process_time() - began)
    assert difference(*took.values()) > 0.01


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
