"""What somebody stated when they looked, in the words of the register that they looked into."""

from onewindow.blocks.registers import api as registers
from onewindow.foundation.web.api import page_language


def in_words(legal_basis: str) -> str:
    """The name of a purpose that a register declares; a law that was named itself stays as it is."""
    for register in registers.registers():
        for purpose in register.purposes:
            if purpose.slug == legal_basis:
                return purpose.name.in_language(page_language())
    return legal_basis
