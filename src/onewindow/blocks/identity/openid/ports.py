"""What the provider needs others to fulfil."""

from typing import Protocol


class NumberPermission(Protocol):
    """Tells whether the population register opens people's numbers to an agency. Registers fulfils it."""

    def __call__(self, *, agency: str, purpose: str) -> bool:
        """Whether systems of ``agency`` may know the number of whoever signs in.

        :param purpose: what the system is for, in English, as it was agreed.
        """
        ...
