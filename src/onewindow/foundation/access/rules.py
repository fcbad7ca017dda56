"""The rules by name, and how one is decided. Pure: values in, decision out."""

from collections.abc import Mapping

from onewindow.foundation.access.types import Actor, Decision, Rule
from onewindow.kernel.errors import N_, OnewindowError

_rules: dict[str, Rule] = {}


class RuleDeclaredTwice(OnewindowError):
    code = "rule-declared-twice"
    message = N_("The access rule “{name}” is declared twice, differently.")
    way_out = N_("Give one of the two another name.")


def declare(rule: Rule) -> Rule:
    """Make a rule known by its name. Declaring the same again changes nothing.

    :raises RuleDeclaredTwice: the name stands for another rule.
    """
    if _rules.setdefault(rule.name, rule) != rule:
        raise RuleDeclaredTwice(name=rule.name)
    return rule


def known() -> Mapping[str, Rule]:
    """All rules by name."""
    return dict(_rules)


def decide(rule: str | Rule, actor: Actor, values: Mapping[str, object]) -> Decision:
    """Decide. A rule that nobody declared lets nobody pass."""
    asked = _rules.get(rule) if isinstance(rule, str) else rule
    if asked is None:
        return Decision(False, "rule")
    if asked.anybody:
        return Decision(True)
    failed = _first_failed(asked, actor, values)
    return Decision(not failed, failed, asked.assurance if failed == "assurance" else "none")


def _first_failed(rule: Rule, actor: Actor, values: Mapping[str, object]) -> str:
    if not (rule.kinds or rule.roles or rule.relations or rule.check):
        return "rule"
    if not actor.signed_in and "anonymous" not in rule.kinds:
        return "sign-in"
    if rule.kinds and actor.kind not in rule.kinds:
        return "kind"
    if rule.roles and not _holds(rule.roles, actor, values):
        return "role"
    if rule.relations and values.get("relation") not in rule.relations:
        return "relation"
    if not actor.reaches(rule.assurance):
        return "assurance"
    if rule.check is not None and not rule.check(actor, values):
        return "check"
    return ""


def _holds(roles: frozenset[str], actor: Actor, values: Mapping[str, object]) -> bool:
    agency, office = values.get("agency"), values.get("office")
    if agency is None:
        return bool(roles & actor.roles)
    return any(
        actor.has_post(agency=str(agency), role=role, office=str(office) if office else None)
        for role in roles
    )


PUBLIC = declare(Rule(name="public", anybody=True))
SIGNED_IN = declare(Rule(name="signed-in", kinds=frozenset({"person", "officer", "system", "member"})))
PERSON = declare(Rule(name="person", kinds=frozenset({"person", "officer"})))
# Who binds a company, or gives somebody power over their affairs: a password alone is not enough.
REPRESENTATIVE = declare(
    Rule(name="representative", kinds=frozenset({"person", "officer"}), assurance="substantial")
)
# Officers see other people's data: a password alone is not enough.
OFFICER = declare(Rule(name="officer", kinds=frozenset({"officer"}), assurance="substantial"))
SYSTEM = declare(Rule(name="system", kinds=frozenset({"system", "member"})))
