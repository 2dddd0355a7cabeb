"""One article, and what stands around it in any newspaper. Names, places and texts are invented."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

HEADLINE = "Nông dân xã Vạn Đò làm giàu từ mô hình trồng sen trên ruộng trũng"
LEAD = (
    "Từ những thửa ruộng trũng bỏ hoang, nông dân xã Vạn Đò đã mạnh dạn chuyển sang trồng sen lấy hạt, mỗi"
    " héc-ta cho lãi"
    " hơn 60 triệu đồng một vụ."
)
TEXT = (
    "Sáng 12/4, tại nhà văn hóa thôn Bến Đò, xã Vạn Đò, Hội Nông dân huyện An Khê phối hợp với Trạm Khuyến nông tổ chức"
    " hội thảo đầu bờ đánh giá mô hình trồng sen lấy hạt trên ruộng trũng.",
    "Mô hình được 24 hộ dân triển khai trên diện tích 18 ha, bắt đầu từ vụ đông xuân. Sau 4 tháng chăm sóc, năng suất"
    " bình quân đạt 1,9 tấn hạt tươi mỗi héc-ta, lãi khoảng 62 triệu đồng.",
    'Ông Lý Quốc Thái, người có 1,2 ha sen, cho biết: "Trước đây ruộng nhà tôi chỉ cấy được một vụ lúa, năm nào'
    " mưa sớm là"
    ' mất trắng. Từ khi trồng sen, gia đình có thu nhập đều".',
    "Theo bà Đặng Kim Oanh, Trạm trưởng Trạm Khuyến nông, trong năm nay huyện sẽ mở rộng diện tích sen lên 60 ha, đồng"
    " thời hỗ trợ 50% kinh phí mua giống cho các hộ.",
    "Kết luận hội thảo, Phó Chủ tịch UBND huyện Trương Công Bình đề nghị các xã rà soát diện tích ruộng trũng kém hiệu"
    " quả, vận động người dân chuyển đổi theo quy hoạch, tránh trồng ồ ạt.",
)
SCENES = (
    "Nông dân xã Vạn Đò thu hoạch sen trên cánh đồng Bãi Thượng.",
    "Đại biểu tham quan ruộng sen của gia đình ông Lý Quốc Thái. Ảnh: Vũ Hoài",
)
DAY, HOUR = "12/04/2023", "15:28"
PUBLISHED = "2023-04-12T15:28:00+07:00"
SIDE = (
    "<div class='sidebar'><h3>Đọc nhiều</h3><ul>"
    + "".join(
        f"<li><a href='/tin-{n}-10034{n}.html'>Huyện Tân Phong khởi công tuyến đường liên xã số {n} dài 12 km</a></li>"
        for n in range(8)
    )
    + "</ul></div>"
)
FOOT = (
    "<div class='footer'><p>Giấy phép số 123/GP-BTTTT cấp ngày 15/01/2021. Tổng biên tập: Hồ Đăng Khoa.</p>"
    "<p>Ghi rõ nguồn khi phát hành lại thông tin từ website này.</p></div>"
)


@dataclass(frozen=True)
class Story:
    """What a page is made of. `body` is markup; `lead` already has the newspaper's mark."""

    body: str
    lead: str = ""
    signed: str = ""
    """The byline in the page's header, at families that print one there."""


@dataclass(frozen=True)
class Family:
    """How a family prints a story, at an address of one of its newspapers."""

    url: str
    mark: str
    print: Callable[[Story], str]
    has_lead: bool = True


def page(head: str, body: str) -> str:
    title = f"<title>{HEADLINE}</title><meta property='og:title' content='{HEADLINE}'>"
    return f"<!DOCTYPE html><html lang='vi'><head><meta charset='utf-8'>{title}{head}</head><body>{body}</body></html>"


def description(story: Story) -> str:
    return f"<meta property='og:description' content='{story.lead}'>"
