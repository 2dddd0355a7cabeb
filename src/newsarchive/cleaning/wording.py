"""What the furniture of a news page says. Data only: whole phrases, in lower case, tone marks placed as in "hòa".

FORM opens the comment form or its captcha: behind it nothing is article. FORM_MESSAGES, TOOLS, ADVERTISING and IMPRINT
never stand alone on a line of an article. LISTS head a list of other articles, TAGS one of keywords. WEAK ones might be
a rubric or a heading, so they count only in company.
"""

from __future__ import annotations

FORM = (
    "ý kiến bạn đọc - gửi bình luận", "gửi bình luận", "gửi bình luận của bạn", "gửi bình luận nhập lại",
    "viết bình luận", "viết bình luận của bạn", "bình luận của bạn", "ý kiến của bạn", "gửi ý kiến",
    "gửi ý kiến của bạn", "ý kiến bạn đọc", "ý kiến độc giả", "độc giả bình luận", "bạn đọc bình luận",
    "chia sẻ ý kiến của bạn", "thông tin người gửi", "reset captcha", "captcha", "mã captcha", "mã capcha",
    "nhập mã captcha", "nhập mã capcha", "nhập mã xác nhận", "mã xác nhận", "mã bảo mật", "nhập mã bảo mật",
    "nhập mã", "làm mới mã", "đổi mã khác", "chọn mã xác nhận khác", "mã xác nhận chưa chính xác",
    "vui lòng nhập mã xác nhận", "vui lòng nhập mã xác nhận vào ô bên dưới",
    "nếu bạn không đọc được, hãy chọn mã xác nhận khác", "vui lòng nhập bình luận tiếng việt có dấu",
    "vui lòng nhập tiếng việt có dấu", "vui lòng nhập ý kiến của bạn", "vui lòng nhập bình luận",
    "vui lòng gõ tiếng việt có dấu", "vui lòng nhập nội dung bình luận", "vui lòng nhập họ tên",
    "vui lòng nhập email đúng", "vui lòng nhập email", "ý kiến của bạn sẽ được biên tập trước khi đăng",
    "xin vui lòng gõ tiếng việt có dấu", "ý kiến của bạn sẽ được xét duyệt trước khi đăng",
    "email (không hiển thị trên trang)", "họ tên (hiển thị trên trang)", "để lại bình luận",
)  # fmt: skip

COMMENTS = (
    "bình luận", "comments", "ý kiến", "thảo luận", "bình luận mới nhất", "bình luận nổi bật",
)  # fmt: skip

FORM_MESSAGES = (
    "soạn lại", "lưu thông tin", "cám ơn bạn đã đóng góp ý kiến cho chúng tôi", "cảm ơn bạn đã gửi bình luận",
    "vui lòng chọn câu trả lời", "hiện chưa có bình luận nào", "chưa có bình luận", "bạn còn 1000 ký tự",
    "xếp theo", "bạn thấy bài viết này thế nào", "kém bình thường hay rất hay", "đánh giá bài viết",
    "mới nhất trước", "hãy là người đầu tiên bình luận",
    "hiện chưa có bình luận nào, hãy trở thành người đầu tiên bình luận cho bài viết này",
    "trở thành người đầu tiên tặng sao cho bài viết", "đăng nhập để bình luận", "xem thêm bình luận",
    "xem tất cả bình luận", "tắt chia sẻ", "số người thích", "người thích", "được quan tâm nhất",
    "bình luận được quan tâm nhất", "nhập lại", "bình luận", "gửi phản hồi", "nhập nội dung bình luận",
    "vui lòng nhập thông tin cần bình luận",
)  # fmt: skip

TOOLS = (
    "chia sẻ bài viết", "chia sẻ facebook", "chia sẻ lên facebook", "chia sẻ qua email", "chia sẻ twitter",
    "chia sẻ", "chia sẻ zalo", "gửi qua hay", "sao chép liên kết", "copy link", "copy link thành công",
    "link đã được copy", "đã copy thành công", "đã sao chép", "link bài gốc", "lấy link", "in bài viết",
    "in bài", "bản in", "gửi email", "gửi cho bạn bè", "gửi bài viết", "lưu bài", "lưu bài viết", "bỏ lưu",
    "theo dõi trên", "theo dõi trên google news", "theo dõi chúng tôi trên", "tải ứng dụng", "cỡ chữ",
    "mặc định", "cỡ chữ mặc định", "tăng cỡ chữ", "giảm cỡ chữ", "a a", "a- a a+", "a a+", "a+ a-", "a - a +",
    "chế độ tối", "chế độ sáng", "giao diện tối", "tweet", "like share", "nghe bài viết",
    "nghe đọc bài", "nghe đọc bài báo", "nghe tin", "nghe audio", "đọc bài viết", "đọc bằng giọng", "giọng đọc",
    "nữ miền bắc", "nam miền bắc", "nữ miền nam", "nam miền nam", "nữ miền trung", "nam miền trung", "giọng nữ",
    "giọng nam", "tốc độ đọc", "tốc độ", "1x", "1.25x", "1.5x", "0.75x", "2x", "về đầu trang", "lên đầu trang",
    "google news", "trở lại", "quay lại", "quay trở lại", "xem các bài viết của tác giả",
    "xem bài viết khác của tác giả", "chọn giọng đọc", "in bài này", "trở về đầu trang", "lên đầu",
    "xem các bài viết khác", "đang tải", "vui lòng đợi", "đọc bài gốc", "đọc bài gốc tại đây", "báo lỗi", "báo sai",
    "hãy chia sẻ bài viết này", "kích thước chữ", "chế độ ban đêm", "font size",
)  # fmt: skip

