"""Whether a certificate leads to a trusted root (RFC 5280 §6), by pyhanko-certvalidator. It fails closed.

The library takes half a second to load, so it is loaded when it is first used. Nothing here reaches the
network: who asks brings the lists and answers that say what was revoked.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

from asn1crypto import crl, ocsp, pem
from asn1crypto import x509 as asn1_x509

from onewindow.standards.signing.awaiting import finish
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.pki import direct_lists
from onewindow.standards.signing.pki.types import PathVerdict, Usage
from onewindow.standards.signing.policy import POLICY, Policy

_asn1_x509, _crl, _ocsp, _pem = cast(Any, asn1_x509), cast(Any, crl), cast(Any, ocsp), cast(Any, pem)
_LONGEST_CHAIN = 10
_DOCUMENT_SIGNING = "1.3.6.1.5.5.7.3.36"  # RFC 9336
_SIGNING_PURPOSES = frozenset({_DOCUMENT_SIGNING, "email_protection", "adobe_authentic_documents_trust"})
_MAY_SIGN = frozenset({"digital_signature", "non_repudiation"})


def check(
    *,
    certificate: bytes,
    anchors: Sequence[bytes],
    at: datetime,
    usage: Usage,
    chain: Sequence[bytes] = (),
    evidence: Evidence | None = None,
    policy: Policy = POLICY,
) -> PathVerdict:
    """Look for a path from a certificate to a trusted root that held at a moment.

    :param certificate: DER or PEM, from anybody.
    :param anchors: DER, trusted roots. Their own dates are for who chose them to look at.
    :param usage: what it is to be used for.
    :param chain: DER, what may stand in between; from anybody.
    :param evidence: says what was revoked, for every certificate of the path; None: revocation is not looked
        at, which is for tests of a path alone.
    :param policy: which algorithms certificates and lists may be signed with.
    :returns: the verdict; whatever cannot be read or decided is a reason against it.
    """
    try:
        subject = load(certificate)
        between = [load(one) for one in chain[:_LONGEST_CHAIN]]
        misuse = _misuse(subject, usage)
    except Exception as problem:  # strangers' bytes, and every way in which a parser trips over them
        return PathVerdict(reasons=("damaged",), details=str(problem)[:300])
    if not anchors:
        return PathVerdict(reasons=("no-path",), details="nothing is trusted")
    verdict = _judge(subject, between, [load(one) for one in anchors], at, evidence, policy)
    reasons = verdict.reasons + (("wrong-usage",) if misuse else ())
    return PathVerdict(
        reasons=reasons, details=verdict.details or misuse, chain=verdict.chain if not reasons else ()
    )


def _judge(
    subject: Any,
    between: list[Any],
    anchors: list[Any],
    at: datetime,
    evidence: Evidence | None,
    policy: Policy,
) -> PathVerdict:
    """First the path, then what was revoked on it."""
    path = _walk(subject, between, anchors, at, None, policy)
    if not path.holds or evidence is None:
        return path
    try:
        anchor = load(path.chain[-1])
        if anchor.issuer != anchor.subject:
            reason = direct_lists.reason_against(chain=path.chain, lists=evidence.crls, at=at, policy=policy)
            return PathVerdict(reasons=(reason,)) if reason else path
        # The library takes lists of sister authorities for lists of this one: only the path's own go in.
        own = direct_lists.issued_on(path.chain, evidence.crls)
    except Exception as problem:  # two libraries read the path: what one of them cannot is damaged
        return _against("damaged", problem)
    return _walk(subject, between, anchors, at, Evidence(crls=own, ocsps=evidence.ocsps), policy)


def load(certificate: bytes) -> Any:
    """A certificate of asn1crypto, wholly read.

    :raises ValueError: it is none.
    """
    if certificate.lstrip().startswith(b"-----BEGIN"):
        kind, _, certificate = _pem.unarmor(certificate)
        if kind != "CERTIFICATE":
            raise ValueError("no certificate")
    read = _asn1_x509.Certificate.load(certificate, strict=True)
    read.native  # noqa: B018 - a damaged part shows here, not later
    return read


def _walk(
    subject: Any,
    between: list[Any],
    anchors: list[Any],
    at: datetime,
    evidence: Evidence | None,
    policy: Policy,
) -> PathVerdict:
    from pyhanko_certvalidator import CertificateValidator, errors

    try:
        context = _context(anchors, at, evidence, policy)
        validator = CertificateValidator(subject, between, context)
        path = finish(validator.async_validate_path())
    except errors.RevokedError as problem:
        return _against("revoked", problem)
    except errors.StaleRevinfoError as problem:
        return _against("revocation-stale", problem)
    except errors.InsufficientRevinfoError as problem:
        return _against("revocation-unknown", problem)
    except errors.ExpiredError as problem:
        return _against("expired", problem)
    except errors.NotYetValidError as problem:
        return _against("not-yet-valid", problem)
    except errors.DisallowedAlgorithmError as problem:
        return _against("weak-algorithm", problem)
    except (errors.PathBuildingError, errors.InvalidCertificateError) as problem:
        return _against("no-path", problem)
    except errors.ValidationError as problem:
        return _against("not-allowed-by-authority", problem)
    except Exception as problem:  # a library that trips has not said yes
        return _against("damaged", problem)
    whole = [cast(bytes, one.dump()) for one in path]
    return PathVerdict(chain=tuple(reversed(whole)))


def _context(anchors: list[Any], at: datetime, evidence: Evidence | None, policy: Policy) -> Any:
    from pyhanko_certvalidator import ValidationContext
    from pyhanko_certvalidator.policy_decl import (
        NO_REVOCATION,
        REQUIRE_REVINFO,
        CertRevTrustPolicy,
    )

    from onewindow.standards.signing.library_policy import Algorithms

    rule = NO_REVOCATION if evidence is None else REQUIRE_REVINFO
    given = evidence or Evidence()
    return ValidationContext(
        trust_roots=anchors,
        moment=at,
        allow_fetching=False,
        crls=_readable(_crl.CertificateList, given.crls),
        ocsps=_readable(_ocsp.OCSPResponse, given.ocsps),
        # A list may be younger than the moment, and still says since when each is revoked.
        revinfo_policy=CertRevTrustPolicy(rule, retroactive_revinfo=True),
        algorithm_usage_policy=Algorithms(policy, at),
    )


def _readable(kind: Any, given: Sequence[bytes]) -> list[Any]:
    """What can be read of the evidence: the rest says nothing, and what is missing then counts against."""
    read: list[Any] = []
    for one in given:
        try:
            parsed = kind.load(one, strict=True)
            parsed.native  # noqa: B018
        except Exception:  # noqa: S112 - see above
            continue
        read.append(parsed)
    return read


def _against(reason: str, problem: Exception) -> PathVerdict:
    return PathVerdict(reasons=(reason,), details=str(problem)[:300])


def _misuse(subject: Any, usage: Usage) -> str:
    """Why the certificate is not for that use; empty where it is."""
    if subject.ca:
        return "it is an authority's certificate"
    keys = set[str](subject.key_usage_value.native) if subject.key_usage_value is not None else set[str]()
    extended: Any = subject.extended_key_usage_value
    purposes = set[str](extended.native) if extended is not None else set[str]()
    if not keys & _MAY_SIGN:
        return "its key may not sign"
    if usage in ("signature", "seal"):
        # Without purposes it may serve any (RFC 5280 §4.2.1.12); authorities elsewhere leave them out.
        return "" if not purposes or purposes & _SIGNING_PURPOSES else "it is not for signing documents"
    if usage == "timestamp":
        critical = "extended_key_usage" in subject.critical_extensions
        return "" if purposes == {"time_stamping"} and critical else "it is not for timestamps alone"
    needed = "client_auth" if usage == "sign-in" else "server_auth"
    return "" if needed in purposes else f"it is not for {needed}"
