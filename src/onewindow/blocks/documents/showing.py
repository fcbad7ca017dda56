"""What pages say about a document, in plain words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from onewindow.blocks.documents.types import IssuedDocument, Verification
from onewindow.blocks.identity import api as identity
from onewindow.blocks.mandates import api as mandates
from onewindow.foundation.web.types import FieldView, Tag, TagColour


@dataclass(frozen=True, slots=True)
class Verdict:
    """:param tag: the answer in a word; :param title: the answer as a heading; :param text: what it means."""

    tag: Tag
    title: str
    text: str
    good: bool = False


def verdict(found: Verification, *, by_file: bool) -> Verdict:
    """The answer to somebody who checks a document.

    :param by_file: a file was shown, so the answer is about its every byte.
    """
    if found.answer == "genuine":
        return _genuine(by_file)
    title, text, colour = {
        "expired": (
            _("This document is genuine, but no longer valid"),
            _("It was issued as you see it. Its validity has ended."),
            "yellow",
        ),
        "not-yet-valid": (
            _("This document is genuine, but not valid yet"),
            _("It was issued as you see it. Its validity has not begun."),
            "yellow",
        ),
        "superseded": (
            _("This document was replaced by a newer version"),
            _("It was issued as you see it, and was corrected later. Ask its holder for the newer version."),
            "orange",
        ),
        "revoked": (
            _("This document was revoked"),
            _("It was issued, and the agency took it back. Do not rely on it."),
            "red",
        ),
        "altered": (
            _("This file was altered"),
            _("It is not the file that was issued. Do not rely on it. Ask its holder for the original file."),
            "red",
        ),
        "signature-holds": (
            _("The signature holds"),
            _("What was signed is unchanged, and we trust who signed it. We did not issue it ourselves."),
            "green",
        ),
        "signature-unclear": (
            _("We cannot confirm the signature"),
            _("Nothing speaks against it, but something that we would need is missing. See why below."),
            "yellow",
        ),
        "signature-broken": (
            _("The signature does not hold"),
            _("Do not rely on this file. See why below."),
            "red",
        ),
        "unknown": _unknown(found, by_file),
    }[found.answer]
    return Verdict(Tag(text=state_word(found.answer), colour=colour), title, text)


def _genuine(by_file: bool) -> Verdict:
    text = _("We issued a document with this code. Compare what you hold with what you see here.")
    if by_file:
        text = _("The file is, to the last byte, the one that was issued.")
    tag = Tag(text=state_word("genuine"), colour="green")
    return Verdict(tag, _("This document is genuine and valid"), text, good=True)


def _unknown(found: Verification, by_file: bool) -> tuple[str, str, TagColour]:
    if not by_file:
        text = _(
            "Check the code: it is printed below the square code. If it is right, do not rely on the paper."
        )
        return _("We know no document with this code"), text, "red"
    if found.seal is not None and found.seal.state == "good":
        text = _("Its seal is good, but the document is not in our record.")
        return _("We do not know this document"), text, "yellow"
    text = _("It is not a document that was issued here, or it was saved again by another program.")
    return _("We do not know this file"), text, "red"


def state_word(state: str) -> str:
    """A state in a word or two."""
    return {
        "valid": _("Valid"),
        "genuine": _("Genuine"),
        "expired": _("Expired"),
        "not-yet-valid": _("Not valid yet"),
        "superseded": _("Replaced"),
        "revoked": _("Revoked"),
        "altered": _("Altered"),
        "signature-holds": _("Holds"),
        "signature-unclear": _("Unclear"),
        "signature-broken": _("Does not hold"),
        "unknown": _("Unknown"),
    }[state]


def state_tag(document: IssuedDocument) -> Tag:
    """The state of a document, as a tag."""
    colours: dict[str, TagColour] = {"valid": "green", "revoked": "red", "superseded": "orange"}
    return Tag(text=state_word(document.state), colour=colours.get(document.state, "yellow"))


def change_word(kind: str) -> str:
    """What happened to a document, in a word or two."""
    return {
        "issued": _("Issued"),
        "extended": _("Extended"),
        "superseded": _("Replaced by a newer version"),
        "revoked": _("Revoked"),
    }[kind]


def code_field(value: str = "") -> FieldView:
    """Where somebody types a code."""
    return FieldView(
        name="code",
        kind="text",
        label=_("Code of the document"),
        hint=_("Twelve letters and figures below the square code, such as 7F3K-9QWX-2MAB."),
        value=value,
        width=20,
    )


def file_field(error: str = "") -> FieldView:
    """Where somebody shows a file."""
    return FieldView(
        name="file",
        kind="file",
        label=_("File of the document"),
        hint=_("A PDF, XML or JSON file, or a container (.asice). We look at the file and forget it."),
        accept=("pdf", "xml", "json", "asice"),
        max_mb=30,
        error=error,
    )


def who_filed(document: IssuedDocument) -> str:
    """Who filed what a document was issued on, and on what basis; empty where nobody is known to have."""
    if not document.filed_by:
        return ""
    name = identity.names_of(accounts={document.filed_by}).get(document.filed_by, "")
    basis = mandates.basis_in_words(basis=document.basis)
    return ", ".join(part for part in (name, basis) if part) if name else ""
