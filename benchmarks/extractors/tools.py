"""One extractor over some pages, in a process of its own: `python tools.py TOOL PAGES.json OUT.json`.

Runs in our Python and in that of the peers, hence the standard library alone until a tool is chosen. Written out are
what it found, CPU seconds a page, CPU from the start of the interpreter to the first article, and the peak of memory.
"""

from __future__ import annotations

import html
import json
import logging
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Page = dict[str, Any]
Found = dict[str, Any]
Extractor = Callable[[Page], Found]
OURS, GENERIC, FLOOR = "newsarchive", "newsarchive, no layout", "lxml parse alone"


def ours() -> Extractor:
    """The library as it is installed."""
    from newsarchive.extraction import extract
    from newsarchive.extraction.plaintext import article_from_text

    def run(page: Page) -> Found:
        if page["text"]:
            article = article_from_text(page["bytes"].decode())
        else:
            article = extract(page["bytes"], url=page["url"], content_type=page["content_type"]).article
        return {"article": article}

    return run


def generic() -> Extractor:
    """The library with a press registry in which nothing stands: every newspaper is unknown to it."""
    from newsarchive.press import registry

    empty = Path(tempfile.mkdtemp(prefix="newsarchive-nopress-"))
    for name in ("newspapers", "layouts"):
        (empty / name).mkdir()
    (empty / "provinces.yml").write_bytes((registry.BUNDLED / "provinces.yml").read_bytes())
    registry.BUNDLED = empty
    if registry.layouts() or registry.newspapers():
        raise RuntimeError("the registry still knows layouts or newspapers")
    return ours()


def floor() -> Extractor:
    """What every tool here does first: the parse, to a tree nobody reads."""
    import lxml.html

    def run(page: Page) -> Found:
        parser = lxml.html.HTMLParser(encoding="utf-8")
        lxml.html.document_fromstring(page["bytes"], parser=parser)
        return {}

    return run


def trafilatura(**options: object) -> Extractor:
    """With metadata, without comments; fast leaves the fallbacks out."""
    from trafilatura import bare_extraction

    def run(page: Page) -> Found:
        doc = bare_extraction(page["html"], url=page["address"], include_comments=False, with_metadata=True, **options)
        if doc is None:
            return {}
        authors = [name.strip() for name in (doc.author or "").split(";") if name.strip()]
        return _found(doc.title, doc.description, doc.text, authors, doc.date)

    return run


def newspaper4k() -> Extractor:
    """Told that the page is in Vietnamese; pictures are not fetched."""
    from newspaper import Article

    def run(page: Page) -> Found:
        article = Article(page["address"], fetch_images=False, language="vi")
        article.download(input_html=page["html"])
        article.parse()
        return _found(
            article.title, article.meta_description, article.text, list(article.authors), article.publish_date
        )

    return run


def news_please() -> Extractor:
    """Pictures are not fetched."""
    from newsplease import NewsPlease

    def run(page: Page) -> Found:
        found = NewsPlease.from_html(page["html"], url=page["address"], fetch_images=False)
        return _found(found.title, found.description, found.maintext, found.authors or [], found.date_publish)

    return run


def readability() -> Extractor:
    """Its summary, read block by block; it knows neither authors nor dates."""
    import lxml.html
    from readability import Document

    def run(page: Page) -> Found:
        doc = Document(page["html"])
        summary = lxml.html.fromstring(doc.summary(html_partial=True))
        leaves = summary.xpath(
            ".//*[self::p or self::h2 or self::h3 or self::li or self::td or self::div][not(.//p or .//div)]"
        )
        return _found(
            doc.short_title(), None, "\n".join(" ".join(leaf.text_content().split()) for leaf in leaves), [], None
        )

    return run


def goose() -> Extractor:
    """Told that the page is in Vietnamese; pictures are not fetched."""
    from goose3 import Goose

    goose = Goose({"enable_image_fetching": False, "use_meta_language": False, "target_language": "vi"})

    def run(page: Page) -> Found:
        found = goose.extract(raw_html=page["html"])
        when = found.publish_datetime_utc or found.publish_date
        return _found(found.title, found.meta_description, found.cleaned_text, list(found.authors), when)

    return run


TOOLS: dict[str, Callable[[], Extractor]] = {
    OURS: ours,
    GENERIC: generic,
    "trafilatura default": trafilatura,
    "trafilatura fast": lambda: trafilatura(fast=True),
    "newspaper4k": newspaper4k,
    "news-please": news_please,
    "readability-lxml": readability,
    "goose3": goose,
    FLOOR: floor,
}


def _found(title: Any, description: Any, text: Any, authors: list[str], published: Any) -> Found:
    lines = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text or "").split("\n")
    return {
        "headline": title,
        "description": description,
        "body": [" ".join(line.split()) for line in lines if line.strip()],
        "authors": authors,
        "published": published.isoformat() if hasattr(published, "isoformat") else published or None,
    }


def read_page(told: Page) -> Page:
    """The page's bytes for us; for the peers its text, a fragment with a bare page around it."""
    sent = Path(told["file"]).read_bytes()
    text = sent.decode("utf-8-sig", "replace")
    if told["text"]:
        text = "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n") if line.strip())
    if told["text"] or told["fragment"]:
        text = f'<html lang="vi"><head></head><body><article>{text}</article></body></html>'
    return {**told, "bytes": sent, "html": text, "address": told["url"] or f"https://{told['site']}/"}


def _as_found(found: Found) -> Found:
    article = found.pop("article", None)
    if article is None:
        return found
    rule = article.evidence["body"].rule if "body" in article.evidence else ""
    return {**article.to_dict(), "evidence": None, "layout": rule.startswith("layout:")}


def _peak() -> float:
    """MiB of this program; ru_maxrss would begin with what the parent held when it started us."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def _extract(run: Extractor, told: Page) -> Found:
    page = read_page(told)
    started = time.process_time()
    try:
        found = run(page)
    except Exception as error:  # noqa: BLE001  (whatever a peer throws is an empty answer, and is told)
        found = {"error": f"{type(error).__name__}: {error}"[:200]}
    seconds = time.process_time() - started
    return {"case": told["case"], "seconds": seconds, **_as_found(found)}


def main(tool: str, pages: str, out: str) -> None:
    """Every page twice, and counted the second time: a worker reads thousands, the first one is the warm-up."""
    logging.disable(logging.CRITICAL)
    told = json.loads(Path(pages).read_text(encoding="utf-8"))
    run = TOOLS[tool]()
    _extract(run, told[0])
    warm_up = time.process_time()
    for page in told:
        _extract(run, page)
    rows = [_extract(run, page) for page in told]
    result = {"warm_up": warm_up, "peak": _peak(), "rows": rows}
    Path(out).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:4])
