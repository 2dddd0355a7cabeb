"""Báo Hòa Giang, the invented newspaper of the demo: what it serves is what its authors wrote, and is read as such."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from newsarchive.demo.picture import draw
from newsarchive.demo.site import NEWSPAPER, DemoSite, Story, stories
from newsarchive.demo.site.edition import BROKEN, INTERNAL, MOVED, SOFT_404, TOPIC
from newsarchive.extraction import extract
from newsarchive.press import newspaper, press_of
from newsarchive.robots import read_robots

STORIES = stories()
STORIES_BY_ID = {story.id: story for story in STORIES}
_SECTIONS = {"thoi-su": "Thời sự", "kinh-te": "Kinh tế", "xa-hoi": "Xã hội", "van-hoa": "Văn hóa"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DemoSite]:
    archive = tmp_path_factory.mktemp("archive")
    with DemoSite() as served:
        served.install_press(archive / "press")
        with press_of(archive):
            yield served
            served.turn_to(1)


def _get(url: str, headers: dict[str, str] | None = None) -> tuple[int, bytes, dict[str, str]]:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: object) -> None:
            return None

    request = urllib.request.Request(url, headers=headers or {})
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=10) as answer:
            return answer.status, answer.read(), dict(answer.headers)
    except urllib.error.HTTPError as error:
        return error.code, error.read(), dict(error.headers)


def test_the_stories_differ_and_fill_four_content_systems() -> None:
    assert len(STORIES) == 57
    assert len({story.path for story in STORIES}) == len({story.headline for story in STORIES}) == 57
    assert min(Counter(story.system for story in STORIES).values()) >= 9
    assert len(Counter(story.system for story in STORIES)) == 4
    paragraphs = [part.text for story in STORIES for part in story.body if part.kind == "paragraph"]
    repeated = sum(count for count in Counter(paragraphs).values() if count > 1)
    assert repeated < len(paragraphs) * 0.15
    assert not [text for text in paragraphs if "{" in text or text[0].islower()]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.path)
def test_every_page_is_read_as_it_was_written(site: DemoSite, story: Story) -> None:
    site.turn_to(story.day)
    url = site.url + story.path
    article = extract(_get(url)[1], url=url, captured_at=site.edition.now).article
    assert article is not None
    written = [part.text for part in story.body if part.kind in {"paragraph", "heading"}]
    rows = [" | ".join(row) for part in story.body for row in part.rows]
    assert [line for line in article.body if line not in rows] == written
    assert set(rows) <= set(article.body)
    assert (article.headline, article.lead) == (story.headline, story.lead.removeprefix("(HGĐT)- "))
    assert (article.published, article.section) == (story.published, _SECTIONS[story.section])
    assert [name.casefold() for name in article.authors] == [story.author.split(" - ")[0].casefold()]
    assert article.captions == [
        part.caption + (f" Ảnh: {part.credit}" if part.credit else "") for part in story.body if part.kind == "picture"
    ]
    assert (article.newspaper, article.dateline) == (
        NEWSPAPER,
        {"fck-a": story.mark, "onecms": "(HGĐT)"}.get(story.system),
    )


@pytest.mark.parametrize("path", ["/", "/thoi-su/", "/xa-hoi/?trang=2", TOPIC, SOFT_404])
def test_a_page_without_an_article_is_not_taken_for_one(site: DemoSite, path: str) -> None:
    status, page, _ = _get(site.url + path)
    assert status == 200
    assert extract(page, url=site.url + path).article is None


def test_the_second_edition_adds_edits_and_takes_down(site: DemoSite) -> None:
    site.turn_to(1)
    first = {story.path: story for story in site.edition.stories}
    before = {path: _get(site.url + path)[1] for path in first}
    site.turn_to(2)
    second = {story.path for story in site.edition.stories}
    assert (len(second - first.keys()), len(first.keys() - second)) == (3, 1)
    changed = [path for path in second & first.keys() if _get(site.url + path)[1] != before[path]]
    assert changed == ["/gio-loc-lam-toc-mai-nhieu-nha-o-nam-tia-post10402.html"]
    (gone,) = first.keys() - second
    assert _get(site.url + gone)[0] == 410
    assert gone.encode() not in b"".join(_get(site.url + path)[1] for path in ("/", "/kinh-te/", "/sitemap-2026.xml"))


def test_redirect_and_broken_link(site: DemoSite) -> None:
    status, _, headers = _get(site.url + MOVED)
    assert (status, headers["Location"]) == (301, site.url + STORIES_BY_ID[10402].path)
    assert _get(site.url + BROKEN)[0] == 404
    assert _get(site.url + "/thoi-su/?trang=9")[0] == 404


def test_pagination_feed_and_sitemaps_together_name_every_article(site: DemoSite) -> None:
    site.turn_to(1)
    standing = {story.path for story in site.edition.stories}
    listed = b"".join(_get(f"{site.url}/{slug}/?trang={n}")[1] for slug in _SECTIONS for n in range(1, 4))
    assert {path for path in standing if f'"{path}"'.encode() in listed} == standing
    index = _get(site.url + "/sitemap.xml")[1].decode()
    years = {story.published.year for story in site.edition.stories}
    maps = "".join(_get(f"{site.url}/sitemap-{year}.xml")[1].decode() for year in years)
    assert all(f"{site.url}/sitemap-{year}.xml" in index for year in years)
    assert {path for path in standing if f"<loc>{site.url}{path}</loc>" in maps} == standing
    feed = _get(site.url + "/rss/trang-chu.rss")[1].decode()
    assert [path for path in standing if path in feed] != []


def test_robots_close_search_print_views_captchas_and_the_newsroom(site: DemoSite) -> None:
    rules = read_robots(200, _get(site.url + "/robots.txt")[1], now=0.0)
    closed = ["/tim-kiem?q=cam", "/in/10402", "/captcha/1.png", "/binh-luan/1", INTERNAL]
    assert [path for path in closed if rules.allowed(site.url + path)] == []
    assert rules.allowed(site.url + "/thoi-su/")
    assert (rules.crawl_delay, rules.sitemaps) == (0.1, (f"{site.url}/sitemap.xml",))
    assert INTERNAL.encode() in _get(site.url + "/")[1]


def test_every_page_has_a_comment_form_with_captcha(site: DemoSite) -> None:
    assert all(b"aptcha" in _get(site.url + story.path)[1] for story in STORIES if story.day == 1)


def test_a_page_we_have_is_not_sent_again(site: DemoSite) -> None:
    site.turn_to(1)
    url = site.url + STORIES_BY_ID[10402].path
    _, page, headers = _get(url)
    assert _get(url, {"If-None-Match": headers["ETag"]})[:2] == (304, b"")
    assert _get(url, {"If-Modified-Since": headers["Last-Modified"]})[:2] == (304, b"")
    assert _get(url, {"If-None-Match": '"other"', "If-Modified-Since": headers["Last-Modified"]})[:2] == (200, page)
    site.turn_to(2)
    assert _get(url, {"If-None-Match": headers["ETag"]})[0] == 200


def test_the_log_tells_what_was_asked_when() -> None:
    with DemoSite() as served:
        _get(served.url + "/thoi-su/?trang=2", {"User-Agent": "newsarchive/1"})
        _get(served.url + "/khong-co")
        first, second = served.log
    assert (first.method, first.target, first.status) == ("GET", "/thoi-su/?trang=2", 200)
    assert first.headers["user-agent"] == "newsarchive/1"
    assert first.bytes > 1000
    assert second.status == 404
    assert first.started <= first.ended <= second.started


def test_its_entry_for_the_registry_is_of_the_port_it_has(site: DemoSite) -> None:
    paper = newspaper(NEWSPAPER)
    assert paper.allow_private == (site.url.removeprefix("http://"),)
    assert paper.feeds == (f"{site.url}/rss/trang-chu.rss",)
    assert [story.path for story in STORIES if not paper.is_article(site.url + story.path)] == []


def test_pictures_are_png_of_their_own(tmp_path: Path) -> None:
    names = {part.picture for story in STORIES for part in story.body if part.picture}
    assert len({draw(name) for name in names}) == len(names) >= 30
    assert all(draw(name).startswith(b"\x89PNG\r\n") for name in names)


def test_published_before_the_edition_that_has_it(site: DemoSite) -> None:
    for day in (1, 2):
        site.turn_to(day)
        assert all(story.modified < site.edition.now for story in site.edition.stories)
        assert site.edition.now - site.edition.stories[0].published < timedelta(hours=6)
