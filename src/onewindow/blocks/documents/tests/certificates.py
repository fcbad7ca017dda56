"""Documents for tests."""

from datetime import date
from decimal import Decimal

from onewindow.blocks.documents import api
from onewindow.kernel.localised import Localised
from onewindow.kernel.money import Money, UnitPrice
from onewindow.kernel.reference import Reference

AGENCY = "trade-ministry"
CASE = Reference("case/TCE-2026-000017")
HOLDER = Reference("register/people/1")


def words(en: str, fr: str = "", ar: str = "") -> Localised:
    texts = {"en": en, "fr": fr or f"{en} (fr)", "ar": ar or en}
    return Localised(texts)


def template(number: str = "TCE-2026-17", text: str = "Keep this document.") -> api.DocumentTemplate:
    return api.DocumentTemplate(
        document=f"{AGENCY}/external-trade-certificate/certificate",
        title=words("External trade certificate", "Titre de commerce extérieur", "شهادة التجارة الخارجية"),
        number=number,
        blocks=(
            api.Heading(words("Importer", "Importateur", "المستورد")),
            api.Fields(
                (
                    api.FieldRow(words("Name", "Nom", "الاسم"), "شركة الزيت Olio S.à r.l."),
                    api.FieldRow(words("Total", "Total", "المجموع"), Money(1234567, "TND")),
                    api.FieldRow(words("Empty"), None),
                    api.FieldRow(words("Invoice date", "Date", "التاريخ"), date(2026, 1, 31)),
                )
            ),
            api.Table(
                (
                    api.Column(words("HS code", "Code SH", "الرمز")),
                    api.Column(words("Goods", "Marchandise", "البضاعة")),
                    api.Column(words("Quantity", "Quantité", "الكمية"), numeric=True),
                    api.Column(words("Price", "Prix", "السعر"), numeric=True),
                ),
                (
                    ("150910", text, Decimal("1200.5"), UnitPrice(Decimal("0.00880"), "EUR")),
                    ("080410", "تمور", 12, UnitPrice(Decimal("3.10"), "EUR")),
                ),
            ),
            api.Paragraph(words(text)),
            api.QrCode(),
            api.SealPlace(),
        ),
    )


def issue(key: str = "k1", **more: object) -> api.IssuedDocument:
    given: dict[str, object] = {
        "template": template(),
        "subject": CASE,
        "key": key,
        "agency": AGENCY,
        "languages": ["ar"],
        "official_language": "fr",
        "valid_from": date(2026, 3, 2),
        "valid_until": date(2026, 8, 31),
        "issued_for": HOLDER,
        "prepared_by": "registrar",
    }
    return api.issue(**{**given, **more})
