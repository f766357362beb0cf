"""Trying a source, and listing what there is to watch in it."""

from __future__ import annotations

import pytest

from evidence.connectors import base
from evidence.connectors.azure_monitor import AzureMonitorConnector, inventory
from evidence.connectors.base import SourceFailed
from evidence.presets import for_connector
from tests.evidence.connectors.azure_monitor.source import account
from tests.evidence.connectors.azure_monitor.stand_in import (
    AzureStandIn,
    constant,
    error,
    listed,
    resource,
)

SITES = "Microsoft.Web/sites"
WORKFLOWS = "Microsoft.Logic/workflows"
ACCOUNTS = "Microsoft.Storage/storageAccounts"


def found(azure: AzureStandIn, what: str) -> list[str]:
    return AzureMonitorConnector().discover(account(azure), what, {})


def failure(azure: AzureStandIn, what: str = "logic_apps") -> str:
    with pytest.raises(SourceFailed) as caught:
        found(azure, what)
    return str(caught.value)


def checked(azure: AzureStandIn) -> str:
    return AzureMonitorConnector().check(account(azure))


def test_it_can_check_and_discover() -> None:
    connector = AzureMonitorConnector()
    assert isinstance(connector, base.Checks)
    assert isinstance(connector, base.Discovers)


def test_every_kind_that_a_preset_lists_can_be_listed() -> None:
    wanted = {
        field.discover for preset in for_connector("azure_monitor") for field in preset.parameters
    }
    assert wanted - {""} == inventory.KINDS.keys()


def test_each_kind_lists_its_own_in_the_region_of_the_source(azure: AzureStandIn) -> None:
    azure.state.listed += [
        listed("orders", ACCOUNTS, "StorageV2"),
        listed("Zebra", WORKFLOWS),
        listed("apple", WORKFLOWS, location="West Europe"),
        listed("far", WORKFLOWS, location="eastus"),
        listed("shop", SITES, "app,linux"),
        listed("bill", SITES, "functionapp,linux"),
        listed("flow", SITES, "functionapp,workflowapp"),
    ]
    assert found(azure, "storage_accounts") == [resource("orders", ACCOUNTS)]
    assert found(azure, "logic_apps") == [resource("apple"), resource("Zebra")]
    assert found(azure, "function_apps") == [resource("bill", SITES)]
    assert found(azure, "standard_logic_apps") == [resource("flow", SITES)]


def test_all_pages_are_read_and_each_counts(azure: AzureStandIn) -> None:
    azure.state.page_size = 2
    azure.state.listed += [listed(f"flow{number}", WORKFLOWS) for number in range(5)]
    source = account(azure)
    assert len(AzureMonitorConnector().discover(source, "logic_apps", {})) == 5
    assert source.calls == len(azure.state.requests) == 2 + 3


def test_a_list_ends_at_a_thousand(azure: AzureStandIn) -> None:
    azure.state.page_size = 400
    azure.state.listed += [listed(f"flow{number}", WORKFLOWS) for number in range(1100)]
    assert len(found(azure, "logic_apps")) == 1000


def test_the_sign_in_is_not_carried_to_another_host(azure: AzureStandIn) -> None:
    azure.state.page_size = 1
    azure.state.next_link = "https://elsewhere.example"
    azure.state.listed += [listed("one", WORKFLOWS), listed("two", WORKFLOWS)]
    assert failure(azure) == "Azure Resource Manager leads on to another host: not followed."


def test_an_unknown_kind_says_what_there_is(azure: AzureStandIn) -> None:
    assert "It lists: storage_accounts, function_apps, logic_apps" in failure(azure, "queues")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (error(403, "AuthorizationFailed", "No."), "Give it the role Monitoring Reader"),
        (error(401, "ExpiredAuthenticationToken", "Late."), "does not accept the sign-in (401)"),
        (error(400, "InvalidFilter", "What?"), "refuses this query (400 InvalidFilter): What?"),
        ((200, {}, b"<html>"), "Azure Resource Manager's answer is not JSON."),
        ((200, {}, b'{"value": 3}'), "holds no list of resources"),
        ((200, {}, b"[]"), "holds no list of resources"),
        (error(429, "Throttled", "Slow.", **{"Retry-After": "99"}), "left alone for 99 seconds"),
    ],
)
def test_what_goes_wrong_is_said(
    azure: AzureStandIn, answer: tuple[int, dict[str, str], bytes], said: str
) -> None:
    azure.state.list_instead.append(answer)
    assert said in failure(azure)


def test_a_check_reads_a_metric_of_what_is_there(azure: AzureStandIn) -> None:
    azure.state.listed.append(listed("orders", WORKFLOWS))
    azure.state.has(resource("orders"), "RunsStarted", constant(3))
    words = checked(azure)
    assert words.startswith("Azure answered: RunsStarted of orders has ")
    assert len(azure.state.asked) == 1


def test_a_check_says_what_the_metric_gave_where_it_gave_an_error(azure: AzureStandIn) -> None:
    azure.state.listed.append(listed("orders", WORKFLOWS))
    assert checked(azure).startswith(
        "Azure signed us in, and RunsStarted of orders gave: Azure Monitor refuses this query "
    )


def test_a_check_without_anything_to_try_says_so(azure: AzureStandIn) -> None:
    assert checked(azure) == (
        "Azure signed us in, and shows no storage account, function app or logic app in "
        "westeurope: no metric could be tried."
    )


def test_a_check_fails_where_metrics_are_refused(azure: AzureStandIn) -> None:
    azure.state.listed.append(listed("orders", WORKFLOWS))
    azure.state.instead.append(error(403, "AuthorizationFailed", "No."))
    with pytest.raises(SourceFailed, match="Azure Monitor refuses this identity"):
        checked(azure)
