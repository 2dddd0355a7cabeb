"""Section pages, searches and tags as content systems print them: rows of titles, each with its summary."""

from __future__ import annotations

PLACES = (
    "Xã Vạn Đò", "Huyện An Khê", "Phường Bến Gỗ", "Thị trấn Suối Vàng", "Xã Nậm Tía", "Huyện Tân Phong",
    "Xã Cẩm Tú", "Phường Lam Kiều", "Xã Đại Xuyên", "Huyện Mường Cang", "Xã Thạnh Quới",
)  # fmt: skip
DEEDS = (
    "khánh thành cây cầu dân sinh thay bến đò ngang",
    "mở lớp xóa mù chữ buổi tối cho phụ nữ",
    "trao 40 suất học bổng cho học sinh vượt khó",
    "ra quân nạo vét kênh nội đồng trước mùa mưa",
    "xử phạt ba trường hợp đổ trộm chất thải",
    "thu hoạch sớm lúa hè thu để tránh lũ",
    "tiếp nhận tủ sách của thầy giáo về hưu",
)
SUMMARIES = {
    "one clause": "{0} vừa {1} trong tuần này.",
    "cut off": "Ngày 12/4, {0} tổ chức lễ công bố quyết định và {1}, với sự tham gia...",
    "long": "Ngày 12/4, tại nhà văn hóa trung tâm, lãnh đạo {0} phối hợp với các đơn vị chức năng tổ chức lễ công bố"
    " quyết định và {1}, với sự tham gia của đông đảo bà con trong vùng; công trình do ngân sách địa phương và "
    "nhân dân"
    " cùng đóng góp, hoàn thành sau tám tháng.",
}
ROWS = {
    "epi": (
        "<div class='timeline'>{}</div>",
        "<article class='story'><figure class='story__thumb'><a class='cms-link' href='{link}'><img src='/i.jpg'></a>"
        "</figure><h2 class='story__heading'><a class='cms-link' href='{link}'>{title}</a></h2><div "
        "class='story__meta'>"
        "<time class='time' datetime='2025-08-30T14:05:26+0700'>30/08/2025 14:05</time></div>"
        "<div class='story__summary'>{said}</div></article>",
    ),
    "dataimages": (
        "<ul class='news'>{}</ul>",
        "<li><a href='{link}'><img src='/i.jpg'></a><a class='title3' href='{link}'>{title}</a>"
        "<span class='date'>09:38, 12/04/2023</span><p class='desc'>{said}</p></li>",
    ),
    "a table": (
        "<form id='aspnetForm'><table>{}</table></form>",
        "<tr><td><a href='{link}'><img src='/i.jpg' width='130'></a></td><td><a class='titleCat' "
        "href='{link}'>{title}"
        "</a> <span>(12/4/2023)</span><br>{said}</td></tr>",
    ),
    "onecms": (
        "<div class='b-maincontent'>{}</div>",
        "<div class='b-grid'><h3 class='b-grid__title'><a href='{link}'>{title}</a></h3>"
        "<div class='b-grid__desc'><a href='{link}'>{said}</a></div></div>",
    ),
    "onecms, plain": (
        "<div class='b-maincontent'>{}</div>",
        "<div class='b-grid'><div class='b-grid__title'><a href='{link}'>{title}</a></div>"
        "<div class='b-grid__desc'>{said}</div></div>",
    ),
    "liferay": (
        "<div class='portlet-body'>{}</div>",
        "<div class='asset-abstract'><h3 class='asset-title'><a href='{link}'>{title}</a></h3>"
        "<div class='asset-summary'>{said} <a href='{link}'>Đọc tiếp</a></div></div>",
    ),
    "vccorp": (
        "<ul id='load-list-news'>{}</ul>",
        "<li class='tlitem'><a href='{link}' class='avatar'><img src='/i.jpg'></a><div class='tli-content'>"
        "<h3><a href='{link}'>{title}</a></h3><p class='time'>12/04/2023 15:28</p><p class='sapo'>{said}</p></div>"
        "</li>",
    ),
    "paragraphs": (
        "<div id='content'>{}</div>",
        "<p><strong><a href='{link}'>{title}</a></strong> (12/4)</p><p style='text-align:justify'>{said}</p>"
        "<p><a href='{link}'>Chi tiết…</a></p>",
    ),
    "one paragraph": (
        "<div id='content'>{}</div>",
        "<p><img src='/i.jpg'><b><a href='{link}'>{title}</a></b><br>{said}</p>",
    ),
    "aspnet": (
        "<div class='left'>{}</div>",
        "<div class='itemCat clear'><img class='floatLeft' src='/i.jpg' width='130'><a class='titleCat' "
        "href='{link}'>"
        "{title}</a> <span class='color10'>(2/10/2019)</span><p>{said}</p></div>",
    ),
    "terms": ("<dl>{}</dl>", "<dt><a href='{link}'>{title}</a></dt><dd>{said}</dd>"),
    "a search": (
        "<div class='ket-qua'><p>Tìm thấy 214 kết quả cho từ khóa “cầu”</p>{}</div>",
        "<div class='item'><a href='{link}'>{title}</a><div>{said}</div><div>12/04/2023</div></div>",
    ),
    "one link": (
        "<section>{}</section>",
        "<a class='card' href='{link}'><img src='/i.jpg'><span class='title'>{title}</span><span>{said}</span></a>",
    ),
}


def section_page(row: str, summary: str, count: int, event: str = "") -> str:
    """A page of so many entries in the form `row`; no address and no metadata tell what it is.

    `event`: what the entries are about, as the page's heading.
    """
    frame, entry = ROWS[row]
    entries = []
    for number in range(count):
        place, deed = PLACES[number % len(PLACES)], DEEDS[(number * 3 + number // len(PLACES)) % len(DEEDS)]
        said = SUMMARIES[summary].format(PLACES[(number + 1) % len(PLACES)], DEEDS[(number + 1) % len(DEEDS)])
        entries.append(entry.format(link=f"/tin-{number}-post{number}12.html", title=f"{place} {deed}", said=said))
    menu = "<nav><a href='/kinh-te'>Kinh tế</a><a href='/xa-hoi'>Xã hội</a></nav>"
    foot = "<div class='paging'><a href='?p=2'>2</a></div><footer>Giấy phép số 12/GP-BTTTT cấp ngày 3/2/2020</footer>"
    head = f"<head><meta charset='utf-8'><title>{event or 'Kinh tế'} - Báo Vạn Đò</title></head>"
    rows = (f"<h1>{event}</h1>" if event else "") + frame.format("".join(entries))
    return f"<!DOCTYPE html><html lang='vi'>{head}<body>{menu}{rows}{foot}</body></html>"
