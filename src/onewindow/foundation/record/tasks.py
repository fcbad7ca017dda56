"""The loop of the record that the worker runs."""

from onewindow.foundation.record import sequencer


def sequence_once() -> int:
    """Number one batch of entries and sign a checkpoint over it. Returns how many; 0 when none wait."""
    return sequencer.sequence()
