"""``onewindow file``, ``case``, ``verify`` and ``record export``: the doors, from a console on the machine.

Whoever may run these can read the database anyway; the rules of the rooms hold all the same, for the account
that is named.
"""

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from onewindow.commands.console import say
from onewindow.commands.surroundings import house
from onewindow.kernel.errors import N_, InvalidInput
from onewindow.kernel.reference import Reference


class NotAnswers(InvalidInput):
    code = "not-answers"
    message = N_("{file} holds no JSON object of answers.")
    way_out = N_("Write one entry for each field of the form: its name, and the answer.")


def file_case(*, service: str, file: Path, account: str, applicant: str | None, language: str) -> None:
    """File the answers of a JSON file; the same file again gives the same case."""
    data = file.read_bytes()
    answers = _answers(file, data)
    with house():
        from onewindow.blocks.cases import api as cases
        from onewindow.blocks.identity import api as identity

        actor = identity.actor_of_account(account=account, assurance="high")
        filed = cases.file_case(
            service=service,
            actor=actor,
            applicant=Reference(applicant) if applicant else actor.person or Reference.of("account", account),
            answers=answers,
            channel="api",
            language=language,
            key=f"console-{sha256(data).hexdigest()}",
        )
    print(f"{filed.number}\t{filed.status}\t{'filed before' if filed.again else 'filed'}")


def show_case(*, number: str, account: str) -> None:
    """Where a case stands, and what happened to it."""
    with house():
        from onewindow.blocks.cases import api as cases
        from onewindow.blocks.identity import api as identity

        actor = identity.actor_of_account(account=account, assurance="high")
        case, lines = cases.case(number=number, actor=actor), cases.story(number=number, actor=actor)
    print(f"{case.number}\t{case.service}\t{case.status}\tfiled {case.filed_at:%Y-%m-%d %H:%M} UTC")
    for line in lines:
        print(f"{line.at:%Y-%m-%d %H:%M:%S}\t{line.kind}\t{line.element}\t{line.agency}")
    for work in case.works:
        print(f"{work.state}\t{work.element}\t{work.agency}")


def verify(*, file: Path) -> bool:
    """Whether a file is genuine, or its signatures hold; each finding is printed, in plain words."""
    with house():
        from onewindow.blocks.documents import api as documents

        seen = documents.verify_file(data=file.read_bytes())
    print(seen.answer)
    if seen.document is not None:
        print(f"{seen.document.number}\t{seen.document.code}")
    for one in seen.signatures.signatures if seen.signatures else ():
        when = one.proven_at or one.claimed_at
        print(f"{'holds' if one.holds else 'does not hold'}\t{one.level}\t{one.signer}\t{when or ''}")
        for found in one.findings:
            print(f"\t{found.severity}\t{found.message.format(**found.values)}")
    return seen.answer in ("genuine", "signature-holds")


def export_record(*, folder: Path) -> None:
    """Write the whole log into a folder, for ``onewindow-verify log``."""
    with house():
        from onewindow.foundation.record import api as record

        checkpoint = record.export(folder=folder)
    say(f"{checkpoint.size} entries are in {folder}. Check them with: onewindow-verify log {folder}")


def _answers(file: Path, data: bytes) -> Mapping[str, Any]:
    try:
        answers = json.loads(data)
    except ValueError as problem:
        raise NotAnswers(file=file) from problem
    if not isinstance(answers, dict):
        raise NotAnswers(file=file)
    return answers
