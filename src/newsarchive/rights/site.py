"""Rights signals that a site gives for all its pages: robots.txt and /.well-known/tdmrep.json."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from newsarchive.rights.agents import is_ai_agent
from newsarchive.rights.signal import RightsSignal, collect

ROBOTS, TDMREP = "/robots.txt", "/.well-known/tdmrep.json"
_MAX_BYTES = 500 << 10
_SIGNALS = frozenset({"content-signal", "content-usage"})
_RULES = frozenset({"allow", "disallow"})
_SHOWN_RULES = 8


def site_files(url: str) -> tuple[str, ...]:
    """Where the signals for the site of a page stand; nothing for what is no web address.

    >>> site_files("https://bao.example/tin/1.html")
    ('https://bao.example/robots.txt', 'https://bao.example/.well-known/tdmrep.json')
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        return ()
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ()
    return tuple(f"{parts.scheme}://{parts.netloc}{path}" for path in (ROBOTS, TDMREP))


def signals_of_site(url: str, body: bytes) -> tuple[RightsSignal, ...]:
    """The body of one of those two files → the signals in it; nothing for any other address. Never raises.

    >>> signals_of_site("https://bao.example/robots.txt", b"User-agent: GPTBot\\nDisallow: /")
    (RightsSignal(source='robots.txt', name='GPTBot', value='Disallow: /'),)
    """
    if url not in site_files(url):
        return ()
    text = body[:_MAX_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")
    return collect(_in_robots(text) if url.endswith(ROBOTS) else _in_tdmrep(text))


def _in_robots(text: str) -> Iterator[tuple[str, str, str]]:
    rules: dict[str, list[str]] = {}
    agents: list[str] = []
    begun = False
    for line in text.splitlines():
        name, colon, value = line.partition("#")[0].partition(":")
        key, value = name.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            agents = [value] if begun else [*agents, value]
            begun = False
            continue
        begun = True
        if key in _SIGNALS:
            whose = "" if agents in ([], ["*"]) else f" (for {', '.join(agents)})"
            yield "robots.txt", name.strip(), value + whose
        elif key in _RULES:
            for agent in filter(is_ai_agent, agents):
                rules.setdefault(agent, []).append(f"{key.capitalize()}: {value}".strip())
    grouped: dict[str, list[str]] = {}
    for agent, told in rules.items():
        more = f"; {len(told) - _SHOWN_RULES} more" if len(told) > _SHOWN_RULES else ""
        grouped.setdefault("; ".join(told[:_SHOWN_RULES]) + more, []).append(agent)
    yield from (("robots.txt", ", ".join(agents), told) for told, agents in grouped.items())


def _in_tdmrep(text: str) -> Iterator[tuple[str, str, str]]:
    try:
        told: Any = json.loads(text)
    except (ValueError, RecursionError):
        return
    for rule in (told if isinstance(told, list) else [told])[:20]:
        if isinstance(rule, dict) and "tdm-reservation" in rule:
            policy = f", policy {rule['tdm-policy']}" if rule.get("tdm-policy") else ""
            yield "tdmrep.json", "tdm-reservation", f"{rule['tdm-reservation']} for {rule.get('location', '*')}{policy}"
