"""Datasette's own pages in the reader's language: Vietnamese, or English where the address says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from newsarchive.publish import publish
from reading_room import build_archive
from serving_process import Served, serving

PAGES = (
    "/public",
    "/public/articles?_size=2",
    "/public/articles/2023020300001",
    "/public/tim_dung_dau?q=duong",
    "/x/y",
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    archive = build_archive(tmp_path_factory.mktemp("tables"))
    publish(archive)
    with serving(archive) as server:
        yield server


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_vietnamese_and_leads_to_itself_in_english(served: Served, path: str) -> None:
    body = served.get(path)[2]
    assert '<html lang="vi">' in body
    other = re.search('<a href="([^"]+)" lang="en" hreflang="en"', body)
    assert other, path
    english = served.get(other[1].replace("&amp;", "&"))[2]
    assert '<html lang="en">' in english
    back = re.search('<a href="([^"]+)" lang="vi" hreflang="vi"', english)
    assert back
    assert back[1] == path


def test_headings_columns_and_conditions_are_told_in_one_language(served: Served) -> None:
    vietnamese, english = (served.get(f"/public/articles{query}")[2] for query in ("", "?_lang=en"))
    for word, other in (
        ("<h1>Bài báo <code>", "<h1>Articles <code>"), ("Các cột chứa gì", "What the columns hold"),
        ("Tiêu đề như báo in.", "Headline as printed."), (">có chứa</option>", ">contains</option>"),
        ("4 dòng", "4 rows"), ("Sửa thành câu SQL khác", "Change it as SQL"),
    ):  # fmt: skip
        assert word in vietnamese
        assert word not in english
        assert other in english
        assert other not in vietnamese


def test_english_is_carried_on(served: Served) -> None:
    """By what Datasette makes (the next page, facets, the form) and by our links to its other pages."""
    body = served.get("/public/articles?_size=2&_lang=en")[2].replace("&amp;", "&")
    following = re.search('rel="next" href="([^"]+)"', body)
    assert following
    assert "_lang=en" in following[1]
    assert '<input type="hidden" name="_lang" value="en">' in body
    assert 'href="/public?_lang=en"' in body
    assert all("_lang=en" in link for link in re.findall(r'<li><a[^>]* href="([^"]+section__exact[^"]+)"', body))


def test_what_is_asked_twice_stays_asked_twice(served: Served) -> None:
    body = served.get("/public/articles?_facet=section&_facet=day&_lang=en")[2].replace("&amp;", "&")
    assert 'href="/public/articles?_facet=section&_facet=day" lang="vi"' in body


@pytest.mark.parametrize(
    ("path", "vietnamese", "english"),
    [
        ("/public/articles?_sort=nosuch", "Không sắp xếp được theo “nosuch”", "cannot be sorted by “nosuch”"),
        ("/public/articles?_sort=id&_sort_desc=id", "Chỉ chọn một thứ tự", "Choose one order"),
        ("/public/articles?_size=-1", "phải là số nguyên dương", "must be a positive whole number"),
        ("/public/articles?_size=999999", "Mỗi trang có nhiều nhất", "A page has at most"),
        ("/public/articles?_col=nosuch", "Không có cột “nosuch”", "There is no column “nosuch”"),
        ("/public?sql=select+nosuch+from+articles", "Không có cột “nosuch”", "There is no column “nosuch”"),
        ("/public?sql=select+1+from+nosuch", "Không có bảng “nosuch”", "There is no table “nosuch”"),
        ("/public?sql=select+*+fro+articles", "sai cú pháp ở gần", "is wrong near"),
        ("/public?sql=delete+from+articles", "Chỉ chạy được một câu lệnh SELECT", "Only one SELECT statement"),
        ("/public?sql=select+randomblob(9)", "Phòng đọc không cho phép", "does not allow this"),
    ],
)
def test_a_mistake_is_told_in_the_language_of_the_page(
    served: Served, path: str, vietnamese: str, english: str
) -> None:
    status, _headers, body = served.get(path)
    assert status in {400, 403}
    assert vietnamese in body
    assert english not in body
    other = served.get(f"{path}&_lang=en")[2]
    assert english in other
    assert vietnamese not in other


def test_what_is_said_in_words_unknown_to_us_is_marked_as_english(served: Served) -> None:
    """A screen reader must not read it as Vietnamese."""
    body = served.get("/public?sql=select+json('{')")[2]
    assert 'Cơ sở dữ liệu báo: <q lang="en">malformed JSON</q>' in body


def test_facets_are_headed_by_what_their_column_holds(served: Served) -> None:
    vietnamese, english = (
        served.get(f"/public/articles{query}")[2] for query in ("?_facet=section", "?_facet=section&_lang=en")
    )
    assert "<h2>Chuyên mục như báo ghi. <code>section</code>" in vietnamese
    assert "<h2>Section as the newspaper calls it. <code>section</code>" in english


def test_a_row_tells_what_its_columns_hold_and_names_only_tables_that_have_rows_of_it(served: Served) -> None:
    body = served.get("/public/articles/2023020300001")[2]
    assert "<h1>Bài báo <code>articles: 2023020300001</code></h1>" in body
    assert "Tiêu đề như báo in." in body
    assert ">2 dòng trong bylines</a>" in body
    assert ">0 dòng trong" not in body
