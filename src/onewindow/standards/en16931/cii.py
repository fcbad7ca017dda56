"""UN/CEFACT Cross Industry Invoice D16B to the semantic model (EN 16931-3-3), also as Factur-X carries it."""

from datetime import date

from onewindow.kernel.errors import N_
from onewindow.kernel.money import Money
from onewindow.standards import safexml
from onewindow.standards.en16931 import cii_line, cii_party
from onewindow.standards.en16931.node import Node, refuse_other_namespaces
from onewindow.standards.en16931.type_codes import refuse_credit_note
from onewindow.standards.en16931.types import (
    AllowanceOrCharge,
    Invoice,
    InvoicingPeriod,
    Note,
    Payment,
    PrecedingInvoice,
    References,
    SupportingDocument,
    Totals,
    VatBreakdown,
)

INVOICE = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
_NAMES = {
    "rsm": INVOICE,
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
    "qdt": "urn:un:unece:uncefact:data:standard:QualifiedDataType:100",
}
_TENDER, _INVOICED_OBJECT = "50", "130"  # UNTDID 1001: BT-17 and BT-18


def read(root: safexml.Element) -> Invoice:
    """The invoice of a ``CrossIndustryInvoice`` root.

    :raises InvoiceNotReadable: see its subclasses.
    """
    refuse_other_namespaces(root, frozenset(_NAMES.values()), "")
    top = Node(root, _NAMES)
    document = top.need("rsm:ExchangedDocument", "BT-1")
    type_code = refuse_credit_note(document.need("ram:TypeCode", "BT-3"))
    context = top.need("rsm:ExchangedDocumentContext", "BT-24")
    specification = context.needed_text("ram:GuidelineSpecifiedDocumentContextParameter/ram:ID", "BT-24")
    number = document.needed_text("ram:ID", "BT-1")
    issue_date = document.need("ram:IssueDateTime/udt:DateTimeString", "BT-2").day("BT-2")
    deal = top.need("rsm:SupplyChainTradeTransaction", "BG-25")
    agreement = deal.need("ram:ApplicableHeaderTradeAgreement", "BG-4")
    delivery = deal.one("ram:ApplicableHeaderTradeDelivery")
    settlement = deal.need("ram:ApplicableHeaderTradeSettlement", "BT-5")
    currency = settlement.currency("ram:InvoiceCurrencyCode", "BT-5") or ""
    return Invoice(
        syntax="CII",
        number=number,
        issue_date=issue_date,
        type_code=type_code,
        currency=currency,
        specification=specification,
        process=context.text("ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"),
        vat_currency=settlement.currency("ram:TaxCurrencyCode", "BT-6", needed=False),
        vat_point_date=_vat_point_date(settlement),
        vat_point_code=_vat_point_code(settlement),
        due_date=_due_date(settlement),
        payment_terms=settlement.texts("ram:SpecifiedTradePaymentTerms/ram:Description"),
        notes=_notes(document),
        seller=cii_party.seller(agreement),
        buyer=cii_party.buyer(agreement),
        payee=cii_party.payee(settlement),
        tax_representative=cii_party.tax_representative(agreement),
        delivery=cii_party.delivery(delivery) if delivery else None,
        period=_period(settlement),
        payments=_payments(settlement),
        creditor_identifier=settlement.text("ram:CreditorReferenceID"),
        references=_references(agreement, delivery, settlement),
        supporting_documents=_supporting_documents(agreement),
        allowances_and_charges=_allowances_and_charges(settlement, currency),
        totals=_totals(settlement, currency),
        vat_breakdown=tuple(_vat(node, currency) for node in settlement.all("ram:ApplicableTradeTax")),
        lines=tuple(
            cii_line.read(node, currency, path)
            for node, path in deal.placed("ram:IncludedSupplyChainTradeLineItem")
        ),
    )


def _notes(document: Node) -> tuple[Note, ...]:
    return tuple(
        Note(text, node.text("ram:SubjectCode"))
        for node in document.all("ram:IncludedNote")
        if (text := node.texts("ram:Content"))
    )


def _first(settlement: Node, path: str) -> Node | None:
    """Terms of the whole invoice that CII repeats in each VAT group or payment term."""
    return next(iter(settlement.all(path)), None)


