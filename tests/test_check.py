"""`newsarchive check`: what a newspaper answers, and what the findings come to."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from command_line import run
from newsarchive.archive import Archive
from newsarchive.check import Sample, Source, check_newspaper, ensure_checked, is_verified
from newsarchive.check.verdict import judge
from newsarchive.config import default_yaml
from newsarchive.demo.entry import write_entry
from newsarchive.demo.site import DemoSite
from newsarchive.demo.web import Answer, Asked, LoopbackServer
from newsarchive.exceptions import ConfigurationError
from newsarchive.press import Newspaper, newspaper

WHOLE = ("headline", "body", "published", "lead")
LAYOUT = {"body": "layout:epi body"}
pytestmark = pytest.mark.usefixtures("warm_crawls")

LISTS = [Source("feed", "https://baosuoivang.vn/rss", "stored", 200, None, 12)]
PAPER = Newspaper("suoivang", "Báo Suối Vàng", host="baosuoivang.vn", patterns=newspaper("cantho").patterns)
HEIR = Newspaper("hoxanh", "Báo Hồ Xanh", host="baohoxanh.vn", successor="suoivang")


def _read(found: tuple[str, ...] = WHOLE) -> Sample:
    return Sample("https://baosuoivang.vn/a-a1.html", "stored", None, found, LAYOUT, "Mùa hoa")


def _lost(outcome: str, detail: str) -> list[Source]:
    return [Source("feed", "https://baosuoivang.vn/rss", outcome, None, detail)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("paper", "sources", "samples", "verdict"),
    [
        (PAPER, LISTS, [_read()] * 3, "ready"),
        (PAPER, LISTS, [_read(), _read(), _read(())], "ready"),
        (PAPER, LISTS, [_read(), _read(("headline", "body")), _read(())], "needs a layout"),
        (PAPER, LISTS, [_read(("body", "published"))] * 3, "needs a layout"),
        (PAPER, LISTS, [Sample("https://baosuoivang.vn/a", "stored", "no paragraphs")] * 3, "needs a layout"),
        (PAPER, LISTS, [], "no articles"),
        (PAPER, LISTS, [Sample("https://baosuoivang.vn/a", "refused", "disallowed")] * 3, "closed"),
        (PAPER, LISTS, [Sample("https://baosuoivang.vn/a", "error", "HTTP status 500")] * 3, "no answer"),
        (PAPER, _lost("refused", "disallowed by robots.txt"), [], "closed"),
        (PAPER, _lost("error", "connection refused"), [], "no answer"),
        (PAPER, _lost("dropped", "redirects to another host: baohoxanh.vn"), [], "moved"),
        (HEIR, _lost("error", "the host name cannot be resolved"), [], "moved"),
        (HEIR, LISTS, [_read()] * 3, "ready"),
    ],
)
def test_verdicts(paper: Newspaper, sources: list[Source], samples: list[Sample], verdict: str) -> None:
    assert judge(paper, sources, samples)[0] == verdict


def test_a_verdict_says_why_and_where_to() -> None:
    _, reason, _ = judge(PAPER, LISTS, [_read(("body",))] * 3)
    assert reason == "headline and published not found in most of 3 articles"
    elsewhere = _lost("dropped", "redirects to another host: baohoxanh.vn")
    assert judge(PAPER, elsewhere, [])[1:] == ("its pages lead to baohoxanh.vn", "baohoxanh.vn")
    assert judge(HEIR, _lost("error", "connection refused"), [])[2] == "suoivang"
    assert "general rules" in judge(PAPER, LISTS, [Sample("u", "stored", None, WHOLE, {"body": "trafilatura"})])[1]


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    (tmp_path / "archive.yml").write_text(default_yaml(contact="luutru@thuvien.example"), encoding="utf-8")
    return tmp_path


def test_a_newspaper_is_checked_politely_and_once(archive: Path) -> None:
    with DemoSite() as site:
        site.install_press(archive / "press")
        assert not is_verified(archive, "hoagiang")
        check = ensure_checked(archive, "hoagiang")
        assert check is not None
        assert (check.verdict, check.reason) == ("ready", "3 of 3 articles are read")
        assert [(one.kind, one.status, one.articles) for one in check.sources] == [
            ("feed", 200, 12),
            ("sitemap", 200, 0),
            ("section", 200, 15),
        ]
        assert check.robots is not None
        assert (check.robots.crawl_delay, check.robots.sitemaps) == (0.1, (f"{site.url}/sitemap.xml",))
        assert {name: check.count(name) for name in ("headline", "body", "published", "authors")} == {
            "headline": 3,
            "body": 3,
            "published": 3,
            "authors": 3,
        }
        pages = [entry for entry in site.log if entry.target != "/robots.txt"]
        assert len(pages) == 6
        starts = sorted(entry.started for entry in pages[:3])
        assert min(later - earlier for earlier, later in itertools.pairwise(starts)) > 0.075

        assert is_verified(archive, "hoagiang")
        assert ensure_checked(archive, "hoagiang") is None
        shown = run("check", "hoagiang", "--archive", str(archive), "--json")
        assert (shown.exit_code, json.loads(shown.stdout)["verdict"]) == (0, "ready")
        assert json.loads(shown.stdout)["robots"]["crawl_delay"] == 0.1
        assert len([entry for entry in site.log if entry.target != "/robots.txt"]) == 6
    with Archive.open(archive) as opened:
        assert opened.store.has_event("newspaper-checked", "hoagiang")
        assert opened.article(check.samples[0].url) is not None


def test_a_crawl_right_after_a_check_has_what_the_lists_named(archive: Path) -> None:
    with DemoSite() as site:
        site.install_press(archive / "press")
        assert ensure_checked(archive, "hoagiang") is not None
        asked = len(site.log)
        done = run("crawl", "hoagiang", "--archive", str(archive), "--json")
        assert done.exit_code == 0, done.stderr
    assert json.loads(done.stdout)["runs"][0]["captures"]["stored"] >= 15
    assert asked < 12, "the check itself asked for no more than it judges by"


_ARTICLE = """<html><head><title>Mùa hoa</title></head><body><article><h1 class="tit">Mùa hoa ở Suối Vàng</h1>
<div class="chu">{text}</div></article>
<div class="chan"><span class="ngay">08/10/2026 07:30</span></div></body></html>"""
_TEXT = "<p>Mùa này, đường vào xã Suối Vàng hai bên đều nở hoa, khách đến đông hơn mọi năm và ở lại lâu hơn.</p>" * 6
_ENTRY = """
name: Báo Suối Vàng
kind: national
host: 127.0.0.1
allow_private: ["{place}"]
layouts: [suoivang]
articles:
  - path: -(?P<id>a\\d+)\\.html$
