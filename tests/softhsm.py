"""Tokens of SoftHSM2, the software module of Debian, for tests of what lies behind PKCS #11.

The module reads its configuration once in a process, so each test that brings a token of its own has it read
again; sessions of the test before end with that.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so")
MODULE = next((path for path in _MODULES if Path(path).exists()), "")
PIN = "1234"
needs_softhsm = pytest.mark.skipif(
    not (MODULE and shutil.which("softhsm2-util")), reason="softhsm2 is not installed"
)


def new_token(folder: Path, *, label: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty token in a folder of its own, which this process then sees; the file with its PIN."""
    import pkcs11

    (folder / "tokens").mkdir()
    configuration = folder / "softhsm2.conf"
    configuration.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(configuration))
    command = ["softhsm2-util", "--init-token", "--free", "--label", label, "--pin", PIN, "--so-pin", "5678"]
    subprocess.run(command, check=True, capture_output=True, env=os.environ)
    pkcs11.lib(MODULE).reinitialize()
    pin = folder / "pin"
    pin.write_text(PIN)
    pin.chmod(0o600)
    return pin
