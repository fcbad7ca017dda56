"""What pages and programs say about signatures, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from onewindow.blocks.documents.types import CheckedSignature, CheckFinding, SignatureCheck
from onewindow.foundation.web.api import show_datetime
from onewindow.foundation.web.types import Tag, TagColour


@dataclass(frozen=True, slots=True)
class SignatureShown:
    """:param against: what counts against it; ``rests_on``: what it rests on, and notes."""

    tag: Tag
    signer: str
    organisation: str
    issuer: str
    when: str
    level: str
    covers: tuple[str, ...]
    against: tuple[str, ...]
    rests_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignaturesShown:
    """:param problems: of the file as a whole."""

    form: str
    problems: tuple[str, ...]
    signatures: tuple[SignatureShown, ...]


def shown(check: SignatureCheck | None) -> SignaturesShown | None:
    """For a page; None where there is nothing to say."""
    if check is None or not check.form:
        return None
    if check.form == "pades" and not check.signatures:
        return None
    problems = tuple(said(one) for one in check.findings)
    return SignaturesShown(form_word(check.form), problems, tuple(_shown(one) for one in check.signatures))


def said(found: CheckFinding) -> str:
    """A finding as a sentence in the language of the reader."""
    values = {name: _value(value) for name, value in found.values.items()}
    return _(found.message).format(**values)


def form_word(form: str) -> str:
    """The kind of a signature."""
    return {
        "pades": _("Signed PDF (PAdES)"),
        "xades": _("Signed XML (XAdES)"),
        "jades": _("Signed JSON (JAdES)"),
        "asic-e": _("Container with signatures (ASiC-E)"),
    }[form]


def level_word(level: str) -> str:
    """What a level means."""
    return {
        "B": _("B: the signature alone"),
        "T": _("T: with a proven time"),
        "LT": _("LT: with a proven time and proof of the certificate"),
        "LTA": _("LTA: protected for the long term"),
    }[level]


def _shown(one: CheckedSignature) -> SignatureShown:
    word, colour = _word(one)
    return SignatureShown(
        tag=Tag(text=word, colour=colour),
        signer=one.signer,
        organisation=one.organisation,
        issuer=one.issuer,
        when=_when(one),
        level=level_word(one.level),
        covers=tuple(part.name for part in one.covers if part.name and not part.name.startswith("#")),
        against=_sentences(one.findings, against=True),
        rests_on=_sentences(one.findings, against=False),
    )


def _word(one: CheckedSignature) -> tuple[str, TagColour]:
    if one.holds:
        return _("Holds"), "green"
    broken = any(found.severity == "broken" for found in one.findings)
    return (_("Does not hold"), "red") if broken else (_("Unclear"), "yellow")


def _sentences(findings: Iterable[CheckFinding], *, against: bool) -> tuple[str, ...]:
    return tuple(said(one) for one in findings if one.counts_against == against)


def _when(one: CheckedSignature) -> str:
    if one.proven_at:
        return _("%(moment)s, proven by a timestamp") % {"moment": _value(one.proven_at)}
    return _("%(moment)s, as the signer says") % {"moment": _value(one.claimed_at)} if one.claimed_at else ""


def _value(value: object) -> object:
    if isinstance(value, datetime):
        return show_datetime(value)
    return _(value) if isinstance(value, str) and value else value
