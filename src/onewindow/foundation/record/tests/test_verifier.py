"""The independent program on what this house writes: it accepts all of it, and nothing that was changed."""

import base64
import hashlib
import json
import shutil
from pathlib import Path

import pytest
from django.test import override_settings

from onewindow.foundation.record import api, tasks
from onewindow.kernel.reference import Reference
from onewindow_verify import exports
from onewindow_verify.__main__ import COULD_NOT_TELL, NOT_VERIFIED, VERIFIED, main
from onewindow_verify.failure import NotVerifiedError
from onewindow_verify.notes import LogKey, read_key

pytestmark = pytest.mark.django_db

CASE = Reference("case/2026-000017")
PDF = b"%PDF-1.7 sealed"


@pytest.fixture(autouse=True)
def _keys(tmp_path: Path) -> object:
    with override_settings(ONEWINDOW_KEYS_DIR=tmp_path / "keys"):
        yield


def _small_log(*, rounds: int = 3) -> list[api.Entry]:
    """Two leaves a round, each round under a checkpoint of its own; then one is erased."""
    entries = []
    for number in range(rounds):
        payload = {"number": number, "sha256": hashlib.sha256(PDF).hexdigest(), "text": "é\n\u2028"}
        entries.append(api.append(kind="document.issued", subject=CASE, payload=payload, actor="account/1"))
        entries.append(api.append(kind="case.filed", subject=CASE, payload={}))
        tasks.sequence_once()
    api.erase(entry_id=entries[1].id, reason="asked for")
    return entries


def _exported(folder: Path) -> str:
    api.export(folder=folder)
    return api.public_key()


def test_a_whole_log_is_accepted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _small_log()
    key = _exported(tmp_path / "log")
    assert main(["log", str(tmp_path / "log"), "--key", key]) == VERIFIED
    said = capsys.readouterr().out
    assert "7 leaves, 1 tiles, 4 signed checkpoints" in said
    assert "1 were erased" in said


def test_a_log_of_several_tiles_is_accepted(tmp_path: Path) -> None:
    for _ in range(2):
        api.append_all(entries=[api.NewEntry("case.filed", CASE, {"a": 1})] * 300)
        tasks.sequence_once()
    key = _exported(tmp_path / "log")
    assert main(["log", str(tmp_path / "log"), "--key", key]) == VERIFIED


def _is_accepted(folder: Path, key: LogKey) -> bool:
    try:
        exports.verify(folder=folder, key=key)
    except NotVerifiedError:
        return False
    return True


def test_no_byte_of_an_exported_log_can_change(tmp_path: Path) -> None:
    _small_log(rounds=1)
    folder = tmp_path / "log"
    key = read_key(_exported(folder))
    missed = []
    tried = 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole = path.read_bytes()
        for at in range(len(whole)):
            tried += 1
            changed = bytearray(whole)
            changed[at] ^= 1 << at % 8
            path.write_bytes(changed)
            if _is_accepted(folder, key):
                missed.append((path.name, at))
        path.write_bytes(whole)
    assert missed == []
    assert tried > 2000
    assert _is_accepted(folder, key)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def _lengthen(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


@pytest.mark.parametrize("harm", [Path.unlink, _cut, _lengthen])
def test_no_file_can_be_missing_shorter_or_longer(tmp_path: Path, harm: object) -> None:
    _small_log()
    key = _exported(tmp_path / "log")
    names = [path.relative_to(tmp_path / "log") for path in (tmp_path / "log").rglob("*") if path.is_file()]
    assert len(names) == 5
    for name in names:
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        shutil.copytree(tmp_path / "log", tmp_path / "copy")
        harm(tmp_path / "copy" / name)
        assert main(["log", str(tmp_path / "copy"), "--key", key]) == NOT_VERIFIED


def test_no_file_can_be_added_and_no_entry_silently_emptied(tmp_path: Path) -> None:
    _small_log()
    key = _exported(tmp_path / "log")
    told = tmp_path / "log" / "disclosed.jsonl"
    lines = told.read_text().split("\n")
    told.write_text("\n".join(["null", *lines[1:]]))
    assert main(["log", str(tmp_path / "log"), "--key", key]) == NOT_VERIFIED
    told.write_text("\n".join(lines))
    assert main(["log", str(tmp_path / "log"), "--key", key]) == VERIFIED
    (tmp_path / "log" / "tile" / "0" / "001").write_bytes(b"")
    assert main(["log", str(tmp_path / "log"), "--key", key]) == NOT_VERIFIED


def test_a_receipt_and_its_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = _small_log()
    key_file = tmp_path / "log.pub"
    key_file.write_text(api.public_key() + "\n")
    receipt = api.receipt_of(entry_id=entries[0].id)
    assert receipt is not None
    file, document = tmp_path / "receipt.json", tmp_path / "certificate.pdf"
    file.write_text(receipt.to_text())
    document.write_bytes(PDF)
    arguments = ["receipt", str(file), "--key", str(key_file)]
    assert main([*arguments, "--document", str(document)]) == VERIFIED
    said = capsys.readouterr().out
    assert "document.issued" in said
    assert "The document is the one that was recorded." in said
    document.write_bytes(PDF + b" ")
    assert main([*arguments, "--document", str(document)]) == NOT_VERIFIED
    assert main(arguments) == VERIFIED


def test_an_erased_entry_still_has_a_receipt(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    entries = _small_log()
    tasks.sequence_once()
    receipt = api.receipt_of(entry_id=entries[1].id)
    assert receipt is not None
    (tmp_path / "receipt.json").write_text(receipt.to_text())
    assert main(["receipt", str(tmp_path / "receipt.json"), "--key", api.public_key()]) == VERIFIED
    assert "erased" in capsys.readouterr().out


def _change(receipt: dict[str, object], path: str, value: object) -> None:
    *steps, last = path.split("/")
    for step in steps:
        receipt = receipt[step]
    receipt[last] = value


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("disclosed/payload/value/number", 1),
        ("disclosed/payload/value/number", 0.0),
        ("disclosed/payload/salt", "0" * 64),
        ("disclosed/payload/salt", "zz"),
        ("disclosed/subject/value", "case/2026-000018"),
        ("disclosed/other", {"salt": "0" * 64, "value": 1}),
        ("leaf", "{}"),
        ("leaf", 1),
        ("proof", []),
        ("proof", "text"),
        ("proof", ["c2sp.org/tlog-proof@v1", "index 0", ""]),
    ],
)
def test_a_receipt_that_was_changed(tmp_path: Path, path: str, value: object) -> None:
    receipt = api.receipt_of(entry_id=_small_log()[0].id)
    assert receipt is not None
    content = json.loads(receipt.to_text())
    _change(content, path, value)
    (tmp_path / "receipt.json").write_text(json.dumps(content))
    assert main(["receipt", str(tmp_path / "receipt.json"), "--key", api.public_key()]) == NOT_VERIFIED


