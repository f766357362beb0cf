"""What there is to watch in a subscription's region, asked of Azure Resource Manager."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from azure.core import PipelineClient
from azure.core.exceptions import AzureError
from azure.core.pipeline.policies import (
    BearerTokenCredentialPolicy,
    HeadersPolicy,
    RetryPolicy,
    UserAgentPolicy,
)
from azure.core.rest import HttpRequest, HttpResponse

from evidence.connectors.azure_monitor.answers import shortened
from evidence.connectors.azure_monitor.login import Login
from evidence.connectors.azure_monitor.refusals import Refused, raise_for
from evidence.connectors.azure_monitor.sites import Site
from evidence.connectors.azure_monitor.wire import OPTIONS, Wire, read
from evidence.connectors.base import Account, SourceFailed

API_VERSION = "2021-04-01"
WHERE = "Azure Resource Manager"
MOST_PAGES = 20
MOST_FOUND = 1000


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of resource; of those that share it, the ones whose kind has `word` and not
    `without`. `metric` is one that each of them has."""

    type: str
    metric: str
    word: str = ""
    without: str = "\0"


KINDS = {
    "storage_accounts": Kind("Microsoft.Storage/storageAccounts", "Transactions"),
    "function_apps": Kind("Microsoft.Web/sites", "Requests", "functionapp", "workflowapp"),
    "logic_apps": Kind("Microsoft.Logic/workflows", "RunsStarted"),
    "standard_logic_apps": Kind("Microsoft.Web/sites", "Requests", "workflowapp"),
}
"""What can be listed, by the names that fields give in `discover`."""


def resources(site: Site, login: Login, account: Account, what: str) -> Iterator[str]:
    """The ids of the resources of this kind in the site's region, page by page, at most 1,000.

    Raises SourceFailed.
    """
    kind = KINDS.get(what)
    if kind is None:
        raise SourceFailed(f"Azure cannot list “{what}”. It lists: {', '.join(KINDS)}.")
    found = 0
    for item in _pages(site, login, account, kind):
        if found < MOST_FOUND and _matches(item, kind, site.region):
            found += 1
            yield str(item["id"])


def _pages(site: Site, login: Login, account: Account, kind: Kind) -> Iterator[dict[str, Any]]:
    wire = Wire(account)
    scope = f"{site.management}/.default"
    policies = [
        HeadersPolicy(),
        UserAgentPolicy(),
        RetryPolicy(**OPTIONS),
        BearerTokenCredentialPolicy(login, scope),
    ]
    query = urlencode({"$filter": f"resourceType eq '{kind.type}'", "api-version": API_VERSION})
    url: str | None = f"{site.management}/subscriptions/{site.subscription}/resources?{query}"
    client: PipelineClient[HttpRequest, HttpResponse]
    with PipelineClient(site.management, policies=policies, transport=wire) as client:
        for _ in range(MOST_PAGES):
            if not url:
                return
            page = _page(client, url, wire)
            yield from (item for item in page.get("value", ()) if isinstance(item, dict))
            url = _onward(page, site)


def _page(
    client: PipelineClient[HttpRequest, HttpResponse], url: str, wire: Wire
) -> dict[str, Any]:
    try:
        response = client.send_request(HttpRequest("GET", url), stream=True)
        with response:
            if response.status_code != 200:
                response.read()
                response.raise_for_status()
            page = json.loads(read(response))
    except AzureError as error:
        try:
            raise_for(error, wire, WHERE)
        except Refused as refused:
            raise SourceFailed(shortened(str(refused))) from None
    except ValueError:
        raise SourceFailed(f"{WHERE}'s answer is not JSON.") from None
    if not isinstance(page, dict) or not isinstance(page.get("value"), list):
        raise SourceFailed(f"{WHERE}'s answer holds no list of resources.")
    return page


def _onward(page: dict[str, Any], site: Site) -> str | None:
    """The next page's address: the sign-in goes along, so it must lead to the same host."""
    url = page.get("nextLink")
    if not url:
        return None
    if urlsplit(str(url))[:2] != urlsplit(site.management)[:2]:
        raise SourceFailed(f"{WHERE} leads on to another host: not followed.")
    return str(url)


def _matches(item: dict[str, Any], kind: Kind, region: str) -> bool:
    words = str(item.get("kind") or "").lower()
    place = str(item.get("location") or "").lower().replace(" ", "")
    right = kind.word in words and kind.without not in words
    return bool(item.get("id")) and right and place == region
