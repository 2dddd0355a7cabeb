"""Pages that break parsers and extractors, each of any size: for tests in small, for benchmarks/hostile.py in full.

Every page holds the article that `ARTICLE` prints, and one thing in absurd number, depth or length.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

SENTENCE = (
    "Sáng 12/4, tại nhà văn hóa thôn, hội thảo đầu bờ đánh giá mô hình trồng sen lấy hạt trên ruộng trũng đã diễn ra."
)
ARTICLE = f"<p>{SENTENCE}</p>" * 4
HEADLINE = "Hội thảo trồng sen"


@dataclass(frozen=True)
class Hostile:
    """One page as a function of its size."""

    name: str
    full: int
    """The size at which it hangs, empties or bloats somebody's extractor."""
    make: Callable[[int], str | bytes]
    is_list: bool = False
    """Nearly all of it is links to articles: to be told that it is a section page is right."""

    def page(self, share: float = 1.0) -> bytes:
        """The page at this share of its full size."""
        made = self.make(max(2, int(self.full * share)))
        return made if isinstance(made, bytes) else made.encode("utf-8", "surrogatepass")


def page(body: str, head: str = "", title: str = HEADLINE) -> str:
    """An article page around `body`, which is to hold the article."""
    head = f"<head><title>{title}</title>{head}</head>"
    return f'<!DOCTYPE html><html lang="vi">{head}<body><h1>{HEADLINE}</h1>{body}</body></html>'


def nested(tag: str, inside: str = "") -> Callable[[int], str]:
    """Elements in each other, the article in the innermost."""
    return lambda n: page(f"<{tag}>{inside}" * n + ARTICLE + f"</{tag.partition(' ')[0]}>" * n)


def told(tag: str, text: str) -> Callable[[int], str]:
    """Elements in each other with text in each, below the article."""
    return lambda n: page(ARTICLE + f"<{tag}>{text}" * n + f"</{tag.partition(' ')[0]}>" * n)


def many(part: str) -> Callable[[int], str]:
    """The same thing again and again behind the article."""
    return lambda n: page(f"<div>{ARTICLE}{part * n}</div>")


def head(part: str) -> Callable[[int], str]:
    """The same thing again and again in the head."""
    return lambda n: page(ARTICLE, part * n)


def line(text: str, frame: str = "<p>{}</p>") -> Callable[[int], str]:
    """One line of `n` repetitions, where bylines, dates and captions are looked for: above and below the article."""
    return lambda n: page(frame.format(text * n) + ARTICLE + frame.format(text * n))


def field(frame: str, text: str) -> Callable[[int], str]:
    """A value of `n` repetitions at a place of its own."""
    return lambda n: page(frame.format(text * n) + ARTICLE)


def above(part: str) -> Callable[[int], str]:
    """The same thing again and again before the article."""
    return lambda n: page(part * n + ARTICLE)


def framed(before: str, part: str, after: str = "") -> Callable[[int], str]:
    """One element behind the article that holds the same thing again and again."""
    return lambda n: page(ARTICLE + before + part * n + after)


def meta(name: str, text: str) -> Callable[[int], str]:
    """A meta element of `n` repetitions."""
    return lambda n: page(ARTICLE, f'<meta name="{name}" content="{text * n}">')


def json_ld(content: Callable[[int], str]) -> Callable[[int], str]:
    """The article with one JSON-LD script."""
    return lambda n: page(ARTICLE, f'<script type="application/ld+json">{content(n)}</script>')


def _attributes(n: int) -> str:
    return page("<div " + " ".join(f'a{k}="1"' for k in range(n)) + f">{ARTICLE}</div>")


def _broken_bytes(n: int) -> bytes:
    return page(ARTICLE + "<p>" + "x" * n + "</p>").encode().replace(b"x" * 8, b"\xff\xfe\x80\xc3(\xf0\x9f ")


def _named_entities(n: int) -> str:
    return f'<!DOCTYPE html [<!ENTITY a "{"&b;" * n}">]>' + page(ARTICLE + "&a;")


def _graph(n: int) -> str:
    nodes = ",".join(f'{{"@type":"NewsArticle","headline":"{k}","author":{{"name":"Vũ Hoài"}}}}' for k in range(n))
    return f'{{"@graph":[{nodes}]}}'


def _long_names(n: int) -> str:
    return page("".join(f'<p class="lop-{k} sapo-{k} author-{k} date-{k}">{SENTENCE}</p>' for k in range(n)))


