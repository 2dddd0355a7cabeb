"""A small archive on disk for the tests of publishing and reading: articles written for them, with invented names."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from newsarchive.article import Article, Block, Byline, Evidence, Figure, Role
from newsarchive.store import Capture, Entry, Ledger, NewspaperRow, Store

NEWSPAPERS = (
    NewspaperRow("bacninh", "Báo Bắc Ninh", "provincial", "bac-ninh", "baobacninh.example"),
    NewspaperRow("cantho", "Báo Cần Thơ", "provincial", "can-tho", "baocantho.example"),
    NewspaperRow("tinla", "Tin Lạ", "unlisted", None, "tinla.example"),
)


MORNING = datetime.fromisoformat("2023-02-03T08:15:00+07:00")


@dataclass(frozen=True)
class Story:
    """An article as a test writes it down."""

    uid: str
    headline: str
    paragraphs: tuple[str, ...] = ()
    lead: str | None = None
    newspaper: str = "bacninh"
    published: datetime | date | None = MORNING
    published_raw: str | None = None
    section: str | None = "Thời sự"
    bylines: tuple[tuple[str, Role], ...] = (("Đức Minh", "text"),)
    figures: tuple[tuple[str, str], ...] = ()
    """(caption, credit); they stand behind the first block."""
    keywords: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    """Blocks instead of `paragraphs`."""
    earlier: tuple[tuple[str, str], ...] = ()
    """(headline, body) of earlier revisions, oldest first."""
    withheld: bool = False

    @property
    def url(self) -> str:
        return f"https://{self.newspaper}.example/{self.uid}.html"

    def article(self) -> Article:
        blocks = self.blocks or tuple(Block("paragraph", text) for text in self.paragraphs)
        pictures = tuple(Block("figure", figure=i) for i in range(len(self.figures)))
        return Article(
            headline=self.headline,
            lead=self.lead,
            blocks=(*blocks[:1], *pictures, *blocks[1:]),
            bylines=tuple(Byline(name, role, f"Tin: {name}") for name, role in self.bylines),
            figures=tuple(
                Figure(f"https://anh.example/{self.uid}-{i}.jpg", caption, credit, f"{caption}. Ảnh: {credit}")
                for i, (caption, credit) in enumerate(self.figures)
            ),
            published=self.published,
            published_precision=None if self.published is None else "minute" if self.has_time else "day",
            published_raw=self.published_raw or (str(self.published) if self.published else None),
            section=self.section,
            keywords=self.keywords,
            language="vi",
            url=self.url,
            newspaper=self.newspaper,
            evidence={"headline": Evidence("test", self.headline)},
        )

    @property
    def has_time(self) -> bool:
        return isinstance(self.published, datetime)

    def revisions(self) -> list[Article]:
        """What the article said, oldest first."""
        now = self.article()
        past = [
            replace(now, headline=head, lead=None, blocks=(Block("paragraph", text),)) for head, text in self.earlier
        ]
        return [*past, now]


STORIES = (
    Story(
        "aaaaaaaaaaaaaaa1",
        "Huyện Sông Trăng đẩy mạnh cải cách hành chính",
        (
            "Sáng 3/2, UBND huyện Sông Trăng tổ chức hội nghị tổng kết công tác cải cách hành chính năm 2022.",
            "Toàn huyện đã số hoá 12.400 hồ sơ, rút ngắn thời gian giải quyết thủ tục đất đai từ 15 ngày xuống 9 ngày.",
            "Ông Trần Đình Vọng, Phó Chủ tịch UBND huyện, cho biết bộ phận một cửa sẽ làm việc cả sáng thứ bảy.",
        ),
        lead="Năm qua, huyện Sông Trăng rút ngắn thời gian giải quyết của 214 thủ tục.",
        bylines=(("Đức Minh", "text"), ("Thiên Thanh", "photo")),
        figures=(("Người dân làm thủ tục tại bộ phận một cửa huyện Sông Trăng", "Thiên Thanh"),),
        keywords=("cải cách hành chính", "một cửa"),
        published_raw="03/02/2023 08:15",
        earlier=(
            ("Huyện Sông Trăng cải cách thủ tục", "Sáng 3/2, huyện Sông Trăng tổ chức hội nghị bàn việc giảm giấy tờ."),
        ),
    ),
    Story(
        "aaaaaaaaaaaaaaa2",
        "Khởi công đường ven sông Lạch Đá",
        newspaper="cantho",
        published=datetime.fromisoformat("2024-05-11T16:40:00+07:00"),
        section="Kinh tế",
        bylines=(("Lê Hoà Bình", "text"),),
        blocks=(
            Block("paragraph", "Tuyến đường dài 17 km nối thị trấn Bến Lụa với cảng Lạch Đá."),
            Block("heading", "Ba nút giao", level=2),
            Block("list", items=("Nút giao Bến Lụa", "Nút giao Cồn Én", "Cảng Lạch Đá")),
            Block("quote", "Dương Văn Khải: đoạn đầu tiên thông xe trước Tết."),
            Block("table", rows=(("Hạng mục", "Tỷ đồng"), ("Mặt đường", "512"), ("Cầu", "308"))),
            Block("box", "Bên lề", blocks=(Block("paragraph", "Có 84 hộ nhường đất làm đường."),)),
        ),
    ),
    Story(
        "aaaaaaaaaaaaaaa3",
        "Chợ nổi Cồn Én thưa dần thuyền lúa",
        ("Mùa nước năm nay về muộn, chợ nổi Cồn Én chỉ còn ba chục chiếc ghe.", "Nhiều hộ đã lên bờ bán hàng."),
        newspaper="cantho",
        published=date(2021, 10, 2),
        section="Đời sống",
        bylines=(),
    ),
    Story(
        "aaaaaaaaaaaaaaa4",
        "Nghệ nhân quan họ làng Diềm",
        ("Bà Ngô Thị Thuỷ giữ 200 làn điệu cổ.", "Lớp học hát mở mỗi tối thứ sáu, không thu tiền."),
        published=None,
        section=None,
        bylines=(("P.Y", "text"),),
    ),
)


def build_archive(folder: Path, stories: Iterable[Story] = STORIES, config: str | None = None) -> Path:
    """An archive directory with these stories in news.db and a ledger of one line, mirrored."""
    data = folder / "data"
    data.mkdir(parents=True, exist_ok=True)
    if config is not None:
        (folder / "archive.yml").write_text(config, encoding="utf-8")
    ledger = Ledger(data / "ledger.jsonl")
    ledger.create()
    ledger.append("archive", "test", {"made": "by a test"})
    with closing(Store(data / "news.db")) as store:
        store.mirror(ledger.lines())
    add_stories(folder, stories)
    return folder


def add_stories(folder: Path, stories: Iterable[Story]) -> None:
    """Add more stories to an archive of `build_archive`."""
    with closing(Store(folder / "data" / "news.db")) as store:
        for story in stories:
            for number, article in enumerate(story.revisions(), 1):
                store.record([_entry(story, article, number)], newspapers=NEWSPAPERS)
            store.connection.execute("UPDATE article SET withheld = ? WHERE uid = ?", (story.withheld, story.uid))


def withhold(folder: Path, uid: str) -> None:
    """Take an article from readers; the next release has a tombstone in its place."""
    with closing(Store(folder / "data" / "news.db")) as store:
        store.connection.execute("UPDATE article SET withheld = 1 WHERE uid = ?", (uid,))


def _entry(story: Story, article: Article, number: int) -> Entry:
    capture = Capture(
        newspaper_id=story.newspaper,
        url=story.url,
        fetched_at=datetime(2024, 6, number, 1, tzinfo=UTC),
        record_type="response",
        warc_file="newsarchive-20240601010000-00001-kho.warc.gz",
        warc_offset=1_234 * number,
        warc_length=5_000,
        payload_digest=f"sha256:{number:064x}",
        outcome="stored",
        status=200,
        content_type="text/html",
        record_id=f"<urn:uuid:00000000-0000-4000-8000-{story.uid[-12:]}>",
        payload_bytes=9_000,
    )
    return Entry(
        capture, article, key=f"{story.newspaper}/{story.uid}", uid=story.uid, article_url=story.url,
        extractor="newsarchive/1",
    )  # fmt: skip
