"""OpenSSL as a stranger: its own authority, and its opinion of what others made."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

_CONFIG = """
[ca]
default_ca = own
[own]
dir = .
database = index.txt
serial = serial
crlnumber = crlnumber
new_certs_dir = .
certificate = ca.pem
private_key = ca.key
default_md = sha256
default_days = 365
default_crl_days = 5
policy = any
unique_subject = no
copy_extensions = copy
[any]
commonName = supplied
countryName = optional
[req]
distinguished_name = name
prompt = no
[name]
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[person]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature,nonRepudiation
extendedKeyUsage = clientAuth,emailProtection
authorityInfoAccess = OCSP;URI:http://ocsp.example/
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[stamps]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[answers]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = OCSPSigning
noCheck = yes
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[tsa]
default_tsa = unit
[unit]
serial = tsserial
default_policy = 1.2.3.4.1
digests = sha256, sha512
accuracy = secs:1
ess_cert_id_alg = sha256
"""


@dataclass
class OpenSSL:
    """The program in a folder of its own."""

    folder: Path

    def __post_init__(self) -> None:
        if shutil.which("openssl") is None:
            pytest.skip("openssl is not installed here; CI has it")

    def run(self, *words: str, fails: bool = False) -> str:
        """Run a command; what it printed, on both streams."""
        done = subprocess.run(
            ["openssl", *words], cwd=self.folder, capture_output=True, text=True, check=False
        )
        said = done.stdout + done.stderr
        assert (done.returncode != 0) is fails, said
        return said

    def write(self, name: str, data: bytes) -> str:
        """Put a file into the folder."""
        (self.folder / name).write_bytes(data)
        return name

    def read(self, name: str) -> bytes:
        """A file of the folder."""
        return (self.folder / name).read_bytes()

    def der(self, name: str) -> bytes:
        """A certificate of the folder, DER."""
        self.run("x509", "-in", name, "-outform", "DER", "-out", f"{name}.der")
        return self.read(f"{name}.der")

    def authority(self, *, key: tuple[str, ...] = ("rsa:3072",)) -> None:
        """Make ``ca.pem`` with its key."""
        self.write("openssl.cnf", _CONFIG.encode())
        for name, start in (("index.txt", b""), ("serial", b"1000\n"), ("crlnumber", b"01\n")):
            self.write(name, start)
        self.write("tsserial", b"01\n")
        self.run(
            "req", "-x509", "-newkey", *key, "-nodes", "-keyout", "ca.key", "-out", "ca.pem", "-days", "3650",
            "-subj", "/C=FR/CN=Their root", "-config", "openssl.cnf", "-extensions", "root", "-sha256",
        )  # fmt: skip

    def issue(self, name: str, section: str, *more: str) -> bytes:
        """Let the authority issue ``<name>.pem``; DER."""
        self.run(
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", f"{name}.key",
            "-out", f"{name}.csr", "-subj", f"/C=FR/CN={name}", "-config", "openssl.cnf",
        )  # fmt: skip
        self.run(
            "ca", "-batch", "-config", "openssl.cnf", "-extensions", section, "-in", f"{name}.csr",
            "-out", f"{name}.pem", "-notext", *more,
        )  # fmt: skip
        return self.der(f"{name}.pem")

    def revoke(self, name: str) -> None:
        """Let the authority revoke ``<name>.pem``."""
        self.run("ca", "-config", "openssl.cnf", "-revoke", f"{name}.pem", "-crl_reason", "keyCompromise")

    def list(self) -> bytes:
        """The authority's list of revoked certificates, DER."""
        self.run("ca", "-config", "openssl.cnf", "-gencrl", "-out", "ca.crl")
        self.run("crl", "-in", "ca.crl", "-outform", "DER", "-out", "ca.crl.der")
        return self.read("ca.crl.der")
