"""An action that one officer proposed and a second person does not confirm: given back, with the reason."""

from django.db import transaction

from onewindow.blocks.cases.access import cases_of
from onewindow.blocks.cases.choices import may_take, post_of
from onewindow.blocks.cases.errors import CaseNotFound, NothingProposed
from onewindow.blocks.cases.models import Case
from onewindow.blocks.cases.operations.locking import lock_case
from onewindow.blocks.cases.operations.noting import note
from onewindow.blocks.cases.process import By, Process
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import After, ServicePackage
from onewindow.blocks.notifications import api as notifications
from onewindow.foundation.access.api import Actor
from onewindow.kernel.clock import clock
from onewindow.kernel.errors import NotAllowed
from onewindow.kernel.reference import Reference

_LONGEST = 2000


def decline_action(*, number: str, action: str, actor: Actor, reason: str) -> int:
    """See ``cases.api.decline_action``."""
    with transaction.atomic():
        case = lock_case(number)
        if not Case.objects.filter(cases_of(actor), pk=case.pk).exists():
            raise CaseNotFound(number=number)
        package = catalogue.package(service=case.service, version=case.version)
        process = Process.of(case, package, at=clock.now())
        after = package.after.get(action)
        if after is None or after.party == "applicant" or not may_take(process, after, actor):
            raise NotAllowed()
        proposed = case.proposals.pop(action, None)
        if proposed is None:
            raise NothingProposed()
        case.revision += 1
        case.save(update_fields=["proposals", "revision"])
        note(case, kind="returned", by=By(actor.account or "", *post_of(process, after)), action=action)
        if proposed["by"] != actor.account:
            _tell(case, package, after, actor, str(proposed["by"]), reason[:_LONGEST])
        return case.revision


def _tell(
    case: Case, package: ServicePackage, after: After, actor: Actor, proposer: str, reason: str
) -> None:
    notifications.notify(
        to=Reference.of("account", proposer), template="cases.action-returned", texts=None, language=None,
        values={
            "case": case.number, "action": dict(after.label.texts), "service": dict(package.name.texts),
            "name": actor.name, "reason": reason,
        },
        subject=Reference.of("case", case.number), key=f"{case.number}:{after.name}:returned:{case.revision}",
    )  # fmt: skip
