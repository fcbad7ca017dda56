"""Root and authorities whose keys never leave their module: SoftHSM2, the software one of Debian.

Skips where ``softhsm2`` is not installed.
"""

import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path

import pytest

from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import joined
from onewindow.blocks.trust.adapters.pkcs11_keys import Pkcs11AuthorityKeys
from onewindow.blocks.trust.tests.conftest import PIN, person

_MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
MODULE = next((path for path in _MODULES if Path(path).exists()), "")
TOKEN = "onewindow-authorities"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not (MODULE and shutil.which("softhsm2-util")), reason="softhsm2 is not installed"),
]


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Pkcs11AuthorityKeys]:
    (tmp_path / "tokens").mkdir()
    configuration = tmp_path / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    command = [
        "softhsm2-util",
        "--init-token",
        "--free",
        "--label",
        TOKEN,
        "--pin",
        "1234",
        "--so-pin",
        "5678",
    ]
    subprocess.run(command, check=True, capture_output=True, env=os.environ)
    (tmp_path / "pin").write_text("1234")
    (tmp_path / "pin").chmod(0o600)
    keys = Pkcs11AuthorityKeys(
        module=MODULE, token=TOKEN, pin_file=tmp_path / "pin", certificates=tmp_path / "certificates"
    )
    before = joined.keys()
    trust.use(keys=keys)
    yield keys
    trust.use(keys=before)


def test_a_whole_country_on_a_module(module: Pkcs11AuthorityKeys, tmp_path: Path) -> None:
    trust.establish()
    trust.establish()  # changes nothing
    assert all(one.key_here for one in trust.standing())
    made = trust.open_signing_key(actor=person(), pin=PIN)
    found = trust.check_certificate(certificate=made.der, usage="sign-in")
    assert found.ok, found
    assert trust.timestamp(digest=bytes(32))
    trust.revoke(serial=made.serial, reason="superseded", actor=person())
    assert trust.check_certificate(certificate=made.der, usage="sign-in").reasons == ("revoked",)
    assert not [path for path in tmp_path.rglob("*.pem") if b"PRIVATE KEY" in path.read_bytes()]
    with pytest.raises(trust.RootNotMoved):
        trust.take_root_out(folder=tmp_path / "stick")
