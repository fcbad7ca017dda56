"""Errors of FEEL as text, and of evaluations that want too much.

A FEEL error while evaluating is no exception but null with a reason: see ``reasons``.
"""

from onewindow.kernel.errors import N_, InvalidInput, OnewindowError


class FeelSyntaxError(InvalidInput):
    """The text is not FEEL. Values: ``text`` (around the place), ``at`` (offset), ``expected``."""

    code = "feel-syntax"
    message = N_("This is not a FEEL expression: at character {at}, near “{near}”, {expected}.")
    way_out = N_("Correct the expression there.")


class UnknownName(FeelSyntaxError):
    """A name that nothing in scope has. Values: ``name``."""

    code = "feel-unknown-name"
    message = N_("The expression uses “{name}”, which is not known here.")
    way_out = N_("Check its spelling, or declare it.")


class BudgetSpent(OnewindowError):
    """The evaluation was stopped. Values: ``kind`` (steps, depth or memory)."""

    code = "feel-budget-spent"
    message = N_("The expression was stopped because it needs too much ({kind}).")
    way_out = N_("Simplify it, or work on fewer items at a time.")


class NotAFeelValue(InvalidInput):
    """A value given to FEEL that it has no type for. Values: ``kind``."""

    code = "feel-value"
    message = N_("A value of the kind {kind} cannot be used in an expression.")
    way_out = N_("Use text, whole or decimal numbers, yes/no, dates, times, durations, lists and contexts.")
