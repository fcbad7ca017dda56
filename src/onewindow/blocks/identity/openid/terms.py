"""Which terms of a system can be agreed at all."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import urlsplit

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, KeySetSerialization, OKPKey, RSAKey

from onewindow.blocks.identity.openid.app_settings import EGRESS
from onewindow.blocks.identity.openid.errors import TermsNotValid
from onewindow.blocks.identity.openid.types import SCOPES, STATE_ONLY, WAYS, Terms
from onewindow.foundation.access.types import ASSURANCE_ORDER
from onewindow.foundation.egress import api as egress
from onewindow.kernel.errors import N_, OnewindowError, Phrase, Problems

_IDENTIFIER = re.compile(r"[a-z][a-z0-9-]{2,60}")
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_LONGEST_ADDRESS = 500
_MOST = 20
_SECRET_PARTS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_SMALLEST_RSA = 2048


def check_terms(terms: Terms, *, private: bool) -> None:
    """Pass, or name everything that is wrong.

    :param private: a body outside the state runs the system.
    :raises Problems: at least one rule is broken.
    """
    found = [
        *_words(terms),
        *_addresses(terms),
        *_keys(terms),
        *_scopes(terms, private=private),
    ]
    if found:
        raise Problems(found)


def _fault(field: str, rule: Phrase) -> OnewindowError:
    return TermsNotValid(field=field, rule=rule)


def _words(terms: Terms) -> Iterator[OnewindowError]:
    if not _IDENTIFIER.fullmatch(terms.client_id):
        yield _fault("client_id", N_("Give an identifier of 3 to 61 small letters, digits and hyphens."))
    if not terms.names.get("en"):
        yield _fault("name_en", N_("Give the system a name in English."))
    if not terms.purposes.get("en"):
        yield _fault("purpose_en", N_("Say in English what people sign in there for."))
    if terms.way not in WAYS:
        yield _fault("way", N_("Choose how the system says who it is."))
    if terms.assurance not in ASSURANCE_ORDER[1:]:
        yield _fault("assurance", N_("Choose the weakest sign-in that will do."))
    if terms.way == "none" and terms.pushed:
        yield _fault("pushed", N_("A system that cannot say who it is cannot push its requests."))


def _addresses(terms: Terms) -> Iterator[OnewindowError]:
    if not terms.redirect_uris:
        yield _fault("redirect_uris", N_("Give at least one address to come back to."))
    for field, addresses in (
        ("redirect_uris", terms.redirect_uris),
        ("after_logout_uris", terms.after_logout_uris),
    ):
        if len(addresses) > _MOST or any(not _is_exact(address) for address in addresses):
            yield _fault(
                field,
                N_(
                    "Give up to 20 exact addresses that begin with https:// (or http://127.0.0.1 for programs"
                    " on one’s own machine), without *, user names or a part after #."
                ),
            )
    if terms.logout_uri and not (
        _is_exact(terms.logout_uri) and egress.may_reach(url=terms.logout_uri, connector=EGRESS)
    ):
        yield _fault(
            "logout_uri",
            N_("We may not connect to this address. Ask the operator to put it on the egress list “openid”."),
        )


def _is_exact(address: str) -> bool:
    """One address that every program reads the same way."""
    if (
        len(address) > _LONGEST_ADDRESS
        or not address.isascii()
        or any(c <= " " or c in '\\*#"<>' for c in address)
    ):
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    if parts.username is not None or parts.password is not None or not parts.hostname or port == 0:
        return False
    if (
        parts.netloc != parts.netloc.lower()
        or not address.startswith(parts.scheme)
        or "%" in parts.netloc
        or "/../" in f"{parts.path}/"
    ):
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK)


def _keys(terms: Terms) -> Iterator[OnewindowError]:
    if terms.way != "private_key_jwt":
        if terms.keys:
            yield _fault("keys", N_("Only a system that says who it is by a key has keys."))
        return
    if not 1 <= len(terms.keys) <= _MOST or not all(_is_public_key(key) for key in terms.keys):
        yield _fault(
            "keys",
            N_(
                "Give a JWK set with public keys: EC on P-256, Ed25519, or RSA with 2048 bits or more."
                " Never the private half."
            ),
        )


def _is_public_key(key: Mapping[str, Any]) -> bool:
    if not isinstance(key, Mapping) or _SECRET_PARTS & set(key):
        return False
    try:
        read = KeySet.import_key_set(cast("KeySetSerialization", {"keys": [dict(key)]})).keys[0]
    except (JoseError, ValueError, KeyError, TypeError):
        return False
    if isinstance(read, ECKey):
        return read.curve_name == "P-256"
    if isinstance(read, OKPKey):
        return read.curve_name == "Ed25519"
    return isinstance(read, RSAKey) and read.public_key.key_size >= _SMALLEST_RSA


def _scopes(terms: Terms, *, private: bool) -> Iterator[OnewindowError]:
    if "openid" not in terms.scopes or not set(terms.scopes) <= set(SCOPES):
        yield _fault("scopes", N_("Choose what the system may know from the list."))
    if private and STATE_ONLY & set(terms.scopes):
        yield _fault("scopes", N_("Numbers of people and posts of officers are for agencies only."))
    if private and terms.trusted:
        yield _fault("trusted", N_("People are asked before a private body learns something about them."))
