"""The files of a package's folder, and only those: no link, no stranger, nothing large."""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.loading.faults import Faults

MAX_FILES = 200
MAX_BYTES = 1_000_000
_WELCOME = re.compile(
    r"service\.yaml|benefits\.yaml|simulation\.yaml|process\.bpmn|decisions\.dmn|README\.md"
    r"|(?:forms|documents|messages|scenarios)/[a-z0-9][a-z0-9-]{0,60}\.yaml|texts/[a-z]{2,3}\.yaml"
)
SLUG = re.compile(r"[a-z][a-z0-9-]{0,60}")


def read_folder(path: Path) -> dict[str, bytes]:
    """The content of every file, by its path inside the folder.

    :raises PackageNotValid: a link, a file that has no place in a package, or one that is too large.
    """
    faults, files = Faults(), dict[str, bytes]()
    if path.is_symlink() or not path.is_dir():
        faults.add(
            file=path.name,
            rule=_("This is not a folder."),
            advice=_("Give the folder that holds service.yaml."),
        )
        faults.stop_if_any()
    for found in sorted(path.rglob("*")):
        name = found.relative_to(path).as_posix()
        if len(files) >= MAX_FILES:
            faults.add(
                file=name,
                rule=_("The folder has more than {limit} files.").format(limit=MAX_FILES),
                advice=_("Split the service in two."),
            )
            break
        if _may_be_read(found, name, faults):
            files[name] = found.read_bytes()
    faults.stop_if_any()
    return files


def check_names(files: Mapping[str, bytes], faults: Faults) -> None:
    """Note every file that has no place in a package or is too large (files may come from an upload)."""
    for name, content in files.items():
        if not _WELCOME.fullmatch(name):
            _refuse_stranger(name, faults)
        elif len(content) > MAX_BYTES:
            _refuse_size(name, faults)
        elif not _is_text(content):
            faults.add(file=name, rule=_("The file is not UTF-8 text."), advice=_("Save it as UTF-8."))


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8")
    except UnicodeDecodeError:
        return False


def version_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over the names and contents, in hexadecimal: equal folders have equal versions."""
    lines = (f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n" for name in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _may_be_read(found: Path, name: str, faults: Faults) -> bool:
    if found.is_symlink():
        faults.add(
            file=name,
            rule=_("This is a link, and a package has no links."),
            advice=_("Copy the file itself into the folder."),
        )
        return False
    if found.is_dir():
        return False
    if not found.is_file() or not _WELCOME.fullmatch(name):
        _refuse_stranger(name, faults)
        return False
    if found.stat().st_size > MAX_BYTES:
        _refuse_size(name, faults)
        return False
    return True


def _refuse_stranger(name: str, faults: Faults) -> None:
    faults.add(
        file=name,
        rule=_("A package has no such file."),
        advice=_(
            "It has service.yaml, process.bpmn, decisions.dmn, benefits.yaml, README.md, and yaml files in "
            "forms, documents, messages, texts and scenarios, named in small letters."
        ),
    )


def _refuse_size(name: str, faults: Faults) -> None:
    faults.add(
        file=name,
        rule=_("The file is larger than {limit} bytes.").format(limit=MAX_BYTES),
        advice=_("Make it smaller: a package holds text only."),
    )


def strangers(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """Paths of files that have no place in a package."""
    faults = Faults()
    check_names(files, faults)
    return tuple(found.file for found in faults.found)
