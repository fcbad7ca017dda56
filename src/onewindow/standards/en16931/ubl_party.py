"""The parties and the delivery of a UBL invoice (BG-4 to BG-15)."""

from onewindow.standards.en16931.node import Node
from onewindow.standards.en16931.types import Address, Contact, Delivery, Identifier, Party

_SEPA = "SEPA"  # the scheme of BT-90, which stands among the seller's or payee's identifiers


def seller(top: Node) -> Party:
    """BG-4."""
    party = top.need("cac:AccountingSupplierParty", "BG-4").need("cac:Party", "BG-4")
    return Party(
        name=party.needed_text("cac:PartyLegalEntity/cbc:RegistrationName", "BT-27"),
        trading_name=party.text("cac:PartyName/cbc:Name"),
        identifiers=_identifiers(party),
        legal_registration=party.identifier("cac:PartyLegalEntity/cbc:CompanyID"),
        vat_identifier=_tax_number(party, vat=True),
        tax_registration=_tax_number(party, vat=False),
        legal_information=party.text("cac:PartyLegalEntity/cbc:CompanyLegalForm"),
        electronic_address=party.identifier("cbc:EndpointID"),
        address=_address(party.need("cac:PostalAddress", "BG-5"), "BT-40"),
        contact=_contact(party),
    )


def buyer(top: Node) -> Party:
    """BG-7."""
    party = top.need("cac:AccountingCustomerParty", "BG-7").need("cac:Party", "BG-7")
    return Party(
        name=party.needed_text("cac:PartyLegalEntity/cbc:RegistrationName", "BT-44"),
        trading_name=party.text("cac:PartyName/cbc:Name"),
        identifiers=_identifiers(party),
        legal_registration=party.identifier("cac:PartyLegalEntity/cbc:CompanyID"),
        vat_identifier=_tax_number(party, vat=True),
        electronic_address=party.identifier("cbc:EndpointID"),
        address=_address(party.need("cac:PostalAddress", "BG-8"), "BT-55"),
        contact=_contact(party),
    )


def payee(top: Node) -> Party | None:
    """BG-10."""
    party = top.one("cac:PayeeParty")
    if party is None:
        return None
    return Party(
        name=party.needed_text("cac:PartyName/cbc:Name", "BT-59"),
        identifiers=_identifiers(party),
        legal_registration=party.identifier("cac:PartyLegalEntity/cbc:CompanyID"),
    )


def tax_representative(top: Node) -> Party | None:
    """BG-11."""
    party = top.one("cac:TaxRepresentativeParty")
    if party is None:
        return None
    return Party(
        name=party.needed_text("cac:PartyName/cbc:Name", "BT-62"),
        vat_identifier=_tax_number(party, vat=True),
        address=_address(party.need("cac:PostalAddress", "BG-12"), "BT-69"),
    )


def creditor_identifier(top: Node) -> str | None:
    """BT-90."""
    for path in ("cac:AccountingSupplierParty/cac:Party", "cac:PayeeParty"):
        for node in top.all(f"{path}/cac:PartyIdentification/cbc:ID"):
            if node.attribute("schemeID") == _SEPA:
                return node.content or None
    return None


def delivery(top: Node) -> Delivery | None:
    """BG-13 and BG-15."""
    node = top.one("cac:Delivery")
    if node is None:
        return None
    address = node.one("cac:DeliveryLocation/cac:Address")
    return Delivery(
        name=node.text("cac:DeliveryParty/cac:PartyName/cbc:Name"),
        location=node.identifier("cac:DeliveryLocation/cbc:ID"),
        delivered_on=node.when("cbc:ActualDeliveryDate", "BT-72"),
        address=_address(address, "BT-80") if address else None,
    )


def _identifiers(party: Node) -> tuple[Identifier, ...]:
    return tuple(
        Identifier(node.content, node.attribute("schemeID"))
        for node in party.all("cac:PartyIdentification/cbc:ID")
        if node.content and node.attribute("schemeID") != _SEPA
    )


def _tax_number(party: Node, *, vat: bool) -> str | None:
    for scheme in party.all("cac:PartyTaxScheme"):
        is_vat = (scheme.text("cac:TaxScheme/cbc:ID") or "").upper() == "VAT"
        if is_vat == vat:
            return scheme.text("cbc:CompanyID")
    return None


def _address(node: Node, country: str) -> Address:
    node.needed_text("cac:Country/cbc:IdentificationCode", country)
    return Address(
        country=node.country("cac:Country/cbc:IdentificationCode", country) or "",
        line_one=node.text("cbc:StreetName"),
        line_two=node.text("cbc:AdditionalStreetName"),
        line_three=node.texts("cac:AddressLine/cbc:Line"),
        city=node.text("cbc:CityName"),
        post_code=node.text("cbc:PostalZone"),
        subdivision=node.text("cbc:CountrySubentity"),
    )


def _contact(party: Node) -> Contact | None:
    node = party.one("cac:Contact")
    if node is None:
        return None
    return Contact(node.text("cbc:Name"), node.text("cbc:Telephone"), node.text("cbc:ElectronicMail"))
