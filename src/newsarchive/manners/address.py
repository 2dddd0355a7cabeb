"""Which addresses we connect to: public ones, and those a newspaper's own definition names."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# IANA special-purpose registries (RFC 6890 and later entries). An own table: what `ipaddress` calls global changed
# between patch releases of Python 3.11, and it counts multicast and 6to4 as global.
_V4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "shared by carriers (CGNAT)",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "reserved for protocols",
    "192.0.2.0/24": "documentation",
    "192.31.196.0/24": "reserved (AS112)",
    "192.52.193.0/24": "reserved (AMT)",
    "192.88.99.0/24": "6to4 relay",
    "192.168.0.0/16": "private",
    "192.175.48.0/24": "reserved (AS112)",
    "198.18.0.0/15": "benchmarking",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
}
_V6 = {
    "::/128": "unspecified",
    "::1/128": "loopback",
    "::ffff:0:0/96": "an IPv4 address in disguise (IPv4-mapped)",
    "::/96": "an IPv4 address in disguise (IPv4-compatible)",
    "64:ff9b:1::/48": "local translation to IPv4",
    "100::/64": "discard",
    "2001::/32": "Teredo, which leads to an IPv4 address inside it",
    "2001::/23": "reserved for protocols",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4, which leads to an IPv4 address inside it",
    "2620:4f:8000::/48": "reserved (AS112)",
    "3fff::/20": "documentation",
    "5f00::/16": "segment routing",
    "fc00::/7": "private (unique local)",
    "fe80::/10": "link-local",
    "fec0::/10": "private (site-local)",
    "ff00::/8": "multicast",
}
_SPECIAL_V4 = tuple((IPv4Network(network), words) for network, words in _V4.items())
_SPECIAL_V6 = tuple((IPv6Network(network), words) for network, words in _V6.items())
_GLOBAL_V6 = IPv6Network("2000::/3")
_NAT64 = IPv6Network("64:ff9b::/96")


def check_address(ip: str, host: str, port: int, newspaper_allowed: Collection[str] = ()) -> str | None:
    """None when a connection to `ip` for `host`:`port` may be made, else the reason why not, in words. Never raises.

    `ip` is the address about to be connected to, after DNS and for every redirect anew; `host` the name in the URL;
    `newspaper_allowed` the newspaper's `allow_private`, "host:port" as in its URLs.

    >>> check_address("127.0.0.1", "localhost", 8001)
    '127.0.0.1 (localhost:8001) is loopback'
    >>> check_address("127.0.0.1", "localhost", 8001, ["localhost:8001"])
    >>> check_address("113.160.0.1", "baocantho.com.vn", 443)
    """
    try:
        address = ip_address(ip)
    except ValueError:
        return f"{ip!r} ({host}:{port}) is no IP address"
    what = _special(address)
    if what is None or _place(host, port) in newspaper_allowed:
        return None
    return f"{ip} ({host}:{port}) is {what}"


def _special(address: IPv4Address | IPv6Address) -> str | None:
    """What kind of address it is when it is no public one."""
    if isinstance(address, IPv4Address):
        return next((words for network, words in _SPECIAL_V4 if address in network), None)
    bare = IPv6Address(int(address))  # without the zone of fe80::1%eth0
    if bare in _NAT64:  # an IPv6-only machine reaches every IPv4 site so
        inside = _special(IPv4Address(int(bare) & 0xFFFF_FFFF))
        return inside and f"a translated address that is {inside}"
    told = next((words for network, words in _SPECIAL_V6 if bare in network), None)
    return told or (None if bare in _GLOBAL_V6 else "reserved")


def _place(host: str, port: int) -> str:
    name = host.lower().rstrip(".").strip("[]")
    return f"[{name}]:{port}" if ":" in name else f"{name}:{port}"
