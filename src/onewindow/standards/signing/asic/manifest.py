"""``ASiCManifest``: names files, their digests and a signature over the manifest (EN 319 162-1 annex A)."""

import hashlib
import secrets
from dataclasses import dataclass
from urllib.parse import unquote

from onewindow.kernel.errors import N_
from onewindow.standards.signing.asic.container import Container, ContainerRefused
from onewindow.standards.signing.xades import tree as xml
from onewindow.standards.signing.xades.names import DIGESTS, ds
from onewindow.standards.signing.xades.structure import MAX_REFERENCES

_ASIC = "{http://uri.etsi.org/02918/v1.2.1#}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """:param changed: files whose digest is another. :param digests: hashes used."""

    signature: str
    covered: tuple[str, ...]
    changed: tuple[str, ...]
    digests: tuple[str, ...]


def read_manifest(data: bytes, container: Container) -> Manifest:
    """:raises ContainerRefused, XmlRefused, FormRefused: it is not one."""
    root = xml.read(data)
    named = root.find(f"{_ASIC}SigReference")
    references = root.findall(f"{_ASIC}DataObjectReference")
    if root.tag != f"{_ASIC}ASiCManifest" or named is None or not 0 < len(references) <= MAX_REFERENCES:
        raise ContainerRefused(N_("its list of files cannot be read"))
    covered: list[str] = []
    changed: list[str] = []
    digests: set[str] = set()
    for one in references:
        name = unquote(one.get("URI") or "")
        method, value = one.find(ds("DigestMethod")), one.find(ds("DigestValue"))
        digest = None if method is None else DIGESTS.get(method.get("Algorithm") or "")
        if digest is None or value is None or name not in container.files:
            raise ContainerRefused(N_("its list of files cannot be read"))
        found = hashlib.new(digest, container.files[name]).digest()
        covered.append(name)
        digests.add(digest)
        if not secrets.compare_digest(found, xml.octets(value)):
            changed.append(name)
    return Manifest(unquote(named.get("URI") or ""), tuple(covered), tuple(changed), tuple(sorted(digests)))
