"""A price with its base quantity (BT-146, BT-148, BT-149)."""

from decimal import Decimal

from onewindow.kernel.errors import N_
from onewindow.kernel.money import UnitPrice
from onewindow.standards.en16931.errors import NegativeNotAllowed, OtherCurrency
from onewindow.standards.en16931.node import Node
from onewindow.standards.en16931.terms import name_of

_RULES = {"BT-146": "BR-27", "BT-148": "BR-28"}


def unit_price(node: Node, base: Node | None, currency: str, term: str) -> UnitPrice:
    """The price that an element gives, exactly as written.

    :param base: the element with the base quantity; one where it is absent.
    :raises NegativeNotAllowed: BR-27, BR-28.
    :raises OtherCurrency: it says that it is in another currency.
    """
    said = node.attribute("currencyID")
    if said is not None and said != currency:
        raise OtherCurrency(field=node.path, line=node.line, found=said, currency=currency, term=term)
    price = node.number(term)
    if price < 0:
        raise _negative(node, term, _RULES[term])
    per = base.number("BT-149") if base else Decimal(1)
    if base is not None and per < 0:
        raise _negative(base, "BT-149", "BT-149")
    if base is not None and per == 0:
        raise base.unreadable(base.content, N_("a quantity of more than zero"), "BT-149")
    return UnitPrice(price, currency, per)


def _negative(node: Node, term: str, rule: str) -> NegativeNotAllowed:
    return NegativeNotAllowed(
        field=node.path, line=node.line, value=node.content, name=name_of(term), term=term, rule=rule
    )
