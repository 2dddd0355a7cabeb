"""Addresses as sort keys (SURT), the form under which pywb and its kin look a capture up.

The rules are those of the Internet Archive's canonicaliser. Its Python port is under the AGPL, which this project's
licence does not go with, so they are written anew here; tests/test_export_tools.py holds them against it.
"""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit

_WWW = re.compile(r"\Awww\d*\.")
_QUERY_SESSIONS = tuple(
    re.compile(rf"\A(.*?)(?:{form})(?:&(.*))?\Z", re.DOTALL)
    for form in (
        "jsessionid=[0-9a-z]{32}",
        "phpsessid=[0-9a-z]{32}",
        "sid=[0-9a-z]{32}",
        "aspsessionid[a-z]{8}=[a-z]{24}",
        "cfid=[^&]+&cftoken=[^&]+",
    )
)
_PATH_SESSION = re.compile(r"\A(.*/)\((?:[a-z]\([0-9a-z]{24}\))+\)/([^?]+\.aspx.*)\Z")
_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPED = frozenset(b"#%")


def surt(url: str) -> str:
    """An http(s) address as sort key; any other comes back as it is.

    >>> surt("https://www.Bao.example:443/Thoi-su/?b=2&a=1#top")
    'example,bao)/thoi-su?a=1&b=2'
    >>> surt("dns:bao.example")
    'dns:bao.example'
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname:
        return url
    told = f":{port}" if port and port != _DEFAULT_PORTS[parts.scheme] else ""
    host = ",".join(reversed(_host(parts.hostname).split(".")))
    return f"{host}{told}){_path(parts.path)}{_query(parts)}"


def _host(host: str) -> str:
    name = _WWW.sub("", host.strip(".").lower())
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        return _escape(name.encode())


def _path(path: str) -> str:
    kept: list[str] = []
    for part in _unescape(path).split(b"/"):
        name = _escape(part).lower()
        if name == "..":
            kept = kept[:-1]
        elif name not in {"", "."}:
            kept.append(name)
    return _PATH_SESSION.sub(r"\1\2", "/" + "/".join(kept))


def _query(parts: SplitResult) -> str:
    query = _escape(_unescape(parts.query)).lower()
    for session in _QUERY_SESSIONS:
        if found := session.match(query):
            query = found[1] + (found[2] or "")
    query = "&".join(sorted(query.split("&"), key=lambda pair: pair.partition("=")[::2]))
    return f"?{query}" if query else ""


def _unescape(text: str) -> bytes:
    """Percent signs undone until none is left: a page may be linked under any number of escapings."""
    raw = text.encode("utf-8", "surrogateescape")
    while (once := unquote_to_bytes(raw)) != raw:
        raw = once
    return raw


def _escape(raw: bytes) -> str:
    return "".join(f"%{byte:02X}" if byte <= 0x20 or byte >= 0x7F or byte in _ESCAPED else chr(byte) for byte in raw)
