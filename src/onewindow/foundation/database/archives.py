"""A backup as one file: the database, the uploads, and a list of what must be in it."""

import hashlib
import json
import shutil
import tarfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from onewindow.foundation.database.types import NotABackup
from onewindow.kernel.errors import N_

FORMAT = 1
DUMP = "database.dump"
MANIFEST = "manifest.json"
UPLOADS = "uploads"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    :param program: version of onewindow that wrote it.
    :param taken_at: ISO 8601, UTC.
    :param database: version of the server it came from.
    :param digests: SHA-256 of every other file in the archive, by its name there.
    """

    format: int
    program: str
    taken_at: str
    database: str
    digests: dict[str, str]


def write(
    archive: Path, *, dump: Path, uploads: Path, program: str, taken_at: str, database: str
) -> Manifest:
    """Write the archive; it appears whole or not at all, readable for its owner only."""
    files = {DUMP: dump} | {f"{UPLOADS}/{name}": path for name, path in _files_in(uploads)}
    unfinished = archive.with_name(f"{archive.name}.unfinished")
    digests: dict[str, str] = {}
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    with tarfile.open(unfinished, "w") as tar:
        for name, path in files.items():
            digests[name] = _digest_of(path)
            tar.add(path, arcname=name, recursive=False)
        manifest = Manifest(FORMAT, program, taken_at, database, digests)
        _add_text(tar, unfinished, json.dumps(asdict(manifest), indent=1))
    unfinished.replace(archive)
    return manifest


def read(archive: Path, *, into: Path) -> Manifest:
    """Unpack and check every byte before anybody uses it.

    :raises NotABackup: not an archive of ours, cut short, changed, or of a later format.
    """
    try:
        with tarfile.open(archive, "r:") as tar:
            for member in tar:
                _require_harmless(archive, member)
                tar.extract(member, into, filter="data")
        manifest = Manifest(**json.loads((into / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, tarfile.TarError, ValueError, TypeError) as problem:
        raise NotABackup(file=archive.name, reason=N_("it cannot be read")) from problem
    if manifest.format != FORMAT:
        raise NotABackup(
            file=archive.name, reason=f"its format is {manifest.format}, this program knows {FORMAT}"
        )
    for name, digest in manifest.digests.items():
        if not (into / name).is_file() or _digest_of(into / name) != digest:
            raise NotABackup(file=archive.name, reason=f"{name} is missing or was changed")
    return manifest


def _files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink():
            yield path.relative_to(folder).as_posix(), path


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _add_text(tar: tarfile.TarFile, beside: Path, text: str) -> None:
    part = beside.with_suffix(".manifest")
    part.write_text(text, encoding="utf-8")
    tar.add(part, arcname=MANIFEST)
    part.unlink()


def _require_harmless(archive: Path, member: tarfile.TarInfo) -> None:
    parts = PurePosixPath(member.name).parts
    known = member.name in (DUMP, MANIFEST) or parts[:1] == (UPLOADS,)
    if not member.isfile() or not known or ".." in parts:
        raise NotABackup(file=archive.name, reason=f"{member.name[:100]} does not belong in it")


def copy_uploads(source: Path, target: Path) -> int:
    """Put the uploads of a backup beside those that are there; a file of the same name is the same file.

    :returns: how many were added.
    """
    added = 0
    for name, path in _files_in(source):
        place = target / name
        if place.exists():
            continue
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        unfinished = place.with_name(f"{place.name}.unfinished")
        shutil.copyfile(path, unfinished)
        unfinished.chmod(0o600)
        unfinished.replace(place)
        added += 1
    return added
