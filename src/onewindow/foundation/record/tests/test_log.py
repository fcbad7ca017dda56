"""The sequencer, receipts and proofs through the door, and what it refuses to sign."""

import json
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test import Client, override_settings

from onewindow.foundation.record import api, sequencer, tasks
from onewindow.foundation.record.models import CheckpointRow, EntryRow, Tile
from onewindow.kernel.reference import Reference
from onewindow.standards import tlog

CASE = Reference("case/2026-000017")

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _keys(tmp_path: Path) -> object:
    with override_settings(ONEWINDOW_KEYS_DIR=tmp_path / "keys"):
        yield


def _append(count: int) -> list[api.Entry]:
    entry = api.NewEntry("case.filed", CASE, {"n": 1}, "account/1")
    return list(api.append_all(entries=[entry] * count))


def _verifier() -> tlog.NoteVerifier:
    return tlog.NoteVerifier.from_text(api.public_key())


def test_entries_get_places_and_a_signed_checkpoint() -> None:
    entries = _append(3)
    assert api.checkpoint() is None
    assert api.receipt_of(entry_id=entries[0].id) is None
    assert tasks.sequence_once() == 3
    assert tasks.sequence_once() == 0
    assert [entry.index for entry in api.entries_from(index=0)] == [0, 1, 2]
    head = api.checkpoint()
    assert head is not None
    said = tlog.read_checkpoint(tlog.open_note(head.note, verifier=_verifier()))
    assert (said.size, said.root) == (3, head.root)
    assert api.unsequenced() == 0


def test_receipts_of_every_entry_hold_over_batches_and_tiles() -> None:
    entries = []
    for count in (1, 2, 254, 300):
        entries += _append(count)
        tasks.sequence_once()
    for entry in (*entries[:5], *entries[250:260], entries[-1]):
        receipt = api.receipt_of(entry_id=entry.id)
        assert receipt is not None
        proof = tlog.read_proof(receipt.proof)
        assert proof.check(data=receipt.leaf.encode(), verifier=_verifier()).size == 557


def test_a_receipt_names_the_actor_only_when_asked() -> None:
    [entry] = _append(1)
    tasks.sequence_once()
    receipt, audit = (api.receipt_of(entry_id=entry.id, with_actor=actor) for actor in (False, True))
    assert receipt is not None
    assert audit is not None
    assert set(receipt.disclosed) == {"payload", "subject"}
    assert audit.disclosed["actor"][1] == "account/1"
    written = json.loads(receipt.to_text())
    assert written["disclosed"]["payload"]["value"] == {"n": 1}


def test_checkpoints_are_consistent() -> None:
    for count in (3, 4, 250):
        _append(count)
        tasks.sequence_once()
    heads = [api.checkpoint(size=size) for size in (3, 7, 257)]
    for old, new in ((heads[0], heads[1]), (heads[0], heads[2]), (heads[1], heads[2])):
        assert old is not None
        assert new is not None
        proof = api.consistency(old=old.size, new=new.size)
        tlog.check_consistency(old=old.size, old_root=old.root, new=new.size, new_root=new.root, proof=proof)
    with pytest.raises(api.NoSuchCheckpoint):
        api.consistency(old=4, new=7)


