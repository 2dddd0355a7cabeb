"""The two places where an address is judged: what a name server says, and who is at the other end of a connection."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from crawler.connection import GuardedProtocol
from crawler.errors import RefusedError
from crawler.resolver import GuardedResolver
from twisted.internet.address import IPv4Address
from twisted.internet.interfaces import IResolutionReceiver
from twisted.internet.testing import MemoryReactorClock, StringTransport
from twisted.python.failure import Failure
from twisted.web.client import Request
from twisted.web.http_headers import Headers
from zope.interface import implementer

from newsarchive.manners import check_address


@implementer(IResolutionReceiver)
class _Heard:
    """What the resolver's customer is told."""

    def __init__(self) -> None:
        self.addresses: list[str] = []

    def resolutionBegan(self, resolution: object) -> None:
        """Nothing to do."""

    def addressResolved(self, address: IPv4Address) -> None:
        self.addresses.append(address.host)

    def resolutionComplete(self) -> None:
        """Nothing to do."""


class _NameServer:
    """Says of every name that it has a public address amid private ones."""

    def resolveHostName(self, receiver: Any, _name: str, port: int = 0, *_more: object) -> None:
        receiver.resolutionBegan(self)
        for address in ("127.0.0.1", "93.184.216.34", "169.254.169.254"):
            receiver.addressResolved(IPv4Address("TCP", address, port))
        receiver.resolutionComplete()


def _guard(allowed: frozenset[str], address: str, host: str, port: int) -> str | None:
    return check_address(address, host, port, allowed)


def _ask(peer: str, *, allowed: frozenset[str] = frozenset()) -> tuple[StringTransport, list[Any]]:
    """One request for bao.example over a connection to `peer`: the wire, and how it failed."""
    transport = StringTransport(peerAddress=IPv4Address("TCP", peer, 80))
    protocol = GuardedProtocol(lambda _protocol: None, partial(_guard, allowed))
    protocol.makeConnection(transport)
    failures: list[Any] = []
    answer = protocol.request(Request._construct(b"GET", b"/", Headers({b"host": [b"bao.example"]}), None))
    answer.addErrback(failures.append)
    return transport, failures


@pytest.fixture(autouse=True)
def _whole_address(monkeypatch: pytest.MonkeyPatch) -> None:
    # An agent builds its requests with the whole address; ours here is built by hand.
    monkeypatch.setattr(Request, "absoluteURI", b"http://bao.example/")


@pytest.mark.parametrize("peer", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "192.168.1.1", "0.0.0.0"])
def test_nothing_is_written_to_a_connection_whose_other_end_is_private(peer: str) -> None:
    transport, failures = _ask(peer)
    assert transport.value() == b""
    assert transport.disconnecting or transport.disconnected or transport.aborting
    assert [type(failure) for failure in failures] == [Failure]
    assert failures[0].check(RefusedError)


@pytest.mark.parametrize(
    ("peer", "allowed"), [("93.184.216.34", frozenset()), ("127.0.0.1", frozenset({"bao.example:80"}))]
)
def test_a_public_end_and_one_that_the_definition_names_are_written_to(peer: str, allowed: frozenset[str]) -> None:
    transport, failures = _ask(peer, allowed=allowed)
    assert transport.value().startswith(b"GET / HTTP/1.1\r\n")
    assert failures == []


def test_a_name_with_a_public_and_a_private_address_is_known_by_the_public_one_alone() -> None:
    resolver = GuardedResolver(MemoryReactorClock(), 10)
    resolver.original_resolver = _NameServer()
    heard = _Heard()
    resolver.resolveHostName(heard, "bao.example", 443)
    assert heard.addresses == ["93.184.216.34"]
    assert "169.254.169.254" in resolver.refused["bao.example"]
