"""The key of the root leaves the house, and the house goes on without it."""

from datetime import timedelta
from pathlib import Path

import pytest

from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import joined
from onewindow.blocks.trust.adapters.key_files import KeyFiles
from onewindow.blocks.trust.tests.conftest import PIN, person
from onewindow.kernel.clock import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("authorities")]


def folder_of_house() -> Path:
    keys = joined.keys()
    assert isinstance(keys, KeyFiles)
    return keys.folder


def test_without_the_key_of_the_root_people_still_get_certificates(tmp_path: Path) -> None:
    trust.take_root_out(folder=tmp_path / "stick")
    assert not (folder_of_house() / "root.key").exists()
    assert not (folder_of_house() / "root.passphrase").exists()
    assert {one.name for one in trust.standing() if not one.key_here} == {"root"}
    made = trust.open_signing_key(actor=person(), pin=PIN)
    assert trust.check_certificate(certificate=made.der, usage="sign-in").ok
    with pytest.raises(trust.RootTakenOut):
        trust.sign_root_list()
    with pytest.raises(trust.RootTakenOut):
        trust.take_root_out(folder=tmp_path / "other")


def test_a_year_without_the_root_fails_closed_until_it_signs_again(tmp_path: Path) -> None:
    made = trust.open_signing_key(actor=person(), pin=PIN)
    trust.take_root_out(folder=tmp_path / "stick")
    with clock.at(clock.now() + timedelta(days=400)):
        found = trust.check_certificate(certificate=made.der, usage="sign-in")
        assert found.reasons in (("revocation-unknown",), ("revocation-stale",))
        trust.bring_root_back(folder=tmp_path / "stick")
        trust.sign_root_list()
        assert trust.check_certificate(certificate=made.der, usage="sign-in").ok


def test_the_key_file_is_encrypted_and_only_its_owner_reads_it() -> None:
    file = folder_of_house() / "root.key"
    assert b"ENCRYPTED PRIVATE KEY" in file.read_bytes()
    assert file.stat().st_mode & 0o777 == 0o600
    assert {path.stat().st_mode & 0o777 for path in folder_of_house().glob("*.pem")} == {0o600}


def test_another_root_is_not_brought_back(tmp_path: Path) -> None:
    other = KeyFiles(folder=tmp_path / "other")
    mine = joined.keys()
    trust.use(keys=other)
    trust.establish()
    trust.use(keys=mine)
    trust.take_root_out(folder=tmp_path / "stick")
    with pytest.raises(trust.RootNotMoved):
        trust.bring_root_back(folder=tmp_path / "other")
    with pytest.raises(trust.RootNotMoved):
        trust.bring_root_back(folder=tmp_path / "nothing")
    trust.bring_root_back(folder=tmp_path / "stick")
    with pytest.raises(trust.RootNotMoved):
        trust.take_root_out(folder=tmp_path / "stick")
    with pytest.raises(trust.RootNotMoved):
        trust.take_root_out(folder=folder_of_house() / "inside")
