"""Who answers for data protection at an agency: its data protection officer, else its head."""

from collections.abc import Callable

from onewindow.blocks.identity import api as identity
from onewindow.blocks.privacy import app_settings
from onewindow.blocks.privacy.errors import NotYours
from onewindow.foundation.access.types import Actor
from onewindow.kernel.errors import OnewindowError
from onewindow.kernel.reference import Reference

ROLES = frozenset({"data-protection-officer", "head"})


def require(actor: Actor, agency: str) -> None:
    """Be one of them.

    :raises NotYours: the actor is not.
    """
    if not any(actor.has_post(agency=agency, role=role) for role in ROLES):
        raise NotYours(agency=agency_name(agency, actor.language))


def require_ombudsman(actor: Actor) -> None:
    """Hold a post at the ombudsman's office.

    :raises NotYours: the actor holds none.
    """
    if not any(post.agency == app_settings.ombudsman() for post in actor.posts):
        raise NotYours(agency=agency_name(app_settings.ombudsman(), actor.language))


def _nobody(account: str) -> bool:
    return False


def who_answers(agency: str, *, but: Callable[[str], bool] = _nobody) -> list[Reference]:
    """The accounts to tell; the heads where nobody was appointed.

    :param but: whether an account is left out.
    """
    for role in ("data-protection-officer", "head"):
        held = identity.officers_with(agency=agency, role=role)
        if found := [each.account for each in held if not but(each.account)]:
            return list(dict.fromkeys(Reference.of("account", each) for each in found))
    return []


def agency_name(agency: str, language: str) -> str:
    """How an agency is called; its slug where there is none of that name."""
    try:
        return identity.agency(slug=agency).name.in_language(language)
    except OnewindowError:
        return agency
