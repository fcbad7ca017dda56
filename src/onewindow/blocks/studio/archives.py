"""A package that comes as a zip archive: opened with limits, and nothing is ever written to a disk."""

import io
import zipfile

from django.utils.translation import gettext as _

from onewindow.blocks.studio.errors import ArchiveNotReadable

MAX_FILES = 200
MAX_BYTES = 1_000_000
MAX_ARCHIVE = 5_000_000


def files_of(archive: bytes) -> dict[str, bytes]:
    """The files of an archive by their path inside the service's folder.

    The folder that holds service.yaml is the service's; ``agency/service/service.yaml`` does as well.

    :raises ArchiveNotReadable: no zip, too large, encrypted, or without a service.yaml.
    """
    if len(archive) > MAX_ARCHIVE:
        raise ArchiveNotReadable(why=_("it is larger than {limit} bytes.").format(limit=MAX_ARCHIVE))
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return _read(opened)
    except (zipfile.BadZipFile, RuntimeError, EOFError, ValueError) as problem:
        raise ArchiveNotReadable(why=_("it is damaged, or has a password.")) from problem


def _read(opened: zipfile.ZipFile) -> dict[str, bytes]:
    members = [one for one in opened.infolist() if not one.is_dir() and "__MACOSX" not in one.filename]
    if len(members) > MAX_FILES:
        raise ArchiveNotReadable(why=_("it has more than {limit} files.").format(limit=MAX_FILES))
    roots = [one.filename for one in members if one.filename.rpartition("/")[2] == "service.yaml"]
    if not roots:
        raise ArchiveNotReadable(why=_("there is no service.yaml in it."))
    root = min(roots, key=len).removesuffix("service.yaml")
    files: dict[str, bytes] = {}
    for member in members:
        name = member.filename.removeprefix(root)
        if not member.filename.startswith(root):
            raise ArchiveNotReadable(
                why=_("“{name}” lies outside the service’s folder.").format(name=name[:80])
            )
        if name in files:
            raise ArchiveNotReadable(why=_("“{name}” is in it twice.").format(name=name[:80]))
        files[name] = _content(opened, member)
    return files


def _content(opened: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """What a member holds, read no further than a package's file may be long, whatever its header says."""
    with opened.open(member) as stream:
        content = stream.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise ArchiveNotReadable(
            why=_("“{name}” is larger than {limit} bytes.").format(name=member.filename[:80], limit=MAX_BYTES)
        )
    return content
