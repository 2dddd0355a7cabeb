"""What the papers spell out themselves: abbreviations, the names behind initials; and searches that use it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from newsarchive.lexicon import Alias, find_aliases, find_definitions, is_short_for
from newsarchive.publish import publish
from newsarchive.reading.match import SearchRequest
from newsarchive.reading.search import SearchPage, search
from newsarchive.store import Store
from reading_room import Story, build_archive


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("đẩy mạnh cải cách hành chính (CCHC) ở xã", [("CCHC", "cải cách hành chính")]),
        ("Hội đồng nhân dân (HĐND) và Uỷ ban nhân dân (UBND)",
         [("HĐND", "Hội đồng nhân dân"), ("UBND", "Uỷ ban nhân dân")]),
        ("CCHC (cải cách hành chính) là khâu đột phá", [("CCHC", "cải cách hành chính")]),
        ("phát triển kinh tế - xã hội (KT-XH)", [("KT-XH", "kinh tế - xã hội")]),
        ("phòng cháy, chữa cháy và cứu nạn, cứu hộ (PCCC&CNCH)",
         [("PCCC&CNCH", "phòng cháy, chữa cháy và cứu nạn, cứu hộ")]),
        ("sắp xếp đơn vị hành chính (sau đây viết tắt là ĐVHC)", [("ĐVHC", "đơn vị hành chính")]),
        ("theo Nghị quyết số 18 (NQ18)", [("NQ18", "Nghị quyết số 18")]),
        ("doanh nghiệp nhỏ và vừa (DNNVV)", [("DNNVV", "doanh nghiệp nhỏ và vừa")]),
        ("Ban hành năm 2023. Hợp tác xã (HTX) lo giống", [("HTX", "Hợp tác xã")]),
        ("Tổ chức Y tế Thế giới (WHO)", []),
        ("ông Trần Văn An (TVA), bà Phạm Yến (PY)", [("TVA", "Trần Văn An")]),
        ("đô thị (DT)", []),
        ("(CCHC)", []),
        ("sinh năm 1990 (SN 1990), quê Bến Lụa (Cồn Én)", []),
        ("(" * 300 + "A" * 3000 + ")", []),
    ],
)  # fmt: skip
def test_an_abbreviation_is_one_that_its_initials_spell(text: str, found: list[tuple[str, str]]) -> None:
    assert [(one.short, one.long) for one in find_definitions(text)] == found


def test_a_link_between_names_is_one_that_the_line_shows() -> None:
    assert find_aliases("Tin, ảnh: Phạm Yến (P.Y)") == (Alias("Phạm Yến", "P.Y"),)
    assert find_aliases("Trần Văn An (bút danh Hồng Hà)") == (Alias("Trần Văn An", "Hồng Hà"),)
    for raw in (
        "Phạm Yến (TTXVN)",
        "Phạm Yến (tổng hợp)",
        "Phạm Yến (K.L)",
        "Đức Minh - P.Y",
        "Phạm Yến (Báo Cần Thơ)",
    ):
        assert find_aliases(raw) == ()
    assert not is_short_for("P.Y", "Phạm Hoa")


DEFINING = "Sáng 3/2, UBND huyện tổng kết công tác cải cách hành chính (CCHC) năm 2022 trên toàn huyện Sông Trăng."
USING = "Toàn huyện đẩy nhanh cải cách hành chính, rút ngắn thời gian giải quyết thủ tục đất đai xuống còn 9 ngày."
SHORT = "Chỉ số CCHC của huyện tăng hai bậc so với năm trước, theo công bố sáng qua của Sở Nội vụ."
STORIES = (
    Story("aaaaaaaaaaaaaaa1", "Tổng kết", (DEFINING,), published=date(2022, 5, 1)),
    Story("aaaaaaaaaaaaaaa2", "Đẩy nhanh", (USING,)),
    Story("aaaaaaaaaaaaaaa3", "Chỉ số", (SHORT,), newspaper="cantho"),
    Story("aaaaaaaaaaaaaaa4", "Lại tổng kết", (DEFINING.replace("cải", "Cải"),), newspaper="cantho",
          published=date(2023, 5, 1)),
)  # fmt: skip
CANARY = "Zqkanari Zqxyloto Zqbunga"


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(folder / "public.db")) as db:
        return db.execute(query).fetchall()


def find(folder: Path, text: str, **asked: object) -> SearchPage:
    with closing(sqlite3.connect(folder / "public.db")) as db:
        return search(db, SearchRequest(text, **asked))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = build_archive(tmp_path_factory.mktemp("lexicon"), STORIES)
    publish(folder)
    return folder


def test_a_release_counts_what_its_articles_define(room: Path) -> None:
    assert rows(room, "SELECT short, long, articles, newspapers, first_day FROM abbreviations") == [
        ("CCHC", "cải cách hành chính", 2, 2, "2022-05-01")]  # fmt: skip
    assert rows(room, "SELECT newspaper, articles FROM abbreviation_newspapers ORDER BY 1") == [
        ("bacninh", 1), ("cantho", 1)]  # fmt: skip


@pytest.mark.parametrize("text", ["CCHC", "cchc", "headline:zq | CCHC", "CCHC nhanh"])
def test_a_search_finds_what_the_abbreviation_stands_for(room: Path, text: str) -> None:
    both, alone = find(room, text), find(room, text, expand=False)
    assert both.total > alone.total
    assert {hit.uid for hit in alone.hits} <= {hit.uid for hit in both.hits}
    assert [(one.word.lower(), one.longs) for one in both.expansions] == [("cchc", (("cải cách hành chính", 2),))]
    assert alone.expansions == both.expansions
    assert "aaaaaaaaaaaaaaa2" in {hit.uid for hit in both.hits}


@pytest.mark.parametrize("text", ['"CCHC"', "-CCHC huyện", "cch", "hành", "CCHC*"])
def test_what_is_meant_as_typed_is_not_expanded(room: Path, text: str) -> None:
    assert find(room, text).total == find(room, text, expand=False).total
    assert find(room, text).expansions == ()


SIGNED = (
    Story("ccccccccccccccc1", "Họp", ("Bàn về kinh tế - xã hội (KT-XH) và việc của Hội đồng nhân dân (HĐND).",)),
    Story("ccccccccccccccc2", "Giám sát", ("Uỷ ban nhân dân (UBND) huyện giải trình.",)),
    Story("ccccccccccccccc3", "Mục tiêu", ("Các mục tiêu kinh tế, xã hội năm nay đều đạt.",)),
    Story("ccccccccccccccc4", "Kỳ họp", ("Hội đồng nhân dân và Ủy ban nhân dân xã cùng dự.",)),
)  # fmt: skip


def test_an_abbreviation_with_a_sign_is_spelled_out_whole_or_in_its_parts(tmp_path: Path) -> None:
    publish(build_archive(tmp_path, SIGNED))
    for text, found in (("KT-XH", "ccccccccccccccc3"), ("mục tiêu kt-xh.", "ccccccccccccccc3"),
                        ("HĐND-UBND", "ccccccccccccccc4")):  # fmt: skip
        assert found in {hit.uid for hit in find(tmp_path, text).hits}, text
        assert found not in {hit.uid for hit in find(tmp_path, text, expand=False).hits}, text
    assert [one.word for one in find(tmp_path, "KT-XH").expansions] == ["KT-XH"]
    assert find(tmp_path, '"KT-XH"').expansions == ()


def test_tiers_of_an_expanded_query_agree_with_its_total(room: Path) -> None:
    page = find(room, "CCHC nhanh")
    assert ("near", page.total, False) in page.tiers


@pytest.mark.parametrize("level", ["excerpt", "metadata"])
def test_a_text_that_is_not_shown_adds_no_term(tmp_path: Path, level: str) -> None:
    config = f"publish: {{access: {{newspapers: {{tinla: {{access: {level}}}}}}}}}"
    padding = "Lời dẫn thì ai cũng được đọc. " * 20
    hidden = Story("bbbbbbbbbbbbbbb1", "Tin", (padding, f"Nói về {CANARY} (ZZZ)."), newspaper="tinla",
                   bylines=(("Zqphan Zqyen", "text"),))  # fmt: skip
    publish(build_archive(tmp_path, [*STORIES, hidden], config))
    assert [row[0] for row in rows(tmp_path, "SELECT short FROM abbreviations")] == ["CCHC"]
    assert b"Zqxyloto" not in (tmp_path / "public.db").read_bytes()


def signed(folder: Path, *names: tuple[str, ...]) -> None:
    """Bylines of the revisions of one article, set in news.db."""
    with closing(Store(folder / "data" / "news.db")) as store:
        db = store.connection
        ids = [row[0] for row in db.execute("select r.id from revision r join article a on a.id = r.article_id"
                                            " where a.uid = 'aaaaaaaaaaaaaaa9' order by r.number")]  # fmt: skip
        for revision, signatures in zip(ids, names, strict=True):
            db.execute("delete from byline where revision_id = ?", (revision,))
            db.executemany("insert into byline values (?, ?, ?, 'text', ?)",
                           [(revision, i, name, name) for i, name in enumerate(signatures)])  # fmt: skip


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ([("P.Y",), ("Phạm Yến",)], [("bacninh", "Phạm Yến", "P.Y", "revision")]),
        ([("P.Y",), ("Lê Hoa",)], []),
        ([("P.Y", "Lê Hoa"), ("Phạm Yến",)], []),
    ],
)
def test_two_revisions_show_who_signs_with_initials(
    tmp_path: Path, names: list[tuple[str, ...]], found: list[tuple[str, ...]]
) -> None:
    build_archive(tmp_path, [Story("aaaaaaaaaaaaaaa9", "Tin", (USING,), earlier=(("Tin", SHORT),))])
    signed(tmp_path, *names)
    publish(tmp_path)
    assert rows(tmp_path, "SELECT newspaper, name, variant, shown_by FROM byline_variants") == found


def test_a_withheld_article_shows_no_link(tmp_path: Path) -> None:
    build_archive(tmp_path, [Story("aaaaaaaaaaaaaaa9", "Tin", (USING,), earlier=(("Tin", SHORT),), withheld=True)])
    signed(tmp_path, ("P.Y",), ("Phạm Yến",))
    publish(tmp_path)
    assert rows(tmp_path, "SELECT * FROM byline_variants") == []


def test_places_are_those_until_june_2025_with_what_became_of_them(room: Path) -> None:
    assert rows(room, "SELECT count(*) FROM places") == [(63,)]
    assert rows(room, "SELECT name, merged_into, articles, newspapers FROM places WHERE slug = 'bac-giang'") == [
        ("Bắc Giang", "bac-ninh", 0, 0)]  # fmt: skip
    assert rows(room, "SELECT articles, newspapers FROM places WHERE slug = 'bac-ninh'") == [(2, 1)]
