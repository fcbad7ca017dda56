"""What must happen once, asked for by many at the same moment: each with a connection of its own."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory

from onewindow.blocks.identity import limits
from onewindow.blocks.identity.certificates import challenges
from onewindow.blocks.identity.errors import ChallengeNotAccepted, CodeNotRight, TooManyAttempts
from onewindow.blocks.identity.models import Account
from onewindow.blocks.identity.second_step import handed
from onewindow.kernel.clock import clock

pytestmark = pytest.mark.django_db(transaction=True)


def how_many_pass(act: Callable[[], object], refusal: type[Exception], times: int) -> int:
    def once(_: int) -> bool:
        try:
            act()
        except refusal:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(6) as pool:
        return list(pool.map(once, range(times))).count(True)


def test_of_many_uses_of_a_challenge_one_passes() -> None:
    key = challenges.make(bound_to="a browser").key
    assert how_many_pass(lambda: challenges.use(key=key, bound_to="a browser"), ChallengeNotAccepted, 12) == 1


def test_of_many_uses_of_a_handed_code_one_passes() -> None:
    account = Account.objects.create(
        slug="in-a-hurry", email="in-a-hurry@x.example", name="Hurry", joined_at=clock.now()
    )
    code = handed.hand_over(account, by=None)
    assert how_many_pass(lambda: handed.use(account, code), CodeNotRight, 12) == 1


def test_of_many_attempts_exactly_as_many_pass_as_the_limit_says() -> None:
    limit = limits.Limit("test", 5, timedelta(minutes=5), "key")
    request = RequestFactory().post("/")
    taken = how_many_pass(lambda: limits.take(request, [limit], key="x@y.example"), TooManyAttempts, 18)
    assert taken == 5
