"""Words for newsrooms: agencies, newspapers, desks, placeholders. Data only; compared after `outlet_key`."""

from __future__ import annotations

from newsarchive.cleaning.text import uniform_tone

# Agencies whose name alone, as a byline, credits them with the text.
AGENCIES = (
    "TTXVN", "Thông tấn xã Việt Nam", "TTXVN/Vietnam+", "Vietnam+", "VNA", "VNP", "TASS", "Sputnik",
    "RIA Novosti", "Reuters", "AFP", "AP", "Associated Press", "Xinhua", "Tân Hoa xã", "THX", "Yonhap", "Kyodo",
    "Bernama", "DPA", "Bloomberg", "Anadolu", "UPI", "EFE", "ANSA", "Getty Images", "EPA", "PTI",
)  # fmt: skip

# Newspapers, broadcasters and sites that others take texts from. A province's paper is known by its "Báo".
OUTLETS = (
    "VnExpress", "Tuổi Trẻ", "Tuổi Trẻ Online", "TTO", "Thanh Niên", "Thanh Niên Online", "TNO", "Dân trí",
    "VietNamNet", "Vietnam Net", "VNN", "PLO", "PLVN", "CafeF", "CafeBiz", "Zing", "Zing News", "Znews",
    "Tiền Phong", "TPO", "VOV", "VOV.VN", "VTV", "VTV News", "VTC", "VTC News", "Người Lao Động", "NLĐ", "NLĐO",
    "Lao Động", "LĐO", "Nhân Dân", "Quân đội nhân dân", "QĐND", "SGGP", "SGGPO", "Sài Gòn Giải Phóng",
    "Hà Nội mới", "Hànộimới", "HNM", "HNMO", "Kinh tế & Đô thị", "Kinh tế đô thị", "Pháp luật Việt Nam",
    "Công an nhân dân", "CAND", "An ninh Thủ đô", "ANTĐ", "An ninh thế giới", "Giáo dục & Thời đại",
    "Giáo dục và Thời đại", "Sức khỏe & Đời sống", "Sức khỏe và Đời sống", "SKĐS", "Khoa học & Đời sống",
    "Nông nghiệp Việt Nam", "Tài nguyên & Môi trường", "TN&MT", "Công Thương", "VnEconomy", "Đầu tư",
    "Đầu tư Online", "Tin tức", "Chính phủ", "Chinhphu", "VGP", "VGP News", "Soha", "Kenh14", "Kênh 14", "24h",
    "Gia đình & Xã hội", "Gia đình và Xã hội", "Gia đình Việt Nam", "Phụ nữ TP.HCM", "PNO", "Phụ nữ Việt Nam",
    "Infonet", "VietTimes", "Viettimes", "Vietnamplus", "VietnamPlus", "DTO", "CTO", "Nhịp sống thị trường",
    "Nhịp sống kinh tế", "Trí thức trẻ", "Trí thức Trẻ", "Tài chính Plus", "Đời sống & Pháp luật",
    "Người đưa tin", "Nguoiduatin", "Bóng đá Plus", "Thể thao & Văn hóa", "TT&VH", "Thể thao 247", "Dân Việt",
    "Một Thế Giới", "Saostar", "Ngôi Sao", "Vietnam Finance", "VietnamFinance", "BizLIVE", "The Saigon Times",
    "KTSG Online", "TBKTSG", "Báo Mới", "BaoMoi", "VnMedia", "ICTnews", "Genk", "Tinhte", "Internet", "BBC",
    "CNN", "The New York Times", "New York Times", "NYT", "The Guardian", "Guardian", "Washington Post",
    "Wall Street Journal", "WSJ", "Daily Mail", "Financial Times", "CNBC", "Forbes", "Nikkei", "RT",
    "Al Jazeera", "Straits Times", "Facebook", "YouTube", "Youtube", "TikTok", "Twitter", "Zalo", "Wikipedia",
    "Google",
)  # fmt: skip

