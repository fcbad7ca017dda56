"""What a payment gives to the process that waited for it."""

from onewindow.blocks.cases.models import Case, Work
from onewindow.blocks.cases.process import By
from onewindow.blocks.catalogue import api as catalogue
from onewindow.blocks.catalogue.types import PaymentStep
from onewindow.blocks.identity import api as identity
from onewindow.blocks.payments.types import PaymentSettled


def paid_output(number: str, work: str, news: PaymentSettled) -> dict[str, object]:
    """The output of a payment step: {into: {amount, currency, paid_on, receipt}}."""
    case = Case.objects.filter(number=number).only("service", "version").first()
    element = Work.objects.filter(case__number=number, work=work).values_list("element", flat=True).first()
    package = catalogue.package(service=case.service, version=case.version) if case else None
    step = package.steps.get(element) if package and element else None
    into = step.into if isinstance(step, PaymentStep) else "payment"
    return {
        into: {
            "amount": news.amount.amount, "currency": news.amount.currency, "paid_on": news.settled_on,
            "receipt": news.receipt,
        }
    }  # fmt: skip


def paid_by(news: PaymentSettled) -> By:
    """Who paid, for whom, on what basis, as the story keeps it: nobody where that is not known."""
    name = identity.names_of(accounts={news.started_by}).get(news.started_by, "")
    if not name or news.payer is None:
        return By()
    acted = {"name": name, "for": news.payer.text, "basis": news.basis}
    return By(news.started_by, acted={**acted, "role": news.role} if news.role else acted)