ADVERTISING = (
    "quảng cáo", "ad", "tài trợ", "nội dung được tài trợ",
    "bạn cần đăng nhập để thực hiện chức năng này", "chuyển sao tặng cho thành viên",
    "tặng sao", "tặng sao cho tác giả", "tặng quà", "tặng bài viết", "mở khóa bài viết", "đăng ký gói",
    "đăng ký ngay", "bạn đang xem phiên bản xem thử của bài viết", "mời bạn đăng nhập để đọc tiếp",
    "đăng nhập để đọc tiếp", "bài viết dành cho thành viên", "nội dung dành cho thành viên", "đóng quảng cáo",
    "bỏ qua quảng cáo",
)  # fmt: skip

IMPRINT = (
    "đọc báo giấy online", "đọc báo in", "bảng giá quảng cáo - đặt báo", "bảng giá quảng cáo",
    "liên kết website", "mail tòa soạn", "gửi bài về tòa soạn", "đặt báo",
    "liên hệ quảng cáo", "liên hệ tòa soạn", "danh sách các tác giả", "tin theo khu vực", "về trang chủ đề",
    "thông tin tòa soạn", "giấy phép số",
    "tổng biên tập", "phó tổng biên tập", "ghi rõ nguồn", "phát triển bởi", "chat với tư vấn viên",
    "điều khoản sử dụng",
    "chính sách bảo mật", "điều khoản bảo mật", "trang chủ báo điện tử",
)  # fmt: skip

STRONG = (*FORM_MESSAGES, *TOOLS, *ADVERTISING, *IMPRINT)

LISTS = (
    "tin liên quan", "bài liên quan", "bài viết liên quan", "tin bài liên quan", "tin, bài liên quan",
    "tin cùng chuyên mục", "cùng chuyên mục", "bài viết cùng chuyên mục", "tin cùng loại", "tin đọc nhiều",
    "đọc nhiều", "đọc nhiều nhất", "xem nhiều", "xem nhiều nhất", "tin xem nhiều", "tin mới", "tin mới nhất",
    "tin mới hơn", "tin cũ hơn", "các tin khác", "tin khác", "các tin mới hơn", "các tin cũ hơn",
    "các tin đã đưa", "các tin, bài đã đưa", "tin tức mới nhất", "tin tức cùng dòng sự kiện", "dòng sự kiện",
    "xem thêm", "đọc thêm", "đọc tiếp", "bài đọc tiếp", "xem tiếp", "có thể bạn quan tâm",
    "bạn có thể quan tâm", "bạn đọc quan tâm", "có thể bạn chưa biết", "tin nổi bật", "bài nổi bật",
    "được quan tâm", "tin cùng tác giả", "bài cùng tác giả", "chủ đề liên quan", "tin tài trợ", "bài mới nhất",
    "bài viết cùng tác giả", "bài đọc nhiều", "tin nóng", "mới cập nhật", "bài viết khác",
    "tin trong ngày", "đang được quan tâm", "tin đáng đọc",
)  # fmt: skip

TAGS = (
    "từ khóa", "từ khóa liên quan", "tags", "tag", "tag links", "chủ đề", "thẻ", "keywords", "hashtag", "nhãn",
)  # fmt: skip

WEAK = (
    "gửi", "gửi đi", "hủy", "hủy bỏ", "đóng", "thoát", "ok", "trả lời", "thích", "quan tâm", "facebook",
    "twitter", "x", "zalo", "email", "e-mail", "linkedin", "pinterest", "youtube", "tiktok", "telegram",
    "messenger", "viber", "print", "họ tên", "họ và tên", "tên", "tên của bạn", "tiêu đề", "nội dung",
    "điện thoại", "số điện thoại", "báo cáo vi phạm", "báo vi phạm", "đăng nhập", "đăng ký", "đăng xuất",
    "thông báo", "quan tâm nhất", "mới nhất", "cũ nhất", "lượt xem", "thời tiết", "trang chủ", "liên hệ", "rss",
    "tìm kiếm", "hotline", "đường dây nóng", "ý kiến", "comments", "thảo luận", "a", "a+", "a-", "in", "lưu",
    "sao chép", "link",
    "gốc", "instagram", "whatsapp", "threads", "tòa soạn",
)  # fmt: skip

# vnexpress prints "Trở lại Thời sự" under every article.
SECTIONS = (
    "thời sự", "kinh doanh", "kinh tế", "thể thao", "giải trí", "pháp luật", "giáo dục", "sức khỏe", "đời sống",
    "du lịch", "khoa học", "số hóa", "xe", "công nghệ", "thế giới", "quốc tế", "xã hội", "văn hóa", "chính trị",
    "bất động sản", "góc nhìn", "ý kiến", "tâm sự", "bạn đọc", "an ninh", "đô thị", "trang chủ",
)  # fmt: skip
