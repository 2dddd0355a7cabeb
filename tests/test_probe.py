"""The probe: layouts inferred from pages in markups that nobody has described, and from known ones that are hidden."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import lxml.html
import pytest

from newsarchive.article import Article
from newsarchive.demo.site.edition import Edition
from newsarchive.demo.site.story import SYSTEMS, Part, Story
from newsarchive.exceptions import ProbeError
from newsarchive.extraction.likeness import key
from newsarchive.press import newspapers
from newsarchive.press.schema import LayoutFile, NewspaperFile
from newsarchive.probe import LeftOut, Probe, Proposal, Sample, probe
from newsarchive.probe.trial import read_sample
from newsarchive.yamlfile import parse_document, validate
from probe_pages import HOST, MARKUPS, SECTION_PAGE, captions_of, samples, text_of

FileT = TypeVar("FileT", LayoutFile, NewspaperFile)
HOUSE = "https://baohoagiang.vn"


def wrong_fields(article: Article | None, story: Story) -> set[str]:
    """Fields that are not as the story has them."""
    if article is None:
        return {"article"}
    right = {
        "headline": article.headline == story.headline,
        "lead": bool(article.lead) and key(story.lead).endswith(key(article.lead or "")),
        "body": article.body == text_of(story),
        "captions": article.captions == captions_of(story),
        "byline": [byline.raw for byline in article.bylines][:1] == [story.author],
        "published": article.published == story.published,
    }
    return {name for name, is_right in right.items() if not is_right}


@pytest.mark.parametrize("name", MARKUPS)
def test_a_layout_of_an_unknown_system_reads_what_its_newsroom_wrote(name: str) -> None:
    pages = list(samples(MARKUPS[name]))
    assert len(pages) >= 4
    found = probe([sample for _, sample in pages])
    assert len(found.proposals) == 1
    layout = found.proposals[0].layout
    assert found.left_out == ()
    assert {story.slug: wrong_fields(read_sample(sample, layout, None), story) for story, sample in pages} == {
        story.slug: set() for story, _ in pages
    }


def test_what_does_not_vary_is_dropped_and_made_up_names_are_never_used() -> None:
    drops = {name: probe_of(name).layout.drop for name in MARKUPS}
    assert drops == {
        "tables": (".TinCu",),
        "built": (".newsletter-promo",),
        "blog": (".share-row",),
        "bare": (".moi-goi", ".doc-tiep"),
    }
    for name in ("built", "blog"):
        written = probe_of(name).yaml
        assert "css-" not in written
        assert not any(f"{story.id}" in written for story, _ in samples(MARKUPS[name]))


def probe_of(name: str) -> Proposal:
    return probe([sample for _, sample in samples(MARKUPS[name])]).proposals[0]


def test_a_clock_and_a_licence_are_no_time_of_publication() -> None:
    assert probe_of("tables").layout.published == (".GioDang",)
    assert probe_of("bare").layout.published == (".luc-dang",)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_known_layout_that_is_hidden_is_restored(system: str) -> None:
    """Half of what is read with a hand-written layout is read without one too; the probe brings the rest back."""
    edition = Edition(1, HOUSE)
    stories = [story for story in edition.stories if story.system == system][:6]
    pages = [Sample(edition.answer(story.path).body, HOUSE + story.path) for story in stories]
    proposal = probe(pages).proposals[0]
    assert len(proposal.pages) == len(pages)
    for story, sample in zip(stories, pages, strict=True):
        article = read_sample(sample, proposal.layout, None)
        assert article is not None
        assert article.headline == story.headline
        assert [line for line in article.body if " | " not in line] == text_of(story)
        assert article.published == story.published
        assert len(article.captions) == len(captions_of(story))
    assert not [one for one in proposal.comparisons if one.verdict in {"lost", "poorer"}]


def test_every_line_says_on_how_many_pages_it_holds() -> None:
    proposal = probe_of("bare")
    assert {guess.key: (guess.pages, guess.of) for guess in proposal.guesses}["body"] == (5, 5)
    assert "body: .noi-dung-bai   # 5 of 5 pages" in proposal.yaml
    assert all(guess.pages <= guess.of == 5 for guess in proposal.guesses)


def test_the_written_files_are_what_the_registry_reads() -> None:
    found = probe([sample for _, sample in samples(MARKUPS["bare"])], newspaper_id="suoivang")
    layout = _load(found.proposals[0].yaml, LayoutFile).record("suoivang")
    assert layout == found.proposals[0].layout
    assert found.newspaper is not None
    paper = _load(found.newspaper.yaml, NewspaperFile).record("suoivang")
    assert (paper.host, paper.layouts) == (HOST, ("suoivang",))
    assert paper.article_id(f"https://www.{HOST}/mot-bai-khac-bv99.html") == "bv99"
    assert not paper.is_article(f"https://{HOST}/thoi-su/")


def _load(text: str, shape: type[FileT]) -> FileT:
    return validate(parse_document(text, Path("x.yml")), shape)


def test_two_layouts_among_the_pages_are_told_apart() -> None:
    one, other = ([sample for _, sample in samples(MARKUPS[name], 4)] for name in ("bare", "blog"))
    other = [Sample(page.html, f"https://{HOST}/2019/{n}.htm") for n, page in enumerate(other, 101)]
    found = probe([*one, *other], newspaper_id="suoivang")
    assert sorted((proposal.layout.body[0], len(proposal.pages)) for proposal in found.proposals) == [
        (".entry-text", 4),
        (".noi-dung-bai", 4),
    ]
    for proposal in found.proposals:
        strangers = other if set(proposal.pages) == {page.url for page in one} else one
        assert [read_sample(page, proposal.layout, None) for page in strangers] == [None] * 4
    assert found.newspaper is not None
    assert found.newspaper.yaml.count("layout: suoivang") == 2


def test_pages_that_are_no_articles_are_named_and_left_out() -> None:
    section = Sample(SECTION_PAGE, f"https://{HOST}/thoi-su/")
    missing = Sample(
        "<html><head><title>404 - Không tìm thấy trang</title></head><body></body></html>", None, "mat.html"
    )
    pages = [sample for _, sample in samples(MARKUPS["bare"], 3)]
    found = probe([section, missing, *pages, pages[0]._replace(url=None, name="ban-chep.html")])
    assert [one.page for one in found.left_out] == [section.url, "mat.html", "ban-chep.html"]
    assert _reason(found, "ban-chep.html") == f"the same text as {pages[0].url}"
    assert not all(_selects(section, css) for css in found.proposals[0].layout.signature)


def _reason(found: Probe, page: str) -> str:
    return next(one.reason for one in found.left_out if one.page == page)


def _selects(sample: Sample, css: str) -> bool:
    return bool(lxml.html.fromstring(sample.html).cssselect(css))


def test_a_page_that_general_rules_cannot_read_is_gained() -> None:
    """A notice of one line among many links looks like a list, unless one knows where the text stands."""
    pages = [sample for _, sample in samples(MARKUPS["tables"])]
    line = Part("paragraph", "Trụ sở Ủy ban nhân dân xã nghỉ làm việc chiều nay, sáng mai mở cửa lúc bảy giờ.")
    notice = replace(samples(MARKUPS["tables"])[0][0], headline="Thông báo nghỉ", lead="Tin ngắn.", body=(line,))
    page = Sample(f"<html>{MARKUPS['tables'](notice)}</html>", None, "thong-bao.html")
    found = probe([*pages, page])
    assert "thong-bao.html" in found.proposals[0].gained
    assert "thong-bao.html" not in {one.page for one in found.left_out}


@pytest.mark.parametrize("count", [0, 1, 2])
def test_fewer_than_three_pages_are_refused(count: int) -> None:
    with pytest.raises(ProbeError, match="three pages of one layout are needed") as caught:
        probe([sample for _, sample in samples(MARKUPS["bare"], count)])
    assert caught.value.exit_code == 2


def test_hostile_and_odd_pages_end_in_words() -> None:
    odd: list[Callable[[], bytes | str]] = [
        lambda: b"",
        lambda: b"\x89PNG\r\n" + bytes(range(256)) * 40,
        lambda: "<div>" * 3000,
        lambda: "<p>" + "a" * 500,
        lambda: "<rss><channel></channel></rss>",
    ]
    pages = [Sample(make(), None, f"trang-{n}") for n, make in enumerate(odd)]
    with pytest.raises(ProbeError, match="there are 0 usable"):
        probe(pages)
    found = probe([*pages, *(sample for _, sample in samples(MARKUPS["bare"], 3))])
    assert len(found.left_out) == len(pages)
    assert all(isinstance(one, LeftOut) and one.reason for one in found.left_out)


def test_the_probe_leaves_the_registry_as_it_was() -> None:
    before = newspapers()
    probe([sample for _, sample in samples(MARKUPS["bare"], 3)], newspaper_id="suoivang")
    assert newspapers() is before
