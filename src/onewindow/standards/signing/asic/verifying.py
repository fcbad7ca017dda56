"""Checking containers. See ``asic``."""

from dataclasses import replace
from urllib.parse import unquote

from onewindow.kernel.errors import N_
from onewindow.standards.safexml import XmlRefused
from onewindow.standards.signing import cms
from onewindow.standards.signing.asic.container import Container, ContainerRefused, read
from onewindow.standards.signing.asic.manifest import read_manifest
from onewindow.standards.signing.findings import Finding, finding
from onewindow.standards.signing.judging import Question, Read, judge
from onewindow.standards.signing.policy import AlgorithmUse
from onewindow.standards.signing.verdict import SignatureVerdict, SignedPart, Verdict
from onewindow.standards.signing.xades import verifying as xades
from onewindow.standards.signing.xades.tree import FormRefused


def verify(container: bytes, *, question: Question) -> Verdict:
    """See ``asic.verify``."""
    try:
        found = read(container)
    except ContainerRefused as refused:
        return Verdict(form="asic-e", findings=(finding("form-refused", reason=refused.reason),))
    each: list[SignatureVerdict] = []
    whole: list[Finding] = []
    for data in found.signatures.values():
        verdict = xades.verify(data, question=question, files=found.files)
        whole += verdict.findings
        each += [_covering(one, found) for one in verdict.signatures]
    each += [_covering(_by_manifest(data, found, question), found) for data in found.manifests.values()]
    if not each and not whole:
        whole = [finding("no-signature")]
    return Verdict(form="asic-e", signatures=tuple(each), findings=tuple(whole))


def _covering(one: SignatureVerdict, container: Container) -> SignatureVerdict:
    """With a finding if it leaves a file out: whoever opens the container sees all of them."""
    covered = {unquote(part.name) for part in one.contents}
    contents = tuple(replace(part, name=unquote(part.name)) for part in one.contents)
    missing = sorted(set(container.files) - covered)
    if not missing or not one.contents:
        return replace(one, contents=contents)
    against = finding("not-all-signed", files=", ".join(missing)[:300])
    return replace(one, contents=contents, holds=False, findings=(*one.findings, against))


def _by_manifest(data: bytes, container: Container, question: Question) -> SignatureVerdict:
    try:
        manifest = read_manifest(data, container)
        if manifest.signature not in container.meta:
            raise ContainerRefused(N_("its list of files names a signature that is not there"))
        seen = cms.read_cms(container.meta[manifest.signature], data)
    except (ContainerRefused, FormRefused, cms.FormRefused) as refused:
        return _refused(refused.reason)
    except XmlRefused:
        return _refused(N_("it is not XML that we read"))
    changed = [finding("content-changed", part=", ".join(manifest.changed)[:200])] if manifest.changed else []
    contents = tuple(SignedPart(name, container.files[name]) for name in manifest.covered)
    seen_read = Read(
        certificate=seen.certificate,
        uses=(*seen.uses, *(AlgorithmUse(one) for one in manifest.digests)),
        claimed_at=seen.claimed_at,
        findings=(*seen.findings, *changed),
        contents=contents,
        stamps=seen.stamps,
        layers=(seen.evidence,),
    )
    return judge(seen_read, question)


def _refused(reason: str) -> SignatureVerdict:
    return SignatureVerdict(
        holds=False,
        level="B",
        signer=None,
        claimed_at=None,
        proven_at=None,
        findings=(finding("form-refused", reason=reason),),
    )
