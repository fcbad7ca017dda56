"""Scanners and keys behind the ports, and the limits of the limited process."""

import os
import selectors
import socket
import struct
import sys
import threading
import types

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, decode_dss_signature

from onewindow.blocks.documents import api
from onewindow.blocks.documents.adapters.clamd import Clamd
from onewindow.blocks.documents.adapters.pkcs11_keys import Pkcs11Keys
from onewindow.blocks.documents.limited import frames
from onewindow.blocks.documents.limited import process as limited_process
from onewindow.blocks.documents.limited.process import LimitedFailed, LimitedProcess
from onewindow.standards import signing
from onewindow.standards.signing import x509
from onewindow.standards.signing.tests.authorities import AT, authority


class _Daemon:
    """A clamd of the test's own, on the loopback."""

    def __init__(self, answer: bytes) -> None:
        self.heard = b""
        self._answer = answer
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        connection, _ = self._listening.accept()
        with connection, connection.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while length := struct.unpack(">I", stream.read(4))[0]:
                self.heard += stream.read(length)
            connection.sendall(self._answer)

    def close(self) -> None:
        self._thread.join(5)
        self._listening.close()


@pytest.fixture
def egress_to(settings):
    def allow(port: int) -> None:
        settings.ONEWINDOW_EGRESS = {"clamd": {"allow": [f"tcp://127.0.0.1:{port}"], "private": True}}

    return allow


