"""Which network addresses may be connected to. An explicit list: `ipaddress.is_global` lets forms through that lead in.

Source: the IANA special-purpose address registries (RFC 6890 and those after it), and the addresses at which clouds
serve credentials to their machines.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def _networks(text: str) -> tuple[Network, ...]:
    return tuple(ip_network(word) for word in text.split())


#: Never, whoever named the host: no server a catalog needs is there.
NEVER = _networks(
    # this network, link-local with the metadata service, protocol assignments, documentation, old 6to4 relays,
    # benchmarks, multicast, reserved; two clouds' metadata services
    "0.0.0.0/8 169.254.0.0/16 192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 "
    "224.0.0.0/4 240.0.0.0/4 100.100.100.200/32 168.63.129.16/32 "
    # every form that carries an IPv4 address: mapped, translated, NAT64, 6to4, Teredo
    "::ffff:0:0/96 ::ffff:0:0:0/96 64:ff9b::/96 64:ff9b:1::/48 2002::/16 2001::/23 "
    # discard, documentation, segment routing, link-local, site-local, multicast; a cloud's metadata service
    "100::/64 2001:db8::/32 3fff::/20 5f00::/16 fe80::/10 fec0::/10 ff00::/8 fd00:ec2::254/128"
)
#: Only where an administrator named host and port: this machine, private networks, carrier-grade NAT.
PRIVATE = _networks("10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 172.16.0.0/12 192.168.0.0/16 ::1/128 fc00::/7")
#: The rest of `::/96` is IPv4 in disguise (`::127.0.0.1`), and unspecified.
COMPATIBLE = IPv6Network("::/96")
PUBLIC_IPV6 = IPv6Network("2000::/3")


def is_allowed(text: str, *, may_be_private: bool) -> bool:
    """Whether an address as the resolver gives it may be connected to; False for what is no address."""
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if _is_in(address, NEVER):
        return False
    if _is_in(address, PRIVATE):
        return may_be_private
    if isinstance(address, IPv6Address):
        return address in PUBLIC_IPV6 and address not in COMPATIBLE
    return True


def _is_in(address: Address, networks: tuple[Network, ...]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
