"""What a code opened in a session: for a quarter of an hour one second step may be set up."""

from typing import Literal

from django.http import HttpRequest

from onewindow.kernel.clock import clock

_SESSION = "second_step_pass"
_LIVES_SECONDS = 900
By = Literal["letter", "counter"]


def give(request: HttpRequest, *, by: By) -> None:
    """The code was right."""
    until = clock.now().timestamp() + _LIVES_SECONDS
    request.session[_SESSION] = {"account": request.user.pk, "by": by, "until": until}


def opens(request: HttpRequest, *, standing: str) -> bool:
    """Whether the session has one that is good for an account that stands so.

    What was opened by email closes again as soon as an email would no longer open it.
    """
    kept = request.session.get(_SESSION)
    if kept is None or kept["account"] != request.user.pk or clock.now().timestamp() >= kept["until"]:
        return False
    return standing != "step" and (kept["by"] == "counter" or kept["by"] == standing)


def use_up(request: HttpRequest) -> None:
    """One was set up."""
    request.session.pop(_SESSION, None)