@pytest.mark.parametrize(
    ("answer", "found"),
    [(b"stream: OK\0", ""), (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", "Win.Test.EICAR_HDB-1")],
)
def test_clamd_answers(answer, found, egress_to):
    daemon = _Daemon(answer)
    egress_to(daemon.port)
    data = b"x" * 200_000
    assert Clamd(host="127.0.0.1", port=daemon.port).scan(data=data).found == found
    daemon.close()
    assert daemon.heard == data


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: \0"])
def test_an_answer_that_is_none_lets_nothing_in(answer, egress_to):
    daemon = _Daemon(answer)
    egress_to(daemon.port)
    with pytest.raises(api.ScannerNotThere):
        Clamd(host="127.0.0.1", port=daemon.port).scan(data=b"x")
    daemon.close()


def test_a_scanner_that_is_not_there_lets_nothing_in(egress_to):
    egress_to(1)
    with pytest.raises(api.ScannerNotThere):
        Clamd(host="127.0.0.1", port=1).scan(data=b"x")
    with pytest.raises(api.ScannerNotThere):  # not on the list
        Clamd(host="127.0.0.1", port=2).scan(data=b"x")


def test_without_the_package_a_hardware_module_is_refused_plainly(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pkcs11", None)
    with pytest.raises(api.NoSealKey, match="python-pkcs11 is not installed"):
        Pkcs11Keys(module="x", token="t", pin_file=tmp_path / "pin", certificates=tmp_path)


def test_a_hardware_module_seals(tmp_path, monkeypatch):
    """Against a stand-in that answers as the package documents it: r and s without ASN.1."""
    held = authority().signer("Ministry of Trade")
    (tmp_path / "pin").write_text("1234\n")
    (tmp_path / "pin").chmod(0o600)
    (tmp_path / "trade-ministry.pem").write_bytes(x509.to_pem(held.certificates))
    (tmp_path / "root.pem").write_bytes(x509.to_pem(held.certificates[1:]))
    module = types.ModuleType("pkcs11")
    module.PKCS11Error = type("PKCS11Error", (Exception,), {})
    module.ObjectClass = types.SimpleNamespace(PRIVATE_KEY="private")
    module.KeyType = types.SimpleNamespace(EC="ec")
    module.Mechanism = types.SimpleNamespace(ECDSA="ecdsa")

    class Key:
        def sign(self, digest, mechanism):
            assert mechanism == "ecdsa"
            private = serialization.load_pem_private_key(held.key_pem, None)
            r, s = decode_dss_signature(private.sign(digest, ec.ECDSA(Prehashed(hashes.SHA256()))))
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    class Session:
        def get_key(self, object_class, key_type, label):
            if label != "trade-ministry":
                raise module.PKCS11Error
            return Key()

    def opened(user_pin):
        assert user_pin == "1234"
        return Session()

    token = types.SimpleNamespace(open=opened)
    module.lib = lambda path: types.SimpleNamespace(get_token=lambda token_label: token)
    monkeypatch.setitem(sys.modules, "pkcs11", module)
    keys = Pkcs11Keys(module="m", token="t", pin_file=tmp_path / "pin", certificates=tmp_path)
    from onewindow.standards.signing.tests.test_pades import plain

    signer = keys.signer_of(agency="trade-ministry", name="x")
    sealed = signing.pades.seal_pdf(plain(), signer=signer, at=AT, reason="x")
    assert signing.pades.verify_pdf(sealed, roots=keys.roots(), at=AT).genuine
    with pytest.raises(api.NoSealKey):
        keys.signer_of(agency="other", name="x")


def test_the_limited_process_says_what_went_wrong_and_goes_on():
    process = LimitedProcess(seconds=20)
    try:
        with pytest.raises(LimitedFailed, match="JSON"):
            process.work({"do": "typeset", "timestamp": 0}, b"{}x")
        with pytest.raises(LimitedFailed):
            process.work({"do": "nothing"})
        first = process._child.pid
        with pytest.raises(LimitedFailed):
            process.work({"do": "typeset", "timestamp": 0}, b"{}")
        assert process._child.pid == first
    finally:
        process.close()


def test_work_that_takes_too_long_is_killed():
    process = LimitedProcess(seconds=0.01)
    with pytest.raises(LimitedFailed, match="too long"):
        process.work({"do": "typeset", "timestamp": 0}, b"{}")
    assert process._child is None


def test_the_limit_is_of_the_processor_and_not_of_a_busy_machine(monkeypatch):
    """Time goes by in which the process gets no processor: it is waited for, though not for ever."""
    used, now = [1.0], [100.0]
    monkeypatch.setattr(limited_process, "_processor_seconds", lambda pid: used[0])
    monkeypatch.setattr(limited_process, "time", types.SimpleNamespace(monotonic=lambda: now[0]))
    monkeypatch.setattr(limited_process, "_LOOK_EVERY", 0.001)
    out, inside = os.pipe()
    try:
        limits = limited_process._Limits(0, 10.0)
        used[0] = 11.5
        with pytest.raises(TimeoutError):
            limits.wait(out, selectors.EVENT_READ)
        used[0], now[0] = 10.5, 141.0
        with pytest.raises(TimeoutError):
            limits.wait(out, selectors.EVENT_READ)
        now[0] = 139.0

        def looked(pid: int) -> float:
            os.write(inside, b"x")  # it answers after somebody looked how it goes
            return 10.5

        monkeypatch.setattr(limited_process, "_processor_seconds", looked)
        limits.wait(out, selectors.EVENT_READ)
        assert os.read(out, 1) == b"x"
    finally:
        os.close(out)
        os.close(inside)


def test_what_a_process_used_is_read_whatever_it_is_called():
    assert limited_process._processor_seconds(os.getpid()) > 0
    assert limited_process._processor_seconds(2**22 + 1) == 0.0, "there is none of that number"


def test_memory_is_limited():
    process = LimitedProcess(memory=60_000_000, seconds=20)
    try:
        with pytest.raises(LimitedFailed):
            process.work({"do": "typeset", "timestamp": 0}, b"{}")
    finally:
        process.close()


def test_the_process_is_replaced_after_so_many_works():
    process = LimitedProcess(seconds=20, works=1)
    try:
        seen = set()
        for _ in range(2):
            with pytest.raises(LimitedFailed):
                process.work({"do": "nothing"})
            seen.add(process._child.pid)
        assert len(seen) == 2
    finally:
        process.close()


def test_a_frame_that_is_too_long_is_refused():
    with pytest.raises(EOFError):
        frames.unpack(lambda count: b"\xff" * count)
