"""Which addresses are the public internet, and which are somebody's inside."""

import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

from onewindow.foundation.egress.listing import Destination, refusal
from onewindow.foundation.egress.types import Connector, DestinationUnreachable
from onewindow.kernel.errors import N_

# RFC 6052, RFC 8215: addresses that a gateway turns into IPv4 addresses which we cannot check.
_TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))


def checked_addresses(destination: Destination, connector: Connector) -> list[str]:
    """Look the name up once and check every address that it has.

    :raises DestinationNotAllowed: one of them is not public and the connector keeps to public ones.
    :raises DestinationUnreachable: the name has no address.
    """
    try:
        found = socket.getaddrinfo(destination.host, destination.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as problem:
        raise DestinationUnreachable(destination=destination.origin) from problem
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not connector.private and not all(is_public(address) for address in addresses):
        raise refusal(connector.name, destination.origin, N_("its address is not a public one"))
    return addresses


def is_public(text: str) -> bool:
    """Whether an address belongs to the public internet, also where IPv6 wraps an IPv4 address."""
    address = ip_address(text.partition("%")[0])
    if isinstance(address, IPv6Address):
        if any(address in network for network in _TRANSLATED):
            return False
        wrapped: IPv4Address | None = address.ipv4_mapped or address.sixtofour
        if wrapped is not None:
            return is_public(str(wrapped))
        if address.teredo is not None:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved
