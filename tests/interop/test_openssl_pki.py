"""OpenSSL believes our certificates, lists, answers and timestamps; we believe what it makes."""

import base64
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from onewindow.kernel.clock import clock
from onewindow.standards.signing import KeySigner, x509
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.pki import (
    PathVerdict,
    ProfileName,
    Revoked,
    TimestampRefused,
    certificates,
    ocsp,
    paths,
    stamping,
    timestamps,
)
from onewindow.standards.signing.pki.tests.house import House
from tests.interop.openssl import OpenSSL

RULES = stamping.StampingRules(policy="2.25.250187415293917893541129583671124312064.1")


@pytest.fixture
def openssl(tmp_path: Path) -> OpenSSL:
    return OpenSSL(tmp_path)


@pytest.fixture
def house() -> House:
    return House(at=clock.now() - timedelta(minutes=10), dns_within=("example",))


def now() -> datetime:
    return clock.now().replace(microsecond=0)


def pem_list(der: bytes) -> bytes:
    body = base64.encodebytes(der)
    return b"-----BEGIN X509 CRL-----\n" + body + b"-----END X509 CRL-----\n"


def give(openssl: OpenSSL, house: House, signer: KeySigner, *revoked: Revoked) -> None:
    """Files of the chain and of both lists."""
    openssl.write("root.pem", x509.to_pem(house.root.certificates))
    openssl.write("ca.pem", x509.to_pem(house.authority.certificates[:1]))
    openssl.write("end.pem", x509.to_pem(signer.certificates[:1]))
    openssl.write("lists.pem", b"".join(pem_list(one) for one in house.lists(*revoked).crls))


VERIFY = (
    "verify", "-x509_strict", "-crl_check_all", "-CRLfile", "lists.pem", "-CAfile", "root.pem",
    "-untrusted", "ca.pem",
)  # fmt: skip


@pytest.mark.parametrize(
    ("profile", "purpose"),
    [
        ("person", "sslclient"),
        ("seal", "any"),
        ("server", "sslserver"),
        ("timestamp", "timestampsign"),
        ("ocsp", "ocsphelper"),
    ],
)
def test_it_believes_our_certificates_and_lists(
    openssl: OpenSSL, house: House, profile: ProfileName, purpose: str
) -> None:
    end = house.end(profile, dns_names=("members.example",) if profile == "server" else ())
    give(openssl, house, end)
    assert "end.pem: OK" in openssl.run(*VERIFY, "-purpose", purpose, "end.pem")


def test_it_reads_who_was_revoked_in_our_list(openssl: OpenSSL, house: House) -> None:
    end = house.end("person")
    serial = certificates.serial_of(end.certificates[0])
    give(openssl, house, end, Revoked(serial=serial, since=house.at, reason="key-compromise"))
    assert "certificate revoked" in openssl.run(*VERIFY, "end.pem", fails=True)


def test_it_refuses_a_server_outside_the_domains_of_our_authority(openssl: OpenSSL, house: House) -> None:
    give(openssl, house, house.end("server", dns_names=("members.other",)))
    assert "permitted subtree violation" in openssl.run(*VERIFY, "end.pem", fails=True)


@pytest.mark.parametrize(
    ("state", "said"), [("good", "good"), ("revoked", "revoked"), ("unknown", "unknown")]
)
def test_it_believes_our_answers(openssl: OpenSSL, house: House, state: str, said: str) -> None:
    end, responder = house.end("person"), house.end("ocsp", "Responder")
    give(openssl, house, end)
    openssl.run("ocsp", "-issuer", "ca.pem", "-cert", "end.pem", "-reqout", "asked.der")
    status = ocsp.Status(state=state, since=now(), reason="superseded")
    answer = ocsp.answer(
        openssl.read("asked.der"),
        responders=[responder],
        status_of=lambda _issuer, serials: {serials[0]: status},
        at=now(),
        next_update=now() + timedelta(hours=1),
    )
    openssl.write("answer.der", answer)
    out = openssl.run(
        "ocsp", "-reqin", "asked.der", "-respin", "answer.der", "-CAfile", "root.pem",
        "-verify_other", "ca.pem", "-resp_text",
    )  # fmt: skip
    assert "Response verify OK" in out
    assert f"Cert Status: {state}" in out


@pytest.mark.parametrize("hashed", ["sha256", "sha384", "sha512"])
def test_it_believes_our_timestamps(openssl: OpenSSL, house: House, hashed: str) -> None:
    unit = house.end("timestamp", "Unit")
    give(openssl, house, unit)
    openssl.write("paper", b"what was signed")
    openssl.run("ts", "-query", "-data", "paper", f"-{hashed}", "-cert", "-out", "asked.tsq")
    answer = stamping.answer(openssl.read("asked.tsq"), signer=unit, rules=RULES, serial=1 << 150, at=now())
    openssl.write("answer.tsr", answer)
    verify = ("ts", "-verify", "-in", "answer.tsr", "-CAfile", "root.pem", "-untrusted", "ca.pem")
    assert "Verification: OK" in openssl.run(*verify, "-queryfile", "asked.tsq")
    openssl.write("paper", b"something else")
    assert "message imprint mismatch" in openssl.run(*verify, "-data", "paper", fails=True)


