"""Which article a URL is: the canonical URL, the article key and the short uid (docs/architecture.md, "Identity")."""

from __future__ import annotations

import base64
import hashlib

from newsarchive.press.newspaper import Newspaper
from newsarchive.press.registry import newspaper_for
from newsarchive.press.url import normalize_url


def canonicalize_url(url: str, newspaper: Newspaper | None = None) -> str:
    """One form for all addresses of a page. Never raises; what is no web address comes back stripped; idempotent.

    >>> canonicalize_url("http://www.baocantho.com.vn/print/nang-som-a196670.html?fbclid=x#c")
    'https://baocantho.com.vn/nang-som-a196670.html'
    >>> canonicalize_url("https://m.vnexpress.net/nang-som-5047363.html")
    'https://vnexpress.net/nang-som-5047363.html'
    """
    paper = newspaper or newspaper_for(url)
    return paper.canonical(url) if paper else normalize_url(url)


def article_key(url: str, canonical_url: str | None = None, newspaper: Newspaper | None = None) -> str:
    """The identity that all captures of one article share: newspaper id and article id, else the canonical URL.

    `canonical_url` (rel=canonical, as an absolute URL) is believed only when it is an article of the same newspaper.

    >>> article_key("https://baocantho.com.vn/nang-som-a196670.html")
    'cantho/a196670'
    >>> article_key("https://baocantho.com.vn/nang-som-a196670.html", "https://baocantho.com.vn/")
    'cantho/a196670'
    >>> article_key("http://example.org/tin/")
    'https://example.org/tin'
    """
    paper = newspaper or newspaper_for(url)
    if paper is None:
        return normalize_url(url)
    believed = canonical_url if canonical_url and _is_same_paper(canonical_url, paper) else url
    article_id = paper.article_id(believed)
    return f"{paper.id}/{article_id}" if article_id else paper.canonical(believed)


def article_uid(key: str) -> str:
    """The short, stable name of an article key: 16 letters and digits for permalinks.

    >>> article_uid("cantho/a196670")
    'ejr3c254ohfzh5ng'
    """
    return base64.b32encode(hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()).decode("ascii")[:16].lower()


def _is_same_paper(url: str, paper: Newspaper) -> bool:
    owner = newspaper_for(url)
    return (owner is None or owner.id == paper.id) and paper.is_article(url)
