"""Somebody proved who they are, but has no account yet: kept in the session until one is open."""

from dataclasses import asdict, dataclass

from django.http import HttpRequest

from onewindow.kernel.clock import clock

OPEN_ACCOUNT = "/sign-in/open-account/"
_SESSION = "proved_person"
_LIVES_SECONDS = 1800


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """Who was proved, and by what.

    :param person: ``register/people/<number>``.
    :param level: how sure that was.
    :param evidence: ``certificate`` or ``openid:<provider>``.
    """

    person: str
    level: str
    evidence: str


def keep_proved(request: HttpRequest, proved: Proved) -> None:
    """Keep it; the session's id changes, for it is worth more now."""
    request.session[_SESSION] = {**asdict(proved), "at": clock.now().timestamp()}
    request.session.cycle_key()


def proved_of(request: HttpRequest) -> Proved | None:
    """Who was proved in this session; None after half an hour."""
    kept = request.session.get(_SESSION)
    if kept is None or clock.now().timestamp() - kept["at"] > _LIVES_SECONDS:
        return None
    return Proved(person=kept["person"], level=kept["level"], evidence=kept["evidence"])
