"""The agency's desk: moving a running case to another version of its service."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from onewindow.blocks.cases import api
from onewindow.blocks.cases.errors import CannotMoveCase, ChangedSince
from onewindow.blocks.cases.types import MoveTarget
from onewindow.foundation.access.api import actor_of, guard
from onewindow.foundation.web.api import render, show_datetime
from onewindow.foundation.web.types import Crumb

_LONGEST = 500


@guard("officer")
def move(request: HttpRequest, number: str) -> HttpResponse:
    """Shows to which versions a case can be moved, and moves it."""
    actor = actor_of(request=request)
    found = api.movable_case(number=number, actor=actor)
    if request.method == "POST":
        version = request.POST.get("version", "")
        reason = request.POST.get("reason", "").strip()[:_LONGEST]
        if not any(one.version == version for one in found.targets):
            messages.error(request, _("Choose a version."))
        else:
            _move(request, number, version, reason)
        return redirect("cases:move", number=number)
    targets = [(one, show_datetime(one.imported_at), _reasons(one)) for one in found.targets]
    context = {
        "case": found,
        "targets": targets,
        "possible": [one for one in targets if not one[2]],
        "blocked": [one for one in targets if one[2]],
        "crumbs": [Crumb(text=_("Cases"), link="/agency/cases/")],
    }
    return render(request, "cases/move.html", context)


def _move(request: HttpRequest, number: str, version: str, reason: str) -> None:
    actor = actor_of(request=request)
    seen = request.POST.get("revision", "")
    revision = int(seen) if seen.isdecimal() else None
    try:
        api.move_case(number=number, version=version, actor=actor, reason=reason, key=None, revision=revision)
    except (CannotMoveCase, ChangedSince) as refused:
        messages.error(request, _(refused.message).format(**refused.values))
        return
    messages.success(request, _("The case now follows version %(version)s.") % {"version": version[:12]})


def _reasons(target: MoveTarget) -> list[str]:
    return [_(one.message).format(**one.values) for one in target.blockers]
