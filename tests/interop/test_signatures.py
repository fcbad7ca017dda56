"""Signatures and strangers: xmlsec1 both ways, pdfsig on our PDFs, openssl both ways in a container.

Each skips, saying so, where the program is absent; in CI all are there.
"""

import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from asn1crypto.cms import ContentInfo
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from onewindow.standards.signing import asic, pades, xades
from onewindow.standards.signing.asic.container import Container, write
from onewindow.standards.signing.keys import load_key
from onewindow.standards.signing.tests.test_pades import plain
from onewindow.standards.signing.tests.test_xades import codes
from onewindow.standards.signing.tests.world import World

DS = "http://www.w3.org/2000/09/xmldsig#"


@pytest.fixture(scope="module")
def world() -> World:
    """Of today: strangers look at the clock on the wall."""
    return World(now=datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=2))


def program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(*command: object, cwd: Path, fails: bool = False) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, timeout=60)
    said = (done.stdout + done.stderr).decode("utf-8", "replace")
    assert fails or done.returncode == 0, said
    return said


def pem(der: bytes) -> bytes:
    return x509.load_der_x509_certificate(der).public_bytes(serialization.Encoding.PEM)


def look(world: World, module, data: bytes, **more):
    return module.verify(data, anchors=world.anchors, at=world.now, evidence=world.known(), **more)


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    (tmp_path / "root.pem").write_bytes(pem(world.people.root.certificates[0]))
    (tmp_path / "ca.pem").write_bytes(pem(world.people.issuing.certificates[0]))
    (tmp_path / "person.pem").write_bytes(pem(world.person.certificates[0]))
    (tmp_path / "person.key").write_bytes(world.person.key_pem)
    return tmp_path


@pytest.mark.parametrize("level", ["B", "LTA"])
def test_xmlsec1_verifies_ours(world: World, folder: Path, level: str) -> None:
    tool = program("xmlsec1")
    document = '<f:filing xmlns:f="urn:f"><name>Émile &amp; Cie</name></f:filing>'.encode()
    signed = xades.sign(
        document, signer=world.person, at=world.now, level=level, timestamps=world, evidence=world
    )
    (folder / "signed.xml").write_bytes(signed)
    ids = ("--id-attr:Id", "http://uri.etsi.org/01903/v1.3.2#:SignedProperties")
    said = run(tool, "--verify", "--pubkey-cert-pem", "person.pem", *ids, "signed.xml", cwd=folder)
    assert "OK" in said
    assert "SignedInfo References (ok/all): 2/2" in said
    (folder / "changed.xml").write_bytes(signed.replace(b"Cie", b"Cia"))
    said = run(
        tool, "--verify", "--pubkey-cert-pem", "person.pem", *ids, "changed.xml", cwd=folder, fails=True
    )
    assert "FAIL" in said


TEMPLATE = f"""<invoice><amount>1250</amount><RefTtnVal>later</RefTtnVal><ds:Signature xmlns:ds="{DS}">
<ds:SignedInfo><ds:CanonicalizationMethod Algorithm="{{c14n}}"/>
<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#{{method}}"/>
<ds:Reference URI=""><ds:Transforms>{{transforms}}<ds:Transform Algorithm="{{c14n}}"/></ds:Transforms>
<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/></ds:Reference>
</ds:SignedInfo><ds:SignatureValue/><ds:KeyInfo><ds:X509Data/></ds:KeyInfo></ds:Signature></invoice>"""
INCLUSIVE = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
ENVELOPED = f'<ds:Transform Algorithm="{DS}enveloped-signature"/>'
BY_NAME = "".join(
    '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">'
    f"<ds:XPath>not(ancestor-or-self::{name})</ds:XPath></ds:Transform>"
    for name in ("ds:Signature", "RefTtnVal")
)


def rsa_person(world: World, folder: Path) -> None:
    """A key of the kind that Tunisian invoices are signed with."""
    key = rsa.generate_private_key(65537, 2048)
    issuer = world.people.issuing
    above = x509.load_der_x509_certificate(issuer.certificates[0])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Atlas SARL")]))
        .issuer_name(above.subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(world.now - timedelta(days=1))
        .not_valid_after(world.now + timedelta(days=100))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(load_key(issuer.key_pem), hashes.SHA256())
    )
    (folder / "person.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    form = serialization.PrivateFormat.PKCS8
    pem_key = key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())
    (folder / "person.key").write_bytes(pem_key)


