"""The parties and the delivery of a Cross Industry Invoice (BG-4 to BG-15)."""

from onewindow.standards.en16931.node import Node
from onewindow.standards.en16931.types import Address, Contact, Delivery, Identifier, Party


def seller(agreement: Node) -> Party:
    """BG-4."""
    party = agreement.need("ram:SellerTradeParty", "BG-4")
    return Party(
        name=party.needed_text("ram:Name", "BT-27"),
        trading_name=party.text("ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
        identifiers=_identifiers(party),
        legal_registration=party.identifier("ram:SpecifiedLegalOrganization/ram:ID"),
        vat_identifier=_tax_number(party, "VA"),
        tax_registration=_tax_number(party, "FC"),
        legal_information=party.texts("ram:Description"),
        electronic_address=party.identifier("ram:URIUniversalCommunication/ram:URIID"),
        address=_address(party.need("ram:PostalTradeAddress", "BG-5"), "BT-40"),
        contact=_contact(party),
    )


def buyer(agreement: Node) -> Party:
    """BG-7."""
    party = agreement.need("ram:BuyerTradeParty", "BG-7")
    return Party(
        name=party.needed_text("ram:Name", "BT-44"),
        trading_name=party.text("ram:SpecifiedLegalOrganization/ram:TradingBusinessName"),
        identifiers=_identifiers(party),
        legal_registration=party.identifier("ram:SpecifiedLegalOrganization/ram:ID"),
        vat_identifier=_tax_number(party, "VA"),
        electronic_address=party.identifier("ram:URIUniversalCommunication/ram:URIID"),
        address=_address(party.need("ram:PostalTradeAddress", "BG-8"), "BT-55"),
        contact=_contact(party),
    )


def payee(settlement: Node) -> Party | None:
    """BG-10."""
    party = settlement.one("ram:PayeeTradeParty")
    if party is None:
        return None
    return Party(
        name=party.needed_text("ram:Name", "BT-59"),
        identifiers=_identifiers(party),
        legal_registration=party.identifier("ram:SpecifiedLegalOrganization/ram:ID"),
    )


def tax_representative(agreement: Node) -> Party | None:
    """BG-11."""
    party = agreement.one("ram:SellerTaxRepresentativeTradeParty")
    if party is None:
        return None
    return Party(
        name=party.needed_text("ram:Name", "BT-62"),
        vat_identifier=_tax_number(party, "VA"),
        address=_address(party.need("ram:PostalTradeAddress", "BG-12"), "BT-69"),
    )


def delivery(node: Node) -> Delivery | None:
    """BG-13 and BG-15."""
    day = node.when("ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString", "BT-72")
    party = node.one("ram:ShipToTradeParty")
    if party is None:
        return Delivery(delivered_on=day) if day else None
    address = party.one("ram:PostalTradeAddress")
    return Delivery(
        name=party.text("ram:Name"),
        location=next(iter(_identifiers(party)), None),
        delivered_on=day,
        address=_address(address, "BT-80") if address else None,
    )


def _identifiers(party: Node) -> tuple[Identifier, ...]:
    return tuple(
        Identifier(node.content, node.attribute("schemeID"))
        for node in (*party.all("ram:ID"), *party.all("ram:GlobalID"))
        if node.content
    )


def _tax_number(party: Node, scheme: str) -> str | None:
    for node in party.all("ram:SpecifiedTaxRegistration/ram:ID"):
        if node.attribute("schemeID") == scheme:
            return node.content or None
    return None


def _address(node: Node, country: str) -> Address:
    node.needed_text("ram:CountryID", country)
    return Address(
        country=node.country("ram:CountryID", country) or "",
        line_one=node.text("ram:LineOne"),
        line_two=node.text("ram:LineTwo"),
        line_three=node.text("ram:LineThree"),
        city=node.text("ram:CityName"),
        post_code=node.text("ram:PostcodeCode"),
        subdivision=node.texts("ram:CountrySubDivisionName"),
    )


def _contact(party: Node) -> Contact | None:
    node = next(iter(party.all("ram:DefinedTradeContact")), None)
    if node is None:
        return None
    return Contact(
        name=node.text("ram:PersonName") or node.text("ram:DepartmentName"),
        telephone=node.text("ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
        email=node.text("ram:EmailURIUniversalCommunication/ram:URIID"),
    )
