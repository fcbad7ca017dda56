"""What the sections of an export, and the signs of the report, are called."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext

from onewindow.kernel.errors import N_

_TOPICS: Final[Mapping[str, str]] = {
    "account": N_("Your account"),
    "sign-in": N_("How and where you signed in"),
    "posts": N_("Posts that you hold or gave"),
    "registers": N_("What registers say about you"),
    "looks": N_("Who looked at your data, and whose data you looked at"),
    "mandates": N_("Acting for others"),
    "keys": N_("Keys and certificates"),
    "documents": N_("Documents and files"),
    "payments": N_("Payments"),
    "letters": N_("Letters"),
    "cases": N_("Cases and drafts"),
    "services": N_("Services that you wrote or connected"),
    "privacy": N_("Questions, consents and objections"),
    "record": N_("Entries of the record"),
}

_SIGNS: Final[Mapping[str, str]] = {
    "oneself": N_("looked up themself"),
    "same-household": N_("lives at the same address"),
    "relative": N_("is a close relative"),
    "neighbour": N_("lives a few houses away"),
    "colleague": N_("works at the same agency"),
    "well-known": N_("was looked up by many officers"),
    "same-street": N_("lives in the same street"),
    "same-family-name": N_("has the same family name"),
    "rare-family-name": N_("the name is rare"),
    "outside-hours": N_("outside working hours"),
    "unusually-many": N_("the officer looked up unusually many people"),
}


def topic_name(topic: str) -> str:
    """The heading of a topic, in the language of the page."""
    return gettext(_TOPICS[topic])


def sign_name(sign: str) -> str:
    """A sign in a few words, in the language of the page."""
    return gettext(_SIGNS[sign])
