"""Names to addresses: the ones that we do not connect to are left out, whatever a name server says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Self

from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IHostnameResolver, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from newsarchive.manners import check_address


@implementer(IHostnameResolver)
class GuardedResolver(CachingHostnameResolver):
    """Scrapy's caching resolver behind the address guard."""

    def __init__(self, reactor: Any, cache_size: int) -> None:
        super().__init__(reactor, cache_size)
        self.allowed: frozenset[str] = frozenset()
        self.refused: dict[str, str] = {}

    @classmethod
    def from_crawler(cls, crawler: Any, reactor: Any) -> Self:
        """For the process, which Scrapy hands over here.

        What any newspaper names counts; the connection asks about its own one alone.
        """
        resolver = cls(reactor, crawler.settings.getint("DNSCACHE_SIZE"))
        papers = getattr(crawler.spider_loader, "papers", {})
        resolver.allowed = frozenset(place for paper in papers.values() for place in paper.allow_private)
        return resolver

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[Any] | None = None,
        transportSemantics: str = "TCP",
    ) -> Any:
        """Resolve; addresses that are refused are never told."""
        receiver: Any = _Sieve(resolutionReceiver, self, hostName, portNumber)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)


def refused_name(host: str) -> str | None:
    """Why every address of a name was refused; None when that is not why it could not be resolved."""
    from twisted.internet import reactor  # noqa: PLC0415 - importing it installs it

    resolver = reactor.nameResolver
    return resolver.refused.get(host) if isinstance(resolver, GuardedResolver) else None


@implementer(IResolutionReceiver)
class _Sieve:
    def __init__(self, receiver: Any, resolver: GuardedResolver, host: str, port: int) -> None:
        self._receiver, self._resolver, self._host, self._port = receiver, resolver, host, port

    def resolutionBegan(self, resolution: Any) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: Any) -> None:
        reason = check_address(address.host, self._host, self._port, self._resolver.allowed)
        if reason is None:
            self._receiver.addressResolved(address)
        else:
            self._resolver.refused[self._host] = reason

    def resolutionComplete(self) -> None:
        self._receiver.resolutionComplete()
