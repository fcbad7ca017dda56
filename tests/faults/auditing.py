"""Afterwards: what the clients were told against what the tables hold, in plain SQL; the record replayed."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg.rows import TupleRow

from tests.faults.lives import TRADE, Life

_QUIET = {
    "jobs": "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')",
    "news": "SELECT count(*) FROM outbox_deliveryrow WHERE state = 'waiting'",
    "leaves without a number": "SELECT count(*) FROM record_entryrow WHERE leaf_index IS NULL",
    "notices of the bank": "SELECT count(*) FROM payments_sandboxorder WHERE notices_left > 0",
    "timers": "SELECT count(*) FROM cases_timer WHERE due_at < now()",
}
# Each gives one row for each thing that is there more than once.
_TWICE = {
    "two cases under one key": "SELECT result->>'number' FROM cases_answered WHERE result ? 'number'"
    " GROUP BY 1 HAVING count(*) > 1",
    "an event told twice": "SELECT case_id, kind, element FROM cases_happening"
    " GROUP BY 1, 2, 3 HAVING count(*) > 1",
    "two documents of a case": "SELECT subject FROM documents_document GROUP BY 1 HAVING count(*) > 1",
    "two fees of a case": "SELECT subject FROM payments_paymentrequestrow GROUP BY 1 HAVING count(*) > 1",
    "a fee settled twice": "SELECT request_id FROM payments_ledgerentry WHERE kind = 'settled'"
    " GROUP BY 1 HAVING count(*) > 1",
    "one domiciliation number for two cases": "SELECT data->>'domiciliation_number' FROM cases_case"
    " WHERE data ? 'domiciliation_number' GROUP BY 1 HAVING count(*) > 1",
    "one register number for two cases": "SELECT coalesce(data->>'registration_number',"
    " data->>'extract_number') FROM cases_case GROUP BY 1 HAVING count(*) > 1",
    "a letter written twice": "SELECT subject, texts->'en'->>0 FROM notifications_letterrow"
    " GROUP BY 1, 2 HAVING count(*) > 1",
    "an e-mail noted twice": "SELECT letter_id, account FROM notifications_emailrow"
    " GROUP BY 1, 2 HAVING count(*) > 1",
}
_STUCK = {
    "a case that stands still": "SELECT number FROM cases_case WHERE status = 'open' OR incident <> ''",
    "a document or payment that is still awaited": "SELECT case_id FROM cases_work"
    " WHERE state = 'open' AND side = 'house' AND kind <> 'receive'",
    "a job that failed": "SELECT task_name, args FROM procrastinate_jobs WHERE status = 'failed'",
    "news that nobody could read": "SELECT subscriber, error FROM outbox_deliveryrow WHERE state = 'dead'",
}
_BOOKS = {
    "books that do not add up": "SELECT currency, sum(minor) FROM payments_posting"
    " GROUP BY 1 HAVING sum(minor) <> 0",
    "an entry that does not add up": "SELECT entry_id FROM payments_posting"
    " GROUP BY entry_id, currency HAVING sum(minor) <> 0",
}
Connection = psycopg.Connection[TupleRow]


@dataclass
class Findings:
    """What was found, each in words. Empty is good."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    held: int = 0

    @property
    def all(self) -> list[str]:
        return [*self.lost, *self.doubled, *self.stuck, *self.wrong]


def wait_until_quiet(url: str, *, patience: float, every: float = 0.5) -> list[str]:
    """Wait until nothing is left to do; what is left when the patience is over.

    :param every: seconds between two looks.
    """
    end = time.monotonic() + patience
    with psycopg.connect(url, autocommit=True) as connection:
        while True:
            counted = {name: _number(connection, question) for name, question in _QUIET.items()}
            left = [f"{number} {name} are left" for name, number in counted.items() if number]
            if not left or time.monotonic() > end:
                return left
            time.sleep(every)


