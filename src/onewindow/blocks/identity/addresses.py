"""Where a request came from. What a proxy says counts only from one that was named (ASVS 4.1.3)."""

from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network

from django.http import HttpRequest

from onewindow.blocks.identity.app_settings import trusted_proxies


def peer_address(request: HttpRequest) -> str:
    """The address at the other end of the connection."""
    return str(request.META.get("REMOTE_ADDR") or "")


def client_address(request: HttpRequest) -> str:
    """The address of the client: the last that no trusted proxy has, read from the nearest proxy outwards."""
    here = peer_address(request)
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    while said and is_within(here, trusted_proxies()):
        nearer = said.pop()
        if not _is_address(nearer):
            break
        here = nearer
    return here


def network_of(address: str) -> str:
    """The network that attempts are counted for: one address of IPv4, a household's /64 of IPv6."""
    if not _is_address(address):
        return address[:45]
    found = ip_address(address)
    if isinstance(found, IPv6Address):
        return str(IPv6Network((int(found) >> 64 << 64, 64)))
    return str(found)


def is_within(address: str, networks: tuple[str, ...]) -> bool:
    """Whether an address lies in one of the networks, such as ``10.0.0.0/8``."""
    if not networks or not _is_address(address):
        return False
    found = ip_address(address)
    return any(found in network for network in _networks(networks))


@lru_cache(maxsize=16)
def _networks(texts: tuple[str, ...]):
    return tuple(ip_network(text) for text in texts)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
