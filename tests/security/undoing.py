"""Asking for something and undoing what it did, so that each cell of a matrix finds the same scene."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.test import Client


@contextmanager
def undone(client: Client) -> Iterator[None]:
    """What is asked in it leaves nothing behind, neither in the database nor in the browser."""
    cookies = copy.deepcopy(client.cookies)
    block = transaction.atomic()
    block._from_testcase = True  # so that durable blocks may stand in it
    with block:
        yield
        transaction.set_rollback(True)
    client.cookies = cookies
