"""What each party does in the trade journey, page by page."""

import re
import time
from pathlib import Path

from tests.journeys.window import Window

SERVICE = "trade-ministry/external-trade-certificate"
INVOICE = Path(__file__).parent / "files" / "invoice.xml"


def invoice(folder: Path, **values: str) -> Path:
    """An invoice of one line, as a supplier's program sends it."""
    file = folder / f"{values['number']}.xml"
    file.write_text(INVOICE.read_text(encoding="utf-8").format(**values), encoding="utf-8")
    return file


def file_request(
    importer: Window,
    invoice_file: Path,
    *,
    company: str = "register/companies/1204567A",
    settlement: str = "documentary-credit",
) -> str:
    """File a request by dropping an invoice; gives the case's number."""
    send_request(importer, invoice_file, company=company, settlement=settlement)
    found = re.search(r"TCE-\d{4}-\d{6}", importer.page.url)
    assert found, importer.text
    return found.group()


def send_request(
    importer: Window, invoice_file: Path, *, company: str, settlement: str = "documentary-credit"
) -> None:
    """Fill a request in by dropping an invoice and send it off; where that leads depends on the company."""
    importer.go(f"/services/{SERVICE}/")
    importer.go(f"/apply/{SERVICE}/")
    if importer.page.locator('[name="principal"]').count():
        importer.choose("principal", company)
    importer.page.locator("main form button").last.click()
    importer.look()
    importer.drop("invoice", invoice_file)
    importer.press(value="continue")
    for _page in range(12):
        if "/check/" in importer.page.url:
            break
        _answer_what_is_open(importer, settlement)
        importer.press(value="continue")
    assert "/check/" in importer.page.url, importer.text
    importer.page.locator("main form button").first.click()
    importer.look()


def _answer_what_is_open(window: Window, settlement: str) -> None:
    """Answer the questions of this page that no invoice answers."""
    page = window.page
    for name, value in (("regime", "home-use"), ("incoterm", "CIF"), ("settlement", settlement)):
        if page.locator(f'[name="{name}"]').count():
            window.choose(name, value)
    if page.locator('[name="incoterm_place"]').count():
        window.fill(incoterm_place="Port-Neuf")
    for name, words, value in (
        ("provenance", "France", "FR"),
        ("loading_place", "Marseille", "FRMRS"),
        ("entry_place", "Rades", "TNRDS"),
    ):
        if page.locator(f'[name="{name}"], [name="{name}__search"]').count():
            window.code(name, words, value)
    if page.locator('[name="without_payment_reason"]').count():
        window.fill(without_payment_reason="Replacement under guarantee")


def open_task(officer: Window, number: str) -> None:
    """Open the task of a case from the inbox; it may take a moment to arrive."""
    for _try in range(60):
        officer.page.goto(f"{officer.base}/desk/")
        row = officer.page.locator("tr", has_text=number)
        if row.count():
            officer.look()
            row.locator("a").first.click()
            officer.look()
            return
        time.sleep(0.5)
    raise AssertionError(f"{number} does not arrive:\n{officer.text}")


def decide(officer: Window, number: str, **answers: str) -> None:
    """Take the task of a case and decide it. ``lines__0__opinion`` is the field ``lines/0/opinion``.

    An answer may open further questions: they are answered when they come.
    """
    open_task(officer, number)
    for _round in range(3):
        for name, value in answers.items():
            _answer(officer, name.replace("__", "/"), value)
        officer.page.locator('main form[enctype] button[value="continue"]').last.click()
        officer.look()
        if "/desk/work/" not in officer.page.url:
            return
    raise AssertionError(officer.text)


def _answer(officer: Window, field: str, value: str) -> None:
    control = officer.page.locator(f'[name="{field}"]')
    if not control.count():
        return
    if control.first.get_attribute("type") in ("radio", "checkbox") or control.locator("option").count():
        officer.choose(field, value)
    else:
        control.fill(value)


def pay(payer: Window, number: str) -> None:
    """Pay the fee of a case at the bank's page."""
    for _try in range(60):
        payer.page.goto(f"{payer.base}/cases/{number}/")
        link = payer.page.locator('main a[href^="/pay/"]')
        if link.count():
            link.first.click()
            break
        time.sleep(0.5)
    payer.look()
    payer.page.locator("main form button").first.click()
    payer.page.wait_for_load_state()
    assert payer.page.locator('form button[value="pay"]').count(), f"{payer.page.url}\n{payer.text}"
    payer.page.locator('form button[value="pay"]').first.click()
    payer.page.wait_for_load_state()


def wait_for(window: Window, path: str, words: str, seconds: int = 60) -> None:
    """Look at a page until words stand on it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        window.page.goto(window.base + path)
        if words in window.text:
            window.look()
            return
        time.sleep(0.5)
    raise AssertionError(f"“{words}” does not come at {path}:\n{window.text}")


def document_code(holder: Window, number: str) -> str:
    """The code of the document that a case gave, once it is there."""
    for _try in range(120):
        holder.page.goto(f"{holder.base}/cases/{number}/")
        link = holder.page.locator('main a[href^="/documents/"]')
        if link.count():
            holder.look()
            return str(link.first.get_attribute("href")).strip("/").split("/")[-1]
        time.sleep(0.5)
    raise AssertionError(f"no document comes for {number}:\n{holder.text}")


def fetch(window: Window, path: str, file: Path) -> Path:
    """Save what stands at an address, as a browser does."""
    answer = window.context.request.get(window.base + path)
    assert answer.ok, f"{path}: {answer.status}"
    file.write_bytes(answer.body())
    return file
