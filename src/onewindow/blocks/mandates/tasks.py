"""What the worker does for mandates."""

from onewindow.blocks.mandates import acts


def lapse_acts_once() -> int:
    """Call off what a company's officers did not sign in time; how many."""
    return acts.lapse()