@pytest.mark.parametrize("kind", ["ecdsa-sha256", "rsa-sha256", "rsa-sha512"])
@pytest.mark.parametrize("c14n", [INCLUSIVE, EXCLUSIVE])
@pytest.mark.parametrize("transforms", [ENVELOPED, BY_NAME], ids=["enveloped", "by-name"])
def test_we_verify_what_xmlsec1_signs(
    world: World, folder: Path, kind: str, c14n: str, transforms: str
) -> None:
    tool = program("xmlsec1")
    if kind.startswith("rsa"):
        rsa_person(world, folder)
    template = TEMPLATE.format(c14n=c14n, method=kind, transforms=transforms)
    (folder / "template.xml").write_text(template, encoding="utf-8")
    key = "person.key,person.pem"
    run(tool, "--sign", "--privkey-pem", key, "--output", "signed.xml", "template.xml", cwd=folder)
    signed = (folder / "signed.xml").read_bytes()
    verdict = look(world, xades, signed)
    assert verdict.holds, codes(verdict)
    (part,) = verdict.signatures[0].contents
    assert b"<amount>1250</amount>" in part.content
    assert (b"RefTtnVal" in part.content) == (transforms == ENVELOPED)
    assert ("left-out" in codes(verdict)) == (transforms == BY_NAME)
    assert codes(look(world, xades, signed.replace(b"1250", b"9250"))) >= {"content-changed"}


@pytest.mark.parametrize("level", ["B", "T", "LTA"])
@pytest.mark.parametrize("content", [plain(), pades.ready_to_sign(plain())], ids=["plain", "with-a-field"])
def test_pdfsig_verifies_ours(world: World, folder: Path, content: bytes, level: str) -> None:
    """What it says of the certificate is about the store of this machine, where our root is not."""
    tool = program("pdfsig")
    signed = pades.sign(
        content, signer=world.person, at=world.now, level=level, timestamps=world, evidence=world
    )
    (folder / "signed.pdf").write_bytes(signed)
    said = run(tool, "signed.pdf", cwd=folder, fails=True)
    assert "Signature is Valid." in said
    assert "Amina Trabelsi" in said
    assert "Certificate is Trusted." not in said
    changed = signed.replace(b"300", b"301", 1)
    (folder / "changed.pdf").write_bytes(changed)
    assert "Signature is Valid." not in run(tool, "changed.pdf", cwd=folder, fails=True)


def test_openssl_verifies_the_cms_in_our_pdf(world: World, folder: Path) -> None:
    """The signature of a PDF is CMS over what its ByteRange names."""
    import re

    tool = program("openssl")
    signed = pades.sign(plain(), signer=world.person, at=world.now)
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", signed)
    first, second, length = (int(number) for number in found.groups())
    padded = bytes.fromhex(signed[first + 1 : second - 1].decode())
    contents = ContentInfo.load(padded).dump()  # without the zeros behind it: it may end with one of its own
    (folder / "message").write_bytes(signed[:first] + signed[second : second + length])
    (folder / "signature").write_bytes(contents)
    said = run(
        tool, "cms", "-verify", "-binary", "-inform", "DER", "-in", "signature", "-content", "message",
        "-CAfile", "root.pem", "-certfile", "ca.pem", "-purpose", "any", "-out", "back", cwd=folder,
    )  # fmt: skip
    assert "successful" in said


def test_we_verify_what_openssl_signs_in_a_container(world: World, folder: Path) -> None:
    """ASiC-E with CAdES: a manifest, and beside it a CMS signature over the manifest."""
    tool = program("openssl")
    import base64
    import hashlib

    data = b'{"amount": 1250}'
    digest = base64.b64encode(hashlib.sha256(data).digest()).decode()
    manifest = (
        '<asic:ASiCManifest xmlns:asic="http://uri.etsi.org/02918/v1.2.1#">'
        '<asic:SigReference URI="META-INF/signature.p7s"/>'
        f'<asic:DataObjectReference URI="a.json"><ds:DigestMethod xmlns:ds="{DS}" '
        'Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
        f'<ds:DigestValue xmlns:ds="{DS}">{digest}</ds:DigestValue></asic:DataObjectReference>'
        "</asic:ASiCManifest>"
    ).encode()
    (folder / "manifest.xml").write_bytes(manifest)
    run(
        tool, "cms", "-sign", "-binary", "-cades", "-md", "sha256", "-signer", "person.pem", "-inkey",
        "person.key", "-certfile", "ca.pem", "-outform", "DER", "-in", "manifest.xml", "-out", "sig.p7s",
        cwd=folder,
    )  # fmt: skip
    signature = (folder / "sig.p7s").read_bytes()
    meta = {"META-INF/ASiCManifest.xml": manifest, "META-INF/signature.p7s": signature}
    verdict = look(world, asic, write(Container({"a.json": data}, meta), at=world.now))
    assert verdict.holds, codes(verdict)
    changed = look(world, asic, write(Container({"a.json": data + b" "}, meta), at=world.now))
    assert codes(changed) >= {"content-changed"}
    more = look(world, asic, write(Container({"a.json": data, "b.json": data}, meta), at=world.now))
    assert codes(more) >= {"not-all-signed"}
