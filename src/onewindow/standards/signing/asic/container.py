"""ZIP files of strangers, read without surprise, and ours written (EN 319 162-1 §4.3, annex A)."""

import io
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from onewindow.kernel.errors import N_

MEDIA_TYPE = "application/vnd.etsi.asic-e+zip"
MAX_PACKED, MAX_UNPACKED, MAX_ENTRIES, MAX_RATIO = 60_000_000, 120_000_000, 200, 200
_HEADER, _END = 30, 22
_TROUBLE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, struct.error)
_DESCRIPTOR = 24  # the longest data descriptor (APPNOTE §4.3.9)
_BAD = re.compile(r"[\x00-\x1f\x7f\\:\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class ContainerRefused(Exception):
    """The container is one that we refuse; ``reason`` is a msgid."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Container:
    """:param files: what was signed, by name. :param meta: what is in ``META-INF``, by name."""

    files: Mapping[str, bytes] = field(repr=False)
    meta: Mapping[str, bytes] = field(repr=False)

    @property
    def signatures(self) -> dict[str, bytes]:
        """XAdES signature files (§4.4.3.2)."""
        return {name: data for name, data in self.meta.items() if _is_signature(name)}

    @property
    def manifests(self) -> dict[str, bytes]:
        """``ASiCManifest`` files, each naming a CAdES signature (§4.4.3.2)."""
        return {name: data for name, data in self.meta.items() if _is_manifest(name)}


def read(data: bytes) -> Container:
    """Read a container.

    :raises ContainerRefused: no ZIP, or one with tricks: names, bombs, doubles, bytes between or beside.
    """
    if len(data) > MAX_PACKED:
        raise ContainerRefused(N_("it is too large"))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            _check_places(data, entries, len(archive.comment), archive.start_dir)
            found = {one.filename: _unpack(archive, one) for one in entries if not one.is_dir()}
    except _TROUBLE as problem:
        raise ContainerRefused(N_("it is not a container that can be read")) from problem
    except RuntimeError as problem:  # an encrypted entry, or a way of packing that Python does not know
        if "encrypted" in str(problem):
            raise ContainerRefused(N_("it is encrypted")) from problem
        raise ContainerRefused(N_("it is not a container that can be read")) from problem
    media = found.pop("mimetype", None)
    if media is not None and media.strip() != MEDIA_TYPE.encode():
        raise ContainerRefused(N_("it is a container of another kind"))
    meta = {name: content for name, content in found.items() if name.startswith("META-INF/")}
    return Container({name: content for name, content in found.items() if name not in meta}, meta)


def write(container: Container, *, at: datetime) -> bytes:
    """A container, with the same bytes for the same input."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        _put(archive, "mimetype", MEDIA_TYPE.encode(), at, zipfile.ZIP_STORED)
        for name, data in (*container.files.items(), *container.meta.items()):
            _put(archive, name, data, at, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def check_name(name: str) -> None:
    """:raises ContainerRefused: a name that means something else elsewhere."""
    parts = name.rstrip("/").split("/")
    if not name or len(name) > 200 or _BAD.search(name) or name.startswith("/"):
        raise ContainerRefused(N_("a file in it has a name that is not allowed"))
    if any(part in ("", ".", "..") for part in parts):
        raise ContainerRefused(N_("a file in it has a name that is not allowed"))


def _put(archive: zipfile.ZipFile, name: str, data: bytes, at: datetime, how: int) -> None:
    entry = zipfile.ZipInfo(name, (max(at.year, 1980), at.month, at.day, at.hour, at.minute, at.second))
    entry.compress_type = how
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, data)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise ContainerRefused(N_("it has too many files"))
    if sum(one.file_size for one in entries) > MAX_UNPACKED:
        raise ContainerRefused(N_("it is too large"))
    for one in entries:
        check_name(one.filename)
        kind = stat.S_IFMT(one.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise ContainerRefused(N_("it has a link in it"))
        if one.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise ContainerRefused(N_("it is packed in a way that we do not read"))
        if one.file_size > 10_000 and one.file_size > MAX_RATIO * max(one.compress_size, 1):
            raise ContainerRefused(N_("it is a bomb: it unpacks to far more than it is"))
    names = [unicodedata.normalize("NFC", one.filename).casefold() for one in entries]
    if len(set(names)) != len(names):
        raise ContainerRefused(N_("two files in it have the same name"))


def _check_places(data: bytes, entries: Iterable[zipfile.ZipInfo], comment: int, directory: int) -> None:
    """No byte outside of the entries, none in two: else two programs could read two containers."""
    ordered = sorted(entries, key=lambda one: one.header_offset)
    at = 0
    for one in ordered:
        gap = one.header_offset - at
        if gap < 0 or gap > _DESCRIPTOR or (at == 0 and gap):
            raise ContainerRefused(N_("bytes in it belong to no file"))
        at = _end_of(data, one)
    if not 0 <= directory - at <= _DESCRIPTOR or data[-_END - comment :][:4] != b"PK\x05\x06":
        raise ContainerRefused(N_("bytes in it belong to no file"))


def _end_of(data: bytes, entry: zipfile.ZipInfo) -> int:
    header = data[entry.header_offset : entry.header_offset + _HEADER]
    name, extra = struct.unpack("<HH", header[26:30])
    return entry.header_offset + _HEADER + name + extra + entry.compress_size


def _unpack(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as source:
        content = source.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise ContainerRefused(N_("a file in it has another size than it says"))
    return content


def _is_signature(name: str) -> bool:
    return re.fullmatch(r"META-INF/[^/]*signatures[^/]*\.xml", name, re.IGNORECASE) is not None


def _is_manifest(name: str) -> bool:
    return re.fullmatch(r"META-INF/ASiCManifest[^/]*\.xml", name, re.IGNORECASE) is not None
