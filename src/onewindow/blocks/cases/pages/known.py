"""What an office already knows: by whom it is kept, and where one says that it is not right."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from onewindow.blocks.cases.earlier import EARLIER
from onewindow.blocks.catalogue.types import Field, ServicePackage
from onewindow.blocks.registers import api as registers
from onewindow.foundation.access.api import Actor

_FACT = re.compile(r"=\s*facts\.(\w+)\.(\w+)\s*")


@dataclass(frozen=True, slots=True)
class Known:
    """Where a known answer comes from.

    :param register: its name, in the reader's language.
    :param correct: address at which the person asks for a correction; empty where it is not theirs to ask.
    """

    register: str
    correct: str


def known_from(
    package: ServicePackage, field: Field, *, scope: Mapping[str, object], actor: Actor
) -> Known | None:
    """The register that answers a question whose ``known`` names one attribute of one fact."""
    found = _FACT.fullmatch(field.known.source) if field.known is not None else None
    fact = package.facts.get(found[1]) if found else None
    if found is None or fact is None or fact.register in EARLIER:
        return None
    try:
        declared = registers.register(slug=fact.register)
    except registers.RegisterUnknown:
        return None
    name = declared.name.in_language(actor.language)
    key = fact.key.value(scope)
    theirs = actor.kind == "person" and isinstance(key, str) and key
    if not theirs or not _speaks_of(key, actor):
        return Known(name, "")
    return Known(
        name,
        reverse("registers:correct", kwargs={"slug": fact.register, "key": key, "attribute": found[2]}),
    )


def _speaks_of(key: str, actor: Actor) -> bool:
    """Whether the entry is that of whoever files, or is kept under their number."""
    return any(each.key.partition("/")[2] == key for each in actor.own)
