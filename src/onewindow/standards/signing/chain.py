"""Whether a certificate could be relied on at a moment (RFC 5280 §6, by pyhanko-certvalidator)."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, cast

from asn1crypto import crl as asn1_crl
from asn1crypto import ocsp as asn1_ocsp
from asn1crypto import x509 as asn1_x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator import errors as refusals
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)

from onewindow.standards.signing.algorithms import use_of
from onewindow.standards.signing.awaiting import finish
from onewindow.standards.signing.findings import Finding, finding
from onewindow.standards.signing.library_policy import Algorithms
from onewindow.standards.signing.material import Anchors, Evidence
from onewindow.standards.signing.pki import direct_lists
from onewindow.standards.signing.policy import AlgorithmUse, Policy
from onewindow.standards.signing.x509 import fingerprint

Purpose = Literal["signature", "timestamp"]
_crl, _ocsp, _x509 = cast(Any, asn1_crl), cast(Any, asn1_ocsp), cast(Any, asn1_x509)
# Documents (RFC 9336), mail, any, and what two large makers of readers took before RFC 9336.
_FOR_DOCUMENTS = frozenset(
    {
        "1.3.6.1.5.5.7.3.36",
        "email_protection",
        "any_extended_key_usage",
        "1.3.6.1.4.1.311.10.3.12",
        "microsoft_document_signing",
        "1.2.840.113583.1.1.5",
        "adobe_authentic_documents_trust",
    }
)
_RULE = RevocationCheckingRule
_NEEDED = CertRevTrustPolicy(
    RevocationCheckingPolicy(_RULE.CRL_OR_OCSP_REQUIRED, _RULE.CHECK_IF_DECLARED), retroactive_revinfo=True
)
_IF_ANY = CertRevTrustPolicy(
    RevocationCheckingPolicy(_RULE.CHECK_IF_DECLARED_SOFT, _RULE.CHECK_IF_DECLARED_SOFT),
    retroactive_revinfo=True,
)
_NOT_ASKED = CertRevTrustPolicy(RevocationCheckingPolicy(_RULE.NO_CHECK, _RULE.NO_CHECK))


@dataclass(frozen=True, slots=True)
class ChainSeen:
    """:param against: what counts against it; none: it could be relied on."""

    against: Finding | None = None
    notes: tuple[Finding, ...] = ()


def check_chain(
    *,
    certificate: bytes,
    purpose: Purpose,
    anchors: Anchors,
    moment: datetime,
    evidence: Evidence,
    policy: Policy,
) -> ChainSeen:
    """Judge a certificate at a moment.

    :param certificate: DER.
    :param moment: at which it was used, as far as that is proven.
    :param evidence: certificates between, and words about revocation; what is younger than the end of the
        certificate is left out, for authorities drop expired certificates from their lists.
    """
    try:
        loaded = _x509.Certificate.load(certificate, strict=True)
        unfit, notes = _fit(loaded, purpose)
        if unfit is not None:
            return ChainSeen(unfit, notes)
        roots = _roots(anchors, purpose, moment)
        path = _walk(loaded, roots, moment, Evidence(evidence.certificates), _NOT_ASKED, policy)
        against = _revocation(path, loaded, roots, moment, evidence, policy)
    except (refusals.ValidationError, refusals.PathBuildingError) as refused:
        return ChainSeen(_said(refused, certificate, moment))
    except (ValueError, TypeError, KeyError, RecursionError, TimeoutError):  # strangers' bytes
        return ChainSeen(finding("chain-broken"))
    return ChainSeen(against, notes)


def _revocation(
    path: tuple[bytes, ...],
    certificate: Any,
    roots: list[Any],
    moment: datetime,
    evidence: Evidence,
    policy: Policy,
) -> Finding | None:
    """Walk the path again, now with what is said about it and nothing else.

    The library takes lists of sister authorities for lists of this one, asks nobody about an anchor that
    somebody else issued, and is content with one good word where another list says that it was revoked.
    """
    since = direct_lists.revoked_since(chain=path, lists=evidence.crls, at=moment, policy=policy)
    if since is not None:
        return finding("revoked", moment=since)
    top = _x509.Certificate.load(path[-1])
    if top.issuer != top.subject:
        reason = direct_lists.reason_against(chain=path, lists=evidence.crls, at=moment, policy=policy)
        return finding("revocation-unknown") if reason and policy.revocation else None
    said = Evidence(evidence.certificates, direct_lists.issued_on(path, evidence.crls), evidence.ocsps)
    _walk(certificate, roots, moment, said, _NEEDED if policy.revocation else _IF_ANY, policy)
    return None


def _walk(
    certificate: Any,
    roots: list[Any],
    moment: datetime,
    evidence: Evidence,
    rule: CertRevTrustPolicy,
    policy: Policy,
) -> tuple[bytes, ...]:
    """From the certificate to the root, DER. Raises what the library raises."""
    context = _context(certificate, roots, moment, evidence, rule, policy)
    checking = CertificateValidator(certificate, validation_context=context)
    found = finish(asyncio.wait_for(checking.async_validate_path(), timeout=20))
    return tuple(reversed([cast(bytes, cast(Any, one).dump()) for one in found]))


def _roots(anchors: Anchors, purpose: Purpose, moment: datetime) -> list[Any]:
    offered = anchors.timestamp_roots if purpose == "timestamp" else anchors.roots
    still = (
        one
        for one in offered
        if not anchors.until or (end := anchors.until.get(fingerprint(one))) is None or moment < end
    )
    return [_x509.Certificate.load(one) for one in still]


def _context(
    certificate: Any,
    roots: list[Any],
    moment: datetime,
    evidence: Evidence,
    rule: CertRevTrustPolicy,
    policy: Policy,
) -> ValidationContext:
    return ValidationContext(
        trust_roots=roots,
        other_certs=list(_loaded(_x509.Certificate, evidence.certificates)),
        moment=moment,
        allow_fetching=False,
        crls=[one for one in _loaded(_crl.CertificateList, evidence.crls) if _in_time(one, certificate)],
        ocsps=list(_loaded(_ocsp.OCSPResponse, evidence.ocsps)),
        revinfo_policy=rule,
        algorithm_usage_policy=Algorithms(policy, moment),
    )


def _loaded(kind: Any, items: Iterable[bytes]) -> Iterable[Any]:
    for one in items:
        try:
            loaded = kind.load(one, strict=True)
            _ = loaded.native
        except (ValueError, TypeError, KeyError):
            continue
        yield loaded


def _in_time(crl: Any, certificate: Any) -> bool:
    body = crl["tbs_cert_list"]
    if body["issuer"] != certificate.issuer or body["this_update"].native <= certificate.not_valid_after:
        return True
    # ITU-T X.509 §9.5.2.8: the list goes on naming expired certificates.
    return any(one["extn_id"].dotted == "2.5.29.60" for one in body["crl_extensions"] or ())


def _fit(certificate: Any, purpose: Purpose) -> tuple[Finding | None, tuple[Finding, ...]]:
    named = certificate.extended_key_usage_value
    uses = set(named.native) if named is not None else None
    if certificate.ca:
        return finding("wrong-purpose"), ()
    if purpose == "timestamp":  # RFC 3161 §2.3: this purpose alone, and critical
        critical = any(
            one["extn_id"].native == "extended_key_usage" and one["critical"].native
            for one in certificate["tbs_certificate"]["extensions"]
        )
        return (None if uses == {"time_stamping"} and critical else finding("wrong-purpose")), ()
    keys = certificate.key_usage_value
    if keys is not None and not {"digital_signature", "non_repudiation"} & set(keys.native):
        return finding("wrong-purpose"), ()
    if uses is None:
        return None, (finding("purpose-open"),)
    return (None if uses & _FOR_DOCUMENTS else finding("wrong-purpose")), ()


def _said(refused: Exception, certificate: bytes, moment: datetime) -> Finding:
    if isinstance(refused, refusals.RevokedError):
        return finding("revoked", moment=refused.revocation_dt.astimezone(UTC))
    if isinstance(refused, refusals.InsufficientRevinfoError):
        return finding("revocation-unknown")
    if isinstance(refused, refusals.ExpiredError):
        return finding("expired", until=refused.expired_dt.astimezone(UTC))
    if isinstance(refused, refusals.NotYetValidError):
        return finding("not-yet-valid", since=refused.valid_from.astimezone(UTC))
    if isinstance(refused, refusals.DisallowedAlgorithmError):
        return finding("algorithm-weak", algorithm=_algorithm_of(certificate))
    if isinstance(refused, refusals.PathBuildingError):
        return _outside(certificate, moment) or finding("untrusted")
    return finding("chain-broken")


def _outside(certificate: bytes, moment: datetime) -> Finding | None:
    """Where no root is trusted any more, the plainer reason may be that the certificate itself has ended."""
    loaded = _x509.Certificate.load(certificate)
    if moment > loaded.not_valid_after:
        return finding("expired", until=loaded.not_valid_after.astimezone(UTC))
    return None


def _algorithm_of(certificate: bytes) -> str:
    loaded = _x509.Certificate.load(certificate)
    return str(AlgorithmUse(use_of(loaded["signature_algorithm"], None).digest or "ed25519"))
