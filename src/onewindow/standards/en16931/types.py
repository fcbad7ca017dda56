"""The semantic model of an invoice (EN 16931-1), with its business terms (BT) and groups (BG).

Everything is immutable. An optional term that the invoice does not have is None (or an empty tuple for
a group that may repeat). Amounts are `Money` in the invoice currency unless said otherwise; unit prices keep
every decimal that the invoice has.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from onewindow.kernel.money import Money, UnitPrice


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier and the scheme it belongs to.

    :param value: as written.
    :param scheme: scheme identifier (ISO/IEC 6523 ICD, EAS, UNTDID 1153, …) or None.
    """

    value: str
    scheme: str | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address: BG-5 seller, BG-8 buyer, BG-12 tax representative, BG-15 deliver-to.

    :param line_one: BT-35, BT-50, BT-64, BT-75.
    :param line_two: BT-36, BT-51, BT-65, BT-76.
    :param line_three: BT-162, BT-163, BT-164, BT-165.
    :param city: BT-37, BT-52, BT-66, BT-77.
    :param post_code: BT-38, BT-53, BT-67, BT-78.
    :param subdivision: BT-39, BT-54, BT-68, BT-79.
    :param country: ISO 3166-1 alpha-2; BT-40, BT-55, BT-69, BT-80.
    """

    country: str
    line_one: str | None = None
    line_two: str | None = None
    line_three: str | None = None
    city: str | None = None
    post_code: str | None = None
    subdivision: str | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """BG-6 seller contact, BG-9 buyer contact.

    :param name: BT-41, BT-56.
    :param telephone: BT-42, BT-57.
    :param email: BT-43, BT-58.
    """

    name: str | None = None
    telephone: str | None = None
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Party:
    """BG-4 seller, BG-7 buyer, BG-10 payee, BG-11 seller tax representative. Not all terms exist for each.

    :param name: BT-27, BT-44, BT-59, BT-62.
    :param trading_name: BT-28, BT-45.
    :param identifiers: BT-29 (several), BT-46, BT-60.
    :param legal_registration: BT-30, BT-47, BT-61.
    :param vat_identifier: BT-31, BT-48, BT-63.
    :param tax_registration: BT-32, seller only: the number by which the seller is known to its tax office.
    :param legal_information: BT-33, seller only.
    :param electronic_address: BT-34, BT-49.
    :param address: BG-5, BG-8, BG-12; None for a payee.
    :param contact: BG-6, BG-9.
    """

    name: str
    trading_name: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    legal_registration: Identifier | None = None
    vat_identifier: str | None = None
    tax_registration: str | None = None
    legal_information: str | None = None
    electronic_address: Identifier | None = None
    address: Address | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """BG-1. ``subject``: BT-21, a code of UNTDID 4451; ``text``: BT-22."""

    text: str
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class PrecedingInvoice:
    """BG-3. ``number``: BT-25; ``issue_date``: BT-26."""

    number: str
    issue_date: date | None = None


@dataclass(frozen=True, slots=True)
class InvoicingPeriod:
    """BG-14 of the invoice (BT-73, BT-74), BG-26 of a line (BT-134, BT-135). Both days belong to it."""

    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """BG-13.

    :param name: BT-70, who receives.
    :param location: BT-71.
    :param delivered_on: BT-72.
    :param address: BG-15.
    """

    name: str | None = None
    location: Identifier | None = None
    delivered_on: date | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """BG-16, one means of payment.

    :param means: BT-81, a code of UNTDID 4461.
    :param means_text: BT-82.
    :param remittance: BT-83, what the payment should say.
    :param account: BT-84, an IBAN or a national account number.
    :param account_name: BT-85.
    :param provider: BT-86, a BIC or a national code.
    :param card_number: BT-87, the last digits of a card.
    :param card_holder: BT-88.
    :param mandate: BT-89.
    :param debited_account: BT-91.
    """

    means: str
    means_text: str | None = None
    remittance: str | None = None
    account: str | None = None
    account_name: str | None = None
    provider: str | None = None
    card_number: str | None = None
    card_holder: str | None = None
    mandate: str | None = None
    debited_account: str | None = None


@dataclass(frozen=True, slots=True)
class AllowanceOrCharge:
    """BG-20 and BG-21 of the invoice, BG-27 and BG-28 of a line.

    :param is_charge: a charge adds, an allowance takes away.
    :param amount: BT-92, BT-99, BT-136, BT-141; before VAT.
    :param base: BT-93, BT-100, BT-137, BT-142.
    :param percent: BT-94, BT-101, BT-138, BT-143; 10 stands for 10 %.
    :param vat_category: BT-95, BT-102; None on a line.
    :param vat_rate: BT-96, BT-103.
    :param reason: BT-97, BT-104, BT-139, BT-144.
    :param reason_code: BT-98, BT-140 (UNTDID 5189); BT-105, BT-145 (UNTDID 7161).
    """

    is_charge: bool
    amount: Money
    base: Money | None = None
    percent: Decimal | None = None
    vat_category: str | None = None
    vat_rate: Decimal | None = None
    reason: str | None = None
    reason_code: str | None = None


@dataclass(frozen=True, slots=True)
class Totals:
    """BG-22.

    :param lines: BT-106, the sum of the lines' net amounts.
    :param allowances: BT-107.
    :param charges: BT-108.
    :param without_vat: BT-109.
    :param vat: BT-110.
    :param vat_in_accounting_currency: BT-111, in the currency BT-6.
    :param with_vat: BT-112.
    :param paid: BT-113.
    :param rounding: BT-114.
    :param payable: BT-115.
    """

    lines: Money
    without_vat: Money
    with_vat: Money
    payable: Money
    allowances: Money | None = None
    charges: Money | None = None
    vat: Money | None = None
    vat_in_accounting_currency: Money | None = None
    paid: Money | None = None
    rounding: Money | None = None


@dataclass(frozen=True, slots=True)
class VatBreakdown:
    """BG-23, one rate of one VAT category.

    :param taxable: BT-116.
    :param tax: BT-117.
    :param category: BT-118, a code of UNTDID 5305.
    :param rate: BT-119, percent; None where the category has none (O).
    :param exemption_reason: BT-120.
    :param exemption_code: BT-121, a VATEX code.
    """

    taxable: Money
    tax: Money
    category: str
    rate: Decimal | None = None
    exemption_reason: str | None = None
    exemption_code: str | None = None


@dataclass(frozen=True, slots=True)
class SupportingDocument:
    """BG-24. The attached bytes themselves are not kept: a reader takes the invoice's word, not its files.

    :param reference: BT-122.
    :param description: BT-123.
    :param location: BT-124, a URL. Never fetch it.
    :param media_type: of BT-125.
    :param filename: of BT-125.
    """

    reference: str
    description: str | None = None
    location: str | None = None
    media_type: str | None = None
    filename: str | None = None


@dataclass(frozen=True, slots=True)
class Classification:
    """BT-158.

    :param code: such as an HS or CPV code.
    :param scheme: UNTDID 7143: ``HS`` harmonised system, ``TSP`` CPV, ``STI`` CN …
    :param version: of the scheme.
    """

    code: str
    scheme: str | None = None
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """BG-32. ``name``: BT-160; ``value``: BT-161."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Item:
    """BG-31.

    :param name: BT-153.
    :param description: BT-154.
    :param seller_identifier: BT-155.
    :param buyer_identifier: BT-156.
    :param standard_identifier: BT-157, with its scheme (0160 is GTIN).
    :param classifications: BT-158.
    :param origin: BT-159, ISO 3166-1 alpha-2.
    :param attributes: BG-32.
    """

    name: str
    description: str | None = None
    seller_identifier: str | None = None
    buyer_identifier: str | None = None
    standard_identifier: Identifier | None = None
    classifications: tuple[Classification, ...] = ()
    origin: str | None = None
    attributes: tuple[Attribute, ...] = ()

    @property
    def hs_code(self) -> str | None:
        """The commodity code, digits only, where the item has one (BT-158 of list HS, or STI/CN/TARIC)."""
        for scheme in ("HS", "STI", "TSQ", "CN"):
            for one in self.classifications:
                if one.scheme == scheme:
                    return "".join(c for c in one.code if c.isdigit()) or None
        return None