def _vat_point_date(settlement: Node) -> date | None:
    node = _first(settlement, "ram:ApplicableTradeTax/ram:TaxPointDate/udt:DateString")
    return node.day("BT-7") if node else None


def _vat_point_code(settlement: Node) -> str | None:
    node = _first(settlement, "ram:ApplicableTradeTax/ram:DueDateTypeCode")
    return node.content or None if node else None


def _due_date(settlement: Node) -> date | None:
    node = _first(settlement, "ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString")
    return node.day("BT-9") if node else None


def _period(settlement: Node) -> InvoicingPeriod | None:
    return cii_line.period(settlement, "BT-73", "BT-74")


def _payments(settlement: Node) -> tuple[Payment, ...]:
    mandate = _first(settlement, "ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID")
    return tuple(
        _payment(node, settlement.text("ram:PaymentReference"), mandate.content or None if mandate else None)
        for node in settlement.all("ram:SpecifiedTradeSettlementPaymentMeans")
    )


def _payment(node: Node, remittance: str | None, mandate: str | None) -> Payment:
    payee = "ram:PayeePartyCreditorFinancialAccount"
    return Payment(
        means=node.needed_text("ram:TypeCode", "BT-81"),
        means_text=node.texts("ram:Information"),
        remittance=remittance,
        account=node.text(f"{payee}/ram:IBANID") or node.text(f"{payee}/ram:ProprietaryID"),
        account_name=node.text(f"{payee}/ram:AccountName"),
        provider=node.text("ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID"),
        card_number=node.text("ram:ApplicableTradeSettlementFinancialCard/ram:ID"),
        card_holder=node.text("ram:ApplicableTradeSettlementFinancialCard/ram:CardholderName"),
        mandate=mandate,
        debited_account=node.text("ram:PayerPartyDebtorFinancialAccount/ram:IBANID"),
    )


