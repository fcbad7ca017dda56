"""Appending and reading, through the door; and the guards, against somebody who has the password."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType

import pytest
from django.db import InternalError, ProgrammingError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from onewindow.foundation.record import api, sealing
from onewindow.foundation.record.canonical import canonical
from onewindow.foundation.record.models import EntryRow
from onewindow.kernel.clock import clock
from onewindow.kernel.reference import Reference

pytestmark = pytest.mark.django_db

CASE = Reference("case/2026-000017")


def test_what_is_appended_can_be_read() -> None:
    with clock.at(datetime(2026, 1, 31, 8, tzinfo=UTC)):
        entry = api.append(kind="case.filed", subject=CASE, payload={"lines": [1, "é"]}, actor="account/1")
    assert entry == api.entry(entry_id=entry.id)
    assert api.entries_of(subject=CASE) == (entry,)
    assert api.entries_of(subject=CASE, after=entry.id) == ()
    assert entry.payload == {"lines": [1, "é"]}
    assert entry.index is None
    assert api.unsequenced() == 1


def test_the_leaf_commits_to_every_field_and_says_only_kind_and_time() -> None:
    with clock.at(datetime(2026, 1, 31, 8, tzinfo=UTC)):
        entry = api.append(kind="case.filed", subject=CASE, payload={"b": 1, "a": "é"}, actor="account/1")
    row = EntryRow.objects.get(pk=entry.id)
    leaf = json.loads(row.leaf)
    assert (leaf["kind"], leaf["at"], leaf["v"]) == ("case.filed", "2026-01-31T08:00:00.000000Z", 1)
    for field, text in (
        ("payload", '{"a":"é","b":1}'),
        ("subject", '"case/2026-000017"'),
        ("actor", '"account/1"'),
    ):
        salt = hmac.new(sealing.opened([row])[row.pk].salt, field.encode(), "sha256").digest()
        assert leaf[field] == hashlib.sha256(salt + text.encode()).hexdigest()
    assert set(leaf) == {"actor", "at", "kind", "payload", "subject", "v"}


def test_the_same_fact_twice_gives_hashes_that_nobody_can_connect() -> None:
    first, second = (api.append(kind="case.filed", subject=CASE, payload={"a": 1}) for _ in range(2))
    leaves = [json.loads(EntryRow.objects.get(pk=entry.id).leaf) for entry in (first, second)]
    assert all(leaves[0][field] != leaves[1][field] for field in ("payload", "subject", "actor"))


@pytest.mark.parametrize("kind", ["filed", "Case.filed", "case.", "case filed.x", "é.a", "a." + "b" * 99])
def test_a_kind_that_is_no_kind_is_refused(kind: str) -> None:
    with pytest.raises(api.KindNotWellFormed):
        api.append(kind=kind, subject=CASE, payload={})


@pytest.mark.parametrize(
    ("payload", "where"),
    [
        ({"a": [1, 2.5]}, "a/1"),
        ({"a": {"b": datetime.now(UTC)}}, "a/b"),
        ({"a": {1: 2}}, "a"),
        ({"a": "\ud800"}, "a"),
    ],
)
def test_what_has_no_canonical_form_is_refused_and_says_where(payload: dict[str, object], where: str) -> None:
    with pytest.raises(api.PayloadNotCanonical) as caught:
        api.append(kind="case.filed", subject=CASE, payload=payload)
    assert caught.value.field == where


@pytest.mark.django_db(transaction=True)
def test_appending_outside_a_transaction_is_refused() -> None:
    with pytest.raises(api.OutsideTransaction):
        api.append(kind="case.filed", subject=CASE, payload={})


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM record_entryrow",
        "UPDATE record_entryrow SET payload = '{}'",
        "UPDATE record_entryrow SET sealed = NULL",  # not sequenced yet
        "UPDATE record_entryrow SET sealed = ''::bytea",
        "UPDATE record_entryrow SET secret = gen_random_uuid()",
        "UPDATE record_entryrow SET salt = ''::bytea",
        "UPDATE record_entryrow SET leaf = 'x'",
        "UPDATE record_entryrow SET kind = 'x.y'",
        "UPDATE record_entryrow SET subject = 'case/2'",
        "UPDATE record_entryrow SET actor = NULL",
        "UPDATE record_entryrow SET at = now()",
        "UPDATE record_entryrow SET id = id + 1",
    ],
)
def test_the_database_refuses_to_change_the_past(statement: str) -> None:
    api.append(kind="case.filed", subject=CASE, payload={"a": 1}, actor="account/1")
    with (
        pytest.raises((ProgrammingError, InternalError), match=r"never|only be erased"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    max_leaves=10,
)


@given(_JSON)
def test_canonical_text_reads_back_and_is_stable(value: object) -> None:
    text = canonical(value)
    again = json.loads(text)
    assert again == value
    assert canonical(again) == text


def test_texts_of_a_subclass_and_read_only_mappings_are_plain_values() -> None:
    class Status(StrEnum):
        OPEN = "open"

    assert canonical(MappingProxyType({"b": Status.OPEN, "a": (1, None)})) == '{"a":[1,null],"b":"open"}'
