"""Checking XAdES and plain XML signatures. See ``xades``."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any

from onewindow.kernel.errors import N_
from onewindow.standards.safexml import XmlRefused
from onewindow.standards.signing.certificates import is_certificate
from onewindow.standards.signing.findings import Finding, finding
from onewindow.standards.signing.judging import Question, Read, Stamp, judge
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.policy import AlgorithmUse
from onewindow.standards.signing.verdict import SignatureVerdict, SignedPart, Verdict
from onewindow.standards.signing.xades import core
from onewindow.standards.signing.xades.content import content_of, is_unchanged, target_of
from onewindow.standards.signing.xades.messages import archive_message, signature_message
from onewindow.standards.signing.xades.names import SIGNED_PROPERTIES, ds, xades
from onewindow.standards.signing.xades.properties import (
    canonical_of,
    claimed_time,
    evidence_in,
    is_archive,
    is_signature_stamp,
    named_certificate,
    tokens_in,
    unsigned_properties,
)
from onewindow.standards.signing.xades.structure import Reference, Structure, take_apart
from onewindow.standards.signing.xades.tree import FormRefused, read, signatures_in


def verify(signed: bytes, *, question: Question, files: Mapping[str, bytes], whole: bool = True) -> Verdict:
    """See ``xades.verify``."""
    try:
        root = read(signed)
        found = signatures_in(root)
    except (FormRefused, XmlRefused) as refused:
        reason = refused.reason if isinstance(refused, FormRefused) else N_("it is not XML that we read")
        return Verdict(form="xades", findings=(finding("form-refused", reason=reason),))
    if not found:
        return Verdict(form="xades", findings=(finding("no-signature"),))
    each = tuple(verify_one(one, root, question, files, whole=whole) for one in found)
    return Verdict(form="xades", signatures=each)


def verify_one(
    signature: Any, root: Any, question: Question, files: Mapping[str, bytes], *, whole: bool = True
) -> SignatureVerdict:
    """One ``ds:Signature`` of a tree."""
    try:
        return judge(_read(take_apart(signature), root, files, whole=whole), question)
    except FormRefused as refused:
        against = finding("form-refused", reason=refused.reason)
    except ValueError:
        against = finding("form-refused", reason=N_("its certificate cannot be read"))
    return SignatureVerdict(
        holds=False, level="B", signer=None, claimed_at=None, proven_at=None, findings=(against,)
    )


def _read(structure: Structure, root: Any, files: Mapping[str, bytes], *, whole: bool) -> Read:
    contents = [content_of(one, structure, root, files) for one in structure.references]
    own = _own_reference(structure, root)
    certificate, findings = _certificate(structure, signed_properties=own is not None)
    coverage = _coverage(structure, root, own)
    findings += [one for one in coverage if whole or one.code != "part-signed"]
    changed = [
        one.uri or "/"
        for one, content in zip(structure.references, contents, strict=True)
        if not is_unchanged(one, content)
    ]
    findings += [finding("content-changed", part=", ".join(changed)[:200])] if changed else []
    uses = {AlgorithmUse(one.digest) for one in structure.references}
    if certificate is not None:
        uses.add(core.use_of(structure, certificate))
        findings += _value(structure, root, certificate, intact=not changed)
    stamps, layers = _additions(structure, contents)
    parts = [
        SignedPart(one.uri, content)
        for one, content in zip(structure.references, contents, strict=True)
        if one is not own
    ]
    return Read(
        certificate=certificate,
        uses=tuple(sorted(uses, key=str)),
        claimed_at=claimed_time(structure.properties) if own is not None else None,
        findings=tuple(findings),
        contents=tuple(parts),
        stamps=stamps,
        layers=layers,
    )


def _own_reference(structure: Structure, root: Any) -> Reference | None:
    """The reference over what the signature says about itself: that of this signature, no other's."""
    named = [one for one in structure.references if one.type == SIGNED_PROPERTIES]
    if structure.properties is None and not named:
        return None
    signed = None if structure.properties is None else structure.properties.find(xades("SignedProperties"))
    if len(named) != 1 or signed is None or target_of(named[0], root) is not signed:
        raise FormRefused(N_("what it says about itself belongs to another signature"))
    return named[0]


