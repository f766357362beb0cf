"""Only the public internet, unless the operator says otherwise."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evidence.networks import permitted

REFUSED = [
    "0.0.0.0",  # noqa: S104  (an address that must be refused)
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "192.0.0.1",
    "192.0.2.1",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::7f00:1",
    "::ffff:127.0.0.1",
    "::ffff:169.254.169.254",
    "64:ff9b::7f00:1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not permitted(address, [])


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_what_is_public_is_permitted(address: str) -> None:
    assert permitted(address, [])


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.0.0.0/8"),
        ("::ffff:10.1.2.3", "10.0.0.0/8"),
        ("fd12::1", "fd12::/16"),
        ("169.254.169.254", "169.254.169.254/32"),
    ],
)
def test_the_operator_may_allow_a_network(address: str, network: str) -> None:
    assert permitted(address, ["192.168.0.0/16", network])
    assert not permitted(address, ["192.168.0.0/16"])


@settings(max_examples=100)
@given(st.ip_addresses(v=4))
def test_an_address_is_judged_alike_however_it_is_wrapped(address: ipaddress.IPv4Address) -> None:
    plain = permitted(str(address), [])
    assert permitted(f"::ffff:{address}", []) is plain
    assert permitted(str(ipaddress.IPv6Address(0x64FF9B << 96 | int(address))), []) is plain
