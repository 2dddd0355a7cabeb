"""`--since` bounds what a run asks for; what is older stays in the frontier, due."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from crawl_site import Asked, Site, answer, article, crawl, make_archive, robots, write_paper

_SITEMAP = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
_NEW = ("/bai/xuan-ve-20260105071500-post1.html", "/bai/mua-roi-post2.html", "/bai/hoa-no-post3.html")
_OLD = ("/bai/nang-len-2025-12-20-post4.html", "/bai/gio-bac-post5.html", "/bai/tre-hon-20251201080000-post8.html")
_LINKED = "/bai/tin-cu-post6.html"


def _respond(asked: Asked) -> bytes:
    if asked.target == "/robots.txt":
        return robots()
    if asked.target == "/sitemap.xml":
        dates = {_NEW[1]: "2026-01-03", _OLD[1]: "2025-12-30"}
        rows = "".join(f"<url><loc>{path}</loc><lastmod>{day}</lastmod></url>" for path, day in dates.items())
        return answer(f"{_SITEMAP}{rows}<url><loc>{_NEW[2]}</loc></url></urlset>", "application/xml")
    if asked.target == "/thoi-su/":
        return _section((_NEW[0], _OLD[0]), "/thoi-su/?p=2")
    if asked.target == "/thoi-su/?p=2":
        return _section((_OLD[2],), "/thoi-su/?p=3")
    if asked.target == "/thoi-su/?p=3":
        return _section(("/bai/cu-hon-20251102080000-post7.html",), None)
    return answer(article(1 + len(asked.target), inside=f'<a href="{_LINKED}">Tin cũ</a>'))


def _section(paths: tuple[str, ...], following: str | None) -> bytes:
    items = "".join(f'<h3><a href="{path}">Bản tin của huyện Suối Lộc</a></h3>' for path in paths)
    more = f'<link rel="next" href="{following}">' if following else ""
    return answer(f"<html><head>{more}</head><body>{items}</body></html>")


def test_a_run_since_a_day_leaves_what_is_older_for_a_run_without_it(tmp_path: Path) -> None:
    with Site(_respond).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        write_paper(archive, "suoiloc", site, f'sitemaps: ["{site.url}/sitemap.xml"]\n')
        done = crawl(archive, "suoiloc", "--since", "2026-01-01")
        assert done.returncode == 0, done.stderr
        asked = {path for path in site.paths() if path.startswith("/bai/")}
        # The second page of the section is behind one with an article of 5 January, the third behind older ones only.
        pages = [path for path in site.paths() if path.startswith("/thoi-su/")]
        left = _due(archive)

        site.log.clear()
        # Found by the first run, and bounded all the same.
        crawl(archive, "suoiloc", "--since", "2025-12-25")
        then = {path for path in site.paths() if path.startswith("/bai/")}

        site.log.clear()
        crawl(archive, "suoiloc")
        at_last = {path for path in site.paths() if path.startswith("/bai/")}
    assert asked == set(_NEW)
    assert pages == ["/thoi-su/", "/thoi-su/?p=2"]
    assert left == {*_OLD, _LINKED, "/thoi-su/?p=3"}
    assert then == {_OLD[1]}
    assert at_last == {_OLD[0], _OLD[2], _LINKED, "/bai/cu-hon-20251102080000-post7.html"}
    assert _due(archive) == set()


def _due(archive: Path) -> set[str]:
    """What was never asked for and is due."""
    base = sqlite3.connect(archive / "data" / "frontier.db")
    found = base.execute("select url from url where visits = 0 and due_at <= ?", (time.time(),)).fetchall()
    base.close()
    return {"/" + url.split("/", 3)[3] for (url,) in found}
