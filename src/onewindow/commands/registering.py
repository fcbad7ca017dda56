"""Importing into registers and exporting from them, at the console."""

import time
from pathlib import Path
from typing import TYPE_CHECKING

from onewindow.commands.console import say
from onewindow.commands.surroundings import house

if TYPE_CHECKING:
    from onewindow.blocks.registers.types import BulkView, ScanView

_TELL_EVERY = 2.0
_SHOWN = 50


def import_file(
    *, register: str, file: Path, account: str, source: str, mapping: Path | None, dry: bool, second: str = ""
) -> int:
    """Import a file, telling how far it is; 0 where every row was taken, else 1.

    :param second: account of the officer who confirms what one alone may not change.
    """
    with house():
        from onewindow.blocks.identity import api as identity
        from onewindow.blocks.registers import api as registers

        officer = identity.actor_of_account(account=account, assurance="high")
        asked = registers.ask_import(
            register=register,
            file=file,
            name=file.name,
            mapping=mapping.read_text(encoding="utf-8") if mapping else "",
            source=source,
            dry=dry,
            officer=officer,
        )
        if asked.state == "asked":
            if not second:
                say(f"Import {asked.number} waits for a second officer: --confirmed-by, or its page.")
                return 1
            confirming = identity.actor_of_account(account=second, assurance="high")
            registers.confirm_import(number=asked.number, officer=confirming)
        done = registers.run_import(number=asked.number, tell=_Telling())
        refused = registers.rejected(number=asked.number, officer=officer, limit=_SHOWN)
    for row in refused:
        say(f"line {row.line}, {row.field or 'row'}: {row.rule} {row.way_out}")
    if done.rejected > len(refused):
        say(f"… and {done.rejected - len(refused):,} more; the page of import {done.number} has all of them.")
    if done.problem:
        say(done.problem)
    would = "would be " if dry else ""
    told = f"{done.new:,} {would}new, {done.changed:,} {would}changed, {done.rejected:,} rejected"
    say(f"{done.done:,} rows: {told}.")
    return 1 if done.rejected or done.problem else 0


def find_duplicates(*, register: str) -> None:
    """Fill the queue of pairs, telling how far it is."""
    with house():
        from onewindow.blocks.registers import api as registers

        found = registers.find_duplicates(register=register, tell=_Searching())
    say(
        f"{found.entries:,} entries, {found.pairs:,} pairs compared, {found.found:,} new to decide on:"
        f" /registers/{register}/duplicates/"
    )


class _Searching:
    """Says every two seconds how far a search for duplicates is."""

    def __init__(self) -> None:
        self.told = time.monotonic()

    def __call__(self, found: "ScanView") -> None:
        now = time.monotonic()
        if now - self.told >= _TELL_EVERY:
            self.told = now
            say(f"  {found.entries:,} entries read, {found.pairs:,} pairs compared")


class _Telling:
    """Says every two seconds how many rows are done."""

    def __init__(self) -> None:
        self.told = time.monotonic()

    def __call__(self, run: "BulkView") -> None:
        now = time.monotonic()
        if now - self.told >= _TELL_EVERY:
            self.told = now
            say(f"  {run.done:,}{f' of {run.total:,}' if run.total else ''} rows; {run.rejected:,} rejected")


def export_file(*, register: str, file: Path, account: str, law: str) -> None:
    """Write a register into a file; it is there only when it is whole."""
    with house():
        from onewindow.blocks.identity import api as identity
        from onewindow.blocks.registers import api as registers

        reader = identity.actor_of_account(account=account, assurance="high")
        purpose = registers.Purpose(legal_basis=law) if law else registers.PUBLIC
        kind = registers.file_kind(name=file.name)
        pieces = registers.export(register=register, kind=kind, purpose=purpose, reader=reader)
        part = file.with_name(f".{file.name}.part")
        with part.open("wb") as opened:
            for piece in pieces:
                opened.write(piece)
        part.replace(file)
    say(f"{file.stat().st_size:,} bytes in {file}.")
