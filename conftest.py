"""What every test may lean on: a database, compiled catalogues, and the corpora where they are."""

import os
from collections.abc import Callable, Generator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from pytest_django.plugin import DjangoDbBlocker

from onewindow.commands import catalogues
from onewindow.conf.database_url import database_settings
from tests.cluster import cluster, database_named
from tests.corpora import corpus

# Playwright keeps a loop of events in the process of its tests; Django would then refuse its database to the
# tests that come after them there, although they run beside the loop, never in it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues, once, before anything is translated."""
    if not hasattr(config, "workerinput"):  # not in the helpers of pytest-xdist
        catalogues.compile_all()


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> object:
    """Where tests run in several processes, those that share something costly stay in one."""
    from tests.together import scheduler

    return scheduler(config, log)


@pytest.fixture(scope="session")
def corpora() -> Callable[[str], Path]:
    """A function that gives the folder of a corpus by its name, or skips the test."""
    return corpus


@pytest.fixture(scope="session")
def database_url() -> Generator[str]:
    """``DATABASE_URL`` of the environment, or of a cluster under ``.var`` that is started for the tests."""
    with ExitStack() as stack:
        yield settings.DATABASE_URL or stack.enter_context(cluster())


@pytest.fixture(autouse=True)
def no_jobs_left_behind(request: pytest.FixtureRequest) -> Generator[None]:
    """Throw jobs away that a test really committed: the tables of procrastinate are not Django's to empty."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction"):
        with connections["default"].cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE")


@pytest.fixture(scope="session")
def country_database(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Generator[str]:
    """The name of a database that holds the whole demonstration country: a copy, so that tests which count
    on an empty one keep theirs."""
    from onewindow.wiring.country import loaders

    creation = connections["default"].creation
    with django_db_blocker.unblock():
        connections["default"].close()
        creation.clone_test_db(suffix="country", verbosity=0)
        name = f"{connections['default'].settings_dict['NAME']}_country"
        with database_named(name):
            for _name, load in loaders():
                load()
        yield name
        creation.destroy_test_db(suffix="country", verbosity=0)


# Of class scope, which is for each function where there are no classes, and still before pytest-django
# opens the transaction of the test.
@pytest.fixture(scope="class")
def loaded_country(country_database: str) -> Generator[None]:
    """A test whose database is the country's."""
    with database_named(country_database):
        yield


@pytest.fixture
def country(loaded_country: None, db: None) -> None:
    """A test that plays in the demonstration country."""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    database_url: str, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Point Django to the cluster before pytest-django makes the database of the tests in it."""
    default = connections["default"].settings_dict
    default.update(database_settings(database_url), TEST=default["TEST"])