def test_it_is_refused_a_timestamp_over_a_weak_hash(openssl: OpenSSL, house: House) -> None:
    openssl.write("paper", b"what was signed")
    openssl.run("ts", "-query", "-data", "paper", "-sha1", "-out", "asked.tsq")
    unit = house.end("timestamp", "Unit")
    openssl.write(
        "answer.tsr",
        stamping.answer(openssl.read("asked.tsq"), signer=unit, rules=RULES, serial=1, at=now()),
    )
    assert "unrecognized or unsupported algorithm" in openssl.run(
        "ts", "-reply", "-in", "answer.tsr", "-text"
    )


def check_theirs(openssl: OpenSSL, certificate: bytes, evidence: Evidence) -> PathVerdict:
    return paths.check(
        certificate=certificate,
        anchors=[openssl.der("ca.pem")],
        at=now() + timedelta(seconds=5),
        usage="signature",
        evidence=evidence,
    )


@pytest.mark.parametrize("key", [("rsa:3072",), ("ec", "-pkeyopt", "ec_paramgen_curve:P-384")])
def test_we_believe_its_certificates_and_lists(openssl: OpenSSL, key: tuple[str, ...]) -> None:
    openssl.authority(key=key)
    person, thief = openssl.issue("person", "person"), openssl.issue("thief", "person")
    openssl.revoke("thief")
    evidence = Evidence(crls=(openssl.list(),))
    assert check_theirs(openssl, person, evidence).reasons == ()
    assert check_theirs(openssl, thief, evidence).reasons == ("revoked",)


def test_we_refuse_what_it_issued_wrongly(openssl: OpenSSL) -> None:
    openssl.authority()
    ended = openssl.issue("ended", "person", "-startdate", "20200101000000Z", "-enddate", "20210101000000Z")
    weak = openssl.issue("weak", "person", "-md", "sha1")
    unit = openssl.issue("unit", "stamps")
    evidence = Evidence(crls=(openssl.list(),))
    assert check_theirs(openssl, ended, evidence).reasons == ("expired",)
    assert check_theirs(openssl, weak, evidence).reasons == ("weak-algorithm",)
    assert check_theirs(openssl, unit, evidence).reasons == ("wrong-usage",)


def its_answer(openssl: OpenSSL, name: str) -> bytes:
    """An answer of its responder about one of its certificates."""
    openssl.run("ocsp", "-issuer", "ca.pem", "-cert", f"{name}.pem", "-reqout", "asked.der")
    openssl.run(
        "ocsp", "-index", "index.txt", "-CA", "ca.pem", "-rsigner", "answers.pem", "-rkey", "answers.key",
        "-reqin", "asked.der", "-respout", "answer.der", "-nmin", "5",
    )  # fmt: skip
    return openssl.read("answer.der")


def test_we_believe_its_answers(openssl: OpenSSL) -> None:
    openssl.authority()
    openssl.issue("answers", "answers")
    person, thief = openssl.issue("person", "person"), openssl.issue("thief", "person")
    openssl.revoke("thief")
    about_person, about_thief = its_answer(openssl, "person"), its_answer(openssl, "thief")
    assert check_theirs(openssl, person, Evidence(ocsps=(about_person,))).reasons == ()
    assert check_theirs(openssl, thief, Evidence(ocsps=(about_thief,))).reasons == ("revoked",)
    # An answer about somebody else says nothing.
    assert check_theirs(openssl, thief, Evidence(ocsps=(about_person,))).reasons == ("revocation-unknown",)


def test_it_reads_the_questions_that_we_ask(openssl: OpenSSL) -> None:
    openssl.authority()
    person = openssl.issue("person", "person")
    asked = ocsp.ask(certificate=person, issuer=openssl.der("ca.pem"), nonce=b"n" * 16)
    openssl.write("asked.der", asked)
    assert "OCSP Nonce" in openssl.run("ocsp", "-reqin", "asked.der", "-req_text")


def test_we_believe_its_timestamps(openssl: OpenSSL) -> None:
    openssl.authority()
    openssl.issue("unit", "stamps")
    digest = hashlib.sha256(b"what was signed").digest()
    openssl.write("asked.tsq", stamping.request_for(digest=digest, algorithm="sha256", nonce=77))
    openssl.run(
        "ts", "-reply", "-config", "openssl.cnf", "-queryfile", "asked.tsq", "-signer", "unit.pem",
        "-inkey", "unit.key", "-sha256", "-out", "answer.tsr",
    )  # fmt: skip
    token = stamping.token_in(openssl.read("answer.tsr"))
    known = {"anchors": [openssl.der("ca.pem")], "evidence": Evidence(crls=(openssl.list(),))}
    at = now() + timedelta(seconds=5)
    stamped = timestamps.verify(token, digest=digest, at=at, **known)
    assert abs(stamped - datetime.now(UTC)) < timedelta(minutes=1)
    with pytest.raises(TimestampRefused):
        timestamps.verify(token, digest=hashlib.sha256(b"other").digest(), at=at, **known)


def test_we_take_its_requests_for_certificates(openssl: OpenSSL) -> None:
    openssl.authority()
    openssl.issue("person", "person")
    assert certificates.read_request(openssl.read("person.csr"))