def _references(agreement: Node, delivery: Node | None, settlement: Node) -> References:
    def issued(node: Node | None, name: str) -> str | None:
        return node.text(f"ram:{name}/ram:IssuerAssignedID") if node else None

    others = agreement.all("ram:AdditionalReferencedDocument")
    by_type = {node.text("ram:TypeCode"): node for node in reversed(others)}
    tender, target = by_type.get(_TENDER), by_type.get(_INVOICED_OBJECT)
    return References(
        buyer_reference=agreement.text("ram:BuyerReference"),
        project=agreement.text("ram:SpecifiedProcuringProject/ram:ID"),
        contract=issued(agreement, "ContractReferencedDocument"),
        purchase_order=issued(agreement, "BuyerOrderReferencedDocument"),
        sales_order=issued(agreement, "SellerOrderReferencedDocument"),
        receiving_advice=issued(delivery, "ReceivingAdviceReferencedDocument"),
        despatch_advice=issued(delivery, "DespatchAdviceReferencedDocument"),
        tender_or_lot=tender.text("ram:IssuerAssignedID") if tender else None,
        invoiced_object=cii_line.object_of(target) if target else None,
        buyer_accounting=settlement.texts("ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
        preceding_invoices=tuple(
            PrecedingInvoice(
                node.needed_text("ram:IssuerAssignedID", "BT-25"),
                node.when("ram:FormattedIssueDateTime/qdt:DateTimeString", "BT-26"),
            )
            for node in settlement.all("ram:InvoiceReferencedDocument")
        ),
    )


def _supporting_documents(agreement: Node) -> tuple[SupportingDocument, ...]:
    found: list[SupportingDocument] = []
    for node in agreement.all("ram:AdditionalReferencedDocument"):
        if node.text("ram:TypeCode") in (_TENDER, _INVOICED_OBJECT):
            continue
        attached = _first(node, "ram:AttachmentBinaryObject")
        found.append(
            SupportingDocument(
                reference=node.needed_text("ram:IssuerAssignedID", "BT-122"),
                description=node.texts("ram:Name"),
                location=node.text("ram:URIID"),
                media_type=attached.attribute("mimeCode") if attached else None,
                filename=attached.attribute("filename") if attached else None,
            )
        )
    return tuple(found)


def _allowances_and_charges(settlement: Node, currency: str) -> tuple[AllowanceOrCharge, ...]:
    plain = [_allowance_or_charge(n, currency) for n in settlement.all("ram:SpecifiedTradeAllowanceCharge")]
    # Only in Factur-X EXTENDED; its totals count it among the charges.
    freight = [_freight(n, currency) for n in settlement.all("ram:SpecifiedLogisticsServiceCharge")]
    return (*plain, *freight)


def _allowance_or_charge(node: Node, currency: str) -> AllowanceOrCharge:
    charge = cii_line.is_charge(node)
    return AllowanceOrCharge(
        is_charge=charge,
        amount=node.needed_amount("ram:ActualAmount", "BT-99" if charge else "BT-92", currency),
        base=node.amount("ram:BasisAmount", "BT-100" if charge else "BT-93", currency),
        percent=node.decimal("ram:CalculationPercent", "BT-101" if charge else "BT-94"),
        vat_category=node.needed_text(
            "ram:CategoryTradeTax/ram:CategoryCode", "BT-102" if charge else "BT-95"
        ),
        vat_rate=node.decimal(
            "ram:CategoryTradeTax/ram:RateApplicablePercent", "BT-103" if charge else "BT-96"
        ),
        reason=node.texts("ram:Reason"),
        reason_code=node.text("ram:ReasonCode"),
    )


def _freight(node: Node, currency: str) -> AllowanceOrCharge:
    return AllowanceOrCharge(
        is_charge=True,
        amount=node.needed_amount("ram:AppliedAmount", "BT-99", currency),
        vat_category=node.text("ram:AppliedTradeTax/ram:CategoryCode"),
        vat_rate=node.decimal("ram:AppliedTradeTax/ram:RateApplicablePercent", "BT-103"),
        reason=node.texts("ram:Description"),
    )


def _totals(settlement: Node, currency: str) -> Totals:
    total = settlement.need("ram:SpecifiedTradeSettlementHeaderMonetarySummation", "BG-22")
    vat, accounting = _vat_totals(settlement, total, currency)
    return Totals(
        lines=total.needed_amount("ram:LineTotalAmount", "BT-106", currency),
        allowances=total.amount("ram:AllowanceTotalAmount", "BT-107", currency),
        charges=total.amount("ram:ChargeTotalAmount", "BT-108", currency),
        without_vat=total.needed_amount("ram:TaxBasisTotalAmount", "BT-109", currency),
        vat=vat,
        vat_in_accounting_currency=accounting,
        with_vat=total.needed_amount("ram:GrandTotalAmount", "BT-112", currency),
        paid=total.amount("ram:TotalPrepaidAmount", "BT-113", currency),
        rounding=total.amount("ram:RoundingAmount", "BT-114", currency),
        payable=total.needed_amount("ram:DuePayableAmount", "BT-115", currency),
    )


def _vat_totals(settlement: Node, total: Node, currency: str) -> tuple[Money | None, Money | None]:
    """BT-110 and BT-111: CII has one element for both, told apart by its currency."""
    vat_currency = settlement.text("ram:TaxCurrencyCode")
    vat: Money | None = None
    accounting: Money | None = None
    for node in total.all("ram:TaxTotalAmount"):
        said = node.attribute("currencyID")
        if vat_currency and vat_currency != currency and said == vat_currency and accounting is None:
            accounting = node.money("BT-111", vat_currency)
        elif vat is None:
            vat = node.money("BT-110", currency)
        elif vat_currency != currency or accounting is not None:
            raise node.unreadable(node.content, N_("the only VAT total in its currency"), "BT-110")
        else:
            accounting = node.money("BT-111", currency)
    return vat, accounting


def _vat(node: Node, currency: str) -> VatBreakdown:
    return VatBreakdown(
        taxable=node.needed_amount("ram:BasisAmount", "BT-116", currency),
        tax=node.needed_amount("ram:CalculatedAmount", "BT-117", currency),
        category=node.needed_text("ram:CategoryCode", "BT-118"),
        rate=node.decimal("ram:RateApplicablePercent", "BT-119"),
        exemption_reason=node.texts("ram:ExemptionReason"),
        exemption_code=node.text("ram:ExemptionReasonCode"),
    )