def test_every_line_of_the_proof_counts(tmp_path: Path) -> None:
    receipt = api.receipt_of(entry_id=_small_log()[0].id)
    assert receipt is not None
    content = json.loads(receipt.to_text())
    lines = content["proof"]
    for at in range(len(lines)):
        content["proof"] = [*lines[:at], *lines[at + 1 :]]
        (tmp_path / "receipt.json").write_text(json.dumps(content))
        assert main(["receipt", str(tmp_path / "receipt.json"), "--key", api.public_key()]) == NOT_VERIFIED


def test_what_it_cannot_read_is_not_called_false(tmp_path: Path) -> None:
    _small_log()
    key = api.public_key()
    (tmp_path / "other.json").write_text("{}")
    assert main(["receipt", str(tmp_path / "other.json"), "--key", key]) == COULD_NOT_TELL
    assert main(["receipt", str(tmp_path / "absent.json"), "--key", key]) == COULD_NOT_TELL
    assert main(["log", str(tmp_path / "absent"), "--key", key]) == COULD_NOT_TELL
    assert main(["log", str(tmp_path), "--key", key.replace("+A", "+B")]) == COULD_NOT_TELL
    assert main(["log", str(tmp_path), "--key", "nonsense+1"]) == COULD_NOT_TELL


def test_another_logs_key_verifies_nothing(tmp_path: Path) -> None:
    _small_log()
    _exported(tmp_path / "log")
    with override_settings(ONEWINDOW_KEYS_DIR=tmp_path / "others"):
        other = api.public_key()
    assert main(["log", str(tmp_path / "log"), "--key", other]) == NOT_VERIFIED


def test_consistency_by_tiles_and_by_proof(tmp_path: Path) -> None:
    _small_log()
    key = _exported(tmp_path / "old")
    for _ in range(3):
        api.append_all(entries=[api.NewEntry("case.filed", CASE, {"a": 1})] * 100)
        tasks.sequence_once()
    _exported(tmp_path / "new")
    old, new = tmp_path / "old" / "checkpoint", tmp_path / "new"
    assert main(["consistency", str(old), str(new), "--key", key]) == VERIFIED
    assert main(["consistency", str(tmp_path / "old"), str(new), "--key", key]) == VERIFIED
    assert main(["consistency", str(new), str(old), "--key", key]) == NOT_VERIFIED
    assert main(["consistency", str(old), str(new / "checkpoint"), "--key", key]) == COULD_NOT_TELL
    proof = tmp_path / "proof"
    steps = api.consistency(old=7, new=307)
    proof.write_text("".join(base64.b64encode(step).decode() + "\n" for step in steps))
    by_proof = ["consistency", str(old), str(new / "checkpoint"), "--key", key, "--proof", str(proof)]
    assert main(by_proof) == VERIFIED
    proof.write_text("".join(base64.b64encode(step).decode() + "\n" for step in steps[:-1]))
    assert main(by_proof) == NOT_VERIFIED


def test_an_export_never_goes_over_another(tmp_path: Path) -> None:
    with pytest.raises(api.NoSuchCheckpoint):
        api.export(folder=tmp_path / "log")
    _small_log()
    _exported(tmp_path / "log")
    with pytest.raises(api.ExportNotEmpty):
        api.export(folder=tmp_path / "log")