@dataclass(frozen=True, slots=True)
class Price:
    """BG-29.

    :param net: BT-146 with its base quantity BT-149 in ``net.per``; every decimal as written.
    :param discount: BT-147, for one base quantity.
    :param gross: BT-148.
    :param base_unit: BT-150, UN/ECE Recommendation 20 or 21.
    """

    net: UnitPrice
    discount: Decimal | None = None
    gross: UnitPrice | None = None
    base_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """BG-25.

    :param identifier: BT-126.
    :param quantity: BT-129; may be negative (goods taken back).
    :param unit: BT-130, UN/ECE Recommendation 20 or 21.
    :param net_amount: BT-131.
    :param item: BG-31.
    :param price: BG-29.
    :param vat_category: BT-151.
    :param vat_rate: BT-152.
    :param note: BT-127.
    :param invoiced_object: BT-128.
    :param order_line: BT-132.
    :param accounting_reference: BT-133.
    :param period: BG-26.
    :param allowances_and_charges: BG-27 and BG-28, in the order of the invoice.
    :param path: where the line stands in the file.
    """

    identifier: str
    quantity: Decimal
    unit: str
    net_amount: Money
    item: Item
    price: Price
    vat_category: str
    vat_rate: Decimal | None = None
    note: str | None = None
    invoiced_object: Identifier | None = None
    order_line: str | None = None
    accounting_reference: str | None = None
    period: InvoicingPeriod | None = None
    allowances_and_charges: tuple[AllowanceOrCharge, ...] = ()
    path: str = ""

    @property
    def computed_amount(self) -> Money:
        """Price × quantity / base quantity + charges − allowances. BT-131 should be this; some differ."""
        amount = self.price.net.times(self.quantity)
        for one in self.allowances_and_charges:
            amount = amount + one.amount if one.is_charge else amount - one.amount
        return amount


