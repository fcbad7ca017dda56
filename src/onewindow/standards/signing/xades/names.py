"""Names and algorithms of XML signatures (XMLDSig 1.1, RFC 9231, EN 319 132-1)."""

from collections.abc import Mapping
from dataclasses import dataclass

from onewindow.standards.signing.policy import Scheme

DS = "http://www.w3.org/2000/09/xmldsig#"
XADES = "http://uri.etsi.org/01903/v1.3.2#"
XADES141 = "http://uri.etsi.org/01903/v1.4.1#"
XPATH = "http://www.w3.org/TR/1999/REC-xpath-19991116"
ENVELOPED = f"{DS}enveloped-signature"
SIGNED_PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"


def ds(name: str) -> str:
    """A name of XMLDSig."""
    return f"{{{DS}}}{name}"


def xades(name: str) -> str:
    """A name of XAdES 1.3.2."""
    return f"{{{XADES}}}{name}"


def xades141(name: str) -> str:
    """A name of XAdES 1.4.1."""
    return f"{{{XADES141}}}{name}"


@dataclass(frozen=True, slots=True)
class Canonical:
    """A way to write XML as bytes. We drop comments when reading, so "with comments" is the same.

    :param inherits: attributes of ``xml:`` that an element takes over from those around it.
    """

    exclusive: bool
    inherits: tuple[str, ...] = ()


_C14N10 = Canonical(False, ("lang", "space", "base", "id"))
_C14N11 = Canonical(False, ("lang", "space"))  # xml:base needs joining: a document that has it fails closed
_EXC = Canonical(True)
CANONICAL: Mapping[str, Canonical] = {
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315": _C14N10,
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments": _C14N10,
    "http://www.w3.org/2006/12/xml-c14n11": _C14N11,
    "http://www.w3.org/2006/12/xml-c14n11#WithComments": _C14N11,
    EXCLUSIVE: _EXC,
    f"{EXCLUSIVE}WithComments": _EXC,
}
DEFAULT_CANONICAL = _C14N10
# SHA-1 is known, so that a finding can name it; no policy trusts it.
DIGESTS: Mapping[str, str] = {
    f"{DS}sha1": "sha1",
    "http://www.w3.org/2001/04/xmlenc#sha256": "sha256",
    "http://www.w3.org/2001/04/xmldsig-more#sha384": "sha384",
    "http://www.w3.org/2001/04/xmlenc#sha512": "sha512",
    "http://www.w3.org/2007/05/xmldsig-more#sha3-256": "sha3_256",
    "http://www.w3.org/2007/05/xmldsig-more#sha3-384": "sha3_384",
    "http://www.w3.org/2007/05/xmldsig-more#sha3-512": "sha3_512",
}
SHA256 = "http://www.w3.org/2001/04/xmlenc#sha256"
ECDSA_SHA256 = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"
_MORE, _MORE07 = "http://www.w3.org/2001/04/xmldsig-more#", "http://www.w3.org/2007/05/xmldsig-more#"
METHODS: Mapping[str, tuple[Scheme, str]] = {
    f"{DS}rsa-sha1": ("rsa-pkcs1", "sha1"),
    **{f"{_MORE}rsa-sha{size}": ("rsa-pkcs1", f"sha{size}") for size in (256, 384, 512)},
    **{f"{_MORE}ecdsa-sha{size}": ("ecdsa", f"sha{size}") for size in (256, 384, 512)},
    **{f"{_MORE07}sha{size}-rsa-MGF1": ("rsa-pss", f"sha{size}") for size in (256, 384, 512)},
}
