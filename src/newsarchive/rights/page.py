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
_META_TAG = re.compile(rb"<[mM][eE][tT][aA]\s([^>]{0,2000})>")
_LINK_TAG = re.compile(rb"<(?:link|a)\s([^>]{0,2000})>", re.IGNORECASE)
_NAME = re.compile(rb"\b(?:name|property)\s*=\s*[\"']?\s*([^\"'>\s]+)", re.IGNORECASE)
_LICENCE = re.compile(rb"\brel\s*=\s*[\"']?[^\"'>]{0,100}\blicense\b", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"""([a-z:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))""", re.IGNORECASE)
_LINK_HEADER = re.compile(r"<([^>]*)>((?:\s*;[^,<]*)*)")
_HEAD = 1 << 18
_JSON_BYTES = 300_000
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
    for inside in _META_TAG.findall(head):
        named = _NAME.search(inside)
        name = named[1].decode("ascii", "replace").lower() if named else ""
        if name not in _META and not is_ai_agent(name):
            continue
        value = _attributes(inside).get("content", "")
        if name not in {"robots", "googlebot", "bingbot"} or not _SAYS_NOTHING.fullmatch(value):
            yield "meta", name, value


def _in_links(page: bytes) -> Iterator[tuple[str, str, str]]:
    # Looked for without regard to case, a word takes a hundred times as long in a regular expression.
    if b"license" not in page.lower():
        return
    for inside in _LINK_TAG.findall(page):
        if _LICENCE.search(inside):
            yield "link", "license", _attributes(inside).get("href", "")


def _in_json_ld(page: bytes) -> Iterator[tuple[str, str, str]]:
    for script in _scripts(page):
        if not any(name.encode() in script for name in _JSON_LD):
            continue
        try:
            told = json.loads(script.decode("utf-8", "replace"))
        except (ValueError, RecursionError):
            continue
        yield from _in_data(told, _DEPTH)


def _scripts(page: bytes) -> Iterator[bytes]:
    """What stands in JSON-LD elements."""
    at = 0
    while (named := page.find(b"ld+json", at)) >= 0:
        begin = page.find(b">", named) + 1
        at = page.find(b"</script", begin) if begin else -1
        if at < 0:
            return
        yield page[begin : min(at, begin + _JSON_BYTES)]


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
