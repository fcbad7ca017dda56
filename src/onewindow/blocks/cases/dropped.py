"""Reading a dropped file by the standard that a form names."""

from onewindow.standards import en16931

_PDF = b"%PDF"
_XML = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff")


def read_dropped(standard: str, data: bytes) -> object | None:
    """The message in a file; None where the file is of another kind (a scanned invoice, for instance).

    A PDF without an invoice inside is a picture of one: it is kept, and nothing is filled.

    :raises OnewindowError: the file means to be such a message and breaks its rules.
    """
    if standard != "en16931":
        return None
    if data.startswith(_PDF):
        try:
            return en16931.read_from_pdf(data)
        except en16931.NoInvoiceInPdf:
            return None
    return en16931.read(data) if data.lstrip()[:2].startswith(_XML) else None
