"""Where the text of a page without a layout is looked for: the densest paragraphs, or what trafilatura finds."""

import pytest

from newsarchive import extract_article
from newsarchive.extraction import anchor

_LINE = (
    "Sáng {number} tháng chạp, chợ hoa xuân bên bờ sông Lũy mở cửa sớm hơn mọi năm, người trồng cúc mâm xôi ở xã "
    "Hòa Thuận chở chuyến ghe thứ {number} về bến khi trời còn chưa tỏ, bán được giá hơn mùa trước chừng hai phần mười."
)
_LINES = [_LINE.format(number=number) for number in range(1, 9)]


def _page(*parts: str) -> str:
    head = '<html lang="vi"><head><title>Chợ hoa mở sớm</title></head><body><h1>Chợ hoa mở sớm</h1>'
    return f"{head}{''.join(parts)}</body></html>"


def _paragraphs(lines: list[str]) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The pages that the general extractor was asked about."""
    pages: list[object] = []
    general = anchor._general

    def told(page: object) -> list[str]:
        pages.append(page)
        return general(page)

    monkeypatch.setattr(anchor, "_general", told)
    return pages


def _rule_and_body(html: str) -> tuple[str, list[str]]:
    article = extract_article(html)
    assert article is not None
    return article.evidence["body"].rule, list(article.body)


def test_an_article_that_stands_alone_needs_no_general_extractor(asked: list[object]) -> None:
    teaser = "<ul><li><p>Nước lũ về sớm, bà con miệt Hòa Thuận thả lưới từ đầu tháng bảy âm lịch năm nay</p></li></ul>"
    rule, body = _rule_and_body(_page(f'<div id="noidung">{_paragraphs(_LINES)}</div>', teaser))
    assert (rule, body, asked) == ("densest paragraphs", _LINES, [])


@pytest.mark.parametrize("lines", [_LINES[:3], [f"{line[:70]}." for line in _LINES]])
def test_a_short_text_is_asked_about(asked: list[object], lines: list[str]) -> None:
    _rule_and_body(_page(f"<div>{_paragraphs(lines)}</div>"))
    assert len(asked) == 1


def test_a_second_place_with_text_is_asked_about(asked: list[object]) -> None:
    beside = [line.replace("Hòa Thuận", "Phú Long") for line in _LINES[:2]]
    _rule_and_body(_page(f"<div>{_paragraphs(_LINES)}</div>", f"<section>{_paragraphs(beside)}</section>"))
    assert len(asked) == 1


def test_paragraphs_set_in_boxes_above_the_others_are_not_lost(asked: list[object]) -> None:
    """The Telegraph of 2011 printed its first paragraphs one by one in boxes beside the body."""
    boxes = "".join(f'<div class="par{at}"><p>{line}</p></div>' for at, line in enumerate(_LINES[:4]))
    _, body = _rule_and_body(_page(f'<div id="main">{boxes}<div class="body">{_paragraphs(_LINES * 3)}</div></div>'))
    assert body[:4] == _LINES[:4]
    assert len(asked) == 1


def test_a_column_called_sidebar_that_holds_all_text_is_none(asked: list[object]) -> None:
    rule, body = _rule_and_body(_page(f'<div class="sidebar_1"><div>{_paragraphs(_LINES)}</div></div>'))
    assert (rule, body, asked) == ("densest paragraphs", _LINES, [])


@pytest.mark.parametrize("frame", ["footer", "aside"])
def test_text_in_the_frame_alone_is_no_article(frame: str) -> None:
    links = "".join(f'<li><a href="/{at}.html">Tin vắn số {at}</a></li>' for at in range(30))
    assert extract_article(_page(f"<ul>{links}</ul><{frame}><div>{_paragraphs(_LINES)}</div></{frame}>")) is None
