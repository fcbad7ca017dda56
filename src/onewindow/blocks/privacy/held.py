"""What may be put under a legal hold."""

from onewindow.blocks.privacy.errors import TextMissing
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

_HOLDABLE = ("register/people/", "register/companies/", "account/", "case/")


def held_subject(text: str) -> Reference:
    """The reference that somebody wrote.

    :raises TextMissing: it names nothing that can be held.
    """
    if not text.strip().startswith(_HOLDABLE):
        raise TextMissing(field="subject")
    try:
        return Reference(text.strip())
    except OnewindowError as problem:
        raise TextMissing(field="subject") from problem
