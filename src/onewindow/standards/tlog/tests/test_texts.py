"""Notes, checkpoints, proofs and bundles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.standards import tlog
from onewindow.standards.tlog.tests import naive

_SIGNER = tlog.NoteSigner(name="example.org/log", seed=bytes(range(32)))
_VERIFIER = _SIGNER.verifier


def test_a_note_and_a_key_of_another_implementation() -> None:
    """The example of golang.org/x/mod/sumdb/note: our reading of the format is not only our own."""
    key = tlog.NoteVerifier.from_text("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    note = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
        "\n"
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FF"
        "YC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    assert tlog.open_note(note, verifier=key) == note.partition("\n\n")[0] + "\n"


def test_keys_go_round_as_text() -> None:
    assert tlog.NoteVerifier.from_text(_VERIFIER.to_text()) == _VERIFIER
    assert tlog.NoteSigner.from_text(_SIGNER.to_text() + "\n").verifier == _VERIFIER
    assert _SIGNER.to_text().split("+")[4] not in repr(_SIGNER)


@pytest.mark.parametrize("text", ["", "a+b+c", "a b+00000000+AQ==", "PRIVATE+KEY+a+b+c", "a+b"])
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(tlog.KeyNotValid):
        tlog.NoteVerifier.from_text(text)
    with pytest.raises(tlog.KeyNotValid):
        tlog.NoteSigner.from_text(text)


def test_a_key_whose_id_is_not_its_own() -> None:
    name, key_id, key = _VERIFIER.to_text().split("+", 2)
    with pytest.raises(tlog.KeyNotValid):
        tlog.NoteVerifier.from_text(f"{name}x+{key_id}+{key}")
    with pytest.raises(tlog.KeyNotValid):
        tlog.NoteSigner.from_text(_SIGNER.to_text().replace(key_id, "00000000"))


def test_a_witness_may_sign_too() -> None:
    witness = tlog.NoteSigner(name="witness.example", seed=bytes(32))
    text = "a\nb\n"
    note = tlog.sign_note(text, signer=_SIGNER) + witness.sign(text)
    assert tlog.open_note(note, verifier=_VERIFIER) == tlog.open_note(note, verifier=witness.verifier) == text


def test_a_note_by_somebody_else() -> None:
    other = tlog.NoteSigner(name="example.org/log", seed=bytes(32))
    with pytest.raises(tlog.SignatureNotValid):
        tlog.open_note(tlog.sign_note("a\n", signer=other), verifier=_VERIFIER)


def test_no_byte_of_a_signed_checkpoint_can_change() -> None:
    head = tlog.Checkpoint("example.org/log", 20852163, bytes(range(32)))
    note = tlog.sign_note(tlog.write_checkpoint(head), signer=_SIGNER)
    assert tlog.read_checkpoint(tlog.open_note(note, verifier=_VERIFIER)) == head
    written = note.encode()
    for at in range(len(written)):
        for bit in range(8):
            changed = bytearray(written)
            changed[at] ^= 1 << bit
            with pytest.raises((tlog.TlogError, UnicodeDecodeError)):
                tlog.open_note(changed.decode(), verifier=_VERIFIER)


@pytest.mark.parametrize("text", ["no newline", "tab\t\n", "\x00\n"])
def test_texts_that_no_note_may_have(text: str) -> None:
    with pytest.raises(tlog.NoteNotValid):
        tlog.sign_note(text, signer=_SIGNER)


_ROOT = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@pytest.mark.parametrize(
    "text",
    [
        "a\n1\n",
        f"a\n01\n{_ROOT}\n",
        f"a\n-1\n{_ROOT}\n",
        f"a\n1\n{_ROOT[:-2]}9=\n",  # the same bytes in another spelling
        "a\n1\nAAAA\n",
        f"\n1\n{_ROOT}\n",
        f"a\n1\n{_ROOT}\n\n",
        f"a\n1\n{_ROOT}",
        f"a\n٣\n{_ROOT}\n",
    ],
)
def test_what_is_no_checkpoint(text: str) -> None:
    with pytest.raises(tlog.NoteNotValid):
        tlog.read_checkpoint(text)


def test_extension_lines_are_kept() -> None:
    head = tlog.Checkpoint("a", 1, bytes(range(32)), ("more",))
    assert tlog.read_checkpoint(tlog.write_checkpoint(head)) == head


def _proof(*, extra: bytes | None = None, origin: str = "example.org/log") -> tuple[tlog.LoggedProof, bytes]:
    leaves = [b"leaf %d" % number for number in range(11)]
    head = tlog.Checkpoint(origin, 11, naive.mth(leaves))
    note = tlog.sign_note(tlog.write_checkpoint(head), signer=_SIGNER)
    return tlog.LoggedProof(6, tuple(naive.path(6, leaves)), note, extra), leaves[6]


@pytest.mark.parametrize("extra", [None, b"", b"more"])
def test_a_proof_goes_round_and_holds(extra: bytes | None) -> None:
    proof, leaf = _proof(extra=extra)
    again = tlog.read_proof(tlog.write_proof(proof))
    assert again == proof
    assert again.check(data=leaf, verifier=_VERIFIER).size == 11


def test_a_proof_of_another_leaf_log_or_key_does_not_hold() -> None:
    proof, leaf = _proof()
    with pytest.raises(tlog.ProofNotValid):
        proof.check(data=leaf + b"x", verifier=_VERIFIER)
    with pytest.raises(tlog.ProofNotValid):
        _proof(origin="example.org/other")[0].check(data=leaf, verifier=_VERIFIER)
    with pytest.raises(tlog.SignatureNotValid):
        proof.check(data=leaf, verifier=tlog.NoteSigner(name="x", seed=bytes(32)).verifier)


def test_no_byte_of_a_proof_can_change() -> None:
    proof, leaf = _proof()
    written = tlog.write_proof(proof).encode()
    for at in range(len(written)):
        changed = bytearray(written)
        changed[at] ^= 1
        with pytest.raises((tlog.TlogError, UnicodeDecodeError)):
            tlog.read_proof(changed.decode()).check(data=leaf, verifier=_VERIFIER)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1\n",
        "c2sp.org/tlog-proof@v1\n\nx",
        "c2sp.org/tlog-proof@v1\nextra AA==\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 01\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 1\nAAAA\n\nx",
        "c2sp.org/tlog-proof@v1\nindex 1\né\n\nx",
    ],
)
def test_what_is_no_proof(text: str) -> None:
    with pytest.raises(tlog.ProofNotValid):
        tlog.read_proof(text)


@given(st.lists(st.binary(max_size=300), max_size=20))
def test_bundles_go_round(entries: list[bytes]) -> None:
    assert list(tlog.read_bundle(tlog.write_bundle(entries))) == entries


@given(st.lists(st.binary(max_size=30), min_size=1, max_size=5), st.data())
def test_a_bundle_that_was_cut_never_gives_all_its_entries(entries: list[bytes], data: st.DataObject) -> None:
    whole = tlog.write_bundle(entries)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    try:
        assert len(tlog.read_bundle(cut)) < len(entries)
    except tlog.TlogError as error:
        assert error.code == "tlog-bundle-not-valid"


def test_an_entry_that_no_bundle_can_hold() -> None:
    with pytest.raises(tlog.TlogError):
        tlog.write_bundle([bytes(65_536)])
