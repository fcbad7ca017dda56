"""Patterns as XQuery and XPath Functions 3.1 §5.6.1 means them, which is how FEEL's are meant.

An engine of its own, for two reasons: Python's ``re`` means other things by some of the same signs, and its
time on a hostile pattern has no bound. This one pays for each step and keeps its stack on the heap.
"""

from .compiler import compile_pattern
from .errors import PatternError
from .machine import Pattern
from .replacement import expand

__all__ = ["Pattern", "PatternError", "compile_pattern", "expand"]