# The first words of bodies that sign texts but are no persons.
BODY_HEADS = (
    "báo", "tạp chí", "chuyên trang", "trang tin", "trang thông tin", "cổng thông tin", "cổng ttđt", "đài pt",
    "đài phát", "đài truyền", "đài tt", "đài th", "trung tâm", "thông tấn", "tòa soạn", "ban thời sự",
    "ban biên tập", "ban kinh tế", "ban chính trị", "ban xã hội", "ban văn hóa", "ban thể thao", "ban quốc tế",
    "ban pháp luật", "ban giáo dục", "ban bạn đọc", "ban công tác", "ban thư ký", "ban điện tử",
    "ban chuyên đề", "ban tuyên giáo", "ban chỉ đạo", "ban tổ chức", "ban quản lý", "ban đô thị", "ban truyền",
    "phòng", "sở", "bộ", "ubnd", "hđnd", "công ty", "công an", "công đoàn", "tập đoàn", "tổng công ty",
    "tổng cục", "cục", "văn phòng", "hội nhà báo", "hội đồng", "hội nông dân", "hội phụ nữ", "hội lhpn",
    "liên đoàn", "tỉnh đoàn", "thành đoàn", "tỉnh ủy", "thành ủy", "huyện ủy", "viện", "bộ đội", "bộ chỉ huy",
    "ngân hàng", "bệnh viện", "nhóm", "tổ", "kênh", "cơ quan", "chi nhánh", "mặt trận", "mttq",
    "ceo", "giám đốc", "phó giám đốc", "chủ tịch",
    "phó chủ tịch", "bí thư", "đại biểu", "hiệu trưởng", "editorial",
    "staff", "newsroom", "the", "tm.", "kt.", "tl.", "tuq.", "gia đình", "tang quyến",
)  # fmt: skip

# Whole names that content systems and templates print where a person should stand.
NOT_PERSONS = (
    "admin", "administrator", "editor", "biên tập viên", "btv", "ban biên tập", "bbt", "tòa soạn", "bút danh",
    "tác giả", "người viết", "nguồn tin", "nhà báo", "ẩn danh", "vccorp vn", "vccorp", "vcmedia", "vccorp.vn",
    "mediatech", "epi", "onecms", "hemera", "quản trị", "quản trị viên", "ban quản trị", "user", "guest",
    "webmaster", "cms", "super admin", "super user",
    "bạn đọc", "độc giả", "nhân vật cung cấp", "nvcc", "tư liệu", "tổng hợp",
    "sưu tầm", "st", "cắt từ clip", "nguồn", "minh họa", "cộng tác viên", "thông cáo", "pr", "qc", "quảng cáo",
    "n/a", "none", "null", "undefined", "unknown", "hết", "còn nữa", "video", "clip", "ảnh", "tin", "bài",
    "theo", "internet", "media", "online", "news", "redaktion", "staff writer", "staff", "việt nam", "hà nội",
    "tp hcm", "tp.hcm", "tphcm", "tp. hcm", "quốc hội", "chính phủ", "thời sự", "kinh tế", "thể thao",
    "pháp luật", "văn hóa", "giáo dục", "quốc tế", "thế giới", "xã hội", "chính trị", "đời sống", "sức khỏe",
    "giải trí", "công nghệ", "bạn đọc viết", "thông báo", "kết luận", "cáo phó", "lời kết", "tin tức",
    "tin vắn", "trang chủ", "liên hệ", "đăng nhập", "đăng ký", "tìm kiếm", "trả lời", "kỳ cuối", "bài cuối",
)  # fmt: skip

# Kinds of writing that newsrooms print before the writer: "Ghi chép của X", "Bút ký: X".
GENRES = (
    "ghi chép", "ghi nhanh", "bút ký", "bút kí", "phóng sự", "phóng sự dự thi", "phóng sự điều tra",
    "ký sự", "kí sự", "phóng sự - ghi chép", "du ký", "hồi ký", "hồi ức", "nhật ký", "tản văn", "tạp văn",
    "tạp bút", "tùy bút", "tuỳ bút", "tạp ghi", "tạp luận", "tiểu phẩm",
)  # fmt: skip

# Kinds whose colon may open a title as well ("Thơ: Đêm trăng"): only "Thơ của X" signs.
TITLED_GENRES = (
    "thơ", "chùm thơ", "truyện", "truyện ngắn", "truyện vui", "chuyện", "kịch", "nhạc", "bài", "bài viết", "ký",
    "điều tra",
)  # fmt: skip

