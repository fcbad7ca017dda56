"""The way from a file to definitions."""

from .definitions import Definitions
from .reader import read_model


def load(xml: bytes, *, tolerant: bool = False) -> Definitions:
    """Read, check and compile a model.

    :param xml: a DMN file, version 1.2 to 1.5.
    :param tolerant: let an expression that is not FEEL answer null, as the standard has it, and list it in
        ``Definitions.problems``. Without it such a model is refused: better before it binds anybody.
    :raises ModelNotValid: with the element and the rule it breaks.
    :raises safexml.XmlRefused: it is no XML that may be read.
    """
    return Definitions(read_model(xml), tolerant=tolerant)
