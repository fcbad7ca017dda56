"""Every address of the whole site has a rule. A new one without fails here, and is closed anyway."""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from onewindow.foundation.access import api as access


def walk(
    patterns: list[URLPattern | URLResolver], names: tuple[str, ...] = (), route: str = ""
) -> Iterator[tuple[str, str, object]]:
    for one in patterns:
        here = f"{route}{one.pattern}"
        if isinstance(one, URLResolver):
            inside = (*names, one.namespace) if one.namespace else names
            yield from walk(one.url_patterns, inside, here)
        else:
            called = one.name or one.lookup_str
            yield here, ":".join((*names, called)), one.callback


ADDRESSES = list(walk(get_resolver().url_patterns))


def test_there_are_addresses() -> None:
    assert len(ADDRESSES) > 10


@pytest.mark.parametrize(("route", "name", "view"), ADDRESSES, ids=[f"/{route}" for route, _, _ in ADDRESSES])
def test_the_address_has_a_rule(route: str, name: str, view: object) -> None:
    rule = access.rule_of_view(view=view, url_name=name)
    assert rule is not None, f"/{route} ({name}) has no rule: it answers 403 to everybody"
    assert rule in access.rules_by_name()
