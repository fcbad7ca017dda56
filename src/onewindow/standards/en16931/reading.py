"""From a file to an invoice, by what the file is."""

from onewindow.kernel.errors import N_
from onewindow.standards import safexml
from onewindow.standards.en16931 import cii, sums, ubl
from onewindow.standards.en16931.errors import CreditNoteRefused, WrongNamespace
from onewindow.standards.en16931.types import Invoice

_TOTALS = {
    "UBL": "/Invoice/LegalMonetaryTotal",
    "CII": "/CrossIndustryInvoice/SupplyChainTradeTransaction/ApplicableHeaderTradeSettlement"
    "/SpecifiedTradeSettlementHeaderMonetarySummation",
}


def read(data: bytes) -> Invoice:
    """Read an invoice from an XML file or from a PDF that carries one.

    :param data: the file.
    :raises InvoiceNotReadable: see `read_invoice`, `read_from_pdf`.
    :raises safexml.XmlRefused: not XML, or XML that may not come in.
    """
    if data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n\0").startswith(b"%PDF-"):
        return read_from_pdf(data)
    return read_invoice(data)


def read_from_pdf(data: bytes) -> Invoice:
    """Read the invoice that a Factur-X or ZUGFeRD PDF carries.

    :raises NoInvoiceInPdf: nothing attached that could be an invoice.
    :raises PdfNotReadable: damaged or encrypted.
    :raises safexml.TooLarge: above 30 MB, or 10 MB inside.
    """
    from onewindow.standards.en16931 import pdf  # loads pypdf, which most invoices do not need

    return read_invoice(pdf.invoice_in(data))


def read_invoice(data: bytes) -> Invoice:
    """Read a UBL 2 Invoice or a Cross Industry Invoice, and check that its sums add up.

    :param data: the XML file, in UTF-8 or UTF-16, at most 10 MB.
    :returns: amounts equal to the file's to the minor unit, unit prices to the last decimal.
    :raises safexml.XmlRefused: not XML, with a DOCTYPE, too large, …
    :raises WrongNamespace: another kind of document, or parts that belong to none.
    :raises CreditNoteRefused: a credit note.
    :raises PartMissing, PartRepeated, ValueNotReadable, NegativeNotAllowed, OtherCurrency, SumsDoNotAddUp:
        with the path, the business term and the rule.
    :source: EN 16931-1:2017+A1:2019, EN 16931-3-2 (UBL), EN 16931-3-3 (CII); docs/standards/en16931.md
    """
    root = safexml.parse(data)
    if root.tag == f"{{{ubl.INVOICE}}}Invoice":
        invoice = ubl.read(root)
    elif root.tag == f"{{{cii.INVOICE}}}CrossIndustryInvoice":
        invoice = cii.read(root)
    else:
        raise _not_an_invoice(root)
    sums.check(invoice, path=_TOTALS[invoice.syntax])
    return invoice


def _not_an_invoice(root: safexml.Element) -> CreditNoteRefused | WrongNamespace:
    if root.tag == f"{{{ubl.CREDIT_NOTE}}}CreditNote":
        return CreditNoteRefused(field="/CreditNote", type="UBL CreditNote", line=root.sourceline or 0)
    namespace, _, _ = root.tag.rpartition("}")
    return WrongNamespace(
        field=f"/{safexml.local_name(root)}",
        line=root.sourceline or 0,
        element=safexml.local_name(root),
        namespace=namespace.removeprefix("{") or N_("no namespace"),
    )
