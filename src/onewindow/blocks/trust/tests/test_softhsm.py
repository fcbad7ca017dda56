"""Root and authorities whose keys never leave their module: SoftHSM2, the software one of Debian.

Skips where ``softhsm2`` is not installed.
"""

from collections.abc import Generator
from pathlib import Path

import pytest

from onewindow.blocks.trust import api as trust
from onewindow.blocks.trust import joined
from onewindow.blocks.trust.adapters.pkcs11_keys import Pkcs11AuthorityKeys
from onewindow.blocks.trust.tests.conftest import PIN, person
from tests.softhsm import MODULE, needs_softhsm, new_token

TOKEN = "onewindow-authorities"

pytestmark = [pytest.mark.django_db, needs_softhsm]


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator[Pkcs11AuthorityKeys]:
    pin = new_token(tmp_path, label=TOKEN, monkeypatch=monkeypatch)
    keys = Pkcs11AuthorityKeys(
        module=MODULE, token=TOKEN, pin_file=pin, certificates=tmp_path / "certificates"
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
