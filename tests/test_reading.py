"""What a reader types, what comes back, and what an article's page is made of."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.article import Block
from newsarchive.exceptions import QueryError
from newsarchive.publish import publish
from newsarchive.reading import (
    ArticlePage,
    Gone,
    SearchPage,
    SearchRequest,
    compile_query,
    facets,
    hits,
    read_article,
    read_home,
    read_release,
    search,
)  # fmt: skip
from newsarchive.reading import found as found_module
from newsarchive.reading.edits import edits_of
from newsarchive.reading.language import CODES, Language
from newsarchive.reading.pages import article, home, results
from newsarchive.reading.request import Ask
from newsarchive.reading.shape import pack_blocks, unpack_blocks
from newsarchive.reading.snippet import plain
from newsarchive.reading.tags import MARK, tag
from reading_room import STORIES, Story, build_archive

EXTRA = (
    Story("eeeeeeeeeeeeeee1", "Dài thêm một tuyến",
          ("Đại biểu nói dài về việc lập đoàn công tác. " + "Chuyện khác không liên quan. " * 12 + "Kết quả còn xa.",),
          published=date(2022, 1, 5)),
    Story("eeeeeeeeeeeeeee2", "Ngày hội đại đoàn kết ở Bến Lụa", ("Ngày hội đại đoàn kết có 300 người dự.",),
          newspaper="cantho", published=date(2022, 11, 18)),
    Story("eeeeeeeeeeeeeee3", "Tin gỡ", ("Không ai được đọc.",), withheld=True),
)  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    archive = build_archive(tmp_path_factory.mktemp("reading"), [*STORIES, *EXTRA])
    published = publish(archive)
    with closing(sqlite3.connect(f"file:{published.path}?mode=ro", uri=True)) as connection:
        yield connection


def found(db: sqlite3.Connection, text: str, **more: object) -> list[str]:
    return [hit.uid[-2:] for hit in search(db, replace(SearchRequest(text), **more)).hits]  # type: ignore[arg-type]


def marks(page: SearchPage) -> set[str]:
    return {text for hit in page.hits for text, hit_here in (*hit.headline, *hit.snippet) if hit_here}


def test_without_marks_the_original_is_shown(db: sqlite3.Connection) -> None:
    assert "cải cách hành chính" in marks(search(db, SearchRequest("cai cach hanh chinh")))
    assert marks(search(db, SearchRequest("duong"))) == {"đường", "Dương"}


def test_with_marks_exact_hits_come_first_and_are_shown_alone(db: sqlite3.Connection) -> None:
    assert marks(search(db, SearchRequest("đường"))) == {"đường"}
    hits = found(db, "dài")  # folded: dài, đại and đai alike
    assert set(hits[:2]) == {"e1", "a2"}
    assert set(hits[2:]) == {"e2", "a1"}


def test_exact_only(db: sqlite3.Connection) -> None:
    assert set(found(db, "dài", exact=True)) == {"e1", "a2"}
    page = search(db, SearchRequest("duong", exact=True))
    assert (page.total, page.alternative) == (0, 1)


@pytest.mark.parametrize("text", ["hoà bình", "hòa bình", "HOÀ BÌNH", "hoa binh"])
def test_tone_placement_does_not_matter(db: sqlite3.Connection, text: str) -> None:
    assert found(db, text) == ["a2"]
    if text != "hoa binh":
        assert found(db, text, exact=True) == ["a2"]


def test_tiers_of_bare_words(db: sqlite3.Connection) -> None:
    """The syllables of "đại đoàn kết" scattered over an article are not the word."""
    page = search(db, SearchRequest("dai doan ket"))
    assert page.tiers == (("phrase", 1, False), ("near", 1, False), ("all", 2, False))
    assert found(db, "dai doan ket", tier="all") == ["e2", "e1"]


@pytest.mark.parametrize(
    ("text", "uids"),
    [
        ('"một cửa"', {"a1"}),
        ('"huyen song trang" -"dat dai"', set()),
        ("headline:duong", {"a2"}),
        ("tieude:đường", {"a2"}),
        ("headline:tuyen", {"e1"}),
        ("caption:cua", {"a1"}),
        ('byline:"Đức Minh"', {"a1", "e1", "e2"}),
        ("nghe*", {"a4"}),
        ("cho noi | quan ho", {"a3", "a4"}),
        ("cho noi | quan ho -thuyen", {"a4"}),
        ('"bến lụa"~3', {"a2", "e2"}),
        ('"tuyến cảng"~2', set()),
        ("12.400", {"a1"}),
        ("3/2", {"a1"}),
    ],
)
def test_the_query_language(db: sqlite3.Connection, text: str, uids: set[str]) -> None:
    assert set(found(db, text)) == uids


HOSTILE = [
    '"', '""', '"""', "NEAR(", "NEAR(a b", "(((", ")))", "a AND", "OR", "NOT", "AND OR NOT", "*", "-", "--", "- -",
    "-a", "|", "| | |", "a |", ":", "headline:", 'headline:"', "x:y:z", "^a", "{body} : a", "a + b", "a\x00b", "\x00",
    "\ud800", "😀", "é́́", "\u0301", "'; DROP TABLE articles; --", "%", "_", "\\", "\u202e\u200b", "a" * 5_000,
    "a " * 400, '"a b"~999999', '"a"~', "~5", "fts MATCH 'x'", "１２３", "ß ẞ İ ı", "\r\n\t", "a\u2028b",
    "*a", "a**", "🇻🇳 việt",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_queries_are_answered_or_explained(db: sqlite3.Connection, text: str) -> None:
    try:
        page = search(db, SearchRequest(text))
    except QueryError as error:
        assert str(error)
    else:
        assert page.total >= 0
    assert results(db, Ask("/tim-kiem", {"q": text}, {})).status in (200, 400)


