"""The one way to say no."""


class NotVerifiedError(Exception):
    """What was shown is not what the log's key signed. The text says what, where, and what to do."""


class NotReadableError(Exception):
    """A file is missing, or not what the command takes. Nothing was verified, and nothing disproved."""
