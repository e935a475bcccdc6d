"""Which addresses may be connected to, in every written form that leads in."""

from __future__ import annotations

import pytest

from catalog.http.addresses import is_allowed

NEVER = (
    "0.1.2.3", "169.254.169.254", "192.0.0.192", "198.18.0.1", "224.0.0.1", "255.255.255.255", "100.100.100.200",
    "168.63.129.16", "::", "::127.0.0.1", "::10.0.0.1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::169.254.169.254", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2001::1", "fe80::1",
    "fe80::1%eth0", "fec0::1", "ff02::1", "fd00:ec2::254", "100::1", "2001:db8::1", "4000::1",
)  # fmt: skip
PRIVATE = (
    "127.0.0.1",
    "127.8.8.8",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.1",
    "192.168.1.1",
    "100.64.0.1",
    "::1",
    "fd12::1",
)
PUBLIC = ("140.82.121.3", "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:50c0:8000::154", "2a00:1450:4001::1")


@pytest.mark.parametrize("address", NEVER)
def test_some_addresses_are_never_called_even_where_host_and_port_are_named(address: str) -> None:
    assert not is_allowed(address, may_be_private=True)


@pytest.mark.parametrize("address", PRIVATE)
def test_a_private_address_is_called_only_where_host_and_port_are_named(address: str) -> None:
    assert not is_allowed(address, may_be_private=False)
    assert is_allowed(address, may_be_private=True)


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are_called(address: str) -> None:
    assert is_allowed(address, may_be_private=False)


@pytest.mark.parametrize("text", ["", "localhost", "127.1", "2130706433", "0x7f000001"])
def test_what_is_no_address_is_not_called(text: str) -> None:
    assert not is_allowed(text, may_be_private=True)
