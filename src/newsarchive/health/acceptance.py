"""A change that stays: decided by the archivist, kept in the ledger, the newspaper's history begins anew with it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from pathlib import Path

from newsarchive.archive import Archive
from newsarchive.exceptions import ConfigurationError
from newsarchive.health.records import Finding, Health
from newsarchive.health.source import ACCEPTED
from newsarchive.health.watch import last_health, look_after


def accept(directory: Path, newspaper: str, codes: Collection[str] = (), *, reason: str = "") -> Health:
    """Take what is found of a newspaper, all or the findings of `codes`, as how it is from now on; judge it again.

    Raises ConfigurationError when nothing such is found, LedgerError, StorageFullError.
    """
    with Archive.open(directory, workers=0) as archive:
        standing = next((one for one in last_health(archive.store.connection) if one.newspaper == newspaper), None)
        findings = {finding.code: finding for finding in standing.findings} if standing else {}
        unknown = [code for code in codes if code not in findings]
        if unknown or not findings or standing is None:
            there = ", ".join(findings) or "nothing"
            said = f"{newspaper}: no finding {unknown[0]}" if unknown else f"{newspaper}: nothing to accept"
            raise ConfigurationError(directory, f"{said}; found is {there} (`newsarchive status`)")
        wanted = {code: _since(standing, findings[code]).isoformat() for code in codes or findings}
        archive.log(ACCEPTED, newspaper, {"since": wanted, "reason": reason})
    (found,) = look_after(directory, [newspaper])
    return found


def _since(standing: Health, finding: Finding) -> datetime:
    since = finding.since or standing.run
    assert since is not None  # there is a finding only after a run
    return since
