"""The form about a system: terms to fields and back."""

from typing import Any, Final

import orjson
from django.utils.translation import gettext as _

from onewindow.blocks.identity.openid.errors import TermsNotValid
from onewindow.blocks.identity.openid.types import SCOPES, STATE_ONLY, Terms
from onewindow.blocks.identity.openid.words import ASSURANCE_WORDS, SCOPE_WORDS, WAY_WORDS, scope_words
from onewindow.foundation.web.api import page_language
from onewindow.foundation.web.types import ErrorSummary, FieldView, Option, SummaryRow
from onewindow.kernel.errors import N_

_LANGUAGES: Final = ("en", "fr", "ar")
EMPTY: Final[dict[str, list[str]]] = {
    "client_id": [],
    **{f"name_{language}": [] for language in _LANGUAGES},
    **{f"purpose_{language}": [] for language in _LANGUAGES},
    "way": ["private_key_jwt"],
    "keys": [],
    "redirect_uris": [],
    "after_logout_uris": [],
    "logout_uri": [],
    "scopes": ["openid"],
    "assurance": ["substantial"],
    "pushed": ["no"],
    "trusted": ["no"],
}
"""The fields and what stands in them at first."""


def posted(terms: Terms) -> dict[str, list[str]]:
    """Terms as the form would send them."""
    jwks = orjson.dumps({"keys": list(terms.keys)}, option=orjson.OPT_INDENT_2).decode() if terms.keys else ""
    return {
        "client_id": [terms.client_id],
        **{f"name_{language}": [terms.names.get(language, "")] for language in _LANGUAGES},
        **{f"purpose_{language}": [terms.purposes.get(language, "")] for language in _LANGUAGES},
        "way": [terms.way],
        "keys": [jwks],
        "redirect_uris": ["\n".join(terms.redirect_uris)],
        "after_logout_uris": ["\n".join(terms.after_logout_uris)],
        "logout_uri": [terms.logout_uri],
        "scopes": list(terms.scopes),
        "assurance": [terms.assurance],
        "pushed": ["yes" if terms.pushed else "no"],
        "trusted": ["yes" if terms.trusted else "no"],
    }


def terms_of_form(values: dict[str, list[str]]) -> Terms:
    """What was sent. Whether it can be agreed, ``registering.propose`` finds out.

    :raises TermsNotValid: the keys are no JWK set.
    """
    said: dict[str, Any] = {
        "client_id": _one(values, "client_id"),
        "names": _texts(values, "name"),
        "purposes": _texts(values, "purpose"),
        "way": _one(values, "way"),
        "keys": _jwks(_one(values, "keys")),
        "redirect_uris": _lines(values, "redirect_uris"),
        "after_logout_uris": _lines(values, "after_logout_uris"),
        "logout_uri": _one(values, "logout_uri"),
        "scopes": tuple(dict.fromkeys(values.get("scopes", []))),
        "assurance": _one(values, "assurance"),
        "pushed": _one(values, "pushed") == "yes",
        "trusted": _one(values, "trusted") == "yes",
    }
    return Terms(**said)


def rows_of(terms: Terms) -> list[SummaryRow]:
    """Terms for whoever has to approve them: every address in full."""
    language = page_language() if page_language() in terms.purposes else "en"
    purpose = terms.purposes[language]
    rows = [
        SummaryRow(key=_("Identifier"), value=terms.client_id),
        SummaryRow(key=_("What for"), value=purpose, language=language),
        SummaryRow(key=_("How it says who it is"), value=_(WAY_WORDS[terms.way])),
        SummaryRow(key=_("What it gets to know"), value="; ".join(scope_words(terms.scopes))),
        SummaryRow(key=_("The weakest sign-in"), value=_(ASSURANCE_WORDS[terms.assurance])),
        SummaryRow(key=_("Addresses to come back to"), value=" ".join(terms.redirect_uris)),
    ]
    if terms.after_logout_uris:
        rows.append(SummaryRow(key=_("Addresses after signing out"), value=" ".join(terms.after_logout_uris)))
    if terms.logout_uri:
        rows.append(SummaryRow(key=_("Where it hears that somebody left"), value=terms.logout_uri))
    if terms.pushed:
        rows.append(SummaryRow(key=_("Requests"), value=_("Only pushed ones")))
    if terms.trusted:
        rows.append(SummaryRow(key=_("Agreement"), value=_("People are told, and not asked")))
    return rows


