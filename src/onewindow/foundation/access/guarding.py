"""Views and their rules. A view without a rule is closed."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse

from onewindow.foundation.access import keys, rules
from onewindow.foundation.access.ports import ActorSource, LevelSource, StepUp
from onewindow.foundation.access.types import Actor, Assurance, Decision
from onewindow.kernel.errors import N_, NotAllowed

RULE_ATTRIBUTE = "onewindow_rule"
SCOPES_ATTRIBUTE = "onewindow_scopes"
_ACTOR_ATTRIBUTE = "_onewindow_actor"

View = TypeVar("View", bound=Callable[..., Any])


class SignInNeeded(NotAllowed):
    code = "sign-in-needed"
    message = N_("You need to sign in to see this.")
    way_out = N_("Sign in, then try again.")


class StrongerSignInNeeded(NotAllowed):
    """The sign-in is too weak. The value ``level`` says which one is needed, where that is known."""

    code = "stronger-sign-in-needed"
    message = N_("This needs a stronger sign-in than the one you used.")
    way_out = N_("Sign in again with your second factor.")


def _nobody(*, request: HttpRequest) -> Actor:
    return Actor()


def _nowhere(*, request: HttpRequest, level: str) -> HttpResponse | None:
    return None


def _any_level(*, values: Mapping[str, object]) -> Assurance:
    return "none"


class _Source:
    """Where actors come from, where a stronger sign-in is, and what needs one; wiring sets them once."""

    current: ActorSource = staticmethod(_nobody)
    step_up: StepUp = staticmethod(_nowhere)
    level: LevelSource = staticmethod(_any_level)


_listed: dict[str, str] = {}


def use_actor_source(source: ActorSource) -> None:
    """Join the port to its adapter."""
    _Source.current = staticmethod(source)


def use_step_up(step_up: StepUp) -> None:
    """Join the port to its adapter."""
    _Source.step_up = staticmethod(step_up)


def use_level_source(source: LevelSource) -> None:
    """Join the port to its adapter."""
    _Source.level = staticmethod(source)


def step_up(request: HttpRequest, level: str) -> HttpResponse | None:
    """The way to a stronger sign-in, where there is one."""
    return _Source.step_up(request=request, level=level)


def actor_of(request: HttpRequest) -> Actor:
    """Who makes the request; asked once per request."""
    actor = getattr(request, _ACTOR_ATTRIBUTE, None)
    if actor is None:
        actor = _Source.current(request=request)
        setattr(request, _ACTOR_ATTRIBUTE, actor)
    return actor


def require_key(request: HttpRequest, scopes: frozenset[str], *, rule: str) -> None:
    """Pass whoever signed in themself, and a key that covers one of the scopes.

    What is open to anybody is open to a key too, but as to anybody: whose key it is counts for nothing.

    :raises KeyOpensNothing: no key opens this.
    :raises ScopeMissing: another key would.
    """
    actor = actor_of(request)
    if actor.scopes is None:
        return
    if rule == "public" and not scopes:
        setattr(request, _ACTOR_ATTRIBUTE, Actor(language=actor.language))
    else:
        keys.require(actor.scopes, scopes)


def scopes_of(view: object) -> frozenset[str]:
    """One of which a key has to cover to open a view; none: it is closed to keys."""
    return frozenset[str](getattr(view, SCOPES_ATTRIBUTE, ()))


def forget_actor(request: HttpRequest) -> None:
    """Ask again next time: somebody signed in or out, or chose whom to act for."""
    if hasattr(request, _ACTOR_ATTRIBUTE):
        delattr(request, _ACTOR_ATTRIBUTE)


def refuse(decision: Decision) -> NotAllowed:
    """The error that tells the person what is missing, and no more."""
    if decision.failed == "sign-in":
        return SignInNeeded()
    if decision.failed == "assurance":
        return StrongerSignInNeeded(level=decision.needed)
    return NotAllowed()


def guard(rule: str, *, scope: str | tuple[str, ...] = ()) -> Callable[[View], View]:
    """Put a view, or an operation of the API, under a rule by name; without a scope it is closed to keys."""
    scopes = frozenset((scope,) if isinstance(scope, str) else scope)

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            require_key(request, scopes, rule=rule)
            decision = rules.decide(rule, actor_of(request), kwargs)
            if not decision:
                raise refuse(decision)
            if kwargs and rule != "public":
                _require_level(request, kwargs)
            return view(request, *args, **kwargs)

        setattr(guarded, RULE_ATTRIBUTE, rule)
        setattr(guarded, SCOPES_ATTRIBUTE, scopes)
        return guarded  # type: ignore[return-value]

    return decorate


def by_itself(view: View) -> View:
    """Put a view under the rule ``public`` without asking who comes."""
    setattr(view, RULE_ATTRIBUTE, "public")
    return view


def list_view(url_name: str, *, rule: str) -> None:
    """Put a view that is not ours (a library's) under a rule, by its url name such as ``account_login``.

    ``namespace:*`` lists all names of a namespace.
    """
    _listed[url_name] = rule


def rule_of(view: object, url_name: str) -> str | None:
    """The rule of a view, else None: then the view is closed."""
    own = getattr(view, RULE_ATTRIBUTE, None)
    if own is not None:
        return str(own)
    namespace = url_name.rpartition(":")[0]
    return _listed.get(url_name) or (_listed.get(f"{namespace}:*") if namespace else None)


def admit(request: HttpRequest, view: object, url_name: str, kwargs: dict[str, object]) -> None:
    """Refuse a view that has no rule, and decide the rule of a library's view.

    A view of ours decides its own rule in ``guard``; this is the net under it.

    :raises NotAllowed: the view is closed, or closed to this actor.
    """
    rule = rule_of(view, url_name)
    if rule is None:
        raise NotAllowed()
    if getattr(view, RULE_ATTRIBUTE, None) is None:
        if rule != "public":  # the API is listed as public as a whole: each operation says what a key opens
            require_key(request, frozenset(), rule=rule)
        decision = rules.decide(rule, actor_of(request), kwargs)
        if not decision:
            raise refuse(decision)


def _require_level(request: HttpRequest, kwargs: dict[str, object]) -> None:
    """What stands in the address may ask for more than the rule: a case does, for the sake of its service."""
    level = _Source.level(values=kwargs)
    actor = actor_of(request) if level != "none" else None
    if actor is not None and actor.signed_in and not actor.reaches(level):
        raise StrongerSignInNeeded(level=level)
