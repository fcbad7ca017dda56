"""What a package consists of, as (part, what it is) to how it is written: to compare, and to read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from onewindow.blocks.catalogue.types import Field, Form, Formula, ServicePackage
from onewindow.kernel.localised import Localised
from onewindow.standards import dmn

Parts = dict[tuple[str, str], str]
_TEXTS_ELSEWHERE = frozenset({"label", "hint", "help", "text", "name", "title", "field", "fields", "element"})


def parts_of(package: ServicePackage) -> Parts:
    """Everything that an author would call a change if it differed."""
    found: Parts = {}
    for part, what, written in _all(package):
        found[(part, what)] = written
    return found


def _all(package: ServicePackage) -> Iterator[tuple[str, str, str]]:
    yield from _service(package)
    for form in package.forms.values():
        yield from _questions(form, form.fields, form.form)
        for check in form.checks:
            where = f"{form.form}/{check.each}/{check.field}" if check.each else f"{form.form}/{check.field}"
            yield "check", f"{where}: {check.check.source}", check.check.source
    for element in package.process.elements.values():
        if element.kind != "process":
            yield "element", element.id, _element(element.kind, element.name, element)
    for flow in package.process.flows.values():
        condition = f" if {flow.condition.text}" if flow.condition is not None else ""
        yield "flow", flow.id, f"{flow.source.id} → {flow.target.id}{condition}"
    yield from _decisions(package.decisions)
    for key, localised in package.texts.texts.items():
        for language, text in localised.texts.items():
            yield "text", f"{language}: {key}", text
    for slug, document in package.documents.items():
        yield "document", slug, "\n".join(str(block) for block in document.blocks)
    for scenario in package.scenarios:
        yield "scenario", scenario.scenario, f"{scenario.given} {scenario.then} {scenario.expect}"


def _service(package: ServicePackage) -> Iterator[tuple[str, str, str]]:
    for name, step in package.steps.items():
        yield "step", name, written(step)
    for name, fee in package.fees.items():
        yield "fee", name, f"{fee.amount.source} {fee.currency}"
    for name, fact in package.facts.items():
        yield "fact", name, written(fact)
    for name, after in package.after.items():
        yield "after", name, written(after)
    for name, outcome in package.outcomes.items():
        yield "outcome", name, outcome
    for benefit in package.benefits:
        yield "benefit", benefit.benefit, written(benefit)
    if package.deadline is not None:
        yield "deadline", "service", written(package.deadline)
    for name in (
        "channels",
        "assurance",
        "applicant",
        "life_events",
        "segments",
        "legal_basis",
        "number_prefix",
    ):
        yield "service", name, written(getattr(package, name))


def _questions(form: Form, level: Iterable[Field], prefix: str) -> Iterator[tuple[str, str, str]]:
    for field in level:
        what = f"{prefix}/{field.field}"
        yield "question", what, written(field)
        yield from _questions(form, field.fields, what)


def _element(kind: str, name: str, element: object) -> str:
    script = getattr(element, "script", None)
    decision = getattr(element, "decision", "")
    said = [kind, f"“{name}”" if name else "", script.text if script is not None else "", decision]
    said += [trigger_text(trigger) for trigger in getattr(element, "triggers", ())]
    return " ".join(one for one in said if one)


def trigger_text(trigger: object) -> str:
    """An event definition in a few words."""
    timer = getattr(trigger, "timer", None)
    when = ""
    if timer is not None:
        when = timer.literal or (timer.expression.text if timer.expression is not None else "")
    said = (getattr(trigger, "kind", ""), getattr(trigger, "name", ""), when)
    return " ".join(one for one in said if one)


def _decisions(decisions: dmn.Definitions | None) -> Iterator[tuple[str, str, str]]:
    if decisions is None:
        return
    for name in decisions.decisions:
        table = decisions.table(name)
        if table is None:
            yield "decision", name, str(decisions.decision(name).expression)
            continue
        columns = [column.expression for column in (*table.inputs, *table.outputs)]
        yield "decision", name, f"{table.hit_policy}: {', '.join(columns)}"
        for rule in table.rules:
            inputs = " and ".join(
                f"{column.label or column.expression} {entry}"
                for column, entry in zip(table.inputs, rule.inputs, strict=False)
                if entry.strip() != "-"
            )
            yield "rule", f"{name}/{rule.id}", f"if {inputs or 'anything'} then {', '.join(rule.outputs)}"


def written(value: object) -> str:
    """A part as one line: its keys that say something, without texts, which are compared by themselves."""
    if isinstance(value, Formula):
        return value.source
    if isinstance(value, Localised):
        return ""
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {written(inner)}" for name, inner in value.items())
    if isinstance(value, tuple | list | frozenset):
        return "[" + ", ".join(written(inner) for inner in value) + "]"
    if is_dataclass(value) and not isinstance(value, type):
        told = ((field.name, getattr(value, field.name)) for field in fields(value))
        said = (
            (name, inner) for name, inner in told if name not in _TEXTS_ELSEWHERE and inner not in _NOTHING
        )
        return ", ".join(f"{name}: {written(inner)}" for name, inner in said)
    return str(getattr(value, "value", value))


_NOTHING: tuple[object, ...] = (None, "", (), False)
