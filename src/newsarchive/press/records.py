"""From the keys of a YAML file to the records of the registry."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from newsarchive.press.layout import Layout
from newsarchive.press.newspaper import ArticlePattern, CopyRule, HostSeen, Newspaper


def make_newspaper(newspaper_id: str, told: Mapping[str, Any]) -> Newspaper:
    """The newspaper of a file's keys, values typed; examples stay in the file. TypeError for a key that is none."""
    rest = dict(told)
    rest.pop("not_articles", None)
    names = (rest["name"], *rest.pop("other_names", ()))
    hosts = (rest["host"], *rest.pop("former_hosts", ()))
    seen = rest.pop("hosts_seen", None) or {}
    patterns = rest.pop("articles", ())
    copies = rest.pop("copies", ())
    never_author = rest.pop("never_author", ())
    return Newspaper(
        id=newspaper_id,
        hosts=hosts,
        hosts_seen=tuple(HostSeen(host, days.get("first"), days.get("last")) for host, days in seen.items()),
        names=names,
        patterns=tuple(ArticlePattern(one["path"], one.get("layout"), one.get("query_id")) for one in patterns),
        copies=tuple(CopyRule(one["path"], one.get("becomes", "")) for one in copies),
        never_author=(*names, *never_author, *hosts),
        **rest,
    )


def make_layout(layout_id: str, told: Mapping[str, Any]) -> Layout:
    """The layout of a file's keys, values typed. TypeError for a key that is none."""
    return Layout(id=layout_id, **told)
