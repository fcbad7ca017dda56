"""Why an invoice cannot be used: what, where (a path in the file, and its line) and which rule."""

from onewindow.kernel.errors import N_, InvalidInput


class InvoiceNotReadable(InvalidInput):
    """The base of all. ``field`` is a path such as ``/Invoice/InvoiceLine[2]/Price/PriceAmount``."""

    code = "invoice-not-readable"
    message = N_("This invoice cannot be read.")


class WrongNamespace(InvoiceNotReadable):
    code = "invoice-wrong-namespace"
    message = N_(
        "Line {line}: the element {element} is of “{namespace}”, which an EN 16931 invoice does not have."
    )
    way_out = N_("Send a UBL 2 Invoice or a UN/CEFACT Cross Industry Invoice (D16B).")


class CreditNoteRefused(InvoiceNotReadable):
    code = "invoice-is-credit-note"
    message = N_(
        "This is a credit note (type {type}), not an invoice: it takes money back and asks for none (BT-3)."
    )
    way_out = N_("Send the invoice that the credit note belongs to.")


class PartMissing(InvoiceNotReadable):
    code = "invoice-part-missing"
    message = N_("The invoice has no {name} ({term}, rule {rule}).")
    way_out = N_("Ask the seller for an invoice that has it.")


class PartRepeated(InvoiceNotReadable):
    code = "invoice-part-repeated"
    message = N_("Line {line}: this part may be there only once, and is there {count} times.")
    way_out = N_("Ask the seller for a corrected invoice.")


class ValueNotReadable(InvoiceNotReadable):
    code = "invoice-value-not-readable"
    message = N_("Line {line}: “{text}” is not {expected} ({term} {name}).")
    way_out = N_("Ask the seller for a corrected invoice.")


class NegativeNotAllowed(InvoiceNotReadable):
    code = "invoice-negative"
    message = N_("Line {line}: {value} is negative, and {name} ({term}) may not be (rule {rule}).")
    way_out = N_("Ask the seller for a corrected invoice.")


class OtherCurrency(InvoiceNotReadable):
    code = "invoice-other-currency"
    message = N_("Line {line}: this amount is in {found}, but the invoice is in {currency} ({term}).")
    way_out = N_("Ask the seller for an invoice in one currency.")


class SumsDoNotAddUp(InvoiceNotReadable):
    code = "invoice-sums"
    message = N_("{name} ({term}) is {found}, but should be {expected}: {formula} (rule {rule}).")
    way_out = N_("Ask the seller for a corrected invoice.")


class NoInvoiceInPdf(InvoiceNotReadable):
    code = "pdf-without-invoice"
    message = N_("This PDF has no invoice data inside it.")
    way_out = N_("Send a Factur-X or ZUGFeRD PDF, or the XML file itself.")


class PdfNotReadable(InvoiceNotReadable):
    code = "pdf-not-readable"
    message = N_("This PDF cannot be read: {reason}.")
    way_out = N_("Send the XML file itself.")
