"""What may be put under a legal hold."""

from onewindow.blocks.privacy.errors import TextMissing
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

_HOLDABLE = ("register/people/", "register/companies/", "account/", "case/")


def held_subject(text: str) -> Reference:
    """What somebody named: by reference, or a person, a case or a company by its number alone.

    :raises TextMissing: it names nothing that can be held.
    """
    said = text.strip()
    if not said:
        raise TextMissing(field="subject")
    kind = "register/people" if said.isdigit() else "case" if "-" in said else "register/companies"
    if "/" in said and not said.startswith(_HOLDABLE):
        raise TextMissing(field="subject")
    try:
        return Reference(said if "/" in said else f"{kind}/{said}")
    except OnewindowError as problem:
        raise TextMissing(field="subject") from problem
