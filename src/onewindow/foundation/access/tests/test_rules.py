"""Who passes which rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import ASSURANCE_ORDER, Actor, Post, Rule

REGISTRAR = Actor(
    account="sami",
    name="Sami",
    kind="officer",
    assurance="substantial",
    posts=(Post("trade-ministry", "tunis", "registrar"), Post("health-agency", "", "head")),
)
PERSON = Actor(account="amina", name="Amina", kind="person", assurance="low")
NOBODY = Actor()


def test_a_rule_that_nobody_declared_lets_nobody_pass() -> None:
    assert not access.decide("no-such-rule", REGISTRAR)


def test_a_rule_without_conditions_lets_nobody_pass() -> None:
    assert not access.decide(Rule(name="empty"), REGISTRAR)


@pytest.mark.parametrize(
    ("rule", "actor", "passes"),
    [
        ("public", NOBODY, True),
        ("signed-in", NOBODY, False),
        ("signed-in", PERSON, True),
        ("officer", PERSON, False),
        ("officer", REGISTRAR, True),
        ("system", REGISTRAR, False),
    ],
)
def test_the_rules_that_always_are(rule: str, actor: Actor, passes: bool) -> None:
    assert bool(access.decide(rule, actor)) is passes


@pytest.mark.parametrize(
    ("values", "passes"),
    [
        ({}, True),
        ({"agency": "trade-ministry"}, True),
        ({"agency": "trade-ministry", "office": "tunis"}, True),
        ({"agency": "trade-ministry", "office": "sfax"}, False),
        ({"agency": "health-agency"}, False),
        ({"agency": "customs"}, False),
    ],
)
def test_a_role_counts_only_where_the_post_is(values: dict[str, str], passes: bool) -> None:
    rule = Rule(name="register", kinds=frozenset({"officer"}), roles=frozenset({"registrar"}))
    assert bool(access.decide(rule, REGISTRAR, **values)) is passes


def test_a_post_for_the_whole_agency_covers_each_office() -> None:
    rule = Rule(name="heads", roles=frozenset({"head"}))
    assert access.decide(rule, REGISTRAR, agency="health-agency", office="sousse")


def test_a_relation_that_is_not_told_is_refused() -> None:
    rule = Rule(name="own-case", kinds=frozenset({"person"}), relations=frozenset({"applicant"}))
    assert access.decide(rule, PERSON, relation="applicant")
    assert access.decide(rule, PERSON).failed == "relation"


def test_a_weak_sign_in_is_told_to_sign_in_stronger() -> None:
    rule = Rule(name="sign", kinds=frozenset({"person"}), assurance="high")
    with pytest.raises(access.StrongerSignInNeeded):
        access.require(rule, PERSON)


def test_nobody_is_told_to_sign_in() -> None:
    with pytest.raises(access.SignInNeeded):
        access.require("signed-in", NOBODY)


def test_one_name_stands_for_one_rule() -> None:
    rule = Rule(name="test-only", kinds=frozenset({"person"}))
    assert access.declare_rule(rule=rule) == access.declare_rule(rule=rule)
    with pytest.raises(access.RuleDeclaredTwice):
        access.declare_rule(rule=Rule(name="test-only", anybody=True))


@given(st.sampled_from(ASSURANCE_ORDER), st.sampled_from(ASSURANCE_ORDER))
def test_assurance_is_an_order(has: str, needs: str) -> None:
    actor = Actor(kind="person", assurance=has)
    rule = Rule(name="level", kinds=frozenset({"person"}), assurance=needs)
    assert bool(access.decide(rule, actor)) is (ASSURANCE_ORDER.index(has) >= ASSURANCE_ORDER.index(needs))
