"""HTTP connections that keep the head as sent, and what came of a body that is not whole.

They send nothing to an address that was not agreed.

Private classes of Scrapy 2.19 and Twisted, hence the tight version range and tests/test_crawl_capture.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy.core.downloader.handlers.http11 import (
    _LenientHTTP11ClientProtocol,
    _LenientHTTPClientParser,
    _ResponseReader,
    _ScrapyAgent,
)
from scrapy.exceptions import DownloadTimeoutError
from scrapy.http import Response
from twisted.internet.defer import Deferred, fail
from twisted.web._newclient import STATUS
from twisted.web.client import _HTTP11ClientFactory
from twisted.web.iweb import UNKNOWN_LENGTH

from crawler.errors import RefusedError
from newsarchive.capture import Truncated

Guard = Callable[[str, str, int], str | None]
"""(address, host, port) → why nothing may be sent there, or None."""
_TOO_LARGE, _TORN, _LATE = "too large", "dataloss", "late"
"""Flags of a response whose body is not whole; the second is Scrapy's."""
_TRUNCATED: dict[str, Truncated] = {_TOO_LARGE: "length", _TORN: "disconnect", _LATE: "time"}


def truncation(response: Response) -> Truncated | None:
    """Why the body of a response is not whole; None when it is."""
    return next((_TRUNCATED[flag] for flag in response.flags if flag in _TRUNCATED), None)


class HeadParser(_LenientHTTPClientParser):
    """Keeps the lines of the head: case, order, repeats and line ends."""

    def lineReceived(self, line: bytes) -> None:
        """A line without its LF."""
        if self.state == STATUS:
            self._lines: list[bytes] = []
        self._lines.append(line + b"\n")
        super().lineReceived(line)

    def allHeadersReceived(self) -> None:
        """The head is whole; its blank line is the last one kept."""
        self.response.raw_head = b"".join(self._lines[:-1])
        super().allHeadersReceived()  # type: ignore[no-untyped-call]


class GuardedProtocol(_LenientHTTP11ClientProtocol):
    """Asks the guard about the peer before every request, also on a connection used again."""

    def __init__(self, quiescent: Callable[..., Any], guard: Guard) -> None:
        super().__init__(quiescent)  # type: ignore[no-untyped-call]
        self._guard = guard

    def request(self, request: Any) -> Deferred[Any]:
        """Send a request; the Deferred fails with RefusedError when nothing was sent."""
        parts = urlsplit(request.absoluteURI.decode("ascii"))
        port = parts.port or (443 if parts.scheme == "https" else 80)
        transport: Any = self.transport
        reason = self._guard(transport.getPeer().host, parts.hostname or "", port)
        if reason is not None:
            transport.abortConnection()
            return fail(RefusedError(reason))
        answer: Deferred[Any] = super().request(request)
        if self._parser is not None:
            self._parser.__class__ = HeadParser
        return answer.addCallback(_note_peer, transport)


class GuardedFactory(_HTTP11ClientFactory):
    """Builds such connections for the pool."""

    noisy = False

    def __init__(self, guard: Guard, quiescent: Callable[..., Any], metadata: object) -> None:
        super().__init__(quiescent, metadata)  # type: ignore[no-untyped-call]
        self._guard = guard

    def buildProtocol(self, addr: object) -> GuardedProtocol:  # noqa: ARG002
        """A connection."""
        return GuardedProtocol(self._quiescentCallback, self._guard)


class HeadAgent(_ScrapyAgent):
    """One request; afterwards it holds the head as sent, the TLS version and the end of the certificate."""

    raw_head = b""
    tls: str | None = None
    certificate_ends: datetime | None = None
    _reader: KeepingReader | None = None

    def _cb_bodyready(self, txresponse: Any, request: Any) -> Any:
        """As Scrapy's, which throws away what came of a body over the limit."""
        if txresponse.length is not UNKNOWN_LENGTH and 0 < self._maxsize < txresponse.length:
            txresponse._transport._producer.abortConnection()
            address = getattr(txresponse, "_scrapy_ip_address", None)
            return {"txresponse": txresponse, "flags": [_TOO_LARGE], "ip_address": address}
        deliver = txresponse.deliverBody

        def deliver_kept(reader: _ResponseReader) -> None:
            self._reader = _keeping(reader)
            deliver(self._reader)

        txresponse.deliverBody = deliver_kept
        return super()._cb_bodyready(txresponse, request)

    def _cb_timeout(self, result: Any, request: Any, url: str, timeout: float) -> Any:
        """As Scrapy's, which throws away what came of a body until then."""
        try:
            return super()._cb_timeout(result, request, url, timeout)
        except DownloadTimeoutError:
            if self._reader is None:
                raise
            return self._cb_bodydone(self._reader.so_far(), url)

    def _cb_bodydone(self, result: Any, url: str) -> Any:
        self.raw_head = getattr(result["txresponse"], "raw_head", b"")
        self.tls = getattr(result["txresponse"], "tls_version", None)
        self.certificate_ends = getattr(result["txresponse"], "certificate_ends", None)
        return super()._cb_bodydone(result, url)


class KeepingReader(_ResponseReader):
    """Ends a body at the limit with what came of it."""

    def dataReceived(self, data: bytes) -> None:
        """The next bytes."""
        room = self._maxsize - self._bytes_received
        if not self._maxsize or len(data) <= room:
            super().dataReceived(data)
        elif not self._finished.called:
            self._bodybuf.write(data[:room])
            self._finish_response(flags=[_TOO_LARGE])
            transport: Any = self.transport
            transport._producer.abortConnection()

    def so_far(self) -> dict[str, Any]:
        """What came until nobody wanted to wait any longer, as Scrapy hands a body on."""
        body = self._bodybuf.getvalue()
        return {"txresponse": self._txresponse, "body": body, "flags": [_LATE], "ip_address": self._ip_address}


def _keeping(reader: _ResponseReader) -> KeepingReader:
    reader.__class__ = KeepingReader  # as Scrapy does it with the parser: the class is hardcoded there
    assert isinstance(reader, KeepingReader)
    return reader


def _tls_version(transport: Any) -> str | None:
    """ "TLSv1.3"; None for a plain connection."""
    handle: Any = transport.getHandle() if hasattr(transport, "getHandle") else None
    tell = getattr(handle, "get_protocol_version_name", None)
    return str(tell()) if tell else None


def _certificate_ends(transport: Any) -> datetime | None:
    """Until when the peer's certificate holds; None for a plain connection."""
    tell = getattr(transport, "getPeerCertificate", None)
    certificate = tell() if tell else None
    ends = certificate.get_notAfter() if certificate else None  # b"20261231235959Z" (ASN.1)
    return datetime.strptime(ends.decode("ascii"), "%Y%m%d%H%M%SZ").replace(tzinfo=UTC) if ends else None


def _note_peer(response: Any, transport: Any) -> Any:
    """Only now: before the answer the handshake may not be over."""
    response.tls_version, response.certificate_ends = _tls_version(transport), _certificate_ends(transport)
    return response
