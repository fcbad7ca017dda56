"""The arithmetic of an invoice (EN 16931-1 §6.4.2, rules BR-CO-10 to BR-CO-16), in minor units, exactly."""

from collections.abc import Iterable

from onewindow.kernel.money import Money
from onewindow.standards.en16931.errors import NegativeNotAllowed, PartMissing, SumsDoNotAddUp
from onewindow.standards.en16931.terms import name_of, rule_of
from onewindow.standards.en16931.types import Invoice


def check(invoice: Invoice, *, path: str) -> None:
    """Refuse an invoice whose parts do not add up.

    :param path: of the totals in the file, for the errors.
    :raises PartMissing: no line (BR-16), no VAT breakdown (BR-CO-18), or BT-6 without BT-111 (BR-53).
    :raises SumsDoNotAddUp: names the total, what it should be, and the formula.
    :raises NegativeNotAllowed: a line takes goods back and yet asks for money.
    """
    _parts(invoice, path)
    zero, totals = Money(0, invoice.currency), invoice.totals
    allowances, charges = totals.allowances or zero, totals.charges or zero
    vat, paid, rounding = totals.vat or zero, totals.paid or zero, totals.rounding or zero
    document = invoice.allowances_and_charges
    lines = _sum((line.net_amount for line in invoice.lines), zero)
    taken = _sum((one.amount for one in document if not one.is_charge), zero)
    added = _sum((one.amount for one in document if one.is_charge), zero)
    taxes = _sum((one.tax for one in invoice.vat_breakdown), zero)
    for term, rule, found, expected, formula in (
        ("BT-106", "BR-CO-10", totals.lines, lines, "Σ BT-131"),
        ("BT-107", "BR-CO-11", allowances, taken, "Σ BT-92"),
        ("BT-108", "BR-CO-12", charges, added, "Σ BT-99"),
        ("BT-109", "BR-CO-13", totals.without_vat, lines - taken + added, "Σ BT-131 − BT-107 + BT-108"),
        ("BT-110", "BR-CO-14", vat, taxes, "Σ BT-117"),
        ("BT-112", "BR-CO-15", totals.with_vat, totals.without_vat + vat, "BT-109 + BT-110"),
        ("BT-115", "BR-CO-16", totals.payable, totals.with_vat - paid + rounding, "BT-112 − BT-113 + BT-114"),
    ):
        if found != expected:
            raise SumsDoNotAddUp(
                field=path,
                name=name_of(term),
                term=term,
                rule=rule,
                found=str(found),
                expected=str(expected),
                formula=formula,
            )
    _lines(invoice)


def _sum(amounts: Iterable[Money], zero: Money) -> Money:
    return sum(amounts, start=zero)


def _parts(invoice: Invoice, path: str) -> None:
    missing = None
    if not invoice.lines:
        missing = "BG-25"
    elif not invoice.vat_breakdown:
        missing = "BG-23"
    elif invoice.vat_currency and invoice.vat_currency != invoice.currency:
        missing = None if invoice.totals.vat_in_accounting_currency else "BT-111"
    if missing:
        raise PartMissing(field=path, name=name_of(missing), term=missing, rule=rule_of(missing))


def _lines(invoice: Invoice) -> None:
    # A returned line (negative quantity) with a price cannot ask for money. The other way round, a positive
    # quantity with a negative amount, stands in official examples.
    for line in invoice.lines:
        if line.quantity < 0 < line.net_amount.minor and line.computed_amount.minor < 0:
            raise NegativeNotAllowed(
                field=line.path,
                line=0,
                value=str(line.quantity),
                name=name_of("BT-129"),
                term="BT-129",
                rule="BT-131",
            )