# Last words that make a line of capitalised words an outlet's name, whatever stands before: "Sông Lam News".
OUTLET_TAILS = frozenset(("news", "online", "times", "daily", "newspaper", "tv", "herald", "tribune"))

# Last words of what an English newsroom calls those who sign: "Political Correspondent".
JOBS = frozenset(
    (
        "correspondent",
        "reporter",
        "writer",
        "editor",
        "journalist",
        "columnist",
        "contributor",
        "producer",
        "analyst",
    )
)

# Words for "one of our reporters": printed as a byline, naming nobody.
PLACEHOLDERS = (
    "pv", "p.v", "p.v.", "ctv", "c.t.v", "pv-ctv", "pv - ctv", "pv, ctv", "pv/ctv", "nhóm pv", "nhóm p.v",
    "nhóm pv-ctv", "nhóm phóng viên", "phóng viên", "các phóng viên", "nhóm tác giả", "tổ pv", "tổ phóng viên",
    "bút danh", "pvct", "bbt", "nhóm pvct", "pv tổng hợp", "tổng hợp", "btv",
    "cộng sự", "các cộng sự", "nhóm cộng sự",
)  # fmt: skip

# Newsrooms, their desks and accounts: as the last line of a text they sign it, and are nobody.
DESKS = frozenset((
    "admin", "administrator", "tòa soạn", "ban biên tập", "bbt", "btv", "biên tập viên", "ban thư ký",
    "ban thư ký tòa soạn", "thư ký tòa soạn", "phòng thư ký tòa soạn", "ban bạn đọc", "phòng bạn đọc", "ban điện tử",
    "ban quản trị", "quản trị viên", "the editors", "editorial board", "newsroom", "web desk", "news desk",
    "staff report", "staff reports", "staff and wire reports",
))  # fmt: skip
DESK_TAILS = frozenset(("desk", "staff", "newsroom", "bureau", "team", "release", "services"))
"""Last words of what an English newsroom signs for itself: "Web Desk", "Post Staff", "Press Release"."""
DESK_NAMES = frozenset((
    "thời sự", "kinh tế", "chính trị", "xã hội", "văn hóa", "văn hóa - xã hội", "văn hóa - văn nghệ", "thể thao",
    "quốc tế", "thế giới", "pháp luật", "giáo dục", "bạn đọc", "phóng viên", "báo điện tử", "chuyên đề",
    "thời sự - chính trị", "kinh tế - xã hội", "xây dựng đảng", "khoa giáo", "phóng viên - biên tập",
))  # fmt: skip

PROVINCES = (
    "An Giang", "Bà Rịa - Vũng Tàu", "Bạc Liêu", "Bắc Giang", "Bắc Kạn", "Bắc Ninh", "Bến Tre", "Bình Định",
    "Bình Dương", "Bình Phước", "Bình Thuận", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng", "Đắk Lắk", "Đắk Nông",
    "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai", "Hà Giang", "Hà Nam", "Hà Nội", "Hà Tĩnh", "Hải Dương",
    "Hải Phòng", "Hậu Giang", "Hòa Bình", "Hưng Yên", "Khánh Hòa", "Kiên Giang", "Kon Tum", "Lai Châu",
    "Lạng Sơn", "Lào Cai", "Lâm Đồng", "Long An", "Nam Định", "Nghệ An", "Ninh Bình", "Ninh Thuận", "Phú Thọ",
    "Phú Yên", "Quảng Bình", "Quảng Nam", "Quảng Ngãi", "Quảng Ninh", "Quảng Trị", "Sóc Trăng", "Sơn La",
    "Tây Ninh", "Thái Bình", "Thái Nguyên", "Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh",
    "Tuyên Quang", "Vĩnh Long", "Vĩnh Phúc", "Yên Bái",
)  # fmt: skip


def outlet_key(name: str) -> str:
    """The form in which names of newsrooms are compared: case, blanks and a leading "Báo" do not count.

    >>> outlet_key("VietNamNet") == outlet_key("Vietnam Net"), outlet_key("Báo Tin tức") == outlet_key("Tin Tức")
    (True, True)
    """
    return uniform_tone(name).casefold().removeprefix("báo ").replace(" ", "")
