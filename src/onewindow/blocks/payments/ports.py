"""What payments needs others to fulfil: a provider, and whoever knows what a fee is for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from onewindow.kernel.money import Money
from onewindow.kernel.reference import Reference

OutcomeStatus = Literal["pending", "settled", "declined", "cancelled", "expired"]


@dataclass(frozen=True, slots=True)
class Order:
    """What a provider is asked to collect.

    :param attempt: our id, also its idempotency key: the same attempt is never collected twice.
    :param reference: creditor reference, shown on the payer's statement.
    :param description: in the payer's language.
    :param return_url: where the provider sends the payer back to.
    """

    attempt: str
    amount: Money
    reference: str
    description: str
    return_url: str
    language: str


@dataclass(frozen=True, slots=True)
class Started:
    """An order that the provider took.

    :param provider_reference: the provider's id of it.
    :param redirect_url: the provider's own page, where the payer goes now.
    """

    provider_reference: str
    redirect_url: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an order stands at the provider.

    :param amount: what was collected; None unless settled.
    """

    status: OutcomeStatus
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What a provider says of its own accord, once its signature was verified.

    :param id: the provider's id of the notice; the same when it is sent again.
    :param attempt: our id of the attempt.
    """

    id: str
    attempt: str
    outcome: Outcome


class Unreachable(Exception):
    """The provider did not answer. Whether it did what was asked is unknown; asking again is safe."""


class Refused(Exception):
    """The provider will never do this. The text is for an operator."""


class Provider(Protocol):
    """A bank or a payment service. Every call may be repeated and then has the effect of one.

    Calls raise ``Unreachable`` or ``Refused``; they are made outside transactions.
    """

    @property
    def name(self) -> str:
        """Slug, part of the webhook's address."""
        ...

    @property
    def origins(self) -> tuple[str, ...]:
        """Origins of its pages, such as ``https://pay.example``; empty where they are on our own."""
        ...

    def start(self, order: Order) -> Started:
        """Take an order, and say where the payer goes."""
        ...

    def outcome(self, *, attempt: str, provider_reference: str) -> Outcome:
        """How the order stands."""
        ...

    def refund(self, *, refund: str, provider_reference: str, amount: Money) -> bool:
        """Pay money back. True when done, False when it takes longer: ask again."""
        ...

    def read_notice(self, *, headers: Mapping[str, str], body: bytes, now: datetime) -> Notice:
        """Verify the signature and age of a notice and read it.

        :raises NoticeNotAuthentic: not the provider's signature, or older than five minutes.
        :raises NoticeNotUnderstood: signed, but not what a notice looks like.
        """
        ...


class Collectors(Protocol):
    """Knows for which agency a fee is collected."""

    def agency_of(self, *, subject: Reference) -> str:
        """The agency whose treasurers may pay a fee back; empty where nobody knows.

        :param subject: what is paid for, such as ``case/2026-000017``.
        """
        ...
