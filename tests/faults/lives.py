"""The lives of cases: what their clients do, step by step, until the decision is there."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.faults.asking import Answer, Asking, Counts

TRADE = "trade-ministry/external-trade-certificate"
EXTRACT = "civil-registry/register-extract"
CITIZENS = ("citizen", "homeowner", "importer-food", "importer-chemicals")
PARTIES = ("importer", "telecom-officer", "atlas-desk", "trade-registrar", *CITIZENS)
_LOOK_AGAIN = 0.4
"""Seconds between two looks at a case that waits for the house."""


@dataclass
class Life:
    """One case as its client knows it: only what was acknowledged.

    :param choice: how its fee is paid at the sandbox bank.
    :param done: the keys of what was acknowledged.
    """

    key: str
    service: str
    account: str
    choice: str = "pay"
    number: str = ""
    outcome: str = ""
    problem: str = ""
    done: set[str] = field(default_factory=set)


Step = Iterator[float]
"""A life in steps: each gives the seconds to wait until the next."""


@dataclass
class Town:
    """Everybody who plays, with their tokens and persons."""

    base: str
    tokens: Mapping[str, str]
    persons: Mapping[str, str]
    counts: Counts

    def as_(self, account: str) -> Asking:
        return Asking(self.base, self.tokens[account], self.counts)


def live(town: Town, life: Life) -> Step:
    """The whole life of a case of either service."""
    tell = _trade if life.service == TRADE else _extract
    return tell(town, life)


def lives(number: int, *, seed: int) -> list[Life]:
    """A mix: two requests for a certificate to three extracts."""
    choose = random.Random(seed)
    made: list[Life] = []
    for place in range(number):
        key = f"faults-{seed}-{place:06d}"
        if place % 5 < 2:
            choice = choose.choice(["pay", "pay", "pay-twice", "pay-late", "pay-silent"])
            made.append(Life(key, TRADE, "importer", choice))
        else:
            made.append(Life(key, EXTRACT, choose.choice(CITIZENS)))
    return made


def _extract(town: Town, life: Life) -> Step:
    citizen = town.as_(life.account)
    answers = {"content": "full", "purpose": "employment"}
    _file(citizen, life, applicant=town.persons[life.account], answers=answers)
    yield from _until_decided(citizen, life)


def _trade(town: Town, life: Life) -> Step:
    importer = town.as_("importer")
    contract = importer.send_file("/api/v1/uploads", name="contract.pdf", data=PDF).json()["file"]
    _file(importer, life, applicant="register/companies/1204567A", answers=trade_answers(life.key, contract))
    yield 0
    agree = {"opinion": "agree", "lines": [{"opinion": "agree"}]}
    yield from _work(town, life, importer, "technical-opinion", "telecom-officer", agree)
    domicile = {"lines": [{"matches": "yes"}], "decision": "domicile", "account": "08014000123456789012"}
    yield from _work(town, life, importer, "domiciliation", "atlas-desk", domicile)
    yield from _pay(importer, life)
    register = {"decision": "register", "valid_until": _in_days(150)}
    yield from _work(town, life, importer, "registration", "trade-registrar", register)
    yield from _until_decided(importer, life)


def _file(who: Asking, life: Life, *, applicant: str, answers: object) -> None:
    filing = {"service": life.service, "applicant": applicant, "answers": answers, "language": "en"}
    answer = who.post("/api/v1/cases", filing, key=life.key)
    life.number = answer.json()["number"]
    _acknowledged(life, "filed", answer, who)


def _work(
    town: Town, life: Life, importer: Asking, step: str, account: str, answers: Mapping[str, object]
) -> Step:
    task = None
    while task is None:
        case = importer.get(f"/api/v1/cases/{life.number}").json()
        open_tasks = (one for one in case["tasks"] if one["step"] == step and one["state"] == "open")
        task = next((one["id"] for one in open_tasks), None)
        if task is None:
            yield _LOOK_AGAIN
    answer = town.as_(account).post(
        f"/api/v1/tasks/{task}/complete", {"answers": answers}, key=f"{life.key}-{step}"
    )
    _acknowledged(life, step, answer, town.as_(account))
    yield 0


def _pay(importer: Asking, life: Life) -> Step:
    found = importer.get(f"/api/v1/payments?case={life.number}").json()
    payment = found[0]["id"]
    started = importer.ask("POST", f"/api/v1/payments/{payment}/attempts", b"").json()
    importer.choose_at_the_bank(started["redirect_url"], life.choice)
    life.done.add("pay-fee")
    yield 0


def _until_decided(who: Asking, life: Life) -> Step:
    while life.outcome in ("", "open"):
        yield _LOOK_AGAIN
        life.outcome = who.get(f"/api/v1/cases/{life.number}").json()["status"]


def _acknowledged(life: Life, what: str, answer: Answer, who: Asking) -> None:
    life.done.add(what)
    # 200 instead of 201: it was done before, and the answer that said so was lost.
    who.counts.add(told_before=int(what == "filed" and answer.status == 200))


def trade_answers(key: str, contract: str) -> dict[str, object]:
    """A request for ten telephones from France, by documentary credit."""
    line = {
        "description": "Telephones", "hs_code": "851713", "origin": "FR", "quantity": "10", "unit": "C62",
        "price": "100.5", "amount": "1005.00",
    }  # fmt: skip
    return {
        "invoice_number": key, "invoice_date": _in_days(-3), "contract": {"file": contract},
        "supplier_name": "Acme", "supplier_address": "1 rue des Lilas, Lyon", "supplier_country": "FR",
        "regime": "home-use", "incoterm": "CIF", "incoterm_place": "Port-Neuf", "currency": "EUR",
        "settlement": "documentary-credit", "provenance": "FR", "loading_place": "FRMRS",
        "entry_place": "TNTUN", "valid_until": _in_days(150), "lines": [line],
    }  # fmt: skip


def _in_days(days: int) -> str:
    return (date.today() + timedelta(days=days)).isoformat()


def _pdf() -> bytes:
    """The smallest PDF that readers accept."""
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    parts.append(b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>")
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(out)
    return out + b"xref\n0 4\n0000000000 65535 f \n" + table + tail


PDF = _pdf()
