"""The whole chain: an importer files once, every party acts, a stranger verifies."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.parties import decide, document_code, fetch, file_request, invoice, pay
from tests.journeys.window import Window

# One process for all journeys: they share one running program.
pytestmark = pytest.mark.journey
ROOT = Path(__file__).resolve().parent.parent.parent
TELEPHONES = {"goods": "Telephones", "hs": "851713", "quantity": "10", "price": "100.5", "total": "1005.00"}
DATES = {"goods": "Dates", "hs": "080410", "quantity": "2000", "price": "20.00", "total": "40000.00"}


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_from_an_invoice_to_a_certificate_that_a_stranger_verifies(
    browser: Browser, base: str, tmp_path: Path, language: str
) -> None:
    seen: set[str] = set()

    def person(account: str) -> Window:
        return Window.open(browser, base, language=language, seen=seen).sign_in(account)

    importer = person("importer")
    number = file_request(importer, invoice(tmp_path, number=f"F-{language}-1", **TELEPHONES))
    decide(person("telecom-officer"), number, opinion="agree", lines__0__opinion="agree")
    decide(person("atlas-desk"), number, decision="domicile", account="0812345678")
    pay(importer, number)
    decide(person("trade-registrar"), number, decision="register")
    code = document_code(importer, number)
    importer.go(f"/documents/{code}/")
    importer.go("/documents/")
    importer.go("/letters/")
    pdf = fetch(importer, f"/documents/{code}/pdf", tmp_path / "certificate.pdf")
    stranger = Window.open(browser, base, language=language, seen=seen)
    verify_as_a_stranger(stranger, code, pdf)
    verify_from_files_alone(stranger, code, pdf, tmp_path)


def verify_as_a_stranger(stranger: Window, code: str, pdf: Path) -> None:
    """By the code, by the file, and by a file in which one byte is another."""
    stranger.go(f"/verify/{code}/")
    genuine = stranger.page.locator("main h1").inner_text()
    stranger.go("/verify/")
    stranger.page.locator('input[type="file"]').set_input_files(pdf)
    stranger.page.locator("main form[enctype] button").last.click()
    stranger.look()
    assert stranger.page.locator("main h1").inner_text() == genuine
    bad = bytearray(pdf.read_bytes())
    bad[len(bad) // 2] ^= 1
    altered = pdf.with_name("altered.pdf")
    altered.write_bytes(bad)
    stranger.page.goto(f"{stranger.base}/verify/")
    stranger.page.locator('input[type="file"]').set_input_files(altered)
    stranger.page.locator("main form[enctype] button").last.click()
    stranger.page.wait_for_load_state()
    assert stranger.page.locator("main h1").inner_text() != genuine


def verify_from_files_alone(stranger: Window, code: str, pdf: Path, folder: Path) -> None:
    """With the receipt, the log's key and the document: no server is asked."""
    for _try in range(60):
        if stranger.context.request.get(f"{stranger.base}/verify/{code}/receipt").ok:
            break
        time.sleep(0.5)
    receipt = fetch(stranger, f"/verify/{code}/receipt", folder / "receipt.txt")
    key = fetch(stranger, "/log/key", folder / "log.pub")
    verified = onewindow_verify("receipt", receipt, "--key", key, "--document", pdf)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    altered = onewindow_verify("receipt", receipt, "--key", key, "--document", pdf.with_name("altered.pdf"))
    assert altered.returncode != 0


def onewindow_verify(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """The independent program."""
    return subprocess.run(
        [sys.executable, "-m", "onewindow_verify", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_two_bodies_in_parallel_and_the_central_bank(browser: Browser, base: str, tmp_path: Path) -> None:
    seen: set[str] = set()

    def person(account: str) -> Window:
        return Window.open(browser, base, seen=seen).sign_in(account)

    importer = person("importer-food")
    number = file_request(
        importer, invoice(tmp_path, number="F-FOOD-1", **DATES), company="register/companies/1318842B",
        settlement="advance",
    )  # fmt: skip
    agree_with_a_condition = {
        "opinion": "agree-with-conditions", "lines__0__opinion": "agree-with-conditions",
        "lines__0__remark": "Cold chain", "conditions": "Keep below 8 °C",
    }  # fmt: skip
    decide(person("health-officer"), number, **agree_with_a_condition)
    decide(person("agriculture-officer"), number, opinion="ask", question="Which farm?")
    answer(importer, number, "The farm of the north")
    decide(person("agriculture-officer"), number, opinion="agree", lines__0__opinion="agree")
    bank = "maritime-desk" if "Maritime" in bank_of(importer, number) else "atlas-desk"
    decide(person(bank), number, decision="domicile", account="1212345678")
    decide(person("exchange-officer"), number, decision="agree")
    pay(importer, number)
    decide(person("trade-registrar"), number, decision="register")
    assert document_code(importer, number)


def bank_of(importer: Window, number: str) -> str:
    """The bank that the case now waits for."""
    importer.go(f"/cases/{number}/")
    return importer.page.locator("main").inner_text()


def answer(importer: Window, number: str, words: str) -> None:
    """Answer what a body asked."""
    for _try in range(60):
        importer.page.goto(f"{importer.base}/cases/{number}/")
        link = importer.page.locator(f'main a[href^="/cases/{number}/answer/"]')
        if link.count():
            link.first.click()
            break
        time.sleep(0.5)
    importer.look()
    importer.page.locator("main textarea").first.fill(words)
    importer.page.locator('main form[enctype] button[value="continue"]').last.click()
    importer.look()
