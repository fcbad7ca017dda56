"""Timestamps and evidence for a signature that is there already. See ``xades.extend``."""

from collections.abc import Mapping
from typing import Any

from onewindow.kernel.errors import N_
from onewindow.standards.safexml import XmlRefused
from onewindow.standards.signing.errors import NotExtendable
from onewindow.standards.signing.making import Making
from onewindow.standards.signing.material import Evidence
from onewindow.standards.signing.xades.content import content_of
from onewindow.standards.signing.xades.messages import archive_message, signature_message
from onewindow.standards.signing.xades.names import CANONICAL, EXCLUSIVE
from onewindow.standards.signing.xades.properties import (
    add_evidence,
    add_stamp,
    evidence_in,
    is_archive,
    is_signature_stamp,
    room_for_unsigned,
    tokens_in,
    unsigned_properties,
)
from onewindow.standards.signing.xades.structure import take_apart
from onewindow.standards.signing.xades.tree import FormRefused, read, signatures_in, write

_HOW = CANONICAL[EXCLUSIVE]


def extend(signed: bytes, *, making: Making, files: Mapping[str, bytes]) -> bytes:
    """See ``xades.extend``."""
    try:
        root = read(signed)
        found = signatures_in(root)
        if not found:
            raise NotExtendable(reason=N_("it has no signature"))
        for signature in found:
            extend_signature(signature, root, making=making, files=files)
    except FormRefused as refused:
        raise NotExtendable(reason=refused.reason) from refused
    except XmlRefused as refused:
        raise NotExtendable(reason=N_("it is not XML that we read")) from refused
    return write(root)


def extend_signature(signature: Any, root: Any, *, making: Making, files: Mapping[str, bytes]) -> None:
    """One signature, where it stands."""
    structure = take_apart(signature)
    if not making.reaches("T"):
        return
    if structure.properties is None:
        raise FormRefused(N_("it is no XAdES signature"))
    present = unsigned_properties(structure.properties)
    room = room_for_unsigned(structure.properties)
    if not any(is_signature_stamp(one) or is_archive(one) for one in present):
        add_stamp(room, making.stamp(signature_message(structure, _HOW)), archive=False)
    if making.reaches("LT"):
        here = unsigned_properties(structure.properties)
        stamps = [one for one in here if is_signature_stamp(one) or is_archive(one)]
        tokens = tuple(token for one in stamps for token in tokens_in(one))
        known = Evidence().plus(*(evidence_in(one) for one in here))
        add_evidence(room, making.words_about(structure.certificates, tokens).without(known))
    if making.reaches("LTA"):
        contents = [content_of(one, structure, root, files) for one in structure.references]
        before = unsigned_properties(structure.properties)
        message = archive_message(structure, contents, before, _HOW)
        add_stamp(room, making.stamp(message), archive=True)
