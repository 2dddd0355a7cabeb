"""Pages of no known newspaper in which each part has one of the forms newsrooms use, in every mixture."""

from __future__ import annotations

from newsarchive.extraction import extract
from newsroom_combinations import Combination, combination

PAGES = 300


def faults(page: Combination) -> list[str]:
    """The fields that a reader would find wrong."""
    article = extract(page.html).article
    if article is None:
        return ["article"]
    told = {
        "headline": (article.headline, page.headline),
        "lead": (article.lead, page.lead),
        "body": (article.body, page.body),
        "captions": ([figure.raw for figure in article.figures if figure.raw], page.captions),
        "authors": (article.authors, page.authors),
        "published": (str(article.published), "2025-06-12 09:30:00+07:00"),
    }
    return [name for name, (read, printed) in told.items() if read != printed]


def test_every_field_of_every_page_is_read_as_printed() -> None:
    assert {seed: found for seed in range(PAGES) if (found := faults(combination(seed)))} == {}


def test_a_fault_is_told() -> None:
    page = combination(1)
    page.body.append("Một câu không có trên trang.")
    assert faults(page) == ["body"]
