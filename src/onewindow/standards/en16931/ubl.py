"""UBL 2 Invoice to the semantic model (EN 16931-3-2, OASIS UBL 2.1)."""

from onewindow.kernel.errors import N_
from onewindow.kernel.money import Money
from onewindow.standards import safexml
from onewindow.standards.en16931 import ubl_line, ubl_party
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

INVOICE = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CREDIT_NOTE = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
_EXTENSIONS = "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
_NAMES = {
    "inv": INVOICE,
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_INVOICED_OBJECT = "130"  # UNTDID 1001: the document reference that is BT-18, not a supporting document


def read(root: safexml.Element) -> Invoice:
    """The invoice of a UBL ``Invoice`` root.

    :raises InvoiceNotReadable: see its subclasses.
    """
    refuse_other_namespaces(
        root, frozenset((*_NAMES.values(), _EXTENSIONS)), f"{{{_EXTENSIONS}}}UBLExtensions"
    )
    top = Node(root, _NAMES)
    type_code = refuse_credit_note(top.need("cbc:InvoiceTypeCode", "BT-3"))
    specification = top.needed_text("cbc:CustomizationID", "BT-24")
    number = top.needed_text("cbc:ID", "BT-1")
    issue_date = top.need("cbc:IssueDate", "BT-2").day("BT-2")
    currency = top.currency("cbc:DocumentCurrencyCode", "BT-5") or ""
    return Invoice(
        syntax="UBL",
        number=number,
        issue_date=issue_date,
        type_code=type_code,
        currency=currency,
        specification=specification,
        process=top.text("cbc:ProfileID"),
        vat_currency=top.currency("cbc:TaxCurrencyCode", "BT-6", needed=False),
        vat_point_date=top.when("cbc:TaxPointDate", "BT-7"),
        vat_point_code=top.text("cac:InvoicePeriod/cbc:DescriptionCode"),
        due_date=top.when("cbc:DueDate", "BT-9"),
        payment_terms=top.texts("cac:PaymentTerms/cbc:Note"),
        notes=tuple(_note(node) for node in top.all("cbc:Note") if node.content),
        seller=ubl_party.seller(top),
        buyer=ubl_party.buyer(top),
        payee=ubl_party.payee(top),
        tax_representative=ubl_party.tax_representative(top),
        delivery=ubl_party.delivery(top),
        period=_period(top),
        payments=tuple(_payment(node) for node in top.all("cac:PaymentMeans")),
        creditor_identifier=ubl_party.creditor_identifier(top),
        references=_references(top),
        supporting_documents=_supporting_documents(top),
        allowances_and_charges=tuple(
            _allowance_or_charge(node, currency) for node in top.all("cac:AllowanceCharge")
        ),
        totals=_totals(top, currency),
        vat_breakdown=tuple(_vat(node, currency) for node in top.all("cac:TaxTotal/cac:TaxSubtotal")),
        lines=tuple(ubl_line.read(node, currency, path) for node, path in top.placed("cac:InvoiceLine")),
    )


def _note(node: Node) -> Note:
    # EN 16931-3-2: the subject code stands in front of the text, between number signs: #AAI#text.
    parts = node.content.split("#", 2)
    if len(parts) == 3 and not parts[0] and len(parts[1]) == 3:
        return Note(parts[2].strip(), parts[1])
    return Note(node.content)


def _period(top: Node) -> InvoicingPeriod | None:
    period = top.one("cac:InvoicePeriod")
    if period is None:
        return None
    start, end = period.when("cbc:StartDate", "BT-73"), period.when("cbc:EndDate", "BT-74")
    return InvoicingPeriod(start, end) if start or end else None


def _payment(node: Node) -> Payment:
    means = node.need("cbc:PaymentMeansCode", "BT-81")
    return Payment(
        means=node.needed_text("cbc:PaymentMeansCode", "BT-81"),
        means_text=means.attribute("name"),
        remittance=node.texts("cbc:PaymentID"),
        account=node.text("cac:PayeeFinancialAccount/cbc:ID"),
        account_name=node.text("cac:PayeeFinancialAccount/cbc:Name"),
        provider=node.text("cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID"),
        card_number=node.text("cac:CardAccount/cbc:PrimaryAccountNumberID"),
        card_holder=node.text("cac:CardAccount/cbc:HolderName"),
        mandate=node.text("cac:PaymentMandate/cbc:ID"),
        debited_account=node.text("cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"),
    )


def _references(top: Node) -> References:
    return References(
        buyer_reference=top.text("cbc:BuyerReference"),
        project=top.text("cac:ProjectReference/cbc:ID"),
        contract=top.text("cac:ContractDocumentReference/cbc:ID"),
        purchase_order=top.text("cac:OrderReference/cbc:ID"),
        sales_order=top.text("cac:OrderReference/cbc:SalesOrderID"),
        receiving_advice=top.text("cac:ReceiptDocumentReference/cbc:ID"),
        despatch_advice=top.text("cac:DespatchDocumentReference/cbc:ID"),
        tender_or_lot=top.text("cac:OriginatorDocumentReference/cbc:ID"),
        invoiced_object=next(
            (
                node.identifier("cbc:ID")
                for node in top.all("cac:AdditionalDocumentReference")
                if node.text("cbc:DocumentTypeCode") == _INVOICED_OBJECT
            ),
            None,
        ),
        buyer_accounting=top.text("cbc:AccountingCost"),
        preceding_invoices=tuple(
            PrecedingInvoice(node.needed_text("cbc:ID", "BT-25"), node.when("cbc:IssueDate", "BT-26"))
            for node in top.all("cac:BillingReference/cac:InvoiceDocumentReference")
        ),
    )


def _supporting_documents(top: Node) -> tuple[SupportingDocument, ...]:
    found: list[SupportingDocument] = []
    for node in top.all("cac:AdditionalDocumentReference"):
        if node.text("cbc:DocumentTypeCode") == _INVOICED_OBJECT:
            continue
        attached = node.one("cac:Attachment/cbc:EmbeddedDocumentBinaryObject")
        found.append(
            SupportingDocument(
                reference=node.needed_text("cbc:ID", "BT-122"),
                description=node.texts("cbc:DocumentDescription"),
                location=node.text("cac:Attachment/cac:ExternalReference/cbc:URI"),
                media_type=attached.attribute("mimeCode") if attached else None,
                filename=attached.attribute("filename") if attached else None,
            )
        )
    return tuple(found)


def _allowance_or_charge(node: Node, currency: str) -> AllowanceOrCharge:
    is_charge = ubl_line.is_charge(node)
    return AllowanceOrCharge(
        is_charge=is_charge,
        amount=node.needed_amount("cbc:Amount", "BT-99" if is_charge else "BT-92", currency),
        base=node.amount("cbc:BaseAmount", "BT-100" if is_charge else "BT-93", currency),
        percent=node.decimal("cbc:MultiplierFactorNumeric", "BT-101" if is_charge else "BT-94"),
        vat_category=node.needed_text("cac:TaxCategory/cbc:ID", "BT-102" if is_charge else "BT-95"),
        vat_rate=node.decimal("cac:TaxCategory/cbc:Percent", "BT-103" if is_charge else "BT-96"),
        reason=node.texts("cbc:AllowanceChargeReason"),
        reason_code=node.text("cbc:AllowanceChargeReasonCode"),
    )


def _totals(top: Node, currency: str) -> Totals:
    total = top.need("cac:LegalMonetaryTotal", "BG-22")
    vat, accounting = _vat_totals(top, currency)
    return Totals(
        lines=total.needed_amount("cbc:LineExtensionAmount", "BT-106", currency),
        allowances=total.amount("cbc:AllowanceTotalAmount", "BT-107", currency),
        charges=total.amount("cbc:ChargeTotalAmount", "BT-108", currency),
        without_vat=total.needed_amount("cbc:TaxExclusiveAmount", "BT-109", currency),
        vat=vat.money("BT-110", currency) if vat else None,
        vat_in_accounting_currency=_in_accounting_currency(top, accounting),
        with_vat=total.needed_amount("cbc:TaxInclusiveAmount", "BT-112", currency),
        paid=total.amount("cbc:PrepaidAmount", "BT-113", currency),
        rounding=total.amount("cbc:PayableRoundingAmount", "BT-114", currency),
        payable=total.needed_amount("cbc:PayableAmount", "BT-115", currency),
    )


def _vat_totals(top: Node, currency: str) -> tuple[Node | None, Node | None]:
    """The tax total in the invoice currency (it has the breakdown) and the one in the accounting currency."""
    ours: list[Node] = []
    accounting: list[Node] = []
    vat_currency = top.text("cbc:TaxCurrencyCode")
    for total in top.all("cac:TaxTotal"):
        amount = total.one("cbc:TaxAmount")
        if amount is None:
            continue
        foreign = vat_currency not in (None, currency) and amount.attribute("currencyID") == vat_currency
        (accounting if foreign else ours).append(amount)
    if len(ours) > 1:
        raise ours[1].unreadable(ours[1].content, N_("the only VAT total in its currency"), "BT-110")
    if len(accounting) > 1:
        raise accounting[1].unreadable(
            accounting[1].content, N_("the only VAT total in its currency"), "BT-111"
        )
    return (ours[0] if ours else None), (accounting[0] if accounting else None)


def _in_accounting_currency(top: Node, amount: Node | None) -> Money | None:
    vat_currency = top.text("cbc:TaxCurrencyCode")
    return amount.money("BT-111", vat_currency) if amount and vat_currency else None


def _vat(node: Node, currency: str) -> VatBreakdown:
    category = node.need("cac:TaxCategory", "BT-118")
    return VatBreakdown(
        taxable=node.needed_amount("cbc:TaxableAmount", "BT-116", currency),
        tax=node.needed_amount("cbc:TaxAmount", "BT-117", currency),
        category=category.needed_text("cbc:ID", "BT-118"),
        rate=category.decimal("cbc:Percent", "BT-119"),
        exemption_reason=category.texts("cbc:TaxExemptionReason"),
        exemption_code=category.text("cbc:TaxExemptionReasonCode"),
    )
