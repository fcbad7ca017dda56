"""The command ``onewindow-verify``. It ends with 0 when verified, 1 when not, 2 when it could not tell."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from onewindow_verify import canonical, exports, heads, receipts
from onewindow_verify.failure import NotReadableError, NotVerifiedError
from onewindow_verify.notes import read_key

VERIFIED, NOT_VERIFIED, COULD_NOT_TELL = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and tell what was found."""
    options = _parser().parse_args(arguments)
    try:
        for line in options.run(options):
            print(line)
    except NotVerifiedError as no:
        print(f"NOT VERIFIED. {no}", file=sys.stderr)
        return NOT_VERIFIED
    except (NotReadableError, OSError, UnicodeDecodeError) as problem:
        print(f"COULD NOT TELL. {problem}", file=sys.stderr)
        return COULD_NOT_TELL
    return VERIFIED


def _receipt(options: argparse.Namespace) -> list[str]:
    found = receipts.verify(receipt=options.file, key=read_key(options.key), document=options.document)
    shown = [
        f"  {field}: {canonical.spell(value).decode()}" for field, value in sorted(found.disclosed.items())
    ]
    return [
        f"VERIFIED. Entry {found.index} of the log, among {found.head.size} that were signed for.",
        f"  what: {found.leaf['kind']}",
        f"  when: {found.leaf['at']}",
        *(shown or ["  What it said was erased; that it was there is proven."]),
        *(["  The document is the one that was recorded."] if found.document else []),
    ]


def _log(options: argparse.Namespace) -> list[str]:
    found = exports.verify(folder=options.folder, key=read_key(options.key))
    return [
        f"VERIFIED. {found.leaves} leaves, {found.tiles} tiles, {found.checkpoints} signed checkpoints.",
        f"  {found.leaves - len(found.erased)} leaves say what they committed to;"
        f" {len(found.erased)} were erased, each told of in the log.",
    ]


def _consistency(options: argparse.Namespace) -> list[str]:
    old, new = heads.verify(old=options.old, new=options.new, key=read_key(options.key), proof=options.proof)
    return [f"VERIFIED. The log of {new.size} leaves holds the one of {old.size} unchanged."]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="onewindow-verify", description="Check receipts and logs of a One Window, from files alone."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    receipt = commands.add_parser("receipt", help="verify a receipt, and the document that goes with it")
    receipt.add_argument("file", type=Path, help="the receipt")
    receipt.add_argument("--document", type=Path, help="the document, such as the sealed PDF")
    log = commands.add_parser("log", help="replay an exported log, every leaf, tile and checkpoint")
    log.add_argument("folder", type=Path, help="the folder that `onewindow record export` wrote")
    consistency = commands.add_parser("consistency", help="verify that a newer log extends an older one")
    consistency.add_argument("old", type=Path, help="a checkpoint that you kept, or an exported log")
    consistency.add_argument("new", type=Path, help="an exported log, or a checkpoint with --proof")
    consistency.add_argument("--proof", type=Path, help="the proof that the log gave you")
    for command, run in ((receipt, _receipt), (log, _log), (consistency, _consistency)):
        command.add_argument("--key", required=True, help="the log's public key, or a file that holds it")
        command.set_defaults(run=run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
