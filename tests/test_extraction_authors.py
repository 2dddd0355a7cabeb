"""Who signs in the header, in the head and below the text of pages that nobody has described."""

from __future__ import annotations

import pytest

from newsarchive.article import Article
from newsarchive.extraction import extract
from newsroom_story import HEADLINE, LEAD, TEXT

DATE = "<span class='date'>15:28, 12/04/2023</span>"
HEADERS: dict[str, tuple[str, list[str]]] = {
    "a swiper": (
        "<div class='author-swiper swiper'><div class='swiper-slide author-item'><a href='/tac-gia/thu-hoai-1.html'>"
        "<img src='/a.jpg'></a><a class='author-name' href='/tac-gia/thu-hoai-1.html'>Thu Hoài</a></div>"
        "<div class='swiper-slide author-item'><a class='author-name' href='/tac-gia/minh-quan-2.html'>Minh Quân</a>"
        "</div></div>",
        ["Thu Hoài", "Minh Quân"],
    ),
    "a box with a portrait": (
        "<div class='author'><img src='/a.jpg' alt='Thu Hoài'><div class='info'><span class='name'>Thu Hoài</span>"
        "<span class='job'>Phóng viên</span></div></div>",
        ["Thu Hoài"],
    ),
    "a label": ("<div class='meta'>Tác giả: <strong>Thu Hoài</strong></div>", ["Thu Hoài"]),
    "two in one": ("<span class='author'>Thu Hoài - Minh Quân</span>", ["Thu Hoài", "Minh Quân"]),
    "with others": (
        "<div class='authors'><a href='/tac-gia/a'>Thu Hoài</a> <a href='/tac-gia/b'>Minh Quân</a> <span>và 2 tác "
        "giả "
        "khác</span></div>",
        ["Thu Hoài", "Minh Quân"],
    ),
    "with a link to more": (
        "<div class='author-box'><a href='/tac-gia/a'>Thu Hoài</a><a href='/tac-gia/a'>Xem các bài viết của tác "
        "giả</a>"
        "</div>",
        ["Thu Hoài"],
    ),
    "with an address": (
        "<div class='author'><span>Thu Hoài</span> <a href='mailto:x'>thuhoai@bao.example</a></div>",
        ["Thu Hoài"],
    ),
    "with a button": (
        "<div class='author'><span class='author-name'>Thu Hoài</span><button>Theo dõi</button></div>",
        ["Thu Hoài"],
    ),
    "with a source": ("<div class='author'>Thu Hoài <span>(Theo Báo Sông Lam)</span></div>", ["Thu Hoài"]),
    "unnamed, linked": ("<div class='x1'><a href='/tac-gia/thu-hoai.html'>Thu Hoài</a></div>", ["Thu Hoài"]),
    "unnamed, beside the date": (
        "<div class='x1'><b>Thu Hoài</b> <i>•</i> <i>12/04/2023 15:28</i></div>",
        ["Thu Hoài"],
    ),
    "section beside the date": ("<div class='x1'><a href='/mien-tay'>Miền Tây</a> <i>12/04/2023 15:28</i></div>", []),
    "place beside the date": ("<div class='x1'><b>Hải Phòng</b> <i>12/04/2023 15:28</i></div>", []),
    "the newspaper": ("<span class='author'>Báo Vạn Đò</span>", []),
    "a desk": ("<span class='author'>Ban Kinh tế</span>", []),
    "somebody": ("<div class='author'>PV</div>", []),
    "an account": ("<div class='author'>admin</div>", []),
}
_LD = '<script type=\'application/ld+json\'>{{"@type":"NewsArticle","headline":"x","author":{}}}</script>'
HEADS: dict[str, tuple[str, list[str]]] = {
    "person": ("<meta name='author' content='Thu Hoài'>", ["Thu Hoài"]),
    "newspaper": ("<meta name='author' content='Báo Vạn Đò'>", []),
    "vendor": ("<meta name='author' content='VCCorp vn'>", []),
    "account": ("<meta name='author' content='longantv'>", []),
    "city": ("<meta name='author' content='Hà Nội'>", []),
    "page of the paper": ("<meta property='article:author' content='https://www.facebook.com/baovando'>", []),
    "name of the site": ("<meta property='og:site_name' content='Sen Mới'><meta name='author' content='Sen Mới'>", []),
    "two persons": (
        _LD.format('[{"@type":"Person","name":"Thu Hoài"},{"@type":"Person","name":"Minh Quân"}]'),
        ["Thu Hoài", "Minh Quân"],
    ),
    "newspaper as a person": (_LD.format('{"@type":"Person","name":"Báo Vạn Đò điện tử"}'), []),
}
BELOW: dict[str, tuple[str, list[str]]] = {
    "unnamed": ("<div class='x9'>THU HOÀI</div>", ["THU HOÀI"]),
    "named": ("<div class='pseudonym'>Thu Hoài</div>", ["Thu Hoài"]),
    "of a related article": (
        "<div class='related'><h3>Tin liên quan</h3><div class='item'><a href='/a.html'>Huyện Tân Phong khởi công "
        "tuyến"
        " đường liên xã</a><span class='author'>Minh Quân</span></div></div>",
        [],
    ),
    "of a comment": (
        "<div class='comment-list'><div class='comment-item'><span class='author'>Minh Quân</span><p>Hay quá.</p>"
        "</div>"
        "</div>",
        [],
    ),
}


def read(above: str = "", head: str = "", below: str = "") -> Article:
    page = (
        f"<html lang='vi'><head><meta charset='utf-8'><title>{HEADLINE} - Báo Vạn Đò</title>{head}</head><body>"
        "<nav><a>Kinh"
        f" tế</a></nav><div class='main'><h1>{HEADLINE}</h1>{DATE}{above}<div class='sapo'>{LEAD}</div><div "
        f"class='noi-dung'>{''.join(f'<p>{text}</p>' for text in TEXT)}</div>{below}</div></body></html>"
    )
    article = extract(page).article
    assert article is not None
    assert article.lead == LEAD
    assert list(article.body) == list(TEXT)
    return article


@pytest.mark.parametrize(("box", "authors"), HEADERS.values(), ids=HEADERS)
def test_in_the_header(box: str, authors: list[str]) -> None:
    assert read(above=box).authors == authors


@pytest.mark.parametrize(("claim", "authors"), HEADS.values(), ids=HEADS)
def test_in_the_head(claim: str, authors: list[str]) -> None:
    assert read(head=claim).authors == authors


@pytest.mark.parametrize(("box", "authors"), BELOW.values(), ids=BELOW)
def test_below_the_text(box: str, authors: list[str]) -> None:
    assert read(below=box).authors == authors
