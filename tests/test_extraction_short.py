"""Texts of a few short lines on pages full of summaries of other articles, in the markup of no known newspaper."""

from __future__ import annotations

import pytest

from newsarchive.article import Article
from newsarchive.extraction import extract

TITLE = "Bến chờ một chiều mưa ở Vạn Đò"
TEXTS: dict[str, list[str]] = {
    "a poem": [
        "Chiều về trên bến Vạn Đò",
        "Con thuyền neo đậu câu hò ngày xưa",
        "Mẹ ngồi đan áo dưới mưa",
        "Đợi cha về muộn, nắng trưa đã tàn",
        "Em đi qua mấy mùa sang",
        "Tóc dài buông xuống mênh mang bến chờ",
    ],
    "a notice": [
        "Ngày 12/6, Điện lực Vạn Đò thông báo lịch cắt điện.",
        "Khu vực xã Bãi Thượng: từ 7 giờ đến 11 giờ.",
        "Khu vực xã Mỹ An: từ 13 giờ đến 17 giờ.",
    ],
    "an obituary": [
        "Ban Chấp hành Đảng bộ huyện Vạn Đò vô cùng thương tiếc báo tin:",
        "Đồng chí LÊ VĂN AN",
        "Sinh năm 1938; quê quán: xã Bãi Thượng.",
        "Đã từ trần hồi 5 giờ ngày 12/6/2025.",
    ],
    "a film": ["Chiều 12/6, nhiều hộ dân xã Bãi Thượng ra đồng hái sen.", "Sen năm nay được mùa, giá ổn định."],
    "one sentence": ["Sáng 12/6, cầu Vạn Đò nối hai bờ sông chính thức thông xe."],
    "in English": ["Residents of Port Hale woke to snow on Monday.", "Schools will open two hours late on Tuesday."],
}
PRINTED = {
    "paragraphs": "<p>{}</p>",
    "divs": "<div>{}</div>",
    "wrapped": "<div><p>{}</p></div>",
    "spans": "<p><span style='font-size:14px'>{}</span></p>",
}
OTHERS = (
    ("Bãi Thượng khởi công trường mầm non mới", "Công trình có tổng vốn 12 tỷ đồng, gồm tám phòng học, dự kiến hoàn"),
    ("Vạn Đò đón hàng nghìn du khách cuối tuần", "Theo ngành văn hóa huyện, hai ngày qua các điểm tham quan đón hơn"),
    ("Mỹ An xóa xong nhà tạm trước mùa mưa bão", "Đến nay toàn xã đã hỗ trợ 64 hộ xây mới và sửa chữa nhà ở, trong"),
    ("Nông dân Vạn Đò vào vụ thu hoạch sen sớm", "Nhờ nắng nhiều, sen ở các xã ven sông nở sớm hơn mọi năm nửa tháng"),
)
MORE = " bốn nghìn người dân của bảy xã ven sông đi lại và học tập trong những năm tới của huyện."


def other(number: int) -> str:
    title, summary = OTHERS[number % len(OTHERS)]
    return (
        f'<div class="it"><a href="/t{number}"><img src="/t.jpg"></a><h3><a href="/t{number}">{title}</a></h3>'
        f"<p>{summary}{MORE}</p></div>"
    )


SIDE = '<div class="right"><h2>Đọc nhiều</h2>' + "".join(map(other, range(5))) + "</div>"
BELOW = '<div class="zone"><h2>Cùng mục</h2>' + "".join(map(other, range(6))) + "</div>"
SHELLS = {
    "two columns": "<div><div class='left'><h1>{title}</h1><p class='d'>09:30 12/06/2025</p><div>{text}</div></div>"
    f"{SIDE}</div>{BELOW}",
    "others in the same column": "<div><div class='left'><h1>{title}</h1><span>09:30 12/06/2025</span><div>{text}</div>"
    f"{BELOW}</div>{SIDE}</div>",
    "a table": "<table><tr><td><h1>{title}</h1><p>09:30 12/06/2025</p><div>{text}</div></td>"
    f"<td>{SIDE}</td></tr></table>",
    "all in one": "<div><h1>{title}</h1><span>09:30 12/06/2025</span>{text}<ul><li><a href='/u'>Lũ về sớm ở các xã ven"
    f" sông</a></li></ul>{BELOW}</div>",
    "a head of its own": "<div><div><h2>{title}</h2><div>09:30 12/06/2025</div></div><div><div>{text}</div></div>"
    f"{BELOW}</div>{SIDE}",
}