def audit(url: str, lives: Sequence[Life], *, var: Path) -> Findings:
    """Hold everything that was acknowledged against everything that is there."""
    found = Findings()
    with psycopg.connect(url) as connection:
        for life in lives:
            _audit_life(connection, life, found)
        _nothing_more(connection, lives, found)
        for name, question in _TWICE.items():
            _none(connection, name, question, found, found.doubled)
        for name, question in _STUCK.items():
            _none(connection, name, question, found, found.stuck)
        for name, question in _BOOKS.items():
            _none(connection, name, question, found, found.wrong)
    _written_twice(url, var, found)
    _replay(var, found)
    return found


def _audit_life(connection: Connection, life: Life, found: Findings) -> None:
    """Everything that this client was told is there."""
    if life.problem:
        (found.wrong if "Refused" in life.problem else found.stuck).append(f"{life.key}: {life.problem}")
    if not life.number:
        return
    case = "SELECT count(*) FROM cases_case WHERE number = %s"
    _holds(_number(connection, case, life.number) == 1, f"case {life.number}", found)
    told = "SELECT h.kind, h.element FROM cases_happening h JOIN cases_case c ON c.id = h.case_id"
    story = connection.execute(f"{told} WHERE c.number = %s", [life.number]).fetchall()
    known = {"filed" if kind == "filed" else element for kind, element in story}
    for what in sorted(life.done):
        _holds(what in known, f"{what} of {life.number}", found)
    if life.outcome == "granted":
        document = "SELECT count(*) FROM documents_document WHERE subject = %s"
        _holds(_number(connection, document, f"case/{life.number}") > 0, f"document of {life.number}", found)


def _nothing_more(connection: Connection, lives: Sequence[Life], found: Findings) -> None:
    """As many of everything as there are lives, and not one more."""
    trade = sum(life.service == TRADE for life in lives)
    for name, question, number in (
        ("cases", "SELECT count(*) FROM cases_case", len(lives)),
        ("documents", "SELECT count(*) FROM documents_document", len(lives)),
        ("fees", "SELECT count(*) FROM payments_paymentrequestrow", trade),
        ("payments", "SELECT count(*) FROM payments_ledgerentry WHERE kind = 'settled'", trade),
        ("domiciliations", "SELECT last FROM cases_counter WHERE name LIKE '%%domiciliation%%'", trade),
        ("letters", "SELECT count(*) FROM notifications_letterrow WHERE subject LIKE 'case/%%'"
         " AND key NOT LIKE '%%task%%'", len(lives)),
    ):  # fmt: skip
        there = _number(connection, question)
        if there > number:
            found.doubled.append(f"{there} {name} instead of {number}")
        elif there < number:
            found.lost.append(f"{there} {name} instead of {number}")
        else:
            found.held += 1


def _written_twice(url: str, var: Path, found: Findings) -> None:
    """Steps of cases that the record has more than once; only the program itself opens what it sealed."""
    command = [sys.executable, "-m", "tests.faults.inside", "twice"]
    environment = {**os.environ, "DATABASE_URL": url, "ONEWINDOW_VAR_DIR": str(var)}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    twice = json.loads(done.stdout.splitlines()[-1])
    found.doubled.extend(f"an entry of the record written twice: {each}" for each in twice[:10])
    found.held += int(not twice)


def _replay(var: Path, found: Findings) -> None:
    """The whole record, out of files, by the program that shares no code with the one that wrote it."""
    folder = var.parent / "export"
    command = [
        sys.executable,
        "-m",
        "onewindow_verify",
        "log",
        str(folder),
        "--key",
        str(var / "keys/log.pub"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        found.held += 1
    else:
        found.wrong.append(f"the record: {done.stdout}{done.stderr}".strip())


def _none(connection: Connection, name: str, question: str, found: Findings, problems: list[str]) -> None:
    rows = connection.execute(question).fetchall()
    problems.extend(f"{name}: {row}" for row in rows[:10])
    found.held += int(not rows)


def _holds(holds: bool, what: str, found: Findings) -> None:
    if holds:
        found.held += 1
    else:
        found.lost.append(what)


def _number(connection: Connection, question: str, *values: object) -> int:
    row = connection.execute(question, values or None).fetchone()
    return int(row[0]) if row and row[0] is not None else 0
