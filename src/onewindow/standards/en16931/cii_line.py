"""One line of a Cross Industry Invoice (BG-25 to BG-32)."""

from onewindow.kernel.errors import N_
from onewindow.standards.en16931.node import Node
from onewindow.standards.en16931.price import unit_price
from onewindow.standards.en16931.types import (
    AllowanceOrCharge,
    Attribute,
    Classification,
    Identifier,
    InvoicingPeriod,
    Item,
    Line,
    Price,
)


def read(node: Node, currency: str, path: str) -> Line:
    """BG-25 from ``ram:IncludedSupplyChainTradeLineItem``, which stands at a path."""
    about = node.need("ram:AssociatedDocumentLineDocument", "BT-126")
    agreement = node.need("ram:SpecifiedLineTradeAgreement", "BG-29")
    quantity = node.need("ram:SpecifiedLineTradeDelivery", "BT-129").need("ram:BilledQuantity", "BT-129")
    settlement = node.need("ram:SpecifiedLineTradeSettlement", "BT-131")
    total = settlement.need("ram:SpecifiedTradeSettlementLineMonetarySummation", "BT-131")
    target = next(iter(settlement.all("ram:AdditionalReferencedDocument")), None)
    return Line(
        identifier=about.needed_text("ram:LineID", "BT-126"),
        quantity=quantity.number("BT-129"),
        unit=quantity.needed_attribute("unitCode", "BT-130"),
        net_amount=total.needed_amount("ram:LineTotalAmount", "BT-131", currency),
        item=_item(node.need("ram:SpecifiedTradeProduct", "BG-31")),
        price=_price(agreement, currency),
        vat_category=settlement.needed_text("ram:ApplicableTradeTax/ram:CategoryCode", "BT-151"),
        vat_rate=settlement.decimal("ram:ApplicableTradeTax/ram:RateApplicablePercent", "BT-152"),
        note=about.texts("ram:IncludedNote/ram:Content"),
        invoiced_object=object_of(target) if target else None,
        order_line=agreement.text("ram:BuyerOrderReferencedDocument/ram:LineID"),
        accounting_reference=settlement.texts("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
        period=period(settlement, "BT-134", "BT-135"),
        allowances_and_charges=tuple(
            _allowance_or_charge(n, currency) for n in settlement.all("ram:SpecifiedTradeAllowanceCharge")
        ),
        path=path,
    )


def is_charge(node: Node) -> bool:
    """Whether ``ram:SpecifiedTradeAllowanceCharge`` adds (true) or takes away."""
    indicator = node.need("ram:ChargeIndicator/udt:Indicator", "BG-20")
    if indicator.content not in ("true", "false", "1", "0"):
        raise indicator.unreadable(indicator.content, N_("true or false"), "ChargeIndicator")
    return indicator.content in ("true", "1")


def period(node: Node, start: str, end: str) -> InvoicingPeriod | None:
    """``ram:BillingSpecifiedPeriod`` below a settlement."""
    found = node.one("ram:BillingSpecifiedPeriod")
    if found is None:
        return None
    return InvoicingPeriod(
        found.when("ram:StartDateTime/udt:DateTimeString", start),
        found.when("ram:EndDateTime/udt:DateTimeString", end),
    )


def object_of(node: Node) -> Identifier | None:
    """BT-18 and BT-128 from a referenced document of type 130, with its scheme."""
    value = node.text("ram:IssuerAssignedID")
    return Identifier(value, node.text("ram:ReferenceTypeCode")) if value else None


def _allowance_or_charge(node: Node, currency: str) -> AllowanceOrCharge:
    charge = is_charge(node)
    return AllowanceOrCharge(
        is_charge=charge,
        amount=node.needed_amount("ram:ActualAmount", "BT-141" if charge else "BT-136", currency),
        base=node.amount("ram:BasisAmount", "BT-142" if charge else "BT-137", currency),
        percent=node.decimal("ram:CalculationPercent", "BT-143" if charge else "BT-138"),
        reason=node.texts("ram:Reason"),
        reason_code=node.text("ram:ReasonCode"),
    )


def _item(node: Node) -> Item:
    return Item(
        name=node.needed_text("ram:Name", "BT-153"),
        description=node.texts("ram:Description"),
        seller_identifier=node.text("ram:SellerAssignedID"),
        buyer_identifier=node.text("ram:BuyerAssignedID"),
        standard_identifier=node.identifier("ram:GlobalID"),
        classifications=tuple(
            Classification(code.content, code.attribute("listID"), code.attribute("listVersionID"))
            for code in node.all("ram:DesignatedProductClassification/ram:ClassCode")
            if code.content
        ),
        origin=node.country("ram:OriginTradeCountry/ram:ID", "BT-159"),
        attributes=tuple(
            Attribute(one.needed_text("ram:Description", "BT-160"), one.needed_text("ram:Value", "BT-161"))
            for one in node.all("ram:ApplicableProductCharacteristic")
        ),
    )


def _price(agreement: Node, currency: str) -> Price:
    net = agreement.need("ram:NetPriceProductTradePrice", "BT-146")
    gross = agreement.one("ram:GrossPriceProductTradePrice")
    gross_base = gross.one("ram:BasisQuantity") if gross else None
    base = net.one("ram:BasisQuantity") or gross_base
    gross_amount = gross.one("ram:ChargeAmount") if gross else None
    discount = "ram:AppliedTradeAllowanceCharge/ram:ActualAmount"
    return Price(
        net=unit_price(net.need("ram:ChargeAmount", "BT-146"), base, currency, "BT-146"),
        discount=gross.decimal(discount, "BT-147") if gross else None,
        gross=unit_price(gross_amount, gross_base or base, currency, "BT-148") if gross_amount else None,
        base_unit=base.attribute("unitCode") if base else None,
    )
