"""Which network addresses the server may connect to for somebody. Pure.

Refused unless the operator allows it: whatever is not on the public internet. Names are not
looked at here, only what they resolved to: "localhost", "0x7f000001" and a name of somebody's own
that leads to 127.0.0.1 are the same.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def permitted(text: str, allowed: Sequence[str]) -> bool:
    """Whether the IP address `text` may be connected to; `allowed` are networks in CIDR notation.

    An IPv6 address that only wraps an IPv4 address (mapped, 6to4, NAT64) is judged by both.
    """
    address = ipaddress.ip_address(text.partition("%")[0])
    wrapped = _wrapped(address)
    if _among(address, allowed) or (wrapped and _among(wrapped, allowed)):
        return True
    return _public(wrapped) if wrapped else _public(address)


def _wrapped(address: Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that a connection to this IPv6 address ends at, if there is one."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


def _among(address: Address, networks: Sequence[str]) -> bool:
    return any(address in ipaddress.ip_network(network) for network in networks)


def _public(address: Address) -> bool:
    site_local = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    special = address.is_private or address.is_multicast or address.is_reserved or site_local
    return address.is_global and not special
