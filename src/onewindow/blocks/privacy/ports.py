"""What privacy needs others to fulfil."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from onewindow.kernel.reference import Reference


class CaseInvolvement(Protocol):
    """Says which looks belong to a case of the person on which the officer works. Cases fulfil it."""

    def __call__(
        self, *, looks: Sequence[tuple[str, Reference, frozenset[str], datetime, datetime]]
    ) -> frozenset[int]:
        """The places of looks that a case explains.

        :param looks: account of the officer, person, references of the cases that were stated, first and last
            moment.
        """
        ...
