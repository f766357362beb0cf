"""Whether a request comes straight from a network that is trusted."""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence

from django.http import HttpRequest

VOUCHED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


def comes_from(request: HttpRequest, trusted: Sequence[str], proxies: int) -> bool:
    """Whether the caller's own address lies in one of the networks.

    Through so many trusted `proxies` the address is what the outermost of them saw. Where nobody
    is trusted to vouch, a request that was passed on comes from nowhere: else a proxy on this
    machine would make the whole world local.
    """
    try:
        address = ipaddress.ip_address(_address(request, proxies))
    except ValueError:
        return False
    # An IPv4 caller of a socket that listens on both.
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in ipaddress.ip_network(network) for network in trusted)


def _address(request: HttpRequest, proxies: int) -> str:
    if not any(request.META.get(name) for name in VOUCHED):
        return str(request.META.get("REMOTE_ADDR", ""))
    passed = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    return passed[-proxies].strip() if 0 < proxies <= len(passed) else ""