def _certificate(structure: Structure, *, signed_properties: bool) -> tuple[bytes | None, list[Finding]]:
    carried = [one for one in structure.certificates if is_certificate(one)]
    named = named_certificate(structure.properties) if signed_properties else None
    if named is None:
        # Plain XMLDSig: the value of the signature binds it to the key, and nothing to the certificate.
        if len(carried) != 1:
            carried = [one for one in carried if core.value_is_right(structure, one)][:1]
        return (carried[0], [finding("certificate-unnamed")]) if carried else (None, [])
    digest, value = named
    meant = [one for one in carried if secrets.compare_digest(hashlib.new(digest, one).digest(), value)]
    if meant:
        return meant[0], []
    return (carried[0] if carried else None), [finding("certificate-swapped")]


def _coverage(structure: Structure, root: Any, own: Reference | None) -> list[Finding]:
    """What of the document is not covered. Whoever opens the file sees all of it."""
    covering = [one for one in structure.references if one is not own]
    if not covering:
        return [finding("nothing-signed")]
    targets = [target_of(one, root) for one in covering]
    findings = [
        finding("left-out", names=", ".join(sorted({name.rpartition("}")[2] for name in names})))
        for one in covering
        if (names := [name for name in one.left_out if name != ds("Signature")])
    ]
    if root is structure.element:
        open_objects = [
            one for one in root.iterchildren(ds("Object")) if not _is_covered(one, structure, targets)
        ]
        return [*findings, finding("part-signed", part=_named(targets))] if open_objects else findings
    if any(target is root for target in targets) or all(target is None for target in targets):
        return findings
    return [*findings, finding("part-signed", part=_named(targets))]


def _is_covered(element: Any, structure: Structure, targets: list[Any]) -> bool:
    if structure.properties is not None and structure.properties.getparent() is element and len(element) == 1:
        return True
    return any(one is element for one in targets) or (
        len(element) > 0 and all(any(one is child for one in targets) for child in element)
    )


def _named(targets: list[Any]) -> str:
    return ", ".join(one.tag.rpartition("}")[2] for one in targets if one is not None)[:200]


def _value(structure: Structure, root: Any, certificate: bytes, *, intact: bool) -> list[Finding]:
    if not core.value_is_right(structure, certificate):
        return [finding("signature-wrong")]
    if not intact:
        return []
    weak = "sha1" in {
        core.use_of(structure, certificate).digest,
        *(one.digest for one in structure.references),
    }
    if not weak and not core.xmlsec_agrees(structure, root, certificate):
        return [finding("form-refused", reason=N_("two programs read it differently"))]
    return [finding("content-unchanged")]


def _additions(structure: Structure, contents: list[bytes]) -> tuple[tuple[Stamp, ...], tuple[Evidence, ...]]:
    """Timestamps, and the evidence in layers between the archive ones."""
    stamps: list[Stamp] = []
    layers = [Evidence(structure.certificates)]
    properties = [] if structure.properties is None else unsigned_properties(structure.properties)
    if len(properties) > 200:
        raise FormRefused(N_("it has too many additions"))
    for index, element in enumerate(properties):
        if is_signature_stamp(element):
            message = signature_message(structure, canonical_of(element))
            stamps += [Stamp(token, message) for token in tokens_in(element)]
        elif is_archive(element):
            message = archive_message(structure, contents, properties[:index], canonical_of(element))
            for token in tokens_in(element):
                stamps.append(Stamp(token, message, "archive"))
                layers.append(Evidence())
        layers[-1] = layers[-1].plus(evidence_in(element))
    return tuple(stamps), tuple(layers)
