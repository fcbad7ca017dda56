"""The door of access: who may do what. Default deny."""

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse

from onewindow.foundation.access import guarding, keys, rules, whose
from onewindow.foundation.access.guarding import SignInNeeded, StrongerSignInNeeded, View
from onewindow.foundation.access.keys import ANY as ANY_KEY
from onewindow.foundation.access.keys import KeyOpensNothing, ScopeMissing
from onewindow.foundation.access.ports import ActorSource, LevelSource, StepUp
from onewindow.foundation.access.rules import RuleDeclaredTwice
from onewindow.foundation.access.types import Actor, Decision, Rule
from onewindow.foundation.access.whose import OnlyTheirs, OutsideYourRight
from onewindow.kernel.reference import Reference

__all__ = [
    "ANY_KEY",
    "KeyOpensNothing",
    "OnlyTheirs",
    "OutsideYourRight",
    "RuleDeclaredTwice",
    "ScopeMissing",
    "SignInNeeded",
    "StrongerSignInNeeded",
    "actor_of",
    "admit",
    "by_itself",
    "decide",
    "declare_rule",
    "for_programs",
    "forget_actor",
    "guard",
    "list_view",
    "require",
    "require_key",
    "require_scope",
    "rule_of_view",
    "rules_by_name",
    "scopes_of_view",
    "step_up",
    "use_actor_source",
    "use_level_source",
    "use_step_up",
    "who_decides",
    "whose_everything",
]


def declare_rule(*, rule: Rule) -> Rule:
    """Make a rule of a room known by its name. Call it where the room's pages are imported.

    :raises RuleDeclaredTwice: the name already stands for another rule.
    """
    return rules.declare(rule)


def rules_by_name() -> Mapping[str, Rule]:
    """All rules that were declared. ``public``, ``signed-in``, ``person``, ``officer`` and ``system``
    always are."""
    return rules.known()


def decide(rule: str | Rule, actor: Actor, **values: object) -> Decision:
    """Decide whether an actor passes a rule.

    :param values: what the rule asks about, as plain values: ``agency``, ``office``, ``relation``,
        ``purpose`` …
    :returns: true or false, and the condition that failed. A rule that nobody declared is false.
    """
    return rules.decide(rule, actor, values)


def require(rule: str | Rule, actor: Actor, **values: object) -> None:
    """Pass, or raise.

    :raises SignInNeeded: nobody signed in.
    :raises StrongerSignInNeeded: the sign-in is too weak.
    :raises NotAllowed: any other reason.
    """
    decision = rules.decide(rule, actor, values)
    if not decision:
        raise guarding.refuse(decision)


def whose_everything(*, actor: Actor) -> Reference | None:
    """Whose data an address means that says “mine”: the person's, or that of whom they act for.

    :returns: None where the account points to nobody.
    :raises OutsideYourRight: the right to act for them is limited to services.
    """
    return whose.whose_everything(actor)


def who_decides(*, actor: Actor) -> Reference | None:
    """The same, for what somebody decides about themself: consents, objections, what is kept about them.

    :raises OnlyTheirs: the actor acts for somebody by a mandate, however far it reaches.
    """
    return whose.who_decides(actor)


def guard(rule: str, *, scope: str | tuple[str, ...] = ()) -> Callable[[View], View]:
    """Decorate a view or an API operation: ``@guard("signed-in")``. A view without it answers 403.

    :param scope: what a key for programs has to cover to open it, one of them where there are several;
        ``ANY_KEY`` for every key. Without it no key opens it.

    The rule is decided over the actor and the values in the URL. Rules that need what is in the database
    (whose case is it?) are asked with ``require`` by the operation, in its transaction.
    """
    return guarding.guard(rule, scope=scope)


def by_itself(*, view: View) -> View:
    """Open a view that reads credentials of its own, such as a program's secret or an access token.

    Nobody is asked whose key for programs stands in the ``Authorization`` header: none does.
    """
    return guarding.by_itself(view)


def list_view(*, url_name: str, rule: str) -> None:
    """Put a library's view under a rule, by url name (``account_login``) or namespace (``mfa:*``)."""
    guarding.list_view(url_name, rule=rule)


def rule_of_view(*, view: object, url_name: str) -> str | None:
    """The rule of a view; None means that the view is closed."""
    return guarding.rule_of(view, url_name)


def scopes_of_view(*, view: object) -> frozenset[str]:
    """One of which a key for programs has to cover to open the view; empty: it is closed to keys."""
    return guarding.scopes_of(view)


def require_scope(*, actor: Actor, scope: str) -> None:
    """The same for one scope, where it goes by more than the address which one it takes.

    :raises ScopeMissing: the actor asks by a key for programs that does not cover it.
    """
    if actor.scopes is not None:
        keys.require(actor.scopes, frozenset({scope}))


def require_key(*, request: HttpRequest, view: object) -> None:
    """Pass whoever signed in themself, and a key that covers what the view says.

    :raises KeyOpensNothing: no key opens the view.
    :raises ScopeMissing: another key would.
    """
    rule = guarding.rule_of(view, "")
    guarding.require_key(request, guarding.scopes_of(view), rule=rule or "")


def for_programs(*, request: HttpRequest) -> bool:
    """Whether a key for programs counts at the address of a request: never on a page."""
    return keys.for_programs(request.path_info)


def actor_of(*, request: HttpRequest) -> Actor:
    """Who makes the request; an anonymous actor where nobody signed in. Asked once per request."""
    return guarding.actor_of(request)


def forget_actor(*, request: HttpRequest) -> None:
    """Ask again who it is: somebody signed in or out, or chose whom to act for."""
    guarding.forget_actor(request)


def use_actor_source(*, source: ActorSource) -> None:
    """Say where actors come from. Wiring calls it once; without it everybody is anonymous."""
    guarding.use_actor_source(source)


def use_step_up(*, step_up: StepUp) -> None:
    """Say where a stronger sign-in is. Wiring calls it once; without it a weak one is sent to the sign-in."""
    guarding.use_step_up(step_up)


def use_level_source(*, source: LevelSource) -> None:
    """Say how sure a sign-in an address asks for. Wiring calls it once; without it none is asked for."""
    guarding.use_level_source(source)


def step_up(*, request: HttpRequest, level: str) -> HttpResponse | None:
    """The answer that leads to a sign-in of that level and back, what was typed kept; None where none is.

    :param level: ``low``, ``substantial`` or ``high``; ``none`` where it is not known: one more than now.
    """
    return guarding.step_up(request, level)


def admit(*, request: HttpRequest, view: object, url_name: str, kwargs: dict[str, object]) -> None:
    """The net under every view: called by the middleware of ``web`` before any view runs.

    :raises NotAllowed: nobody listed the view, or its rule refuses this actor.
    """
    guarding.admit(request, view, url_name, kwargs)
