"""The demo: what each bundled page says, and the archive that comes of them."""

from __future__ import annotations

import re
import shutil
import sqlite3
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from built_once import DemoRun
from command_line import run
from newsarchive.archive import Archive
from newsarchive.article import Article
from newsarchive.demo import PRESS, DemoPage, pages
from newsarchive.demo.editions import find_changes, missing_editions
from newsarchive.demo.site import stories
from newsarchive.extraction import extract


@dataclass(frozen=True)
class Expected:
    """What an editor reads on the page."""

    headline: str
    published: str
    authors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    dateline: str | None = None
    paragraphs: int = 0
    """Body lines: paragraphs, headings and rows of tables."""
    last: str = ""
    """How the body ends."""


BRIDGE = Expected(
    headline="Cầu Bến Sậy thông xe kỹ thuật",
    published="2025-01-12T10:40:00+07:00",
    authors=("Phan Lộc", "Thu Trà"),
    captions=("Đoàn xe đầu tiên qua cầu Bến Sậy sáng 12/1. Ảnh: Phan Lộc",),
    dateline="(LGO)",
    paragraphs=3,
    last="Mỗi ngày bến đò cũ chở hơn 2.000 lượt khách.",
)
INTERVIEW = Expected(
    headline="Không để lớp nào thiếu thầy",
    published="2024-08-28T14:30:00+07:00",
    authors=("Quốc Bảo",),
    captions=("Giờ Tin học ở Trường Tiểu học Đá Trắng. Ảnh: Quốc Bảo",),
    paragraphs=7,
    last="* Xin cảm ơn ông!",
)
EXPECTED: dict[str, Expected | None] = {
    "baolamgiang/gieo-sa-dong-xuan.html": Expected(
        headline="Lam Giang gieo sạ xong 12.000 ha lúa đông xuân",
        published="2025-01-14T08:15:00+07:00",
        authors=("Hoàng Minh Tú",),
        photographers=("Hoàng Minh Tú",),
        captions=("Nông dân xã Thượng Giang làm cỏ cho lúa đông xuân.",),
        dateline="(LGO)",
        paragraphs=3,
        last="cử cán bộ xuống đồng hai lần mỗi tuần.",
    ),
    "baolamgiang/cau-ben-say.html": BRIDGE,
    "baolamgiang/cau-ben-say-luu-lan-2.html": Expected(
        **{**vars(BRIDGE), "paragraphs": 5, "last": "Lam Giang Online xin đính chính."}
    ),
    "baolamgiang/muc-thoi-su.html": None,
    "baovanhai/tap-huan-chuyen-doi-so.html": Expected(
        headline="Tập huấn chuyển đổi số cho 200 hợp tác xã",
        published="2025-02-05T15:28:00+07:00",
        authors=("Tường Vân",),
        photographers=("Đỗ Quang",),
        captions=(
            "Học viên thực hành lập mã truy xuất nguồn gốc tại lớp tập huấn.",
            "Nước mắm Hòn Mực được dán mã truy xuất trước khi xuất xưởng.",
        ),
        dateline="(VHĐT)",
        paragraphs=5,
        last="ông Lương Văn Chài, Giám đốc hợp tác xã, nói./.",
    ),
    "baovanhai/trung-mua-ruoc.html": Expected(
        headline="Ngư dân Vân Hải trúng mùa ruốc",
        published="2025-02-03T06:10:00+07:00",
        authors=("DIỄM QUỲNH",),
        captions=("Ngư dân xã Hải Đăng kéo lưới ruốc vào bờ.", "Phơi ruốc ở thôn Bãi Dài. Ảnh: Văn Hưởng"),
        dateline="(VHĐT)",
        paragraphs=4,
        last="giữ máy liên lạc luôn mở./.",
    ),
    "baothachson/duong-hoa-thach-khe.html": Expected(
        headline="Những con đường hoa ở Thạch Khê",
        published="2024-11-20T07:05:00+07:00",
        authors=("Mai Khuê",),
        captions=("Phụ nữ thôn Đồng Cạn chăm sóc đường hoa.", "Cổng làng Đồng Cạn mùa hoa dừa cạn. Ảnh: Lý Thông"),
        paragraphs=6,
        last="12 hộ bán được hàng quà quê ngay tại sân nhà.",
    ),
    "baothachson/phong-van-giao-vien.html": INTERVIEW,
    "baothachson/phong-van-giao-vien-luu-lan-2.html": INTERVIEW,
    "baobinhkhe/hop-bao-quy-mot.html": Expected(
        headline="Bình Khê: Thu ngân sách quý I đạt 31% dự toán",
        published="2024-04-03T17:20:00+07:00",
        authors=("P.Y",),
        photographers=("P.Y",),
        captions=("Quang cảnh buổi họp báo chiều 3/4.",),
        paragraphs=4,
        last="đăng trên cổng thông tin của tỉnh trước ngày 10/4.",
    ),
    "baobinhkhe/co-giao-vach-da.html": Expected(
        headline="Cô giáo giữ lớp ở Vách Đá",
        published="2023-11-18T08:30:00+07:00",
        authors=("Hồ Thu Nguyệt",),
        captions=(
            "Lớp ghép của cô Lò Thị Pành ở điểm trường Vách Đá.",
            "Điểm trường Vách Đá nhìn từ lưng núi. Ảnh: Giàng Sử",
        ),
        paragraphs=6,
        last="rồi quay lại với tiếng trống báo giờ chiều.",
    ),
    "baohalam/khoi-cong-ke.html": Expected(
        headline="Khởi công kè sông Hạc đoạn qua thị trấn Cầu Ngói",
        published="2024-06-17T16:05:00+07:00",
        authors=("Đinh Rạng",),
        captions=("Lễ khởi công kè sông Hạc sáng 17/6. Ảnh: Đinh Rạng",),
        paragraphs=3,
        last="mong lần này được ở yên.",
    ),
    "baohalam/gia-nong-san.html": Expected(
        headline="Giá nông sản tại chợ Cầu Ngói giữa tháng 6",
        published="2024-06-16T08:00:00+07:00",
        paragraphs=7,
        last="báo ngay khi có người ép giá vải của nhà vườn.",
    ),
    "baonamtrieu/cai-cach-hanh-chinh.html": Expected(
        headline="Hội nghị trực tuyến về cải cách hành chính",
        published="2023-03-08T11:45:00+07:00",
        authors=("Đức Khôi", "Thiên Ân"),
        captions=("Quang cảnh tại điểm cầu tỉnh", "Đại biểu dự tại điểm cầu thành phố Nam Triều"),
        dateline="(BTV)",
        paragraphs=4,
        last="công khai kết quả từng đơn vị vào ngày 5 hằng tháng.",
    ),
    "baonamtrieu/le-hoi-den-hac.html": Expected(
        headline="Khai hội đền Hạc xuân Quý Mão",
        published="2023-02-02T09:20:00+07:00",
        authors=("Vũ Uyên",),
        photographers=("Bá Lộc",),
        captions=("Đoàn thuyền rước nước trên sông Triều. Ảnh: Bá Lộc",),
        dateline="(BTV)",
        paragraphs=4,
        last="Lễ hội kéo dài đến hết ngày 3/2.",
    ),
    "baonamtrieu/khong-tim-thay.html": None,
}
PAGES = {page.file: page for page in pages()}
ARTICLES = [file for file, expected in EXPECTED.items() if expected]
SHOWN = (
    "Tuesday, 20 October: 107 requests; 54 articles;",
    "Wednesday, 21 October: 80 requests; 4 articles new or edited; 62 pages as before, not sent again;",
    "edited      Gió lốc làm tốc mái nhiều nhà ở Nậm Tía",
    "taken down  Một công ty may ở Suối Đăng chậm lương 214 công nhân  (kept here)",
    "205 captures, 69 articles in 72 revisions",
)
"""What the command tells, in parts."""
LEAKS = re.compile(
    r"captcha|bình luận|ý kiến (?:bạn đọc|của bạn)|mã (?:xác nhận|bảo mật|bảo vệ|kiểm tra)|nhập lại|họ (?:và )?tên"
    r"|email|tin liên quan|bài liên quan|tin khác|chia sẻ|giấy phép số|tổng biên tập|đọc tiếp|đọc nhiều"
    r"|bạn có thể quan tâm|cỡ chữ|copy link|gửi ý kiến|in trang này|từ khóa",
    re.IGNORECASE,
)
"""What stands around every article of the bundle, and in none."""