def read(body: str) -> Article | None:
    head = (
        f'<html lang="vi"><head><title>{TITLE} | Báo Vạn Đò</title><meta property="og:title" content="{TITLE}"></head>'
    )
    return extract(f"{head}<body><a href='/'>Trang chủ</a>{body}</body></html>").article


def said(article: Article | None) -> list[str]:
    if article is None:
        return []
    told = article.to_dict()
    return [*([told["lead"]] if told["lead"] else []), *told["body"]]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize("printed", PRINTED)
@pytest.mark.parametrize("kind", TEXTS)
def test_the_lines_behind_the_headline(kind: str, printed: str, shell: str) -> None:
    text = "".join(PRINTED[printed].format(line) for line in TEXTS[kind])
    found = said(read(SHELLS[shell].format(title=TITLE, text=text)))
    assert found == TEXTS[kind]


@pytest.mark.parametrize("shell", SHELLS)
def test_lines_parted_by_breaks(shell: str) -> None:
    text = "<div>" + "<br>".join(TEXTS["a poem"]) + "</div>"
    found = said(read(SHELLS[shell].format(title=TITLE, text=text)))
    assert "".join(" ".join(found).split()) == "".join("".join(TEXTS["a poem"]).split())


LEAD = "Sáng 12/6, huyện Vạn Đò tổ chức lễ thông xe cầu mới nối hai bờ sông sau 18 tháng thi công."
BODY = "Cầu dài 320 mét, rộng 9 mét, có tổng vốn 96 tỷ đồng, rút ngắn đường từ xã Bãi Thượng đến trung tâm huyện."
LISTS = {
    "list": "<ul>" + "".join(f"<li><a href='/{at}'>{title}</a></li>" for at, (title, _) in enumerate(OTHERS)) + "</ul>",
    "lines": "".join(f"<p><a href='/{at}'>{title}</a></p>" for at, (title, _) in enumerate(OTHERS)),
}


@pytest.mark.parametrize("form", LISTS)
@pytest.mark.parametrize(
    "shell",
    [
        "<div><h1>{title}</h1>{day}<p class='sapo'>{lead}</p>{others}</div><div class='t'><p>{text}</p></div>",
        "<h1>{title}</h1>{day}{others}<div class='t'><p>{lead}</p><p>{text}</p></div>",
        "<h1>{title}</h1>{day}<div class='t'><p>{lead}</p>{others}<p>{text}</p></div>",
    ],
)
def test_a_lead_and_a_list_above_a_short_text(shell: str, form: str) -> None:
    body = shell.format(title=TITLE, day="<span>09:30 12/06/2025</span>", lead=LEAD, others=LISTS[form], text=BODY)
    assert said(read(f"<div><div>{body}</div>{SIDE}</div>{BELOW}")) == [LEAD, BODY]


@pytest.mark.parametrize("about", ["", "<p>Tin tức mới nhất về huyện Vạn Đò.</p>"])
def test_a_section_of_the_same_making_is_no_article(about: str) -> None:
    assert (
        read(f"<div><div><h1>{TITLE}</h1>{about}<div>{''.join(map(other, range(12)))}</div></div>{SIDE}</div>") is None
    )


FOOT = (
    "<div><p>Cơ quan của Đảng bộ huyện Vạn Đò, tiếng nói của Đảng, chính quyền và nhân dân các xã trong huyện nhà.</p>"
    "<p>Giấy phép số 12/GP-BTTTT do Bộ Thông tin và Truyền thông cấp ngày 15/01/2021. Tổng Biên tập: Lê An.</p></div>"
)
ENTRIES = {
    "a link around all": "<a href='/{0}'><h3>{1}</h3><p>{2}</p></a>",
    "entries of a list": "<li><a href='/{0}'>{1}</a><p>{2}</p></li>",
    "articles": "<article><h3><a href='/{0}'>{1}</a></h3><p>{2}</p></article>",
}


@pytest.mark.parametrize("form", ENTRIES)
@pytest.mark.parametrize("kind", ["a poem", "a notice", "an obituary"])
def test_neither_summaries_nor_the_foot_of_the_page(kind: str, form: str) -> None:
    entries = "".join(
        ENTRIES[form].format(number, title, summary + MORE) for number, (title, summary) in enumerate(OTHERS * 3)
    )
    listed = f"<ul>{entries}</ul>" if form == "entries of a list" else f"<div>{entries}</div>"
    text = "".join(f"<p>{line}</p>" for line in TEXTS[kind])
    body = f"<div><h1>{TITLE}</h1><div>Thứ Năm, 12/06/2025 09:30</div><div>{text}</div></div>{listed}{FOOT}"
    assert said(read(f"<div>{body}</div>")) == TEXTS[kind]