sections: ["{url}/tin/"]
"""
_LAYOUT = """
family: suoivang
signature: [h1.tit]
headline: h1.tit
body: .chu
"""


class _Small:
    """A newspaper of four pages that can be told to misbehave."""

    def __init__(self, archive: Path) -> None:
        self.archive = archive
        self.robots = "User-agent: *\nCrawl-delay: 0\n"
        self.moved_to: str | None = None
        self.server = LoopbackServer(self._respond)

    def install(self, layout: str = _LAYOUT) -> None:
        """Write its entry and its layout."""
        entry = _ENTRY.format(place=self.server.authority, url=self.server.url)
        write_entry(self.archive / "press/newspapers/suoivang.yml", entry)
        write_entry(self.archive / "press/layouts/suoivang.yml", layout)

    def _respond(self, asked: Asked) -> Answer:
        if asked.target == "/robots.txt":
            return Answer(self.robots.encode(), content_type="text/plain")
        if self.moved_to:
            return Answer(status=301, headers=(("Location", self.moved_to),))
        if asked.target == "/tin/":
            links = "".join(f'<h2><a href="/mua-hoa-a{n}.html">Bản tin số {n} về mùa hoa</a></h2>' for n in range(3))
            return Answer(f"<html><body>{links}</body></html>".encode())
        return Answer(_ARTICLE.format(text=_TEXT).encode())


@pytest.fixture
def small(archive: Path) -> Iterator[_Small]:
    paper = _Small(archive)
    with paper.server:
        paper.install()
        yield paper


def _shown(paper: _Small) -> tuple[int, str]:
    shown = run("check", "suoivang", "--archive", str(paper.archive))
    return shown.exit_code, shown.stdout.splitlines()[-1]


def test_a_layout_that_finds_too_little_is_named_and_can_be_mended(small: _Small) -> None:
    assert _shown(small) == (1, "suoivang: needs a layout; published not found in most of 3 articles")
    asked = len(small.server.log)
    small.install(_LAYOUT + "published: .ngay\n")
    assert _shown(small) == (0, "suoivang: ready; 3 of 3 articles are read")
    assert len(small.server.log) == asked


def test_robots_that_shut_us_out(small: _Small) -> None:
    small.robots = "User-agent: *\nDisallow: /\n"
    code, verdict = _shown(small)
    assert (code, verdict.partition(";")[0]) == (1, "suoivang: closed")
    assert {entry.target for entry in small.server.log} == {"/robots.txt"}


def test_a_newspaper_that_has_moved(small: _Small) -> None:
    small.moved_to = "https://baohoxanh.example/tin/"
    assert _shown(small) == (1, "suoivang: moved to baohoxanh.example; its pages lead to baohoxanh.example")


def test_nobody_there(archive: Path) -> None:
    paper = _Small(archive)
    with paper.server:
        paper.install()
    code, verdict = _shown(paper)
    assert (code, verdict.partition(";")[0]) == (1, "suoivang: no answer")


def test_nothing_is_asked_without_a_contact(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="contact"):
        check_newspaper(tmp_path, "cantho")
    shown = run("check", "cantho", "--archive", str(tmp_path))
    assert (shown.exit_code, "contact" in shown.stderr) == (2, True)
    assert run("check", "canto", "--archive", str(tmp_path)).exit_code == 2


def test_a_newspaper_never_verified_is_checked_before_its_first_crawl(small: _Small) -> None:
    small.moved_to = "https://baohoxanh.example/tin/"
    shown = run("crawl", "suoivang", "--archive", str(small.archive))
    assert shown.exit_code == 1
    assert "suoivang was never verified, so it was checked first: moved; its pages lead to" in shown.stderr
    assert {entry.target for entry in small.server.log} == {"/robots.txt", "/tin/"}
