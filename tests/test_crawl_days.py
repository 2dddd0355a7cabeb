"""`--since` with `--until`: a run over some days of the past asks for nothing outside them, and walks no further."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from command_line import run
from crawl_site import Asked, Respond, Site, answer, article, crawl, make_archive, robots, write_paper
from newsarchive.capture.window import Window
from newsarchive.frontier import Frontier
from newsarchive.link import Link
from newsarchive.press import newspaper, press_of

_PER_PAGE = 4
_FIRST = date(2025, 10, 1)
_DECEMBER = ("--since", "2025-12-01", "--until", "2025-12-31")


def _day(number: int) -> date:
    """Every third day brings an article: 1 to 45 come out from 4 October 2025 to 13 February 2026."""
    return _FIRST + timedelta(days=3 * number)


def _numbers(first: str, last: str) -> set[int]:
    return {n for n in range(1, 46) if first <= _day(n).isoformat() <= last}


IN_DECEMBER = _numbers("2025-12-01", "2025-12-31")


def paper(*, dated: bool, last_page: int | None = None, sitemap: str = "") -> Respond:
    """A newspaper of 45 articles, newest first; addresses name the day or leave it to the page.

    `last_page`: every further page is answered with this one, as some servers do.
    """

    def path(number: int) -> str:
        return f"/bai/tin{f'-{_day(number):%Y-%m-%d}' if dated else ''}-post{number}.html"

    def respond(asked: Asked) -> bytes:
        target, _, query = asked.target.partition("?")
        if target == "/robots.txt":
            return robots()
        if target == "/sitemap.xml":
            return answer(sitemap.format(*(path(n) for n in range(46))), "application/xml")
        if target.startswith("/bai/"):
            number = int(target.rpartition("post")[2].removesuffix(".html"))
            return answer(article(number).replace("2026-01-08", _day(number).isoformat()))
        page = min(int(query.removeprefix("p=") or 1), last_page or 99)
        shown = range(45 - _PER_PAGE * (page - 1), max(45 - _PER_PAGE * page, 0), -1)
        items = "".join(f'<h3><a href="{path(n)}">Bản tin số {n} của huyện Suối Lộc</a></h3>' for n in shown)
        following = f"/thoi-su/?p={int(query.removeprefix('p=') or 1) + 1}"
        more = f'<link rel="next" href="{following}">' if shown and (last_page or shown[-1] > 1) else ""
        return answer(f"<html><head>{more}</head><body>{items}</body></html>")

    return respond


def asked_for(site: Site) -> set[int]:
    """The numbers of the articles that were asked for."""
    return {int(p.rpartition("post")[2].removesuffix(".html")) for p in site.paths() if p.startswith("/bai/")}


def pages(site: Site) -> list[str]:
    return [path for path in site.paths() if path.startswith("/thoi-su/")]


def due(archive: Path) -> int:
    base = sqlite3.connect(archive / "data" / "frontier.db")
    (count,) = base.execute("select count(*) from url where visits = 0 and due_at <= ?", (time.time(),)).fetchone()
    base.close()
    return int(count)


def test_days_of_the_past_are_asked_for_alone_and_the_rest_stays_due(tmp_path: Path) -> None:
    with Site(paper(dated=True)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        done = crawl(archive, "suoiloc", *_DECEMBER)
        assert done.returncode == 0, done.stderr
        assert asked_for(site) == IN_DECEMBER
        # Through what is newer, and not on behind the page whose articles all are older.
        last = next(n for n in range(1, 13) if 45 - _PER_PAGE * (n - 1) < min(IN_DECEMBER))
        assert len(pages(site)) in {last - 1, last}
        assert due(archive) > 0
        assert "left for a run without --since and --until" in done.stderr
        asked = len([path for path in site.paths() if path != "/robots.txt"])
        assert f"suoiloc  {asked} requests" in run("status", "--archive", str(archive)).stdout
        site.log.clear()
        crawl(archive, "suoiloc")
        assert asked_for(site) == set(range(1, 46)) - IN_DECEMBER
        assert due(archive) == 0


def test_a_walk_goes_on_through_pages_on_which_nothing_is_new(tmp_path: Path) -> None:
    with Site(paper(dated=True)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        crawl(archive, "suoiloc", "--since", "2026-01-01")
        base = sqlite3.connect(archive / "data" / "frontier.db")
        with base:  # as if all was fetched a day ago, and no page of an earlier walk were waiting
            base.execute("delete from url where kind = 'page' and visits = 0")
            base.execute("delete from url where kind = 'article' and visits = 0")
            base.execute("update url set done_at = done_at - 86400")
        base.close()
        site.log.clear()
        crawl(archive, "suoiloc", *_DECEMBER)
        assert asked_for(site) == IN_DECEMBER


def test_a_sitemap_s_own_dates_bound_the_run(tmp_path: Path) -> None:
    rows = "".join(f"<url><loc>{{{n}}}</loc><lastmod>{_day(n)}</lastmod></url>" for n in range(1, 46))
    sitemap = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'
    with Site(paper(dated=False, sitemap=sitemap)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        write_paper(archive, "suoiloc", site, f'sitemaps: ["{site.url}/sitemap.xml"]\n')
        file = archive / "press" / "newspapers" / "suoiloc.yml"
        file.write_text(file.read_text(encoding="utf-8").replace(f'sections: ["{site.url}/thoi-su/"]\n', ""))
        crawl(archive, "suoiloc", *_DECEMBER)
        assert asked_for(site) == IN_DECEMBER


def test_numbers_tell_of_addresses_without_a_date(tmp_path: Path) -> None:
    """What is held on both sides of the days says which numbers lie outside them; a walk learns on its way."""
    with Site(paper(dated=False)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        edges = (min(IN_DECEMBER) - 1, max(IN_DECEMBER) + 1)
        crawl(archive, "suoiloc", *(f"--url={site.url}/bai/tin-post{n}.html" for n in edges))
        site.log.clear()
        crawl(archive, "suoiloc", *_DECEMBER)
        assert asked_for(site) == IN_DECEMBER
        assert len(pages(site)) <= 1 + (45 - min(IN_DECEMBER)) // _PER_PAGE + 1
        site.log.clear()
        with press_of(archive), Frontier.of(archive) as frontier:
            links = [Link(f"{site.url}/bai/tin-post{n}.html", "article", "number") for n in range(1, 46)]
            frontier.add(newspaper("suoiloc"), links)
        crawl(archive, "suoiloc", "--since", "2026-01-01", "--until", "2026-01-31")
        january = _numbers("2026-01-01", "2026-01-31")
        assert january - {edges[1]} <= asked_for(site)
        assert not asked_for(site) & set(range(1, max(IN_DECEMBER) + 1))


def test_a_walk_without_dates_stops_where_the_pages_turn_out_older(tmp_path: Path) -> None:
    with Site(paper(dated=False)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        crawl(archive, "suoiloc", "--since", "2026-01-20")
        # Undated addresses are asked for until one page turned out older as a whole.
        assert min(asked_for(site)) > min(_numbers("2026-01-20", "2026-12-31")) - 2 * _PER_PAGE
        assert len(pages(site)) <= 4


def test_a_server_that_answers_any_page_with_its_last_ends_the_walk(tmp_path: Path) -> None:
    with Site(paper(dated=True, last_page=2)).serving() as site:
        archive = make_archive(tmp_path / "kho", suoiloc=site)
        crawl(archive, "suoiloc", *_DECEMBER, timeout=60)
        assert pages(site) == ["/thoi-su/", "/thoi-su/?p=2", "/thoi-su/?p=3"]
        assert asked_for(site) == set()


def test_days_the_wrong_way_round_are_a_wrong_call(tmp_path: Path) -> None:
    done = run("crawl", "bacninh", "--since", "2026-02-01", "--until", "2026-01-01", "--archive", str(tmp_path))
    assert done.exit_code == 2
    assert "2026-01-01 lies before --since 2026-02-01" in " ".join(done.output.split())


_EVEN = (*range(0, 60, 2), *range(120, 200, 2))
_HELD = [(f"bacninh/postid{n}", date(2020, 1, 1) + timedelta(days=n)) for n in _EVEN]
_HIGH_BUT_OLD, _LOW_BUT_NEW = ("bacninh/postid5000", date(2020, 1, 5)), ("bacninh/postid21", date(2026, 1, 1))


@pytest.mark.parametrize(
    ("held", "number", "side"),
    [
        (_HELD, 11, "before"),
        (_HELD, 57, "before"),
        (_HELD, 59, None),
        (_HELD, 119, None),
        (_HELD, 151, "after"),
        (_HELD, 9999, "after"),
        # A number out of order lets less be known, never something wrong.
        ([*_HELD, _HIGH_BUT_OLD], 9999, None),
        ([*_HELD, _HIGH_BUT_OLD], 151, None),
        ([*_HELD, _LOW_BUT_NEW], 11, "before"),
        ([*_HELD, _LOW_BUT_NEW], 57, None),
        ([], 10, None),
    ],
)
def test_a_number_tells_a_side_only_where_all_beyond_it_stands_there(
    held: Sequence[tuple[str, date]], number: int, side: str | None
) -> None:
    window = Window(newspaper("bacninh"), date(2020, 3, 5), date(2020, 4, 20), held)
    assert window.side(f"https://baobacninhtv.vn/tin-postid{number}.bbg") == side
