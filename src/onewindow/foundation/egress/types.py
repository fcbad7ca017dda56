"""What crosses the door of egress."""

from collections.abc import Mapping
from dataclasses import dataclass

from onewindow.kernel.errors import N_, InvalidInput, OnewindowError


class DestinationNotAllowed(InvalidInput):
    code = "destination-not-allowed"
    message = N_("“{connector}” may not connect to {destination}: {reason}.")
    way_out = N_("Ask the operator to add the destination to the egress list of this connector.")


class DestinationUnreachable(OnewindowError):
    code = "destination-unreachable"
    message = N_("{destination} could not be reached.")
    way_out = N_("Try again later.")


class AnswerTooLate(OnewindowError):
    code = "answer-too-late"
    message = N_("{destination} did not answer within {seconds} seconds.")
    way_out = N_("Try again later.")


class AnswerTooLarge(OnewindowError):
    code = "answer-too-large"
    message = N_("{destination} answered with more than {limit} bytes.")


@dataclass(frozen=True, slots=True)
class Connector:
    """What one connector may reach, from the setting ``ONEWINDOW_EGRESS``.

    :param allow: exact origins: ``https://pay.example``, ``tcp://scanner.internal:3310``. No wildcards.
    :param private: whether the origins may lie at addresses that are not public (loopback, 10/8, fc00::/7…).
    :param max_bytes: the longest body that is read.
    :param seconds: for the whole exchange, from looking up the name to the last byte.
    """

    name: str
    allow: frozenset[str]
    private: bool = False
    max_bytes: int = 5 * 1024 * 1024
    seconds: float = 15.0


@dataclass(frozen=True, slots=True)
class Reply:
    """An HTTP answer. A redirection is an answer like others: nobody follows it.

    :param headers: names in lower case; of a repeated one, the last.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