def cases(*fields: str) -> list[Any]:
    return [pytest.param(field, file, id=f"{field} {file}") for field in fields for file in ARTICLES]


@pytest.fixture(autouse=True)
def _known_press(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEWSARCHIVE_PRESS", str(PRESS))


def read(page: DemoPage) -> Article:
    extraction = extract(page.read(), url=page.url, captured_at=page.saved)
    assert extraction.article is not None, extraction.reason
    return extraction.article


def test_every_page_has_its_expectation() -> None:
    assert set(PAGES) == set(EXPECTED)


@pytest.mark.parametrize(
    ("field", "file"), cases("headline", "dateline", "authors", "photographers", "captions", "published")
)
def test_the_page_says(field: str, file: str) -> None:
    article, expected = read(PAGES[file]), EXPECTED[file]
    found = getattr(article, field)
    if field == "published":
        assert found.isoformat() == getattr(expected, field)
    else:
        assert (tuple(found) if isinstance(found, list) else found) == getattr(expected, field)


@pytest.mark.parametrize(("field", "file"), cases("body"))
def test_the_body_is_whole(field: str, file: str) -> None:
    article, expected = read(PAGES[file]), EXPECTED[file]
    assert expected is not None
    assert len(article.body) == expected.paragraphs
    assert article.body[-1].endswith(expected.last)


@pytest.mark.parametrize("file", [file for file, expected in EXPECTED.items() if expected is None])
def test_a_page_without_an_article_says_why(file: str) -> None:
    extraction = extract(PAGES[file].read(), url=PAGES[file].url)
    assert extraction.article is None
    assert extraction.reason


@pytest.mark.parametrize("file", ARTICLES)
def test_the_bundle_holds_what_must_not_come_through(file: str) -> None:
    assert LEAKS.search(PAGES[file].read().decode())


@pytest.mark.parametrize("file", PAGES)
def test_the_bundle_is_invented(file: str) -> None:
    text = PAGES[file].read().decode()
    assert text == unicodedata.normalize("NFC", text)
    hosts = set(re.findall(r"https?://([\w.-]+)", text)) - {"schema.org", "www.w3.org"}
    assert all(host.endswith(".example") for host in hosts)


@pytest.fixture(scope="module")
def demo_archive(demo: DemoRun) -> Path:
    return demo.archive


def test_it_tells_what_it_did(demo: DemoRun) -> None:
    for line in SHOWN:
        assert line in demo.stdout


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_every_article_is_in_the_archive_with_its_revisions(demo_archive: Path) -> None:
    query = "select headline, count(*) from revision group by article_id"
    revisions = {expected.headline: 1 for expected in EXPECTED.values() if expected}
    revisions |= {story.headline: 2 if story.later else 1 for story in stories()}
    revisions |= {BRIDGE.headline: 2, INTERVIEW.headline: 2}
    assert dict(rows(demo_archive / "data" / "news.db", query)) == revisions


def test_the_newspapers_are_known_by_name(demo_archive: Path) -> None:
    names = rows(demo_archive / "public.db", "select name from newspapers order by name")
    assert len(names) == 7
    assert all(str(name).startswith("Báo ") for (name,) in names)


@pytest.mark.parametrize(
    "query",
    [
        "select headline || char(10) || coalesce(lead, '') || char(10) || blocks from revision",
        "select raw from byline",
        "select raw from figure where raw is not null",
        "select keyword from keyword",
    ],
)
def test_nothing_that_stands_around_an_article_is_kept(demo_archive: Path, query: str) -> None:
    kept = [text for (text,) in rows(demo_archive / "data" / "news.db", query)]
    assert len(kept) > 10
    assert not [text for text in kept if LEAKS.search(str(text))]


def test_a_second_run_adds_nothing(demo_archive: Path, tmp_path: Path) -> None:
    kho = shutil.copytree(demo_archive, tmp_path / "kho")

    def files() -> dict[str, int]:
        kept = [path for path in (kho / "data" / "warc").rglob("*") if path.is_file()]
        return {str(path.relative_to(kho)): path.stat().st_size for path in kept}

    counts = "select (select count(*) from capture), (select count(*) from revision), (select count(*) from article)"
    before = files(), rows(kho / "data" / "news.db", counts)
    assert run("demo", "--no-serve", "--archive", str(kho)).exit_code == 0
    assert (files(), rows(kho / "data" / "news.db", counts)) == before


def test_the_demo_never_enters_a_real_archive(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    shown = run("demo", "--no-serve", "--archive", str(tmp_path))
    assert shown.exit_code == 3
    assert "is no demo" in shown.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data"]


def test_the_newspaper_changed_between_its_two_days(demo_archive: Path) -> None:
    with Archive.open(demo_archive) as archive:
        changes = find_changes(archive)
        (gone,) = (story for story in stories() if story.vanishes)
        held = next(article for article in archive.articles(newspaper="hoagiang") if article.headline == gone.headline)
        captures = archive.captures(held.url or "")
    assert [edit.headline for edit in changes.edited] == ["Gió lốc làm tốc mái nhiều nhà ở Nậm Tía"]
    assert ("14 ngôi nhà" in changes.edited[0].before, "23 ngôi nhà" in changes.edited[0].after) == (True, True)
    assert changes.gone == (gone.headline,)
    assert [capture.status for capture in captures] == [200, 410]


def test_what_is_held_is_not_crawled_again(demo_archive: Path, tmp_path: Path) -> None:
    with Archive.open(demo_archive) as whole, Archive.open(tmp_path, create=True) as empty:
        assert (missing_editions(whole), missing_editions(empty)) == ((), (1, 2))


def test_the_second_crawl_was_sent_only_what_had_changed(demo_archive: Path) -> None:
    query = "select count(*) from capture where newspaper_id = 'hoagiang' and record_type = 'revisit'"
    assert rows(demo_archive / "data" / "news.db", query + " and status = 304")[0][0] > 50


def test_nothing_was_asked_for_that_robots_close(demo_archive: Path) -> None:
    closed = "select url from capture where url like '%/noi-bo/%' or url like '%/tim-kiem%' or url like '%/captcha/%'"
    assert rows(demo_archive / "data" / "news.db", closed) == []
