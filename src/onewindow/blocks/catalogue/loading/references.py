"""Do the parts of a package fit together: steps and elements, forms, fees, documents, messages, outcomes?"""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from onewindow.blocks.catalogue.loading.faults import Faults
from onewindow.blocks.catalogue.loading.service import ServiceFile
from onewindow.blocks.catalogue.types import (
    DocumentStep,
    NoticeStep,
    PaymentStep,
    ServicePackage,
    ServiceStep,
    Step,
    UndoStep,
    WorkStep,
)
from onewindow.standards.bpmn import Element

_WORK_KINDS = ("userTask", "manualTask")
_HOUSE_KINDS = ("serviceTask", "sendTask")
_PART_KINDS = ("callActivity", "serviceTask")
_Fault = tuple[str, str, str]  # key, rule, advice


def check_references(package: ServicePackage, read: ServiceFile, faults: Faults) -> None:
    """Note every name that leads nowhere, and every part that nothing leads to."""
    for key, rule, advice in (
        *_steps(package),
        *_elements(package),
        *_outcomes(package),
        *_after(package),
        *_rules(package, read),
        *_documents(package, read),
        *_forms(package),
        *_questions(package),
    ):
        faults.add(file="service.yaml", key=key, rule=rule, advice=advice)


def _steps(package: ServicePackage) -> Iterator[_Fault]:
    for name, step in package.steps.items():
        element = package.process.elements.get(name)
        if element is None:
            yield (
                f"steps/{name}",
                _("The process has no element “{id}”.").format(id=name),
                _("Use the id of a task in process.bpmn."),
            )
            continue
        kinds = _WORK_KINDS if isinstance(step, WorkStep) else _HOUSE_KINDS
        kinds = _PART_KINDS if isinstance(step, ServiceStep) else kinds
        if element.kind not in kinds:
            yield (
                f"steps/{name}/kind",
                _("The element is a {kind}, and this kind of step needs one of: {kinds}.").format(
                    kind=element.kind, kinds=", ".join(kinds)
                ),
                _("Change the element in the process, or the kind of the step."),
            )
        yield from _inside(package, name, step)


def _silence(package: ServicePackage, name: str, step: WorkStep, action: str) -> Iterator[_Fault]:
    if step.party == "officer":
        yield (
            f"steps/{name}/deadline/on_silence",
            _("Only a question to the applicant can be closed by their silence."),
            _("Leave it out, or say to whom a late task is escalated: escalate_to."),
        )
    after = package.after.get(action)
    if after is None or after.party != "applicant":
        yield (
            f"steps/{name}/deadline/on_silence",
            _("The applicant has no action “{action}”.").format(action=action),
            _("Name one of the applicant’s actions in after, such as the withdrawal."),
        )


def _inside(package: ServicePackage, name: str, step: Step) -> Iterator[_Fault]:
    if isinstance(step, WorkStep) and step.deadline is not None and step.deadline.on_silence is not None:
        yield from _silence(package, name, step, step.deadline.on_silence)
    if isinstance(step, PaymentStep) and step.fee not in package.fees:
        yield (
            f"steps/{name}/fee",
            _("The package has no fee “{fee}”.").format(fee=step.fee),
            _("Declare it in fees."),
        )
    if isinstance(step, DocumentStep) and step.document not in package.documents:
        yield (
            f"steps/{name}/document",
            _("The package has no document “{document}”.").format(document=step.document),
            _("List it in documents and add its file."),
        )
    if isinstance(step, NoticeStep) and step.to.expression is None and step.to.literal != "applicant":
        yield (
            f"steps/{name}/to",
            _("“{text}” is nobody.").format(text=step.to.source),
            _("Write applicant, or FEEL that gives a context of agency and role."),
        )
    if isinstance(step, UndoStep) and not isinstance(package.steps.get(step.step), ServiceStep):
        yield (
            f"steps/{name}/step",
            _("The package has no part “{id}” that could be taken back.").format(id=step.step),
            _("Name a step of kind service."),
        )
    for other in step.not_by if isinstance(step, WorkStep) else ():
        if not isinstance(package.steps.get(other), WorkStep):
            yield (
                f"steps/{name}/not_by",
                _("The package has no work step “{id}”.").format(id=other),
                _("Name a step that somebody works on."),
            )


