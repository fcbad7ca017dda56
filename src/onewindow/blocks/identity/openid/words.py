"""What scopes are called for people."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from onewindow.kernel.errors import N_

SCOPE_WORDS: Mapping[str, str] = {
    "openid": N_("That it is you, by a name that tells nothing about you"),
    "profile": N_("Your name and your language"),
    "email": N_("Your email address"),
    "number": N_("Your number in the register of people"),
    "posts": N_("Your posts at this agency"),
}

WAY_WORDS: Mapping[str, str] = {
    "private_key_jwt": N_("By a key of its own (private_key_jwt)"),
    "client_secret_basic": N_("By a secret (client_secret_basic)"),
    "none": N_("Not at all: it runs on the devices of people (none)"),
}

ASSURANCE_WORDS: Mapping[str, str] = {
    "low": N_("Low: one factor will do"),
    "substantial": N_("Substantial: two factors"),
    "high": N_("High: a card or a certificate"),
}


def scope_words(scopes: Iterable[str]) -> tuple[str, ...]:
    """Scopes in the language of the page, in our order."""
    wanted = set(scopes)
    return tuple(_(text) for scope, text in SCOPE_WORDS.items() if scope in wanted)