def test_erasing_leaves_the_proof_valid_and_nothing_to_connect() -> None:
    [entry] = _append(1)
    with pytest.raises(api.NotYetSequenced):
        api.erase(entry_id=entry.id, reason="asked for")
    tasks.sequence_once()
    told = api.erase(entry_id=entry.id, reason="asked for", actor="account/9")
    assert told.payload == {"index": 0, "reason": "asked for"}
    assert api.entry(entry_id=entry.id).payload is None
    tasks.sequence_once()
    receipt = api.receipt_of(entry_id=entry.id)
    assert receipt is not None
    assert receipt.disclosed == {}
    tlog.read_proof(receipt.proof).check(data=receipt.leaf.encode(), verifier=_verifier())
    row = EntryRow.objects.get(pk=entry.id)
    assert (row.payload, row.salt, row.sealed) == (None, None, None)
    with pytest.raises(api.AlreadyErased):
        api.erase(entry_id=entry.id, reason="again")
    with pytest.raises(api.ErasureStays):
        api.erase(entry_id=told.id, reason="hide it")
    with pytest.raises(api.NoSuchEntry):
        api.erase(entry_id=0, reason="?")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE record_entryrow SET leaf_index = leaf_index + 10",
        "UPDATE record_entryrow SET leaf_index = NULL",
        "UPDATE record_entryrow SET payload = '{}', sealed = NULL",
        "UPDATE record_entryrow SET sealed = NULL, leaf_index = 7",
        "DELETE FROM record_entryrow",
        "DELETE FROM record_tile",
        "UPDATE record_tile SET hashes = set_byte(hashes, 0, 1 - get_byte(hashes, 0) % 2)",
        "UPDATE record_tile SET hashes = ''::bytea",
        "DELETE FROM record_checkpointrow",
        "UPDATE record_checkpointrow SET note = ''",
    ],
)
def test_the_database_refuses_to_change_the_log(statement: str) -> None:
    _append(1)
    tasks.sequence_once()
    refused = pytest.raises((ProgrammingError, InternalError), match=r"never|only|place|for ever")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("table", "statement"),
    [
        ("entryrow", "UPDATE record_entryrow SET payload = '{\"n\":2}' WHERE leaf_index IS NULL"),
        ("entryrow", "UPDATE record_entryrow SET actor = 'account/2' WHERE leaf_index IS NULL"),
        ("entryrow", "UPDATE record_entryrow SET at = at + interval '1 day' WHERE leaf_index IS NULL"),
        ("entryrow", "UPDATE record_entryrow SET sealed = NULL WHERE leaf_index IS NULL"),
        ("entryrow", "UPDATE record_entryrow SET sealed = set_byte(sealed, 0, 255 - get_byte(sealed, 0))"),
        ("entryrow", "DELETE FROM record_entryrow WHERE leaf_index = 2"),
        ("tile", "UPDATE record_tile SET hashes = set_byte(hashes, 40, 1 - get_byte(hashes, 40) % 2)"),
        ("tile", "DELETE FROM record_tile"),
        ("checkpointrow", "DELETE FROM record_checkpointrow"),
        ("checkpointrow", "UPDATE record_checkpointrow SET note = replace(note, '3', '4')"),
        (
            "checkpointrow",
            "UPDATE record_checkpointrow SET root = set_byte(root, 0, 255 - get_byte(root, 0))",
        ),
    ],
)
def test_nothing_is_signed_over_tables_that_somebody_changed(table: str, statement: str) -> None:
    _append(3)
    tasks.sequence_once()
    _append(2)
    with connection.cursor() as cursor:  # somebody who can switch the guards off
        cursor.execute(f"ALTER TABLE record_{table} DISABLE TRIGGER record_guard_{table.removesuffix('row')}")
        cursor.execute(statement)
    before = list(CheckpointRow.objects.values_list("size", flat=True))
    with pytest.raises(api.RecordBroken):
        tasks.sequence_once()
    assert list(CheckpointRow.objects.values_list("size", flat=True)) == before
    assert api.unsequenced() == 2


def test_another_key_signs_nothing(tmp_path: Path) -> None:
    _append(1)
    tasks.sequence_once()
    _append(1)
    with override_settings(ONEWINDOW_KEYS_DIR=tmp_path / "others"), pytest.raises(api.RecordBroken):
        tasks.sequence_once()


def test_the_key_is_made_once_and_only_its_owner_reads_it() -> None:
    first = api.public_key()
    path = Path(settings.ONEWINDOW_KEYS_DIR) / "log.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert api.public_key() == first == path.with_name("log.pub").read_text().strip()
    assert sorted(file.name for file in path.parent.iterdir()) == ["log.key", "log.pub"]
    path.chmod(0o640)
    with pytest.raises(api.KeyFileOpen):
        api.public_key()