@given(st.text(max_size=60))
def test_a_query_is_never_passed_through(text: str) -> None:
    """Whatever is typed, SQLite accepts what we make of it."""
    with closing(sqlite3.connect(":memory:")) as empty:
        empty.execute("CREATE VIRTUAL TABLE fts USING fts5(headline, lead, body, captions, byline)")
        for tier in ("phrase", "near", "all"):
            try:
                query = compile_query(text, tier=tier)  # type: ignore[arg-type]
            except QueryError:
                return
            for expression in (query.folded, query.exact):
                empty.execute("SELECT count(*) FROM fts WHERE fts MATCH ?", (expression,))


@pytest.mark.parametrize("text", ["-a", "!!!", '""', "😀"])
def test_nothing_to_search_for(text: str) -> None:
    with pytest.raises(QueryError):
        compile_query(text)


def test_a_query_error_speaks_the_readers_language(db: sqlite3.Connection) -> None:
    problem = results(db, Ask("/tim-kiem", {"q": "-a"}, {})).context["problem"]
    assert Language("vi").pick(problem) == "chỉ có từ để loại trừ"
    assert Language("en").pick(problem) == "there are only words to leave out"


def test_filters_and_orders(db: sqlite3.Connection) -> None:
    assert set(found(db, "", newspaper="cantho")) == {"a2", "a3", "e2"}
    assert found(db, "", since="2022", until="2022") == ["e2", "e1"]
    assert found(db, "", since="2022-11", until="2022-11") == ["e2"]
    assert found(db, "", until="2021-10-02") == ["a3", "a4"]  # undated ones are older than any day
    assert found(db, "", since="2021") == ["a2", "a1", "e2", "e1", "a3"]
    assert found(db, "", order="oldest")[:2] == ["a4", "a3"]
    assert found(db, "", page=2) == []


