"""Rights signals in HTTP header fields and in HTML.

Sources of the rules: X-Robots-Tag and meta robots (search engines' own documents, `noai` of DeviantArt), the TDM
Reservation Protocol (W3C community report), IETF aipref (`Content-Usage`), Content Signals (`Content-Signal`),
rel=license (HTML), Dublin Core, ccREL, schema.org.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from newsarchive.rights.agents import is_ai_agent
from newsarchive.rights.signal import RightsSignal, collect

_HEADERS = frozenset({"x-robots-tag", "tdm-reservation", "tdm-policy", "content-signal", "content-usage"})
_META = frozenset(
    {"robots", "googlebot", "bingbot", "tdm-reservation", "tdm-policy", "content-usage", "copyright", "license"}
    | {"rights", "rights-standard", "usage-rights", "cc:license", "cc:attributionname", "cc:attributionurl"}
    | {f"{prefix}.{name}" for prefix in ("dc", "dcterms") for name in
       ("rights", "license", "rightsholder", "accessrights", "rights.license")}
)  # fmt: skip
_SAYS_NOTHING = re.compile(r"(?:index|follow|all|noodp|noydir|max-[a-z-]+:[^,]*|[\s,])*", re.IGNORECASE)
"""Words of a robots element that only allow what would be allowed anyway."""
_JSON_LD = ("license", "copyrightHolder", "copyrightYear", "copyrightNotice", "usageInfo", "acquireLicensePage")
_TAG = re.compile(rb"<(meta|link|a)\s([^>]{0,2000})>", re.IGNORECASE)
_LICENCE = re.compile(rb"\brel\s*=\s*[\"']?[^\"'>]{0,100}\blicense\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_SCRIPT = re.compile(
    rb"<script[^>]{0,300}application/ld\+json[^>]{0,300}>(.{0,300000}?)</script", re.IGNORECASE | re.DOTALL
)
_LINK_HEADER = re.compile(r"<([^>]*)>((?:\s*;[^,<]*)*)")
_HEAD = 1 << 18
_DEPTH = 6


def signals_of_headers(headers: Iterable[tuple[str, str]]) -> tuple[RightsSignal, ...]:
    """HTTP header fields, names in any case → the signals in them.

    >>> signals_of_headers([("X-Robots-Tag", "noai, noarchive"), ("Server", "x")])
    (RightsSignal(source='header', name='x-robots-tag', value='noai, noarchive'),)
    """
    return collect(_in_headers(headers))


def signals_of_page(page: bytes) -> tuple[RightsSignal, ...]:
    """HTML, its Content-Encoding undone → the signals in it. Never raises.

    >>> signals_of_page(b'<meta name="robots" content="noarchive"><a rel="license" href="https://cc.example/by">CC</a>')
    (RightsSignal(source='meta', name='robots', value='noarchive'), RightsSignal(source='link', name='license', value='https://cc.example/by'))
    """
    return collect((*_in_meta(page[:_HEAD]), *_in_links(page), *_in_json_ld(page)))


def _in_headers(headers: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    for name, value in headers:
        key = name.lower()
        if key in _HEADERS:
            yield "header", key, value
        elif key == "link" and "license" in value:
            for target, parameters in _LINK_HEADER.findall(value):
                if re.search(r"\brel\s*=\s*\"?[^\";]*\blicense\b", parameters):
                    yield "header", "license", target


def _in_meta(head: bytes) -> Iterator[tuple[str, str, str]]:
    for tag, inside in _TAG.findall(head):
        if tag.lower() != b"meta":
            continue
        told = _attributes(inside)
        name = (told.get("name") or told.get("property") or "").strip().lower()
        value = told.get("content", "")
        restricts = name not in {"robots", "googlebot", "bingbot"} or not _SAYS_NOTHING.fullmatch(value)
        if (name in _META or is_ai_agent(name)) and restricts:
            yield "meta", name, value


def _in_links(page: bytes) -> Iterator[tuple[str, str, str]]:
    if not _LICENCE.search(page):
        return
    for tag, inside in _TAG.findall(page):
        if tag.lower() != b"meta" and _LICENCE.search(inside):
            yield "link", "license", _attributes(inside).get("href", "")


def _in_json_ld(page: bytes) -> Iterator[tuple[str, str, str]]:
    if not any(f'"{name}"'.encode() in page for name in _JSON_LD):
        return
    for script in _SCRIPT.findall(page):
        try:
            told = json.loads(script.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            continue
        yield from _in_data(told, _DEPTH)


def _in_data(told: Any, depth: int) -> Iterator[tuple[str, str, str]]:
    if isinstance(told, list) and depth:
        for one in told[:100]:
            yield from _in_data(one, depth - 1)
    elif isinstance(told, dict) and depth:
        for name in _JSON_LD:
            if name in told:
                yield "json-ld", name, _as_text(told[name])
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "isPartOf"):
            yield from _in_data(told.get(name), depth - 1)


def _as_text(value: Any) -> str:
    """A value of schema.org: a text, a number, or a thing with a name or address."""
    if isinstance(value, dict):
        value = next((value[name] for name in ("name", "url", "@id") if name in value), "")
    if isinstance(value, list):
        return ", ".join(_as_text(one) for one in value[:5] if not isinstance(one, list))
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _attributes(inside: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(inside.decode("utf-8", "replace")):
        found.setdefault(name.lower(), html.unescape(double or single or bare))
    return found