_FIGURE = (
    '<figure><img src="/hinh/sen.jpg" alt="Ruộng sen"><figcaption>Ruộng sen đầu vụ. Ảnh: Vũ Hoài</figcaption></figure>'
)
_TEASER = '<a href="/tin-sen.html">Ruộng sen đầu vụ ở xã Vạn Đò</a>'
_LEAD = '<h2 class="sapo">Sen được mùa ở xã Vạn Đò, bà con phấn khởi.</h2>'
_FORM = '<form action="/gui"><input name="ten"><textarea name="loi"></textarea><button>Gửi bình luận</button></form>'
_META = '<meta property="og:title" content="Hội thảo trồng sen"><meta name="author" content="Vũ Hoài">'
_TABLE = "<tr><td>Vụ xuân</td><td>12 tạ</td><td>3,4 ha</td></tr>"
_INLINE_PICTURE = f'<img src="data:image/png;base64,{"A" * 500}">'
_LD = '<script type="application/ld+json">{"@type":"NewsArticle"}</script>'
_ENTRY = '<div class="comment"><span>10:05</span><p>Ruộng sen đầu vụ ở xã Vạn Đò.</p></div>'
_CAPTIONED = '<figure><img src="/a.jpg"><figcaption>{}</figcaption></figure>'

CASES = (
    Hostile("255 elements in each other", 255, nested("div")),
    Hostile("1,000 elements in each other", 1_000, nested("div")),
    Hostile("10,000 elements in each other", 10_000, nested("div")),
    Hostile("100,000 elements in each other", 100_000, nested("div")),
    Hostile("100,000 elements in each other, with text in each", 100_000, nested("div", "Sen ")),
    Hostile("100,000 spans in each other", 100_000, nested("span")),
    Hostile("50,000 spans with text in each other", 50_000, told("span", "Ruộng sen đầu vụ. ")),
    Hostile("50,000 links in each other", 50_000, told('a href="/tin.html"', "Ruộng sen đầu vụ. ")),
    Hostile("20,000 lists in each other", 20_000, told("ul", "<li>Ruộng sen đầu vụ.")),
    Hostile("20,000 tables in each other", 20_000, told("table", "<tr><td>Ruộng sen đầu vụ.")),
    Hostile("20,000 quotes in each other", 20_000, told("blockquote", "<p>Ruộng sen đầu vụ.</p>")),
    Hostile("20,000 figures in each other", 20_000, told("figure", '<img src="/h.jpg"><figcaption>Ruộng sen.')),
    Hostile("20,000 boxes in each other", 20_000, told('div class="box-content"', "<p>Ruộng sen đầu vụ.</p>")),
    Hostile("20,000 picture frames in each other", 20_000, told('div class="image"', '<img src="/h.jpg">Ruộng sen.')),
    Hostile("20,000 forms in each other", 20_000, told("form", "Ruộng sen <input><textarea></textarea>")),
    Hostile("20,000 sections with headings in each other", 20_000, told("section", "<h2>Ruộng sen</h2>")),
    Hostile("20,000 font elements in each other", 20_000, told('font style="font-weight:bold"', "Ruộng sen. ")),
    Hostile("50,000 bold elements never closed", 50_000, many("<b>")),
    Hostile("50,000 bold elements with text never closed", 50_000, many("<b>Ruộng sen đầu vụ. ")),
    Hostile("50,000 links never closed", 50_000, many('<a href="/x">Ruộng sen đầu vụ. ')),
    Hostile("50,000 divs never closed", 50_000, many("<div>Ruộng sen đầu vụ. ")),
    Hostile("50,000 items never closed", 50_000, many("<ul><li>Ruộng sen đầu vụ. ")),
    Hostile("50,000 cells never closed", 50_000, many("<table><tr><td>Ruộng sen. ")),
    Hostile("50,000 crossed tags", 50_000, many("<b><i><p>Ruộng sen</b></i></p>")),
    Hostile("200,000 closing tags of nothing", 200_000, many("</div></p></span>")),
    Hostile("100,000 scripts never closed", 100_000, many("<script>")),
    Hostile("100,000 comments never closed", 100_000, many("<!--")),
    Hostile("50,000 half tags", 50_000, many('<p class="')),
    Hostile("200,000 attributes on one element", 200_000, _attributes),
    Hostile("class of 4 MB", 1_000_000, lambda n: page(f'<div class="{"a-b " * n}">{ARTICLE}</div>')),
    Hostile("style of 4 MB", 400_000, lambda n: page(f'<div style="{"color:red;" * n}">{ARTICLE}</div>')),
    Hostile("20,000 paragraphs with classes of their own", 20_000, _long_names),
    Hostile("200,000 links", 200_000, many(_TEASER), is_list=True),
    Hostile("200,000 paragraphs", 200_000, many("<p>Ruộng sen đầu vụ ở xã Vạn Đò.</p>")),
    Hostile("100,000 long paragraphs", 100_000, many(f"<p>{SENTENCE}</p>")),
    Hostile("200,000 empty paragraphs", 200_000, many("<p></p>")),
    Hostile("200,000 breaks", 200_000, many("<br>")),
    Hostile("200,000 lines between breaks", 200_000, many("Ruộng sen đầu vụ ở xã Vạn Đò.<br>")),
    Hostile("table of 100,000 rows", 100_000, framed("<table>", _TABLE, "</table>")),
    Hostile("table of one row with 200,000 cells", 200_000, framed("<table><tr>", "<td>12", "</table>")),
    Hostile("50,000 tables", 50_000, many(f"<table>{_TABLE * 2}</table>")),
    Hostile("list of 200,000 items", 200_000, framed("<ul>", "<li>Ruộng sen đầu vụ", "</ul>")),
    Hostile("50,000 headings", 50_000, many("<h2>Ruộng sen đầu vụ</h2>")),
    Hostile("50,000 h1", 50_000, many("<h1>Ruộng sen đầu vụ ở xã Vạn Đò</h1>")),
    Hostile("50,000 linked headings", 50_000, many(f"<h3>{_TEASER}</h3>"), is_list=True),
    Hostile("50,000 captioned figures", 50_000, many(_FIGURE)),
    Hostile("50,000 captions over pictures", 50_000, many('<p class=caption>Ruộng sen.</p><img src="/hinh/sen.jpg">')),
    Hostile("50,000 entries of a live report", 50_000, framed('<div class="comments">10:05', _ENTRY, "</div>")),
    Hostile("100,000 pictures", 100_000, many('<img src="/hinh/sen.jpg">')),
    Hostile("figure of 20,000 pictures", 20_000, framed("<figure>", "<img src=/s.jpg><p>Sen. Ảnh: Hoài")),
    Hostile("20,000 forms", 20_000, many(_FORM)),
    Hostile("form of 100,000 fields", 100_000, framed("<form>", "<input><textarea></textarea>", "</form>")),
    Hostile("select of 200,000 options", 200_000, framed("<select>", "<option>Vạn Đò", "</select>")),
    Hostile("50,000 author elements", 50_000, many('<span class="author">Vũ Hoài</span>')),
    Hostile("50,000 author blocks", 50_000, many('<p class="author">Vũ Hoài</p>')),
    Hostile("50,000 author elements above", 50_000, above('<p class="author">Vũ Hoài</p>')),
    Hostile("50,000 date elements", 50_000, many('<div class="date">12/04/2016 07:05</div>')),
    Hostile("50,000 time elements above", 50_000, above("<time>12/04/2016 07:05</time>")),
    Hostile("50,000 elements named as lead", 50_000, many('<p class="sapo">Ruộng sen đầu vụ ở xã Vạn Đò.</p>')),
    Hostile("20,000 elements named as lead above", 20_000, above(_LEAD)),
    Hostile("50,000 captions", 50_000, many('<p class="caption">Ruộng sen đầu vụ. Ảnh: Vũ Hoài</p>')),
    Hostile("20,000 boxes", 20_000, many(f'<div class="box-content"><p>{SENTENCE}</p></div>')),
    Hostile("50,000 links above", 50_000, above(_TEASER), is_list=True),
    Hostile("200,000 short links above", 200_000, above('<a href="/m">Sen</a>')),
    Hostile("100,000 pictures above", 100_000, above('<img src="/hinh/sen.jpg">')),
    Hostile("100,000 empty divs above", 100_000, above("<div></div>")),
    Hostile("50,000 related boxes", 50_000, many('<div class="related"><a href="/x">Ruộng sen đầu vụ</a></div>')),
    Hostile("50,000 hidden elements", 50_000, many('<div style="display:none">Ruộng sen đầu vụ</div>')),
    Hostile("50,000 bodies of its own word", 50_000, many(f'<div itemprop="articleBody">{SENTENCE * 2}</div>')),
    Hostile("20,000 declared bodies in each other", 20_000, told('div itemprop="articleBody"', "Sen. ")),
    Hostile("50,000 articles", 50_000, many("<article><p>Ruộng sen đầu vụ ở xã Vạn Đò.</p></article>")),
    Hostile("50,000 signatures in bold", 50_000, many('<p style="text-align:right"><b>Vũ Hoài</b></p>')),
    Hostile("50,000 labelled signatures", 50_000, many("<p>Bài và ảnh: Vũ Hoài</p>")),
    Hostile("50,000 drawings", 50_000, many('<svg><path d="M0 0"/></svg>')),
    Hostile("50,000 players", 50_000, many("<video poster=/a.jpg><source src=/a.mp4></video>")),
    Hostile("50,000 meta elements", 50_000, head(_META)),
    Hostile("20,000 JSON-LD scripts", 20_000, head(_LD)),
    Hostile("50,000 scripts", 50_000, head("<script>var a = 1;</script>")),
    Hostile("50,000 style sheets", 50_000, head('<link rel="stylesheet" href="/a.css"><style>p{}</style>')),
    Hostile("JSON-LD nested 100,000 deep", 100_000, json_ld(lambda n: '{"a":' * n + "1" + "}" * n)),
    Hostile("JSON-LD of 100,000 open brackets", 100_000, json_ld(lambda n: "[" * n)),
    Hostile("JSON-LD of 20 MB", 20_000_000, json_ld(lambda n: '{"@type":"NewsArticle","a":"' + "x" * n + '"}')),
    Hostile("JSON-LD of 10,000 articles", 10_000, json_ld(_graph)),
    Hostile("JSON-LD with a number of 500,000 digits", 500_000, json_ld(lambda n: '{"a":' + "9" * n + "}")),
    Hostile("script of 20 MB", 20_000_000, framed("<script>", "x", "</script>")),
    Hostile("script of dates, 10 MB", 400_000, framed("<script>", "articlePublishDate = 2016 ", "</script>")),
    Hostile("picture of 16 MB in the page", 16_000_000, framed('<img src="data:image/png;base64,', "A", '">')),
    Hostile("20,000 pictures in the page", 20_000, many(_INLINE_PICTURE)),
    Hostile("text node of 12 MB", 1_000_000, lambda n: page(f"<p>{SENTENCE} {'từ ngữ dài ' * n}</p>")),
    Hostile("text node of 20 MB in ASCII", 4_000_000, framed("<p>", "word ", "</p>")),
    Hostile("one word of 12 MB", 6_000_000, framed("<p>", "ữ", "</p>")),
    Hostile("page of 20 MB", 120_000, many(f"<p>{SENTENCE}</p>")),
    Hostile("text without any element, 10 MB", 80_000, lambda n: (SENTENCE + "\n") * n),
    Hostile("one line of 10 MB without any element", 80_000, lambda n: SENTENCE * n),
    Hostile("comment of 16 MB", 16_000_000, lambda n: page(f"<!--{'x' * n}-->{ARTICLE}")),
    Hostile("200,000 comments", 200_000, many("<!-- sen -->")),
    Hostile("1,000,000 entities", 1_000_000, framed("<p>", "&amp;", "</p>")),
    Hostile("1,000,000 numeric entities", 1_000_000, framed("<p>", "&#7855;", "</p>")),
    Hostile("entities that are none", 1_000_000, framed("<p>", "&khongco;", "</p>")),
    Hostile("entities that name entities", 10_000, _named_entities),
    Hostile("200,000 NULs", 200_000, framed("<p>", "\0", "</p>")),
    Hostile("a NUL in every word", 20_000, many("<p>Ruộ\0ng s\0en</p>")),
    Hostile("bytes that are no UTF-8, 8 MB", 8_000_000, _broken_bytes),
    Hostile("invisible characters, 6 MB", 2_000_000, framed("<p>", "\u200b", "</p>")),
    Hostile("combining marks, 4 MB", 2_000_000, framed("<p>a", "\u0301", "</p>")),
    Hostile("lone surrogates", 100_000, framed("<p>", "&#xD800;sen ", "</p>")),
    Hostile("title of 5 MB", 500_000, lambda n: page(ARTICLE, title="Ruộng sen " * n)),
    Hostile("title of dashes, 2 MB", 1_000_000, lambda n: page(ARTICLE, title="- " * n)),
    Hostile("h1 of 5 MB", 500_000, field("<h1>{}</h1>", "Ruộng sen ")),
    Hostile("description of 5 MB", 500_000, meta("description", "Ruộng sen ")),
    Hostile("author of 5 MB in the head", 500_000, meta("author", "Vũ Hoài, ")),
    Hostile("date of 5 MB in the head", 500_000, meta("pubdate", "12/04/2016 ")),
    Hostile("keywords of 5 MB", 500_000, meta("keywords", "ruộng sen,")),
    Hostile("alt of 5 MB", 500_000, field('<img src="/a.jpg" alt="{}"><p>Ruộng sen</p>', "Ruộng sen ")),
    Hostile("srcset of 4 MB", 200_000, field('<img srcset="{}">', "/hinh/a.jpg 640w, ")),
    Hostile("caption of 5 MB", 500_000, field(_CAPTIONED, "Ảnh: Sen ")),
    Hostile("author element of 5 MB", 500_000, field('<p class="author">{}</p>', "Vũ Hoài, ")),
    Hostile("date element of 5 MB", 500_000, field('<p class="date">{}</p>', "12/04/2016 ")),
    Hostile("lead of 5 MB", 500_000, field('<h2 class="sapo">{}</h2>', "(BTV) - sen ")),
    Hostile("line of names, 2 MB", 200_000, line("Vũ Hoài, ")),
    Hostile("line of names and dashes, 2 MB", 200_000, line("Vũ Hoài - ")),
    Hostile("line of initials, 2 MB", 500_000, line("P.Y.")),
    Hostile("line of capitals, 2 MB", 500_000, line("Vũ ")),
    Hostile("line of credits, 2 MB", 200_000, line("Ảnh: Vũ Hoài ")),
    Hostile("line of joint credits, 2 MB", 100_000, line("Bài và ảnh: Vũ Hoài; ")),
    Hostile("line of brackets, 1 MB", 500_000, line("(")),
    Hostile("line of closed brackets, 1 MB", 200_000, line("(BTV) ")),
    Hostile("line of blanks, 2 MB", 2_000_000, line(" ")),
    Hostile("line of hard blanks, 4 MB", 2_000_000, line("\u00a0")),
    Hostile("line of dots, 2 MB", 2_000_000, line(".")),
    Hostile("line of dashes, 2 MB", 1_000_000, line("- ")),
    Hostile("line of digits, 2 MB", 2_000_000, line("1")),
    Hostile("line of dates, 2 MB", 150_000, line("12/04/2016 ")),
    Hostile("line of half dates, 2 MB", 400_000, line("12/04/")),
    Hostile("line of hours, 2 MB", 300_000, line("07:05 ")),
    Hostile("line of weekdays, 2 MB", 200_000, line("Thứ sáu, ")),
    Hostile("line of pointers, 1 MB", 400_000, line(">> ")),
    Hostile("line of quotes, 1 MB", 400_000, line("“ ")),
    Hostile("line of labels, 2 MB", 200_000, line("Chú thích ảnh: ")),
    Hostile("line of form wording, 2 MB", 150_000, line("Gửi bình luận ")),
    Hostile("line of addresses, 2 MB", 100_000, line("https://x.vn/a@b.vn ")),
    Hostile("line of shortcodes, 2 MB", 200_000, line("[ad_1] {{ ")),
    Hostile("2,000 middling lines of names", 2_000, many("<p>" + "Vũ Hoài, " * 16 + "</p>")),
    Hostile("2,000 middling lines of initials", 2_000, many("<p>" + "P.Y." * 36 + "</p>")),
    Hostile("2,000 middling lines of dates", 2_000, many("<p>" + "12/04/2016 " * 13 + "</p>")),
    Hostile("2,000 middling lines of brackets", 2_000, many("<p>" + "(" * 140 + "</p>")),
    Hostile("2,000 middling lines of credits", 2_000, many("<p>" + "Ảnh: Vũ Hoài " * 30 + "</p>")),
    Hostile("2,000 long paragraphs of credits", 2_000, many("<img src=/a.jpg><p>" + "Ảnh: Vũ Hoài. " * 200 + "</p>")),
    Hostile("2,000 long paragraphs of brackets", 2_000, many("<img src=/a.jpg><p>" + "(Ảnh " * 500 + "</p>")),
)  # fmt: skip
