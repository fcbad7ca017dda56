"""Making XAdES signatures. See ``xades``."""

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from onewindow.kernel.errors import N_
from onewindow.standards.signing.errors import KeyNotUsable
from onewindow.standards.signing.making import Making, certificates_of, flat_signature
from onewindow.standards.signing.ports import Signer
from onewindow.standards.signing.xades.extending import extend_signature
from onewindow.standards.signing.xades.names import (
    CANONICAL,
    DS,
    ECDSA_SHA256,
    EXCLUSIVE,
    SHA256,
    SIGNED_PROPERTIES,
    XPATH,
    ds,
)
from onewindow.standards.signing.xades.properties import new_properties
from onewindow.standards.signing.xades.tree import (
    add,
    base64_of,
    canonical,
    new,
    read,
    signatures_in,
    take_out,
    twin_of,
    write,
)

_WITHOUT_SIGNATURES = "not(ancestor-or-self::ds:Signature)"
_EXCLUSIVE = CANONICAL[EXCLUSIVE]


def sign(xml: bytes, *, signer: Signer, making: Making) -> bytes:
    """See ``xades.sign``."""
    root = read(xml)
    bare = twin_of(root)
    for one in signatures_in(bare):
        if one.getparent() is not None:
            take_out(one)
    signature, signed_info = _begin(signer, f"{len(signatures_in(root)) + 1}", canonical(bare, _EXCLUSIVE))
    name = f"{signature.get('Id')}-document"
    transforms = add(add(signed_info, ds("Reference"), Id=name, URI=""), ds("Transforms"))
    # Signatures leave each other out, so that several people can sign one document.
    add(add(transforms, ds("Transform"), Algorithm=XPATH), ds("XPath"), _WITHOUT_SIGNATURES)
    add(transforms, ds("Transform"), Algorithm=EXCLUSIVE)
    _digest(signed_info[-1], canonical(bare, _EXCLUSIVE))
    root.append(signature)
    _finish(signature, signed_info, {name: "application/xml"}, signer, making)
    extend_signature(signature, root, making=making, files={})
    return write(root)


def sign_files(files: Mapping[str, bytes], *, signer: Signer, making: Making) -> bytes:
    """See ``xades.sign_files``."""
    signature, signed_info = _begin(signer, "1", b"".join(files.values()))
    formats: dict[str, str] = {}
    for number, (file, data) in enumerate(files.items(), start=1):
        name = f"{signature.get('Id')}-file-{number}"
        _digest(add(signed_info, ds("Reference"), Id=name, URI=quote(file)), data)
        formats[name] = media_type_of(file)
    _finish(signature, signed_info, formats, signer, making)
    extend_signature(signature, signature, making=making, files=files)
    return write(signature)


def media_type_of(file: str) -> str:
    """By the end of its name."""
    known = {
        "json": "application/json",
        "xml": "application/xml",
        "pdf": "application/pdf",
        "txt": "text/plain",
    }
    return known.get(file.rpartition(".")[2].lower(), "application/octet-stream")


def _begin(signer: Signer, number: str, content: bytes) -> tuple[Any, Any]:
    if signer.algorithm != "ES256":  # xmlsec knows no Ed25519
        raise KeyNotUsable(reason=N_("XML signatures need a key on the curve P-256"))
    own = hashlib.sha256(content + certificates_of(signer)[0]).hexdigest()[:16]
    signature = new(ds("Signature"), prefixes={"ds": DS}, Id=f"S-{number}-{own}")
    signed_info = add(signature, ds("SignedInfo"))
    add(signed_info, ds("CanonicalizationMethod"), Algorithm=EXCLUSIVE)
    add(signed_info, ds("SignatureMethod"), Algorithm=ECDSA_SHA256)
    return signature, signed_info


def _digest(reference: Any, content: bytes) -> None:
    add(reference, ds("DigestMethod"), Algorithm=SHA256)
    add(reference, ds("DigestValue"), base64_of(hashlib.sha256(content).digest()))


def _finish(
    signature: Any, signed_info: Any, formats: Mapping[str, str], signer: Signer, making: Making
) -> None:
    chain = certificates_of(signer)
    value = add(signature, ds("SignatureValue"), Id=f"{signature.get('Id')}-value")
    carried = add(add(signature, ds("KeyInfo")), ds("X509Data"))
    for one in chain:
        add(carried, ds("X509Certificate"), base64_of(one))
    properties = new_properties(
        signature=signature.get("Id"), certificate=chain[0], at=making.at, formats=formats
    )
    add(signature, ds("Object")).append(properties)
    reference = add(
        signed_info, ds("Reference"), Type=SIGNED_PROPERTIES, URI=f"#{signature.get('Id')}-signed"
    )
    add(add(reference, ds("Transforms")), ds("Transform"), Algorithm=EXCLUSIVE)
    _digest(reference, canonical(properties[0], _EXCLUSIVE))
    value.text = base64_of(flat_signature(signer, canonical(signed_info, _EXCLUSIVE)))
