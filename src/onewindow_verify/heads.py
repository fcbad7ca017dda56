"""``onewindow-verify consistency``: a newer log holds an older one unchanged at its beginning."""

from pathlib import Path

from onewindow_verify.exports import WIDTH, tile_name
from onewindow_verify.failure import NotReadableError, NotVerifiedError
from onewindow_verify.notes import Head, LogKey, decode, read_head
from onewindow_verify.tree import Frontier, roots_from_consistency


def verify(*, old: Path, new: Path, key: LogKey, proof: Path | None) -> tuple[Head, Head]:
    """Verify that the log of ``new`` extends the one of ``old``.

    :param old: a checkpoint, or an exported log.
    :param new: an exported log; or a checkpoint, with a proof.
    :param proof: the lines that the log serves at ``/log/consistency/OLD/NEW``.
    """
    old_head, new_head = _head(old, key), _head(new, key)
    if old_head.size > new_head.size:
        raise NotVerifiedError(f"{old}: it is larger than {new}. Give the older one first.")
    if proof is not None:
        roots = _roots_of_proof(proof, old_head, new_head)
    elif new.is_dir():
        roots = _roots_of_tiles(new, old_head.size, new_head.size)
    else:
        raise NotReadableError(f"{new}: give the folder of an exported log, or a proof with --proof.")
    if roots != (old_head.root, new_head.root):
        raise NotVerifiedError(
            "The new log does not hold the old one: it was rewritten, or shows different people"
            " different logs."
        )
    return old_head, new_head


def _head(path: Path, key: LogKey) -> Head:
    path = path / "checkpoint" if path.is_dir() else path
    return read_head(path.read_text(encoding="utf-8"), key=key, where=path.name)


def _roots_of_tiles(folder: Path, old: int, new: int) -> tuple[bytes, bytes]:
    frontier = Frontier()
    old_root = frontier.root()
    for number in range(-(-new // WIDTH)):
        width = min(WIDTH, new - number * WIDTH)
        tile = (folder / tile_name("0", number, width)).read_bytes()
        if len(tile) != width * 32:
            raise NotVerifiedError(f"{tile_name('0', number, width)}: the tile has another length.")
        for at in range(0, len(tile), 32):
            frontier.add(tile[at : at + 32])
            if frontier.size == old:
                old_root = frontier.root()
    return old_root, frontier.root()


def _roots_of_proof(proof: Path, old: Head, new: Head) -> tuple[bytes, bytes] | None:
    lines = proof.read_text(encoding="utf-8").splitlines()
    path = [decode(line, where=proof.name) for line in lines]
    if old.size == 0:
        return None if path else (Frontier().root(), new.root)
    return roots_from_consistency(old=old.size, old_root=old.root, new=new.size, path=path)
