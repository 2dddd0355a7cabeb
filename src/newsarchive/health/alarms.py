"""Alarms on their way out: mail, webhook, chat, by whatever apprise knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def deliver(targets: Sequence[str], title: str, text: str) -> Iterator[str]:
    """Send it to each target, and tell in words which did not get it; a target's secrets are in none of them.

    Targets are apprise's addresses (`mailto://…`, `json://…`). Without apprise (extra `alarms`) nothing is sent.
    """
    if not targets:
        return
    try:
        from apprise import Apprise  # noqa: PLC0415 - an optional extra
    except ImportError:
        yield "apprise is not installed; `pip install newsarchive[alarms]`"
        return
    for number, target in enumerate(targets, start=1):
        service = Apprise.instantiate(target, suppress_exceptions=True)
        if service is None:
            yield f"notify, entry {number}: apprise knows no such address"
        elif not service.notify(title=title, body=text):
            yield f"notify, entry {number} ({target.partition('://')[0]}): it was not taken"
