"""Which of the networks that are refused by default the server may fetch from all the same."""

from __future__ import annotations

import ipaddress


def networks_from(text: str) -> list[str]:
    """The networks of `text`, in CIDR notation and set apart by commas.

    Raises ValueError for what is no network: a typing error must not open or close anything.
    """
    named = [word.strip() for word in text.split(",") if word.strip()]
    try:
        return [str(ipaddress.ip_network(word)) for word in named]
    except ValueError as wrong:
        raise ValueError(f"PLUMBLINE_ALLOWED_NETWORKS: {wrong}.") from None
