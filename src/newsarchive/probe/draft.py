"""A newspaper file to begin with: hosts and article addresses from the pages' own."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from newsarchive.press import newspaper_for, newspapers
from newsarchive.press.newspaper import bare_host
from newsarchive.press.url import normalize_url
from newsarchive.probe.address import article_pattern
from newsarchive.probe.records import Draft
from newsarchive.probe.specimen import LeftOut, Specimen
from newsarchive.probe.written import write_newspaper

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_SUFFIXES = frozenset(("com", "net", "org", "edu", "gov", "vn", "info", "tv"))
_EXAMPLES = 3

Groups = Sequence[tuple[str, Sequence[Specimen]]]
"""Layout id → the pages printed with it."""


def host_of(url: str | None) -> str | None:
    """The host without www., m. and their like; None for what is none that the registry takes."""
    host = (urlsplit(url or "").hostname or "").lower()
    bare = re.sub(r"^(?:www|m|amp|mobile|wap)\.(?=[^.]+\.)", "", host)
    return bare_host(host, (bare,)) if _HOST.fullmatch(bare) else None


def suggest_id(host: str) -> str:
    """An id by the host: baosuoivang.com.vn → suoivang; a number behind it when the registry has it already."""
    words = [word for word in host.split(".") if word not in _SUFFIXES] or [host]
    name = re.sub(r"[^a-z0-9]", "", words[-1]) or "paper"
    name = name[3:] if name.startswith("bao") and len(name) > 6 else name
    name = f"p{name}" if name[0].isdigit() else name
    taken = {paper.id for paper in newspapers()}
    return next(each for n in range(1, 1000) if (each := name if n == 1 else f"{name}{n}") not in taken)


def draft_newspaper(newspaper_id: str, groups: Groups, left_out: Sequence[LeftOut], told: str) -> Draft | None:
    """The file, None when no page tells its address or the registry has its newspaper."""
    addresses = {name: [url for each in pages if (url := each.address)] for name, pages in groups}
    hosts = Counter(host for urls in addresses.values() for url in urls if (host := host_of(url)))
    if not hosts or any(newspaper_for(url) for urls in addresses.values() for url in urls):
        return None
    main = hosts.most_common(1)[0][0]
    shapes = _shapes(addresses)
    facts = (
        ("name", _name(groups) or main),
        ("kind", "national"),
        ("host", main),
        ("former_hosts", [host for host in hosts if host != main]),
        ("layouts", [name for name, _ in groups]),
        ("articles", shapes),
        ("not_articles", [each.page for each in left_out if _is_other(each.page, main, shapes)]),
        ("datelines", _repeated(each.article.dateline for _, pages in groups for each in pages)),
        ("feeds", _feeds(groups, main)),
    )
    hint = f"{told} A provincial paper has `province: <slug>` instead of its kind; see docs/adding-a-newspaper.md."
    return Draft(newspaper_id, tuple(hosts), write_newspaper(facts, hint))


def _shapes(addresses: dict[str, list[str]]) -> list[dict[str, object]]:
    """One item of `articles` for each shape; it names the layout where it tells which one it is."""
    whole = [url for urls in addresses.values() for url in urls]
    found: dict[tuple[str, str | None], list[str]] = {}
    owners: dict[tuple[str, str | None], list[str]] = {}
    for name, urls in addresses.items():
        shape = article_pattern(urls) if len(set(urls)) > 1 else None
        if shape is not None:
            found.setdefault(shape, []).extend(urls)
            owners.setdefault(shape, []).append(name)
    items: list[dict[str, object]] = []
    for (path, query_id), urls in found.items():
        tells = len(addresses) > 1 and len(owners[path, query_id]) == 1
        tells = tells and sum(re.search(path, urlsplit(url).path) is not None for url in whole) == len(urls)
        layout = owners[path, query_id][0] if tells else ""
        own = [url for url in urls if re.search(path, urlsplit(normalize_url(url)).path)]
        items.append({"path": path, "layout": layout, "query_id": query_id or "", "examples": own[:_EXAMPLES]})
    return items


def _is_other(page: str, host: str, shapes: Sequence[dict[str, object]]) -> bool:
    """An address of the newspaper that has no shape of its articles."""
    path = urlsplit(normalize_url(page)).path
    return host_of(page) == host and len(path) > 1 and not any(re.search(str(one["path"]), path) for one in shapes)


def _name(groups: Groups) -> str | None:
    names = [name for _, pages in groups for each in pages for name in each.page.metas.get("og:site_name", ())[:1]]
    return next(iter(_repeated(names)), None)


def _repeated(values: Iterable[str | None]) -> list[str]:
    """What several pages say, most often first."""
    counted = Counter(value for value in values if value)
    return [value for value, count in counted.most_common() if count > 1]


def _feeds(groups: Groups, host: str) -> list[str]:
    """Feeds that the pages name as theirs."""
    found: dict[str, None] = {}
    for specimen in (each for _, pages in groups for each in pages):
        for link in specimen.page.root.iter("link"):
            if (link.get("type") or "") in {"application/rss+xml", "application/atom+xml"}:
                address = specimen.page.absolute(link.get("href"))
                if address and host_of(address) == host:
                    found[address] = None
    return list(found)[:3]
