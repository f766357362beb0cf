"""Networks that a setting names."""

from __future__ import annotations

import ipaddress


def networks_from(text: str, setting: str = "PLUMBLINE_ALLOWED_NETWORKS") -> list[str]:
    """The networks of `text`, in CIDR notation and set apart by commas.

    Raises ValueError, with the setting's name, for what is no network: a typing error must not
    open or close anything.
    """
    named = [word.strip() for word in text.split(",") if word.strip()]
    try:
        return [str(ipaddress.ip_network(word)) for word in named]
    except ValueError as wrong:
        raise ValueError(f"{setting}: {wrong}.") from None