@dataclass(frozen=True, slots=True)
class References:
    """Other documents that the invoice names.

    :param buyer_reference: BT-10.
    :param project: BT-11.
    :param contract: BT-12.
    :param purchase_order: BT-13.
    :param sales_order: BT-14.
    :param receiving_advice: BT-15.
    :param despatch_advice: BT-16.
    :param tender_or_lot: BT-17.
    :param invoiced_object: BT-18.
    :param buyer_accounting: BT-19.
    :param preceding_invoices: BG-3.
    """

    buyer_reference: str | None = None
    project: str | None = None
    contract: str | None = None
    purchase_order: str | None = None
    sales_order: str | None = None
    receiving_advice: str | None = None
    despatch_advice: str | None = None
    tender_or_lot: str | None = None
    invoiced_object: Identifier | None = None
    buyer_accounting: str | None = None
    preceding_invoices: tuple[PrecedingInvoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Invoice:
    """BG-0: one invoice.

    :param number: BT-1.
    :param issue_date: BT-2.
    :param type_code: BT-3, UNTDID 1001; never a credit note.
    :param currency: BT-5, ISO 4217.
    :param vat_currency: BT-6, where VAT is accounted in another currency.
    :param vat_point_date: BT-7.
    :param vat_point_code: BT-8, UNTDID 2005.
    :param due_date: BT-9.
    :param payment_terms: BT-20.
    :param creditor_identifier: BT-90, of a direct debit.
    :param process: BT-23.
    :param specification: BT-24.
    :param syntax: ``UBL`` or ``CII``.
    """

    syntax: str
    number: str
    issue_date: date
    type_code: str
    currency: str
    specification: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    totals: Totals
    vat_breakdown: tuple[VatBreakdown, ...]
    references: References
    process: str | None = None
    vat_currency: str | None = None
    vat_point_date: date | None = None
    vat_point_code: str | None = None
    due_date: date | None = None
    payment_terms: str | None = None
    notes: tuple[Note, ...] = ()
    payee: Party | None = None
    tax_representative: Party | None = None
    delivery: Delivery | None = None
    period: InvoicingPeriod | None = None
    payments: tuple[Payment, ...] = ()
    creditor_identifier: str | None = None
    allowances_and_charges: tuple[AllowanceOrCharge, ...] = ()
    supporting_documents: tuple[SupportingDocument, ...] = ()
