"""Ends of a request that never was made, and failures in words."""

from __future__ import annotations

from OpenSSL import SSL
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from service_identity import VerificationError
from twisted.web.client import ResponseFailed

from newsarchive.frontier import Outcome

_FAILURES = {
    CannotResolveHostError: "the host name cannot be resolved",
    DownloadConnectionRefusedError: "connection refused",
    DownloadTimeoutError: "no answer in time",
    ResponseDataLossError: "the connection ended amid the answer",
    DownloadFailedError: "the connection failed",
}


class RefusedError(IgnoreRequest):
    """Raised for a request that may not be made: by robots.txt, or to an address that we do not connect to."""

    def __init__(self, reason: str, *, outcome: Outcome = "refused", not_before: float | None = None) -> None:
        self.reason, self.outcome, self.not_before = reason, outcome, not_before
        super().__init__(reason)


class HeldBackError(IgnoreRequest):
    """Raised for a request that is not made in this run; its URL stays due."""


def explain_failure(error: BaseException | None) -> str | None:
    """Why there was no answer, in words; None for what we do not expect."""
    tls = _explain_tls(error)
    return tls or next((words for kind, words in _FAILURES.items() if isinstance(error, kind)), None)


def _explain_tls(error: BaseException | None) -> str | None:
    cause = error.__cause__ if isinstance(error, DownloadFailedError) else error
    for reason in cause.reasons if isinstance(cause, ResponseFailed) else ():
        if isinstance(reason.value, VerificationError):
            return "its TLS certificate is for another host"
        if isinstance(reason.value, SSL.Error):
            told = [part for entry in reason.value.args[0] for part in entry[2:] if part] if reason.value.args else []
            if "certificate verify failed" in told:
                return "its TLS certificate is not to be trusted (self-signed, expired or of an unknown authority)"
            return f"TLS failed ({', '.join(told) or 'the connection was closed'})"
    return None
