"""How newsrooms end a text: who signs, where it was taken from, what points elsewhere; with a layout and without."""

from __future__ import annotations

import pytest

from newsroom_families import TEXT, paragraphs, read

FAMILIES = ("onecms", "liferay", "unknown")
RIGHT = '<p style="text-align: right;"><strong>{}</strong></p>'
LAST = TEXT[-1]
ELSEWHERE = "Sen Bãi Thượng vào vụ thu hoạch mới"

SIGNED: dict[str, tuple[str, list[str], list[str]]] = {
    "address below": ("<p><strong>Thu Hoài</strong><br>thuhoai@baovando.vn</p>", ["Thu Hoài"], []),
    "address with its label": ("<p>Thu Hoài<br/>Email: thuhoai@baovando.vn</p>", ["Thu Hoài"], []),
    "slash": (RIGHT.format("Thu Hoài/Lê An"), ["Thu Hoài", "Lê An"], []),
    "retold": (RIGHT.format("Thu Hoài dịch theo AFP"), ["Thu Hoài"], ["AFP"]),
    "source at the right": ('<p style="text-align:right"><em>Nguồn: Báo Vạn Đò</em></p>', [], ["Báo Vạn Đò"]),
    "desk": (RIGHT.format("Ban Thời sự"), [], []),
    "newsroom": (RIGHT.format("Tòa soạn"), [], []),
    "account": (RIGHT.format("Admin"), [], []),
    "team": (RIGHT.format("PV – CTV"), [], []),
    "a programme below": (
        RIGHT.format("Thu Hoài") + "<p><em>Mời quý độc giả theo dõi các chương trình của Đài trên TV Vạn Đò!</em></p>",
        ["Thu Hoài"],
        [],
    ),
    "a post of Facebook above": (
        '<div class="fb-post" data-href="https://www.facebook.com/x"><blockquote><p>Sen Bãi Thượng nở rồi.</p>Posted by'
        f' <a href="x">Vạn Đò</a></blockquote></div>{RIGHT.format("Thu Hoài")}',
        ["Thu Hoài"],
        [],
    ),
    "a pointer above": (f"<p>Xem thêm: {ELSEWHERE}</p>{RIGHT.format('Thu Hoài')}", ["Thu Hoài"], []),
}

GLUED: dict[str, tuple[str, str, list[str], list[str]]] = {
    "source in brackets": (" (Theo TTXVN)", "", [], ["TTXVN"]),
    "source in brackets, a stop behind": (" (Theo TTXVN).", "", [], ["TTXVN"]),
    "source": (" Theo VnExpress", "", [], ["VnExpress"]),
    "source, labelled": (" Nguồn: TTXVN", "", [], ["TTXVN"]),
    "agency": ("./. TTXVN", "./.", [], ["TTXVN"]),
    "a name in brackets": (" (Thu Hoài)", "", ["Thu Hoài"], []),
    "a name and its agency": ("./. Thu Hoài/TTXVN", "./.", ["Thu Hoài"], ["TTXVN"]),
    "two names": ("./. Thu Hoài/Lê An", "./.", ["Thu Hoài", "Lê An"], []),
    "one of us": (" PV", "", [], []),
    "a place": (" (Hà Nội)", " (Hà Nội)", [], []),
    "a person's word": (" Theo ông Nam", " Theo ông Nam", [], []),
}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("form", SIGNED)
def test_the_line_below_the_text(form: str, family: str) -> None:
    line, authors, sources = SIGNED[form]
    for article in read(family, paragraphs(*TEXT) + line):
        assert article.authors == authors
        assert [byline.name for byline in article.bylines if byline.role == "source"] == sources
        assert article.to_dict()["body"][-1] == LAST


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("form", GLUED)
def test_glued_to_the_last_sentence(form: str, family: str) -> None:
    glued, rest, authors, sources = GLUED[form]
    for article in read(family, paragraphs(*TEXT[:-1], LAST + glued)):
        assert article.authors == authors
        assert [byline.name for byline in article.bylines if byline.role == "source"] == sources
        assert article.to_dict()["body"][-1] == LAST + rest


@pytest.mark.parametrize("family", FAMILIES)
def test_a_slogan_ends_the_text(family: str) -> None:
    slogan = "SEN BÃI THƯỢNG MÃI NGÁT HƯƠNG"
    for article in read(family, paragraphs(*TEXT, slogan) + RIGHT.format("Thu Hoài")):
        assert article.to_dict()["body"][-2:] == [LAST, slogan]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_post_that_the_article_quotes_is_a_quote(family: str) -> None:
    said = "Sen Bãi Thượng nở rồi, mời bà con về chơi cùng gia đình."
    post = f'<blockquote class="twitter-tweet"><p>{said}</p>— Lê An (@lean) <a href="https://twitter.com/x">x</a></blockquote>'
    for article in read(family, paragraphs(*TEXT[:2]) + post + paragraphs(*TEXT[2:])):
        assert [block.kind for block in article.blocks if said in block.text] == ["quote"]


VERSES = (
    "Chiều về trên bến Vạn Đò",
    "Con thuyền neo đậu câu hò ngày xưa",
    "Mẹ ngồi đan áo dưới mưa",
    "Đợi cha về muộn, nắng trưa đã tàn",
)
SET = {
    "paragraphs": "<p>{}</p>",
    "italics": "<p><em>{}</em></p>",
    "in the middle": '<p style="text-align: center">{}</p>',
    "quoted": "<blockquote>{}</blockquote>",
}


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("form", SET)
def test_verses_at_the_end_are_text(form: str, family: str) -> None:
    verses = "".join(SET[form].format(line) for line in VERSES)
    for article in read(family, paragraphs(*TEXT) + verses + RIGHT.format("Thu Hoài")):
        assert article.authors == ["Thu Hoài"]
        assert article.to_dict()["body"] == [*TEXT, *VERSES]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_line_above_the_name_is_text(family: str) -> None:
    line = "Sen Bãi Thượng, hương quê còn mãi"
    for article in read(family, paragraphs(*TEXT, line) + RIGHT.format("Thu Hoài")):
        assert article.to_dict()["body"][-1] == line
