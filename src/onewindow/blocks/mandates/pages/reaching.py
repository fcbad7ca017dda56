"""How far a right to act for somebody reaches, and what it opens, in plain words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from onewindow.blocks.mandates.extents import extent_by
from onewindow.blocks.mandates.pages.words import described, narrower_names
from onewindow.blocks.mandates.types import Mandate
from onewindow.foundation.web.api import show_date, show_money


def right_in_words(right: Mandate) -> str:
    """On what a right rests, what for, and what limits it."""
    return ". ".join([described(right), *_limits(right)])


def opens_in_words(rights: Sequence[Mandate]) -> str:
    """What all rights to act for somebody let one see and decide; empty for oneself."""
    if any(right.kind == "self" for right in rights):
        return ""
    extent = extent_by(rights)
    if extent.deciding:
        return _("You see and decide everything in their place.")
    if extent.whole:
        return _(
            "You see everything that they see. What they allow and object to they decide themselves. "
            "They see what you looked at."
        )
    return _(
        "You see and do only what belongs to these matters: cases, letters, documents and payments. "
        "What the offices know of them you see only in forms, and they see that you looked."
    )


def _limits(right: Mandate) -> list[str]:
    reach, said = right.reach, list[str]()
    only = narrower_names(reach)
    if only:
        said.append(_("Only: %(services)s") % {"services": ", ".join(only)})
    if reach.limit is not None:
        said.append(_("Up to %(amount)s a filing") % {"amount": show_money(reach.limit)})
    if reach.left is not None:
        said.append(_("%(amount)s are left in all") % {"amount": show_money(reach.left)})
    if reach.last_day is not None and right.kind != "parent":
        said.append(_("Until %(day)s") % {"day": show_date(reach.last_day)})
    return said