def field_views(
    values: dict[str, list[str]], errors: ErrorSummary, *, private: bool
) -> tuple[FieldView, ...]:
    """The fields."""
    return (
        _text(values, errors, "client_id", _("Identifier"), hint=_("Such as trade-ministry-licences")),
        *_in_languages(
            values, errors, "name", (_("Name in English"), _("Name in French"), _("Name in Arabic"))
        ),
        *_in_languages(
            values,
            errors,
            "purpose",
            (_("What for, in English"), _("What for, in French"), _("What for, in Arabic")),
        ),
        _choice(values, errors, "way", _("How does it say who it is?"), WAY_WORDS),
        _long(values, errors, "keys", _("Its public keys (a JWK set)"), required=False),
        _long(
            values,
            errors,
            "redirect_uris",
            _("Addresses to come back to"),
            hint=_("One on each line, exact."),
        ),
        _long(values, errors, "after_logout_uris", _("Addresses after signing out"), required=False),
        _text(values, errors, "logout_uri", _("Where it hears that somebody left"), required=False),
        _scopes(values, errors, private=private),
        _choice(values, errors, "assurance", _("The weakest sign-in that will do"), ASSURANCE_WORDS),
        _yes_no(values, errors, "pushed", _("Does it push its requests (RFC 9126)?")),
        *(
            ()
            if private
            else (_yes_no(values, errors, "trusted", _("Is it agreed that people are not asked?")),)
        ),
    )


def _one(values: dict[str, list[str]], name: str) -> str:
    return next(iter(values.get(name, [])), "").strip()


def _lines(values: dict[str, list[str]], name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in _one(values, name).splitlines() if line.strip()))


def _texts(values: dict[str, list[str]], name: str) -> dict[str, str]:
    found = {language: _one(values, f"{name}_{language}")[:300] for language in _LANGUAGES}
    return {language: text for language, text in found.items() if text}


def _jwks(text: str) -> tuple[dict[str, Any], ...]:
    if not text:
        return ()
    try:
        return tuple(dict(key) for key in orjson.loads(text)["keys"])
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as problem:
        raise TermsNotValid(
            field="keys", rule=N_("Give a JWK set: an object with a list of “keys”.")
        ) from problem


def _text(
    values: dict[str, list[str]],
    errors: ErrorSummary,
    name: str,
    label: str,
    *,
    hint: str = "",
    required: bool = True,
) -> FieldView:
    return FieldView(
        name=name,
        kind="text",
        label=label,
        value=_one(values, name),
        hint=hint,
        error=errors.of(name),
        required=required,
        autocomplete="off",
    )


def _in_languages(
    values: dict[str, list[str]], errors: ErrorSummary, name: str, labels: tuple[str, ...]
) -> tuple[FieldView, ...]:
    return tuple(
        _text(values, errors, f"{name}_{language}", label, required=language == "en")
        for language, label in zip(_LANGUAGES, labels, strict=True)
    )


def _long(
    values: dict[str, list[str]],
    errors: ErrorSummary,
    name: str,
    label: str,
    *,
    hint: str = "",
    required: bool = True,
) -> FieldView:
    return FieldView(
        name=name,
        kind="long_text",
        label=label,
        value=_one(values, name),
        hint=hint,
        error=errors.of(name),
        required=required,
    )


def _choice(
    values: dict[str, list[str]], errors: ErrorSummary, name: str, label: str, words: Any
) -> FieldView:
    return FieldView(
        name=name,
        kind="choice",
        label=label,
        value=_one(values, name),
        options=tuple(Option(value=value, label=_(text)) for value, text in words.items()),
        error=errors.of(name),
    )


def _yes_no(values: dict[str, list[str]], errors: ErrorSummary, name: str, label: str) -> FieldView:
    return FieldView(name=name, kind="yes_no", label=label, value=_one(values, name), error=errors.of(name))


def _scopes(values: dict[str, list[str]], errors: ErrorSummary, *, private: bool) -> FieldView:
    offered = [scope for scope in SCOPES if not (private and scope in STATE_ONLY)]
    return FieldView(
        name="scopes",
        kind="choices",
        label=_("What does it need to know?"),
        value=tuple(values.get("scopes", [])),
        options=tuple(Option(value=scope, label=_(SCOPE_WORDS[scope])) for scope in offered),
        error=errors.of("scopes"),
    )
