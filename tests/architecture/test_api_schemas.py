"""The API knows a shape by its name alone: two of one name, and programs are told the wrong one."""

from collections import defaultdict
from collections.abc import Iterator

from django.test import Client
from ninja import Schema


def shapes(of: type) -> Iterator[type]:
    for one in of.__subclasses__():
        yield one
        yield from shapes(one)


def test_every_shape_of_the_api_has_a_name_of_its_own() -> None:
    assert Client().get("/api/v1/openapi.json").status_code == 200  # which loads every room's operations
    places: dict[str, set[str]] = defaultdict(set)
    for one in shapes(Schema):
        if one.__module__.startswith("onewindow.") and ".tests." not in one.__module__:
            places[one.__name__].add(one.__module__)
    assert not {name: sorted(where) for name, where in places.items() if len(where) > 1}
