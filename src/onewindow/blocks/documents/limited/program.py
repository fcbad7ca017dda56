"""The limited process itself: ``python -m onewindow.blocks.documents.limited.program``.

It gets work on its standard input and answers on its standard output, one after another. It cannot write
files, has a cap on memory and time, an empty environment, and ends when its parent does. It knows no
database.
"""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from onewindow.blocks.documents.limited import frames

_PR_SET_PDEATHSIG = 1
_TEMPLATES = Path(__file__).parent / "typst"
# Only PDF/A-3 may have any other file attached (ISO 19005-3 §6.8).
_STANDARDS = {"document": "a-2b", "paper": "a-3b"}


def main() -> None:
    """Answer until the parent closes the pipe."""
    memory, cpu = int(sys.argv[1]), int(sys.argv[2])
    _limit(memory, cpu)
    source, out = sys.stdin.buffer, sys.stdout.buffer
    works: dict[str, Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]] = {
        "typeset": _Typesetter().typeset,
        "seals": _seals,
        "signatures": _signatures,
    }
    while True:
        try:
            head, body = frames.unpack(lambda count: _read(source, count))
        except EOFError:
            return
        try:
            answer, data = works[head["do"]](head, body)
        except Exception as problem:  # whatever strangers' data broke: the parent hears what it was
            answer, data = {"error": f"{type(problem).__name__}: {problem}"[:500]}, b""
        out.write(frames.pack(answer, data))
        out.flush()


def _limit(memory: int, cpu: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == 1:  # the parent died before the line above
        raise SystemExit(1)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))


def _read(source: BinaryIO, count: int) -> bytes:
    data = source.read(count)
    if len(data) < count:
        raise EOFError
    return data


class _Typesetter:
    """Typst with our own templates. Data goes in as data: it is never part of the source."""

    def __init__(self) -> None:
        self._compilers: dict[str, Any] = {}

    def typeset(self, head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
        template = str(head.get("template", "document"))
        pdf = self._compiler(template).compile(
            format="pdf",
            sys_inputs={"data": body.decode("utf-8")},
            pdf_standards=[_STANDARDS[template]],
            timestamp=head["timestamp"],
        )
        return {}, pdf

    def _compiler(self, template: str) -> Any:
        if template not in self._compilers:
            import typst

            self._compilers[template] = typst.Compiler(
                input=str(_TEMPLATES / f"{template}.typ"),
                root=str(_TEMPLATES),
                font_paths=_fonts(),
                ignore_system_fonts=True,
            )
        return self._compilers[template]


def _fonts() -> list[str]:
    import fontpkg_noto_sans
    import fontpkg_noto_sans_arabic

    return [str(Path(str(one.__file__)).parent) for one in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)]


def _signatures(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    import logging

    from onewindow.blocks.documents.limited import signatures

    logging.disable(logging.CRITICAL)
    return signatures.work(head, body)


def _seals(head: dict[str, Any], body: bytes) -> tuple[dict[str, Any], bytes]:
    import base64
    import logging
    from datetime import datetime

    from onewindow.standards.signing import pades

    logging.disable(logging.CRITICAL)
    found = pades.verify_pdf(
        body,
        roots=[base64.b64decode(one) for one in head["roots"]],
        at=datetime.fromisoformat(head["at"]),
        revocation_lists=[base64.b64decode(one) for one in head["lists"]],
    )
    seals = [
        {
            "state": str(seal.state),
            "signer": seal.signer,
            "organisation": seal.organisation,
            "signed_at": seal.signed_at.isoformat() if seal.signed_at else None,
            "timestamped": seal.timestamped,
        }
        for seal in found.seals
    ]
    return {"seals": seals, "genuine": found.genuine}, b""


if __name__ == "__main__":
    main()
