"""The one error of patterns."""


class PatternError(Exception):
    """The pattern, its flags or the replacement is not well formed; the text says why."""
