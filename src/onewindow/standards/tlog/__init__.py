"""Transparency logs: the Merkle tree of RFC 9162, in the tiles, notes, checkpoints and proofs of C2SP.

Nothing here reads or writes anything: callers bring hashes, tiles and keys, and take bytes and text away.
docs/standards/tlog.md says which documents this follows.
"""

from onewindow.standards.tlog.bundles import read_bundle, write_bundle
from onewindow.standards.tlog.checkpoint import Checkpoint, read_checkpoint, write_checkpoint
from onewindow.standards.tlog.errors import (
    KeyNotValid,
    NoteNotValid,
    ProofNotValid,
    SignatureNotValid,
    TileNotThere,
    TlogError,
)
from onewindow.standards.tlog.merkle import (
    EMPTY_ROOT,
    HASH_BYTES,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    tree_root,
)
from onewindow.standards.tlog.notes import NoteSigner, NoteVerifier, open_note, sign_note
from onewindow.standards.tlog.proof import LoggedProof, read_proof, write_proof
from onewindow.standards.tlog.tiles import (
    TILE_WIDTH,
    TileReader,
    TileRef,
    grown_tiles,
    tile_of_path,
    tile_path,
    tiles_of_size,
)

__all__ = [
    "EMPTY_ROOT",
    "HASH_BYTES",
    "TILE_WIDTH",
    "Checkpoint",
    "KeyNotValid",
    "LoggedProof",
    "NoteNotValid",
    "NoteSigner",
    "NoteVerifier",
    "ProofNotValid",
    "SignatureNotValid",
    "TileNotThere",
    "TileReader",
    "TileRef",
    "TlogError",
    "check_consistency",
    "check_inclusion",
    "consistency_proof",
    "grown_tiles",
    "inclusion_proof",
    "leaf_hash",
    "node_hash",
    "open_note",
    "read_bundle",
    "read_checkpoint",
    "read_proof",
    "sign_note",
    "tile_of_path",
    "tile_path",
    "tiles_of_size",
    "tree_root",
    "write_bundle",
    "write_checkpoint",
    "write_proof",
]
