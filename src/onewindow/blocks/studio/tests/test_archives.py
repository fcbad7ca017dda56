"""Packages as zip archives: what is welcome, and what is refused."""

import io
import zipfile

import pytest

from onewindow.blocks.studio import api
from onewindow.blocks.studio.errors import ArchiveNotReadable


def zipped(**files: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def test_the_folder_of_the_service_is_found_wherever_it_lies() -> None:
    files = {"service.yaml": b"a", "forms/request.yaml": b"b"}
    for prefix in ("", "dog-licence/", "town/dog-licence/"):
        archive = zipped(**{prefix + name: content for name, content in files.items()})
        assert api.read_archive(archive=archive) == files


@pytest.mark.parametrize(
    "archive",
    [
        b"no zip at all",
        zipped(**{"forms/request.yaml": b"x"}),
        zipped(**{"town/dog/service.yaml": b"x", "../../etc/passwd": b"x"}),
        zipped(**{"service.yaml": b"x", "big.yaml": b"0" * 2_000_000}),
        zipped(**{"service.yaml": b"x", **{f"forms/f{n}.yaml": b"x" for n in range(250)}}),
        zipped(**{"service.yaml": b"x"})[:-10],
    ],
)
def test_other_archives_are_refused(archive: bytes) -> None:
    with pytest.raises(ArchiveNotReadable):
        api.read_archive(archive=archive)
