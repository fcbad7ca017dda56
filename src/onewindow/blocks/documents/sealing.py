"""Looking at the seals of a PDF from a stranger, in the limited process."""

import base64
import re
from datetime import datetime

from onewindow.blocks.documents import codes
from onewindow.blocks.documents.joined import seal_keys
from onewindow.blocks.documents.limited.process import LimitedFailed, LimitedProcess
from onewindow.blocks.documents.types import SealSeen

looker = LimitedProcess(memory=1_500_000_000, seconds=15.0, works=100)
# Files of strangers have a process of their own: no filing waits for them, nor do many of them in a row.
strangers = LimitedProcess(memory=1_500_000_000, seconds=15.0, works=100, patience=5.0)
# The place of a seal is the verification address, a literal string (ISO 32000-1 §7.3.4.2, §12.8.1).
_PLACE = re.compile(rb"/Location\s{0,5}\(((?:\\.|[^\\)]){1,2000})\)")
_OCTAL = re.compile(rb"\\([0-7]{3})")
_NAMED = re.compile(rb"/verify/([0-9A-Za-z\-]{12,16})")


def seal_of(pdf: bytes, *, at: datetime, by: LimitedProcess = looker) -> SealSeen | None:
    """The first seal that is not good, else the last; None where the file has none that can be read.

    :param at: the time of the check. :param by: which process looks.
    """
    keys = seal_keys()
    head = {
        "do": "seals",
        "at": at.isoformat(),
        "roots": [base64.b64encode(one).decode("ascii") for one in keys.roots()],
        "lists": [base64.b64encode(one).decode("ascii") for one in keys.revocation_lists()],
    }
    try:
        answer, _ = by.work(head, pdf)
    except LimitedFailed:
        return None
    seals = [_seen(one) for one in answer["seals"]]
    return next((seal for seal in seals if seal.state != "good"), seals[-1] if seals else None)


def _seen(told: dict[str, object]) -> SealSeen:
    when = told["signed_at"]
    return SealSeen(
        state=str(told["state"]),
        signer=str(told["signer"]),
        organisation=str(told["organisation"]),
        signed_at=datetime.fromisoformat(when) if isinstance(when, str) else None,
        timestamped=bool(told["timestamped"]),
    )


def codes_named_in(pdf: bytes) -> tuple[str, ...]:
    """Codes of documents that a file says it is, at most five."""
    places = _PLACE.findall(pdf)[:20]
    plain = b"\n".join(_OCTAL.sub(lambda one: bytes([int(one[1], 8) & 0xFF]), place) for place in places)
    # Behind the places of the seals: the link on the paper itself.
    named = (*_NAMED.findall(plain), *_NAMED.findall(pdf)[:20])
    found = (codes.read_code(one.decode("ascii")) for one in named)
    return tuple(dict.fromkeys(code for code in found if code))[:5]
