"""Where a source's Azure is: addresses and audiences from its settings. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evidence.connectors.base import SourceFailed


@dataclass(frozen=True, slots=True)
class Cloud:
    """The hosts of one of Azure's clouds; the regions of `metrics` stand before it."""

    metrics: str
    authority: str
    management: str


CLOUDS = {
    "public": Cloud(
        "metrics.monitor.azure.com", "login.microsoftonline.com", "management.azure.com"
    ),
    "us_government": Cloud(
        "metrics.monitor.azure.us", "login.microsoftonline.us", "management.usgovcloudapi.net"
    ),
    "china": Cloud(
        "metrics.monitor.azure.cn", "login.chinacloudapi.cn", "management.chinacloudapi.cn"
    ),
}

UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
REGION = re.compile(r"[a-z][a-z0-9]{1,40}")
ADDRESSES = ("endpoint", "authority", "management")


@dataclass(frozen=True, slots=True)
class Site:
    """Addresses without a slash at their end. `given` are those that a person typed: the server
    must not fetch them unchecked, nor send them a sign-in that is not the source's own."""

    subscription: str
    region: str
    endpoint: str
    audience: str
    authority: str
    management: str
    given: tuple[str, ...] = ()


def site(settings: Mapping[str, Any]) -> Site:
    """The site of a source. Raises SourceFailed with a sentence where a setting is wrong."""
    texts = {name: str(value or "").strip() for name, value in settings.items()}
    subscription = texts.get("subscription", "")
    if not UUID.fullmatch(subscription):
        raise SourceFailed("The subscription id must be a UUID, as the portal shows it.")
    region = texts.get("region", "").lower().replace(" ", "")
    if not REGION.fullmatch(region):
        raise SourceFailed("The region must be a name such as westeurope.")
    cloud = CLOUDS.get(texts.get("cloud") or "public")
    if cloud is None:
        raise SourceFailed(f"The cloud must be one of {', '.join(CLOUDS)}.")
    own = {name: _address(name, texts[name]) for name in ADDRESSES if texts.get(name)}
    return Site(
        subscription=subscription,
        region=region,
        endpoint=own.get("endpoint", f"https://{region}.{cloud.metrics}"),
        audience=f"https://{cloud.metrics}",
        authority=own.get("authority", f"https://{cloud.authority}"),
        management=own.get("management", f"https://{cloud.management}"),
        given=tuple(own.values()),
    )


def _address(name: str, address: str) -> str:
    if not re.fullmatch(r"https://[^/?#@\s]+/?", address):
        raise SourceFailed(
            f"The address “{name}” must begin with https:// and hold a host and nothing else: "
            "a sign-in is sent to it."
        )
    return address.rstrip("/")