def test_narrowing_by_province_section_and_byline(db: sqlite3.Connection) -> None:
    assert found(db, "", province="can-tho") == found(db, "", newspaper="cantho")
    assert found(db, "", province_now="can-tho") == found(db, "", newspaper="cantho")
    assert found(db, "", province="bac-giang") == []
    assert found(db, "", section="Kinh tế") == ["a2"]
    assert found(db, "", byline="Lê Hoà Bình") == ["a2"]
    assert found(db, "", byline="Lê Hoà") == []
    page = search(db, SearchRequest("cai cach hanh chinh"))
    assert page.facets.bylines == (("Thiên Thanh", "Thiên Thanh", 1), ("Đức Minh", "Đức Minh", 1))
    assert page.facets.sections == (("Thời sự", "Thời sự", 1),)
    assert page.facets.provinces == page.facets.provinces_now == (("bac-ninh", "Bắc Ninh", 1),)


def test_huge_sets_are_narrowed_by_the_newest(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    assert search(db, SearchRequest()).facets.sample is None
    monkeypatch.setattr(facets, "SAMPLE", 2)
    assert search(db, SearchRequest()).facets.sample is None  # counted when the release was built
    for request in (SearchRequest(since="2021"), SearchRequest("hoi | ben | cho")):
        page = search(db, replace(request, order="oldest"))
        newest = [hit.uid for hit in search(db, replace(request, order="newest")).hits][:2]
        assert page.total > 2
        assert page.facets.sample == 2
        assert sum(found for _, _, found in page.facets.provinces) == 2
        assert {name: found for name, _, found in page.facets.sections} == sections_of(db, newest)
    few = search(db, SearchRequest("cai cach hanh chinh")).facets
    assert (few.sample, few.sections) == (None, (("Thời sự", "Thời sự", 1),))


@pytest.mark.parametrize("text", ["dai doan ket", "cho | ben | hoi"])
def test_a_huge_set_is_read_from_its_newest_and_says_so(
    db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    request = SearchRequest(text, tier="all", order="newest")
    whole = search(db, request)
    assert not whole.is_more
    assert sum(count for _, count, _ in whole.years) == whole.total > 1
    one_word = search(db, SearchRequest("cho")).total
    monkeypatch.setattr(found_module, "MOST", 1)
    counted = search(db, request)  # few entries: counted to the end all the same
    assert (counted.total, counted.is_more, counted.years) == (whole.total, False, whole.years)
    monkeypatch.setattr(found_module, "_ENTRIES", 0)
    newest = search(db, request)
    assert (newest.total, newest.is_more, newest.years) == (1, True, ())
    assert [hit.uid for hit in newest.hits] == [hit.uid for hit in whole.hits][:1]
    assert newest.tiers == tuple((tier, min(count, 1), count > 1) for tier, count, _ in whole.tiers)
    single = search(db, SearchRequest("cho"))
    assert (single.total, single.is_more) == (one_word, False)
    oldest = search(db, replace(request, order="oldest"))
    assert [hit.uid for hit in oldest.hits] == [hit.uid for hit in whole.hits][::-1]


def test_the_pages_of_a_set_hold_each_article_once(db: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hits, "PAGE_SIZE", 2)
    for order in ("newest", "oldest", "relevance"):
        pages = [[hit.uid for hit in search(db, SearchRequest("cho | ben | hoi", order=order, page=n)).hits]
                 for n in (1, 2, 3)]  # fmt: skip
        uids = [uid for page in pages for uid in page]
        assert len(uids) == len(set(uids)) == search(db, SearchRequest("cho | ben | hoi")).total


def sections_of(db: sqlite3.Connection, uids: list[str]) -> Counter[str]:
    rows = db.execute(f"SELECT section FROM articles WHERE uid IN ({', '.join('?' * len(uids))})", uids)
    return Counter(row[0] for row in rows if row[0])


def test_filters_meet_with_words_and_with_each_other(db: sqlite3.Connection) -> None:
    assert found(db, "cho | ben -quan", newspaper="cantho", section="Kinh tế") == ["a2"]
    assert found(db, "-quan cho | ben", newspaper="bacninh", section="Kinh tế") == []
    assert found(db, "đường", newspaper="cantho", byline="Lê Hoà Bình", exact=True) == ["a2"]


def test_a_filter_cannot_be_typed(db: sqlite3.Connection) -> None:
    """The words that stand for filters are no words of any article."""
    word = tag("newspaper", "cantho")
    assert search(db, SearchRequest(newspaper="cantho")).total > 0
    assert search(db, SearchRequest(f"{word} | cho")).total == search(db, SearchRequest("cho")).total
    assert db.execute("SELECT count(*) FROM terms WHERE term >= ?", (MARK,)).fetchone()[0] == 0


def test_the_whole_release_was_counted_when_it_was_built(db: sqlite3.Connection) -> None:
    whole = search(db, SearchRequest()).facets
    parts = [search(db, SearchRequest(until="2022")).facets, search(db, SearchRequest(since="2023")).facets]
    for name in ("newspapers", "provinces", "sections", "bylines"):
        added: Counter[str] = Counter()
        for part in parts:
            added.update({value: count for value, _, count in getattr(part, name)})
        assert {value: count for value, _, count in getattr(whole, name)} == added


def test_words_are_counted_with_their_marks(db: sqlite3.Connection) -> None:
    rows = db.execute("SELECT term, articles, occurrences FROM terms WHERE folded = 'duong' ORDER BY 1").fetchall()
    assert [row[0] for row in rows] == ["dương", "đường"]
    assert all(occurrences >= articles > 0 for _, articles, occurrences in rows)
    release = read_release(db)
    assert release is not None
    assert release.words == db.execute("SELECT sum(occurrences) FROM terms").fetchone()[0]


def test_counts_by_newspaper_and_year(db: sqlite3.Connection) -> None:
    page = search(db, SearchRequest("ben lua"))
    assert page.facets.newspapers == (("cantho", "Báo Cần Thơ", 2),)
    assert page.years == ((2021, 0, 1), (2022, 1, 2), (2023, 0, 1), (2024, 1, 1))


def test_an_article_page(db: sqlite3.Connection) -> None:
    page = read_article(db, "aaaaaaaaaaaaaaa1")
    assert isinstance(page, ArticlePage)
    assert [credit.name for credit in page.credits] == ["Đức Minh", "Thiên Thanh"]
    assert page.pictures[0].credit == "Thiên Thanh"
    assert page.blocks[1] == Block("figure", figure=0)
    assert page.loose_pictures == ()
    assert [revision.number for revision in page.revisions] == [1, 2]
    assert page.revisions[0].body == "Sáng 3/2, huyện Sông Trăng tổ chức hội nghị bàn việc giảm giấy tờ."
    assert page.revisions[1].body is None
    evidence = page.evidence_capture
    assert evidence is not None
    assert (evidence.fetched_at, evidence.warc_offset, evidence.revision) == ("2024-06-02T01:00:00Z", 2468, 2)
    assert page.published_raw == "03/02/2023 08:15"


def test_an_article_page_shows_what_changed(db: sqlite3.Connection) -> None:
    shown = article(db, Ask("/bai/x", {}, {"uid": "aaaaaaaaaaaaaaa1"}))
    change = shown.context["edits"][2]
    assert "headline" in change.classes
    (headline,) = [edit for edit in change.edits if edit.field == "headline"]
    assert "".join(run.text for run in headline.runs if run.kind != "added") == "Huyện Sông Trăng cải cách thủ tục"
    told = json.loads(json.dumps(shown.data))["edits"]["2"]
    assert told["classes"] == list(change.classes)


def test_earlier_wording_is_not_compared_where_it_may_not_be_shown(db: sqlite3.Connection) -> None:
    page = read_article(db, "aaaaaaaaaaaaaaa1")
    assert isinstance(page, ArticlePage)
    assert edits_of(page)
    assert edits_of(replace(page, access="excerpt")) == {}
    anew = tuple(replace(revision, cause="reextraction") for revision in page.revisions)
    assert edits_of(replace(page, revisions=anew)) == {}


def test_gone_and_missing(db: sqlite3.Connection) -> None:
    assert isinstance(read_article(db, "eeeeeeeeeeeeeee3"), Gone)
    assert read_article(db, "nothing") is None
    assert article(db, Ask("/bai/x", {}, {"uid": "eeeeeeeeeeeeeee3"})).status == 451
    assert article(db, Ask("/bai/x", {}, {"uid": "nothing"})).status == 404


def test_the_first_page(db: sqlite3.Connection) -> None:
    page = read_home(db)
    assert {paper.name: paper.articles for paper in page.newspapers} == {"Báo Bắc Ninh": 3, "Báo Cần Thơ": 3}
    assert page.years == (2021, 2022, 2023, 2024)
    assert page.provinces == (("Bắc Ninh", 3), ("Cần Thơ", 3))
    assert plain(page.newest[0].headline) == "Khởi công đường ven sông Lạch Đá"
    assert home(db, Ask("/", {}, {})).status == 200


def test_a_file_that_is_no_release() -> None:
    with closing(sqlite3.connect(":memory:")) as other:
        assert read_release(other) is None


def test_links_keep_what_was_asked() -> None:
    ask = Ask("/en/tim-kiem", {"q": "đường", "trang": "3"}, {"language": "en"})
    assert ask.link(trang="", bao="cantho") == "/en/tim-kiem?q=%C4%91%C6%B0%E1%BB%9Dng&bao=cantho"
    assert ask.in_language("vi") == "/tim-kiem?q=%C4%91%C6%B0%E1%BB%9Dng&trang=3"
    assert ask.bare_path == "/tim-kiem"


def test_both_languages_say_everything() -> None:
    from newsarchive.reading import language

    for key, words in language._strings().items():
        assert len(words) == len(CODES), key
        assert words[0].count("{") == words[1].count("{"), key
    assert Language("en").say("results", n=3) == "3 articles"


BLOCKS = st.recursive(
    st.builds(Block, st.sampled_from(["paragraph", "heading", "quote"]), st.text(min_size=1, max_size=20))
    | st.builds(Block, st.just("list"), items=st.lists(st.text(max_size=9), min_size=1, max_size=3).map(tuple))
    | st.builds(Block, st.just("table"), rows=st.lists(st.lists(st.text(max_size=5), min_size=1, max_size=3).map(tuple),
                                                     min_size=1, max_size=3).map(tuple)),
    lambda inner: st.builds(Block, st.just("box"), st.text(max_size=9),
                            blocks=st.lists(inner, min_size=1, max_size=3).map(tuple)),
    max_leaves=6,
)  # fmt: skip


@given(st.lists(BLOCKS, max_size=5).map(tuple))
def test_blocks_survive_being_stored_as_text(blocks: tuple[Block, ...]) -> None:
    assert unpack_blocks(*pack_blocks(blocks)) == blocks


def test_security_limits(db: sqlite3.Connection) -> None:
    from newsarchive.reading.security import harden

    path = db.execute("PRAGMA database_list").fetchone()[2]
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as guarded:
        harden(guarded)
        assert guarded.execute("SELECT count(*) FROM articles").fetchone()[0] == 6
        for abuse in ABUSES:
            with pytest.raises((sqlite3.DatabaseError, sqlite3.Warning)):
                pytest.fail(f"{abuse} gave {guarded.execute(abuse).fetchall()!r:.100}")


ABUSES = [
    "SELECT randomblob(500000000)", "SELECT zeroblob(100000000)", "SELECT load_extension('x')",
    "ATTACH '/tmp/other.db' AS other", "SELECT * FROM pragma_database_list", "SELECT * FROM dbstat",
    "INSERT INTO tombstones VALUES ('x', NULL, 'block', NULL)", "DROP TABLE articles",
    "PRAGMA query_only = OFF; SELECT 1", "PRAGMA query_only = OFF",
    "SELECT replace(hex(zeroblob(4000000)), '0', 'aaaaaaaa')",
    "INSERT INTO fts (fts) VALUES ('rebuild')", "SELECT * FROM sqlite_dbpage",
    "VACUUM INTO '/tmp/copy.db'", "CREATE TEMP TABLE t (a)", "SELECT fts3_tokenizer('simple')",
]  # fmt: skip
