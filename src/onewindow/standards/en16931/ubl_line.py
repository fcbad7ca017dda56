"""One line of a UBL invoice (BG-25 to BG-32)."""

from onewindow.kernel.errors import N_
from onewindow.standards.en16931.node import Node
from onewindow.standards.en16931.price import unit_price
from onewindow.standards.en16931.types import (
    AllowanceOrCharge,
    Attribute,
    Classification,
    InvoicingPeriod,
    Item,
    Line,
    Price,
)


def read(node: Node, currency: str, path: str) -> Line:
    """BG-25 from ``cac:InvoiceLine``, which stands at a path."""
    identifier = node.needed_text("cbc:ID", "BT-126")
    quantity = node.need("cbc:InvoicedQuantity", "BT-129")
    item = node.need("cac:Item", "BG-31")
    return Line(
        identifier=identifier,
        quantity=quantity.number("BT-129"),
        unit=quantity.needed_attribute("unitCode", "BT-130"),
        net_amount=node.needed_amount("cbc:LineExtensionAmount", "BT-131", currency),
        item=_item(item),
        price=_price(node.need("cac:Price", "BG-29"), currency),
        vat_category=item.needed_text("cac:ClassifiedTaxCategory/cbc:ID", "BT-151"),
        vat_rate=item.decimal("cac:ClassifiedTaxCategory/cbc:Percent", "BT-152"),
        note=node.texts("cbc:Note"),
        invoiced_object=node.identifier("cac:DocumentReference/cbc:ID"),
        order_line=node.text("cac:OrderLineReference/cbc:LineID"),
        accounting_reference=node.text("cbc:AccountingCost"),
        period=_period(node),
        allowances_and_charges=tuple(
            _allowance_or_charge(n, currency) for n in node.all("cac:AllowanceCharge")
        ),
        path=path,
    )


def is_charge(node: Node) -> bool:
    """Whether ``cac:AllowanceCharge`` adds (true) or takes away."""
    indicator = node.need("cbc:ChargeIndicator", "BG-20")
    if indicator.content not in ("true", "false", "1", "0"):
        raise indicator.unreadable(indicator.content, N_("true or false"), "ChargeIndicator")
    return indicator.content in ("true", "1")


def _period(node: Node) -> InvoicingPeriod | None:
    period = node.one("cac:InvoicePeriod")
    if period is None:
        return None
    return InvoicingPeriod(period.when("cbc:StartDate", "BT-134"), period.when("cbc:EndDate", "BT-135"))


def _allowance_or_charge(node: Node, currency: str) -> AllowanceOrCharge:
    charge = is_charge(node)
    return AllowanceOrCharge(
        is_charge=charge,
        amount=node.needed_amount("cbc:Amount", "BT-141" if charge else "BT-136", currency),
        base=node.amount("cbc:BaseAmount", "BT-142" if charge else "BT-137", currency),
        percent=node.decimal("cbc:MultiplierFactorNumeric", "BT-143" if charge else "BT-138"),
        reason=node.texts("cbc:AllowanceChargeReason"),
        reason_code=node.text("cbc:AllowanceChargeReasonCode"),
    )


def _item(node: Node) -> Item:
    return Item(
        name=node.needed_text("cbc:Name", "BT-153"),
        description=node.texts("cbc:Description"),
        seller_identifier=node.text("cac:SellersItemIdentification/cbc:ID"),
        buyer_identifier=node.text("cac:BuyersItemIdentification/cbc:ID"),
        standard_identifier=node.identifier("cac:StandardItemIdentification/cbc:ID"),
        classifications=tuple(
            Classification(code.content, code.attribute("listID"), code.attribute("listVersionID"))
            for code in node.all("cac:CommodityClassification/cbc:ItemClassificationCode")
            if code.content
        ),
        origin=node.country("cac:OriginCountry/cbc:IdentificationCode", "BT-159"),
        attributes=tuple(
            Attribute(one.needed_text("cbc:Name", "BT-160"), one.needed_text("cbc:Value", "BT-161"))
            for one in node.all("cac:AdditionalItemProperty")
        ),
    )


def _price(node: Node, currency: str) -> Price:
    base = node.one("cbc:BaseQuantity")
    gross = node.one("cac:AllowanceCharge/cbc:BaseAmount")
    return Price(
        net=unit_price(node.need("cbc:PriceAmount", "BT-146"), base, currency, "BT-146"),
        discount=node.decimal("cac:AllowanceCharge/cbc:Amount", "BT-147"),
        gross=unit_price(gross, base, currency, "BT-148") if gross else None,
        base_unit=base.attribute("unitCode") if base else None,
    )
