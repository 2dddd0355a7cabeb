"""Articles of an unknown newspaper put together at random from the forms in which newsrooms print each of their parts.

One form alone is read easily; what a page holds beside it (a comment form inside the body, a related list with
pictures, paragraphs in wrappers) is what misleads. All names are invented.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

TEXTS = (
    "Sáng {}/4, Ủy ban nhân dân xã Vạn Đò tổ chức lễ bàn giao nhà cho các hộ nghèo trên địa bàn.",
    "Theo ông Trần Văn Bút, Chủ tịch UBND xã, kinh phí xây dựng hơn {} tỷ đồng từ nguồn xã hội hóa.",
    "Bà Lê Thị Hòa, {} tuổi, ở thôn Bãi Thượng, nói: “Có nhà mới, tôi không còn lo mưa bão nữa”.",
    "Đến nay, toàn xã còn {} hộ nghèo, giảm 2,3% so với cùng kỳ năm trước; thu nhập bình quân đạt 52 triệu đồng"
    "/người/năm và dự kiến tiếp tục tăng trong các năm tới nhờ các mô hình trồng sen, nuôi cá.",
    "Ngành chức năng khuyến cáo người dân không bấm vào các quảng cáo lạ trên mạng và phản ánh qua đường dây nóng {}.",
    "Cùng ngày, đoàn công tác thăm, tặng quà {} gia đình chính sách tại các thôn Bãi Thượng, Bãi Hạ và thôn Đông.",
    "Trước đó, ngày {}/6, đoàn công tác của Ủy ban MTTQ tỉnh đã đến thăm và trao quà cho các gia đình có hoàn cảnh khó"
    " khăn; đồng thời vận động các doanh nghiệp tiếp tục đồng hành cùng địa phương.",
    "“Tôi rất mừng”, anh Nguyễn Văn Tư, {} tuổi, chia sẻ.",
)
HEADLINES = ("Xã Vạn Đò bàn giao nhà cho hộ nghèo", "Vạn Đò: Những căn nhà nghĩa tình trước mùa mưa bão")
LEAD = "Nhờ sự chung tay của cộng đồng, nhiều hộ nghèo ở xã Vạn Đò đã có nhà mới trước mùa mưa bão năm 2025."
CAPTIONS = ("Lãnh đạo xã trao chìa khóa nhà cho các hộ dân", "Niềm vui của bà Lê Thị Hòa trong căn nhà mới")
CREDITS = ("", ". Ảnh: Minh Tú", ". Ảnh tư liệu", " (Ảnh: TTXVN)", " - Ảnh: M.T")
OTHERS = ("Thông xe cầu Bến Vạn hai bờ sông Đò", "Mở lớp dạy nghề cho thanh niên nông thôn", "Giá lúa hè thu tăng nhẹ")
HEADINGS = ("Chung tay vì người nghèo", "Nước về đồng cạn")

PARAGRAPHS = (
    "<p>{}</p>",
    "<div>{}</div>",
    "{}<br><br>",
    '<div class="t1"><p>{}</p></div>',
    "<p>{}</p><p>&nbsp;</p>",
    '<p class="MsoNormal"><span style="font-size:14pt">{}</span></p>',
    '<p align="justify">&nbsp; {}<br></p>',
)
PICTURES = (
    "<figure>{}<figcaption>{}</figcaption></figure>",
    '<p style="text-align:center">{}</p><p style="text-align:center"><em>{}</em></p>',
    '<table class="image center"><tr><td>{}</td></tr><tr><td class="image_desc">{}</td></tr></table>',
    '<div class="wp-caption">{}<p class="wp-caption-text">{}</p></div>',
    '<p style="text-align:center">{}<br><i>{}</i></p>',
    '<div class="VCSortableInPreviewMode"><div>{}</div><div class="PhotoCMS_Caption"><p>{}</p></div></div>',
)
LEADS = (
    "",
    '<p class="sapo">{}</p>',
    "<h2>{}</h2>",
    '<div class="summary">{}</div>',
    '<div class="desc"><strong>{}</strong></div>',
)
SUBHEADINGS = ("", "<h3>{}</h3>", "<p><strong>{}</strong></p>")
TITLES = ("<h1>{}</h1>", '<div class="title-detail">{}</div>', '<h1><a href="/">Báo Vạn Đò</a></h1><h2>{}</h2>')
DATES = (
    '<div class="date">Thứ Năm, 12/06/2025 09:30</div>',
    '<div class="meta"><span>12/06/2025</span> <span>09:30</span></div>',
    '<span class="time">09:30 | 12/06/2025</span>',
    '<div class="c2">Thứ năm: 09:30 ngày 12/06/2025</div>',
    '<p class="post-date">Cập nhật: 09:30, 12/06/2025 (GMT+7)</p>',
)
SIGNATURES: dict[str, Sequence[str]] = {
    "": (),
    '<p style="text-align:right"><strong>Hoàng Yến</strong></p>': ("Hoàng Yến",),
    '<p style="text-align: right;"><em>P.Y</em></p>': ("P.Y",),
    "<p><strong>Bài, ảnh: Thu Hoài</strong></p>": ("Thu Hoài",),
    "<p><strong>Thu Hoài - Văn Nam</strong></p>": ("Thu Hoài", "Văn Nam"),
    '<p class="tac-gia">Hoàng Yến</p>': ("Hoàng Yến",),
}
AMID = (
    "",
    '<div class="box-related"><a href="/x.html">Chợ phiên Suối Đăng mở lại sau ba năm vắng khách</a></div>',
    '<p>&gt;&gt; <a href="/x.html">Chợ phiên Suối Đăng mở lại sau ba năm vắng khách</a></p>',
    '<p><em>Đọc thêm: <a href="/x.html">Chợ phiên Suối Đăng mở lại sau ba năm vắng khách</a></em></p>',
)
TOOLS = (
    "",
    '<div class="share"><a href="#">Chia sẻ</a><a href="#">Facebook</a><a href="#">Zalo</a></div>',
    '<div class="player">Nghe đọc bài <select><option>Giọng nữ</option><option>Giọng nam</option></select></div>',
)
COMMENTS = (
    "",
    '<div id="y"><h3>Ý kiến bạn đọc</h3><form><input><textarea></textarea><p>Gửi bình luận</p></form></div>',
    '<div id="x9"><p>Bình luận (0)</p><textarea></textarea><p>Nhập mã xác nhận</p><input><a>Gửi</a></div>',
)
LISTS = (
    "",
    "<div><h3>Tin liên quan</h3><ul>{}</ul></div>".format(
        "".join(f'<li><a href="/a{n}.html">{title}</a></li>' for n, title in enumerate(OTHERS))
    ),
    "<div><h4>Các tin khác</h4>{}</div>".format(
        "".join(
            f'<div><a href="/a{n}.html"><img src="/t{n}.jpg"></a><h5><a href="/a{n}.html">{title}</a></h5>'
            "<span>10/06/2025</span></div>"
            for n, title in enumerate(OTHERS)
        )
    ),
    "<div><div>Cùng chuyên mục</div>{}</div>".format(
        "".join(
            f'<div><a href="/a{n}.html"><img src="/t{n}.jpg"></a><div><a href="/a{n}.html">{title}</a>'
            f"<p>{TEXTS[n].format(9)}</p></div></div>"
            for n, title in enumerate(OTHERS)
        )
    ),
)
BODIES = (
    '<div class="detail-content">{}</div>',
    "<article>{}</article>",
    '<div id="noidung">{}</div>',
    "<div>{}</div>",
)
SIDE = "<div><h3>Đọc nhiều</h3>{}</div>".format(
    "".join(f'<li><a href="/s{n}.html">Tin đọc nhiều số {n} trong tuần của tòa soạn</a></li>' for n in range(8))
)
STORY = (
    '<article class="story"><h2><a href="/m.html">Bến Vạn mở hội đua thuyền đầu năm</a></h2>'
    '<div class="summary">Hàng nghìn người về Bến Vạn xem hội đua thuyền sau ba năm không tổ chức.</div></article>'
)
LOGO = '<h1 class="logo"><a href="/"><img src="/logo.png" alt=""></a></h1>'
FRONTS = ("", f"<header>{LOGO}</header>", f'<header>{LOGO}<nav><a href="/a">Văn hóa</a>{STORY}</nav></header>')
INVITATIONS = (
    "",
    '<div class="info"><p>Theo dõi Báo Vạn Đò trên các mạng xã hội.</p>'
    "<p>Liên hệ cung cấp thông tin và gửi tin bài cộng tác.</p></div>",
)


@dataclass(slots=True)
class Combination:
    """A page and what a reader takes from it. Published on 12 June 2025, 9:30."""

    html: str = ""
    headline: str = ""
    lead: str | None = None
    body: list[str] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)


def combination(seed: int) -> Combination:
    """The page of this seed, the same each time."""
    pick = random.Random(seed)
    page = Combination(headline=pick.choice(HEADLINES))
    texts = [text.format(pick.randint(3, 30)) for text in pick.sample(TEXTS, pick.randint(4, len(TEXTS)))]
    paragraph, picture, credit = pick.choice(PARAGRAPHS), pick.choice(PICTURES), pick.choice(CREDITS)
    subheading, amid = pick.choice(SUBHEADINGS), pick.choice(AMID)
    pictured = set(pick.sample(range(1, len(texts)), pick.randint(0, 2)))
    headed, interrupted = pick.randrange(1, len(texts) - 1), pick.randrange(1, len(texts))
    parts: list[str] = []
    for number, text in enumerate(texts):
        if subheading and number == headed:
            page.body.append(HEADINGS[number % 2])
            parts.append(subheading.format(page.body[-1]))
        if number in pictured:
            page.captions.append(CAPTIONS[len(page.captions)] + credit)
            parts.append(picture.format(f'<img src="/img/{number}.jpg" alt="">', page.captions[-1]))
        if number == interrupted:
            parts.append(amid)
        page.body.append(text)
        parts.append(paragraph.format(text))
    signature, form = pick.choice(list(SIGNATURES)), pick.choice(LEADS)
    page.authors, page.lead = list(SIGNATURES[signature]), LEAD if form else None
    lead, below = form.format(LEAD), "".join(map(pick.choice, (TOOLS, INVITATIONS, COMMENTS, LISTS)))
    inside, above = pick.random() < 0.5, pick.random() < 0.5
    text = ("" if above else lead) + "".join(parts) + signature
    body = pick.choice(BODIES)
    main = body.format(text + below) if inside else body.format(text) + below
    title, date, side = pick.choice(TITLES).format(page.headline), pick.choice(DATES), pick.choice(("", SIDE))
    page.html = (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{page.headline} - Báo Vạn Đò</title></head>'
        f'<body>{pick.choice(FRONTS)}<div id="top"><span id="clock">Thứ bảy, 28/11/2026 22:10</span>'
        f'<a href="/a">Thời sự</a></div><div class="main">{title}{date}{lead if above else ""}{main}</div>'
        f"{pick.choice(('', STORY))}{side}"
        "<footer><p>Giấy phép số 123/GP-BTTTT ngày 15/01/2021. Tổng biên tập: Trần Văn Bút</p></footer></body></html>"
    )
    return page
