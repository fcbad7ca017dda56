"""A service whose parts are services of others: finding them, and making one form of all their questions.

Pure. A question is asked once: what the caller's own data answer (``in``) is not asked at all, questions that
mean the same are one, and what a register knows stays known.
"""

from collections.abc import Callable
from dataclasses import replace

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.loading.composing import FormMaker
from onewindow.blocks.catalogue.loading.faults import Faults
from onewindow.blocks.catalogue.types import ServicePackage, ServiceStep, UndoStep

Find = Callable[[str], ServicePackage | None]
"""Gives the package of a key ``agency/service``, not joined yet; None where there is none."""

_ORDER = ("none", "low", "substantial", "high")


def joined(
    package: ServicePackage, find: Find, faults: Faults, *, path: tuple[str, ...] = ()
) -> ServicePackage:
    """The package with the services that it calls, and their questions in its starting form.

    :param path: the callers above, so that a circle is found.
    """
    if not package.calls:
        return package
    called: dict[str, ServicePackage] = {}
    for key in package.calls:
        if key in (package.key, *path):
            circle = " → ".join((*path, package.key, key))
            _fault(faults, package, _("The services call each other in a circle: {circle}."), circle=circle)
            continue
        found = find(key)
        if found is None:
            _fault(faults, package, _("There is no service “{service}” to call."), service=key)
            continue
        called[key] = joined(found, find, faults, path=(*path, package.key))
    for element, step in package.steps.items():
        if isinstance(step, ServiceStep) and step.service in called:
            _check_call(package, element, step, called[step.service], faults)
        elif isinstance(step, UndoStep):
            _check_undo(package, element, step, called, faults)
    maker = FormMaker(package, called, faults)
    form = maker.form()
    return replace(package, called=called, facts=maker.facts, forms={**package.forms, package.form: form})


def _check_call(
    package: ServicePackage, element: str, step: ServiceStep, callee: ServicePackage, faults: Faults
) -> None:
    asked = {field.field for field in callee.starting_form.fields}
    for name in step.gives:
        if name not in asked:
            _fault(
                faults, package, _("The service “{service}” asks no “{field}”."),
                place=f"steps/{element}/in/{name}", service=callee.key, field=name,
            )  # fmt: skip
    if _ORDER.index(package.assurance) < _ORDER.index(callee.assurance):
        _fault(
            faults, package, _("The service “{service}” wants a stronger sign-in ({assurance})."),
            place="assurance", service=callee.key, assurance=callee.assurance,
        )  # fmt: skip


def _check_undo(
    package: ServicePackage, element: str, step: UndoStep, called: dict[str, ServicePackage], faults: Faults
) -> None:
    part = package.steps.get(step.step)
    callee = called.get(part.service) if isinstance(part, ServiceStep) else None
    if callee is not None and not any(after.party == "caller" for after in callee.after.values()):
        _fault(
            faults, package, _("The service “{service}” does not say how what it did is taken back."),
            place=f"steps/{element}", service=callee.key,
        )  # fmt: skip


def _fault(
    faults: Faults, package: ServicePackage, rule: str, *, place: str = "steps", **values: str
) -> None:
    faults.add(
        file="service.yaml",
        key=place,
        rule=rule.format(**values),
        advice=_("Look at docs/write-a-service.md, Chains; {service} is what calls here.").format(
            service=package.key
        ),
    )
