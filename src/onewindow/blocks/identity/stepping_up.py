"""To a stronger sign-in and back, without losing what was typed."""

import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect

from onewindow.blocks.identity import assurance
from onewindow.blocks.identity.app_settings import levels
from onewindow.blocks.identity.models import Account
from onewindow.foundation.access import api as access
from onewindow.foundation.access.types import ASSURANCE_ORDER, Assurance

_KEPT = "kept_forms"
_MOST_FORMS = 3
_MOST_CHARACTERS = 300_000
_NEVER_KEPT = frozenset(
    {"csrfmiddlewaretoken", "password", "password1", "password2", "oldpassword", "pin", "code"}
)
PATH = "/sign-in/step-up/"


@dataclass(frozen=True, slots=True)
class KeptForm:
    """What somebody typed before they were asked for a stronger sign-in.

    :param path: where it was sent.
    :param fields: names and values in their order.
    :param had_files: files are not kept; the person chooses them again.
    """

    path: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool


def step_up(*, request: HttpRequest, level: str) -> HttpResponseRedirect | None:
    """The way to a stronger sign-in for whoever signed in; None where nobody did.

    :param level: the least that will do; ``none`` for one more than now.
    """
    actor = access.actor_of(request=request)
    if not isinstance(getattr(request, "user", None), Account):
        return None
    wanted = level if level in ASSURANCE_ORDER[1:] else _one_more(actor.assurance)
    back = request.get_full_path()
    if request.method == "POST":
        back = keep(request)
    return HttpResponseRedirect(f"{PATH}?{urlencode({'level': wanted, 'next': back})}")


def keep(request: HttpRequest) -> str:
    """Keep the form that was sent in the session; where it waits."""
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if name not in _NEVER_KEPT and isinstance(value, str)
    ]
    if sum(len(name) + len(value) for name, value in fields) > _MOST_CHARACTERS:
        return request.get_full_path()
    key = secrets.token_hex(8)
    kept = {
        "path": request.get_full_path(), "fields": fields, "files": bool(request.FILES),
        "account": request.user.pk,
    }  # fmt: skip
    waiting = list(request.session.get(_KEPT, {}).items())[-(_MOST_FORMS - 1) :]
    request.session[_KEPT] = {**dict(waiting), key: kept}
    return f"{PATH}kept/{key}/"


def kept_form(request: HttpRequest, key: str) -> KeptForm | None:
    """A form that waits in this session for this account."""
    found = request.session.get(_KEPT, {}).get(key)
    if found is None or found["account"] != request.user.pk:
        return None
    fields = tuple((str(name), str(value)) for name, value in found["fields"])
    return KeptForm(path=str(found["path"]), fields=fields, had_files=bool(found["files"]))


def forget_kept(request: HttpRequest, key: str) -> None:
    """It was sent."""
    kept = dict(request.session.get(_KEPT, {}))
    if kept.pop(key, None) is not None:
        request.session[_KEPT] = kept


def ways_reaching(level: str, *, proofing: str) -> frozenset[str]:
    """The ways to sign in that reach a level for an account that is known so surely."""
    return frozenset(
        way
        for way, weight in levels().items()
        if assurance.rank(assurance.capped(weight, proofing)) >= assurance.rank(level)
    )


def _one_more(level: Assurance) -> Assurance:
    return ASSURANCE_ORDER[min(assurance.rank(level) + 1, len(ASSURANCE_ORDER) - 1)]
