"""Chains that hold, and each way in which they do not."""

from datetime import timedelta

from cryptography import x509

from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.pki import Revoked, paths
from onewindow.standards.signing.pki.tests.house import AT, House

HOUR = timedelta(hours=1)


def check(house: House, signer, usage="signature", at=AT + HOUR, evidence=None, anchors=None):
    return paths.check(
        certificate=signer.certificates[0],
        chain=signer.certificates[1:],
        anchors=anchors if anchors is not None else [house.root.certificates[0]],
        at=at,
        usage=usage,
        evidence=evidence if evidence is not None else house.lists(),
    )


def test_a_chain_holds_up_to_the_root() -> None:
    house = House()
    person = house.end("person")
    found = check(house, person)
    assert found.holds, found
    assert found.chain == person.certificates
    assert check(house, person, "sign-in").holds


def test_a_revoked_one_does_not() -> None:
    house = House()
    person = house.end("person")
    serial = x509.load_der_x509_certificate(person.certificates[0]).serial_number
    gone = house.lists(Revoked(serial=serial, since=AT + HOUR / 2, reason="key-compromise"))
    assert check(house, person, evidence=gone).reasons == ("revoked",)
    assert check(house, person, evidence=gone, at=AT + HOUR / 4).holds


def test_without_lists_nothing_is_said() -> None:
    house = House()
    person = house.end("person")
    assert check(house, person, evidence=Evidence()).reasons == ("revocation-unknown",)


def test_an_old_list_is_no_list() -> None:
    house = House()
    person = house.end("person")
    assert check(house, person, at=AT + timedelta(days=3)).reasons == ("revocation-stale",)
