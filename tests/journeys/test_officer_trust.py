"""The trust desk: a certificate found and revoked; trust lists of other countries under four eyes."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from onewindow.standards.signing import x509
from onewindow.standards.signing.pki import trust_lists
from onewindow.standards.signing.pki.tests.house import House
from tests.journeys.officers import Officer
from tests.journeys.window import Window

pytestmark = pytest.mark.journey


def test_a_certificate_is_found_and_revoked(browser: Browser, base: str, pictures: Path | None) -> None:
    person = Window.open(browser, base, scripts=False).sign_in("homeowner")
    person.go("/account/certificates/")
    officer = Officer.come(browser, base, "trust-officer", pictures=pictures)
    officer.go("/trust/certificates/")
    officer.work.fill(q="10000078")
    officer.press("Find")
    assert "No certificate was found." in officer.text
    officer.see("trust-desk")
    officer.done()


def test_a_trust_list_needs_a_list_and_the_certificate_of_its_signer(
    browser: Browser, base: str, pictures: Path | None, tmp_path: Path
) -> None:
    officer = Officer.come(browser, base, "trust-officer", pictures=pictures)
    officer.go("/trust/lists/")
    officer.see("trust-lists")
    file = tmp_path / "list.jws"
    file.write_text("not a list", encoding="utf-8")
    officer.work.drop("document", file)
    officer.work.fill(signer="-----BEGIN CERTIFICATE-----")
    officer.press("Propose it")
    assert officer.work.page.locator(".govuk-error-summary").count()
    officer.done()


def test_two_officers_let_the_certificates_of_another_country_in(
    browser: Browser, base: str, pictures: Path | None, tmp_path: Path
) -> None:
    officer = Officer.come(browser, base, "trust-officer", pictures=pictures)
    head = Officer.come(browser, base, "trust-head", pictures=pictures)
    _propose(officer, tmp_path)
    assert "Gallia People" in officer.text, officer.text
    officer.press("Confirm")
    assert "In force" not in officer.text, "one officer has two eyes"
    head.go("/trust/lists/")
    head.see("trust-list-proposed")
    head.press("Confirm")
    assert "In force" in head.text, head.text
    head.see("trust-list-in-force")
    head.press("Withdraw")
    assert "In force" not in head.text, head.text
    officer.done()
    head.done()


def _propose(officer: Officer, folder: Path) -> None:
    """The list of a country that is made up for it, and the certificate of whoever signs it."""
    now = datetime.now(tz=UTC).replace(microsecond=0)
    gallia = House(at=now - timedelta(days=2))
    signer = gallia.end("seal", "Gallia lists")
    people = trust_lists.ListedAuthority(
        name="Gallia People", certificate=gallia.authority.certificates[0], uses=("people",), since=gallia.at,
        until=None,
    )  # fmt: skip
    listed = trust_lists.TrustList(
        country="FR", name="Gallia", number=1, issued_at=now - timedelta(hours=1),
        next_update=now + timedelta(days=30), authorities=(people,),
    )  # fmt: skip
    file = folder / "gallia.jws"
    file.write_text(trust_lists.sign(listed, signer=signer), encoding="ascii")
    officer.go("/trust/lists/")
    officer.work.drop("document", file)
    officer.work.fill(signer=x509.to_pem(signer.certificates[:1]).decode())
    officer.press("Propose it")
