"""Reading terms from an element: typed, once each, and with the place in every error."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from onewindow.kernel.currencies import UnknownCurrency, minor_unit_digits
from onewindow.kernel.errors import N_
from onewindow.kernel.money import AmountNotExact, Money
from onewindow.standards import safexml
from onewindow.standards.en16931.errors import (
    OtherCurrency,
    PartMissing,
    PartRepeated,
    ValueNotReadable,
    WrongNamespace,
)
from onewindow.standards.en16931.terms import NAMES, name_of, rule_of
from onewindow.standards.en16931.types import Identifier

# xs:decimal, with room for any real amount and none for a bomb.
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,25}(?:\.[0-9]{0,25})?|\.[0-9]{1,25})")
_DATE = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
_AMOUNTS = {
    0: N_("an amount without decimals"),
    2: N_("an amount with at most 2 decimals"),
    3: N_("an amount with at most 3 decimals"),
    4: N_("an amount with at most 4 decimals"),
}
_COUNTRY = re.compile(r"[A-Z]{2}|1A")


@dataclass(frozen=True, slots=True)
class Node:
    """An element and how to read below it. Paths are prefixed names: ``cac:Price/cbc:PriceAmount``."""

    element: safexml.Element
    namespaces: Mapping[str, str]

    @property
    def path(self) -> str:
        return safexml.path_of(self.element)

    @property
    def line(self) -> int:
        return self.element.sourceline or 0

    def where(self, path: str) -> str:
        """The place of something below, also when it is not there."""
        return "/".join((self.path, *(step.rpartition(":")[2] for step in path.split("/"))))

    def all(self, path: str) -> "list[Node]":
        return [Node(found, self.namespaces) for found in self.element.findall(path, dict(self.namespaces))]

    def placed(self, name: str) -> "list[tuple[Node, str]]":
        """Children with their paths, without looking for each one's position among all."""
        found, above = self.all(name), self.where(name)
        if len(found) == 1:
            return [(found[0], above)]
        return [(node, f"{above}[{place}]") for place, node in enumerate(found, 1)]

    def one(self, path: str) -> "Node | None":
        """The one element at a path.

        :raises PartRepeated: there are several, and readers could disagree about which one counts.
        """
        found = self.all(path)
        if len(found) > 1:
            raise PartRepeated(field=found[1].path, line=found[1].line, count=len(found))
        return found[0] if found else None

    def need(self, path: str, term: str) -> "Node":
        """The one element at a path, which must be there.

        :raises PartMissing: it is not.
        """
        found = self.one(path)
        if found is None:
            self._look_for_twin(path)
            raise PartMissing(field=self.where(path), name=name_of(term), term=term, rule=rule_of(term))
        return found

    def _look_for_twin(self, path: str) -> None:
        first = path.split("/")[0]
        wanted = first.rpartition(":")[2]
        for child in self.element:
            name = safexml.local_name(child)
            if (
                name == wanted
                and child.tag != f"{{{self.namespaces.get(first.partition(':')[0], '')}}}{name}"
            ):
                raise _namespace(child)

    # What an element says -----------------------------------------------------------------

    @property
    def content(self) -> str:
        """The text, without white space around it.

        :raises ValueNotReadable: there are elements where a text should be.
        """
        if len(self.element):
            raise self.unreadable(safexml.local_name(next(iter(self.element))), N_("a text"), "")
        return (self.element.text or "").strip()

    def attribute(self, name: str) -> str | None:
        return (self.element.get(name) or "").strip() or None

    def text(self, path: str) -> str | None:
        """The text at a path; None where it is absent or empty."""
        found = self.one(path)
        return (found.content or None) if found else None

    def texts(self, path: str) -> str | None:
        """Several texts as one, for the few terms that a syntax may repeat."""
        return "\n".join(text for node in self.all(path) if (text := node.content)) or None

    def needed_text(self, path: str, term: str) -> str:
        found = self.need(path, term)
        if not found.content:
            raise PartMissing(field=found.path, name=name_of(term), term=term, rule=rule_of(term))
        return found.content

    def needed_attribute(self, name: str, term: str) -> str:
        value = self.attribute(name)
        if value is None:
            where = f"{self.path}/@{name}"
            raise PartMissing(field=where, name=name_of(term), term=term, rule=rule_of(term))
        return value

    def identifier(self, path: str, scheme: str = "schemeID") -> Identifier | None:
        found = self.one(path)
        if found is None or not found.content:
            return None
        return Identifier(found.content, found.attribute(scheme))

    def decimal(self, path: str, term: str) -> Decimal | None:
        found = self.one(path)
        return found.number(term) if found else None

    def number(self, term: str) -> Decimal:
        """This element's own number.

        :raises ValueNotReadable: not a decimal (no exponent, no comma, no NaN).
        """
        if not _DECIMAL.fullmatch(self.content):
            raise self.unreadable(self.content, N_("a number"), term)
        return Decimal(self.content)

    def amount(self, path: str, term: str, currency: str) -> Money | None:
        found = self.one(path)
        return found.money(term, currency) if found else None

    def needed_amount(self, path: str, term: str, currency: str) -> Money:
        return self.need(path, term).money(term, currency)

    def money(self, term: str, currency: str) -> Money:
        """This element's own amount.

        :raises OtherCurrency: it says that it is in another currency.
        :raises ValueNotReadable: more decimals than the currency has.
        """
        said = self.attribute("currencyID")
        if said is not None and said != currency:
            raise OtherCurrency(field=self.path, line=self.line, found=said, currency=currency, term=term)
        number = self.number(term)
        try:
            return Money.of(number, currency)
        except AmountNotExact as problem:
            expected = _AMOUNTS[minor_unit_digits(currency)]
            raise self.unreadable(self.content, expected, term) from problem

    def currency(self, path: str, term: str, *, needed: bool = True) -> str | None:
        found = self.need(path, term) if needed else self.one(path)
        if found is None:
            return None
        try:
            minor_unit_digits(found.content)
        except UnknownCurrency as problem:
            raise found.unreadable(found.content, N_("a currency of ISO 4217"), term) from problem
        return found.content

    def country(self, path: str, term: str) -> str | None:
        found = self.one(path)
        if found is None:
            return None
        if not _COUNTRY.fullmatch(found.content):
            raise found.unreadable(found.content, N_("a country code of two letters (ISO 3166-1)"), term)
        return found.content

    def when(self, path: str, term: str) -> date | None:
        """``YYYY-MM-DD`` (UBL) or ``YYYYMMDD`` (CII, format 102). A zone after a UBL date does not count."""
        found = self.one(path)
        return found.day(term) if found else None

    def day(self, term: str) -> date:
        text = self.content
        form = self.attribute("format")
        if form is not None and form != "102":
            raise self.unreadable(text, N_("a date in format 102"), term)
        text = re.sub(r"(?:Z|[+-][0-9]{2}:[0-9]{2})$", "", text) if form is None else text
        match = _DATE.fullmatch(text)
        try:
            return date(int(match[1]), int(match[2]), int(match[3])) if match else _no_date()
        except ValueError as problem:
            raise self.unreadable(self.content, N_("a date"), term) from problem

    def unreadable(self, text: str, expected: str, term: str) -> ValueNotReadable:
        return ValueNotReadable(
            field=self.path,
            line=self.line,
            text=text[:60],
            expected=expected,
            term=term,
            name=name_of(term) if term in NAMES else "",
        )


def _no_date() -> date:
    raise ValueError("no date")


def _namespace(element: safexml.Element) -> WrongNamespace:
    namespace = element.tag.partition("}")[0].removeprefix("{") if element.tag.startswith("{") else ""
    return WrongNamespace(
        field=safexml.path_of(element),
        line=element.sourceline or 0,
        element=safexml.local_name(element),
        namespace=namespace or N_("no namespace"),
    )


def refuse_other_namespaces(root: safexml.Element, known: frozenset[str], apart: str) -> None:
    """Every element must be of a known namespace, but for what stands in an extension.

    :param apart: the tag of the element whose inside is not looked at.
    :raises WrongNamespace: names the first that is not.
    """
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if element.tag.partition("}")[0].removeprefix("{") not in known:
            raise _namespace(element)
        if element.tag != apart:
            waiting.extend(reversed(list(element)))
