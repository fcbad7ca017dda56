"""Twenty programs with one key: one case. These write for real, into a database of their own."""

import threading
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from pytest_django.plugin import DjangoDbBlocker

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import WorkEnded
from onewindow.blocks.cases.models import Case
from onewindow.blocks.cases.tests.people import ELECTRONICS, MONDAY, TRADE, actor, open_work, trade_answers
from onewindow.blocks.cases.tests.way import OPINION
from onewindow.kernel.clock import clock


@pytest.fixture
def committed(loaded_country: None, django_db_blocker: DjangoDbBlocker) -> Generator[None]:
    """Real transactions, in a copy of the database: a record only grows, and others need the original."""
    with django_db_blocker.unblock(), clock.at(MONDAY):
        name = connection.settings_dict["NAME"]
        connection.creation.clone_test_db(suffix="many", verbosity=0)
        connection.settings_dict["NAME"] = connections.settings["default"]["NAME"] = f"{name}_many"
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = connections.settings["default"]["NAME"] = name
            connection.creation.destroy_test_db(suffix="many", verbosity=0)


def at_once(number: int, do: Callable[[], object]) -> list[object]:
    """What each of many threads got, the error where there was one. All start together."""
    gate = threading.Barrier(number)

    def one(_: int) -> object:
        gate.wait()
        try:
            return do()
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def test_twenty_with_one_key_file_one_case(committed: None) -> None:
    importer = actor("importer")
    answers = trade_answers(importer)
    before = Case.objects.count()

    def file() -> object:
        filed = api.file_case(
            service=TRADE, actor=importer, applicant=ELECTRONICS, answers=answers, channel="api",
            language="fr", key="twenty-at-once",
        )  # fmt: skip
        return filed.number, filed.again

    found = at_once(20, file)
    assert all(isinstance(one, tuple) for one in found), found
    assert len({one[0] for one in found if isinstance(one, tuple)}) == 1
    assert sorted(one[1] for one in found if isinstance(one, tuple)) == [False] + [True] * 19
    assert Case.objects.count() == before + 1


def test_of_ten_who_decide_one_task_one_does(committed: None) -> None:
    importer, telecom = actor("importer"), actor("telecom-officer")
    number = api.file_case(
        service=TRADE, actor=importer, applicant=ELECTRONICS, answers=trade_answers(importer), channel="api",
        language="fr", key="ten-at-once",
    ).number  # fmt: skip
    task = open_work(number, telecom, "technical-opinion").id
    found = at_once(10, lambda: api.complete_work(work=task, actor=telecom, answers=OPINION, key=None))
    assert sorted(type(one).__name__ for one in found) == [WorkEnded.__name__] * 9 + ["dict"]
    works = api.case(number=number, actor=importer).works
    assert [work.element for work in works if work.state == "open"] == ["domiciliation"]