def _elements(package: ServicePackage) -> Iterator[_Fault]:
    for element in package.process.elements.values():
        if element.kind in (*_WORK_KINDS, *_HOUSE_KINDS) and element.id not in package.steps:
            yield (
                f"steps/{element.id}",
                _("The process has the task “{id}” ({name}), and no step says what it means.").format(
                    id=element.id, name=element.name
                ),
                _("Add it to steps."),
            )


def _outcomes(package: ServicePackage) -> Iterator[_Fault]:
    for name in package.outcomes:
        element = package.process.elements.get(name)
        if element is None or element.kind not in ("endEvent", "intermediateThrowEvent"):
            yield (
                f"outcomes/{name}",
                _("The process has no end event or intermediate throw event “{id}”.").format(id=name),
                _("Use the id of one in process.bpmn."),
            )
    for element in package.process.elements.values():
        if element.kind == "endEvent" and _ends_the_case(element) and element.id not in package.outcomes:
            yield (
                f"outcomes/{element.id}",
                _("The process can end at “{id}”, and no outcome says what that means.").format(
                    id=element.id
                ),
                _("Add it to outcomes."),
            )


def _ends_the_case(element: Element) -> bool:
    return element.container is not None and element.container.kind == "process"


def _after(package: ServicePackage) -> Iterator[_Fault]:
    awaited = {
        name
        for element in package.process.elements.values()
        for trigger in element.triggers
        if trigger.kind == "message"
        for name in trigger.names
    }
    for name, after in package.after.items():
        if after.message not in awaited:
            yield (
                f"after/{name}/message",
                _("The process never waits for a message “{message}”.").format(message=after.message),
                _("Use the name of a message that an event of the process catches."),
            )


def _rules(package: ServicePackage, read: ServiceFile) -> Iterator[_Fault]:
    for name in read.rules:
        element = package.process.elements.get(name)
        if element is None or element.kind != "businessRuleTask":
            yield (
                f"rules/{name}",
                _("The process has no business rule task “{id}”.").format(id=name),
                _("Use the id of one in process.bpmn."),
            )
    if read.rules and package.decisions is None:
        yield "rules", _("The package has no decisions.dmn."), _("Add it, or remove the rules.")


def _documents(package: ServicePackage, read: ServiceFile) -> Iterator[_Fault]:
    for slug in read.documents:
        if slug not in package.documents:
            yield (
                "documents",
                _("The package has no file documents/{document}.yaml.").format(document=slug),
                _("Add it, or take the document off the list."),
            )
    for name in package.files:
        if name.startswith("documents/") and name[10:-5] not in read.documents:
            yield "documents", _("The file {file} is not on the list.").format(file=name), _("Add it there.")


def _questions(package: ServicePackage) -> Iterator[_Fault]:
    for form in package.forms.values():
        for page in form.pages:
            step = package.steps.get(page.questions_of)
            if page.questions_of and not isinstance(step, ServiceStep):
                yield (
                    "steps",
                    _("The form “{form}” asks the questions of “{id}”, which is no part.").format(
                        form=form.form, id=page.questions_of
                    ),
                    _("Name a step of kind service."),
                )


def _forms(package: ServicePackage) -> Iterator[_Fault]:
    used = {package.form, package.confirm_form}
    used |= {step.form for step in package.steps.values() if isinstance(step, WorkStep)}
    used |= {after.form for after in package.after.values()}
    for slug in package.forms:
        if slug not in used:
            yield "steps", _("Nothing uses the form “{form}”.").format(form=slug), _("Use it, or remove it.")
    if package.confirm_form and package.confirm_form not in package.forms:
        yield (
            "confirm_form",
            _("The package has no form “{form}”.").format(form=package.confirm_form),
            _("Add it in forms/."),
        )