def test_many_processes_that_start_at_once_agree_on_the_key() -> None:
    keys: list[str] = []
    threads = [threading.Thread(target=lambda: keys.append(api.public_key())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(keys) == 8
    assert len(set(keys)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_sequencers_and_many_writers_give_one_log_without_gaps() -> None:
    stop = threading.Event()
    failures: list[BaseException] = []

    def guarded(work: object) -> None:
        try:
            work()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    def write() -> None:
        for _ in range(20):
            with transaction.atomic():
                _append(2)

    def number() -> None:
        while not stop.is_set():
            sequencer.sequence(batch=7)

    writers = [threading.Thread(target=guarded, args=(write,)) for _ in range(3)]
    numberers = [threading.Thread(target=guarded, args=(number,)) for _ in range(2)]
    for thread in (*writers, *numberers):
        thread.start()
    for thread in writers:
        thread.join()
    stop.set()
    for thread in numberers:
        thread.join()
    while sequencer.sequence():
        pass
    assert failures == []
    assert sorted(EntryRow.objects.values_list("leaf_index", flat=True)) == list(range(120))
    sequencer.verified_head(_verifier())


@pytest.mark.urls("onewindow.foundation.record.urls")
class TestAddresses:
    """What strangers fetch."""

    def test_the_checkpoint_and_the_key(self, client: Client) -> None:
        assert client.get("/log/checkpoint").status_code == 404
        _append(1)
        tasks.sequence_once()
        answer = client.get("/log/checkpoint")
        assert answer["Content-Type"] == "text/plain; charset=utf-8"
        key = client.get("/log/key").content.decode()
        assert tlog.open_note(answer.content.decode(), verifier=tlog.NoteVerifier.from_text(key))

    def test_tiles_and_entries_lead_to_the_root(self, client: Client) -> None:
        _append(260)
        tasks.sequence_once()
        head = api.checkpoint()
        assert head is not None
        got = {ref: client.get(f"/log/{tlog.tile_path(ref)}") for ref in tlog.tiles_of_size(size=260)}
        assert {answer.status_code for answer in got.values()} == {200}
        tiles = {(ref.level, ref.number): answer.content for ref, answer in got.items()}
        read = tlog.TileReader(lambda level, number: tiles[level, number])
        assert tlog.tree_root(read, size=260) == head.root
        leaves = tlog.read_bundle(client.get("/log/tile/entries/001.p/4").content)
        assert [tlog.leaf_hash(leaf) for leaf in leaves] == [read(0, index) for index in range(256, 260)]

    @pytest.mark.parametrize(
        "path", ["0/000", "0/000.p/4", "entries/000.p/4", "1/000.p/1", "0/0", "x", "0/000.p/0", "64/000"]
    )
    def test_what_the_tree_does_not_have_is_not_found(self, client: Client, path: str) -> None:
        _append(3)
        tasks.sequence_once()
        assert client.get(f"/log/tile/{path}").status_code == 404

    def test_a_smaller_part_of_a_tile_that_grew_is_still_there(self, client: Client) -> None:
        _append(3)
        tasks.sequence_once()
        before = client.get("/log/tile/0/000.p/3")
        _append(3)
        tasks.sequence_once()
        after = client.get("/log/tile/0/000.p/3")
        assert before.content == after.content
        assert "immutable" in after["Cache-Control"]
        assert len(client.get("/log/consistency/3/6").content.splitlines()) == 4

    def test_nobody_writes_here(self, client: Client) -> None:
        assert client.post("/log/checkpoint").status_code == 405


def test_a_full_tile_stands_in_the_level_above() -> None:
    _append(256)
    tasks.sequence_once()
    widths = sorted((tile.level, tile.number, len(bytes(tile.hashes))) for tile in Tile.objects.all())
    assert widths == [(0, 0, 256 * 32), (1, 0, 32)]
