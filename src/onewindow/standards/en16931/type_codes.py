"""What kind of document a type code stands for (BT-3, UNTDID 1001)."""

import re

from onewindow.kernel.errors import N_
from onewindow.standards.en16931.errors import CreditNoteRefused
from onewindow.standards.en16931.node import Node

# The codes of UNTDID 1001 that EN 16931 reads as a credit note.
CREDIT_NOTES = frozenset(
    {"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"}
)
_CODE = re.compile(r"[0-9]{1,3}")


def refuse_credit_note(node: Node) -> str:
    """The type code of an invoice.

    :raises CreditNoteRefused: it is one of a credit note.
    :raises ValueNotReadable: it is no code.
    """
    code = node.content
    if not _CODE.fullmatch(code):
        raise node.unreadable(code, N_("a type code of UNTDID 1001"), "BT-3")
    if code.lstrip("0") in CREDIT_NOTES:
        raise CreditNoteRefused(field=node.path, type=code, line=node.line)
    return code
