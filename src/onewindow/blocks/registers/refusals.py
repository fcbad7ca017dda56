"""Refused looks are told to the operators: who, at which register, and why not. Never at whom."""

import logging
from collections.abc import Generator
from contextlib import contextmanager

from onewindow.blocks.registers.access_lines import reader_of
from onewindow.blocks.registers.declarations import Declaration
from onewindow.foundation.access.types import Actor
from onewindow.kernel.errors import NotAllowed

_log = logging.getLogger("onewindow.registers")


@contextmanager
def logged(declaration: Declaration, reader: Actor) -> Generator[None]:
    """Log a refusal on its way."""
    try:
        yield
    except NotAllowed as refused:
        _log.warning(
            "refused: register %s, reader %s, %s %s",
            declaration.slug,
            reader_of(reader),
            refused.code,
            refused.field or "",
        )
        raise
