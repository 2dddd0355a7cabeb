"""Captions: (where the form was met, line, text, credit)."""

CAPTIONS: list[tuple[str, str, str | None, str | None]] = [
    ("bac-ninh", "Điểm cầu Trung ương", "Điểm cầu Trung ương", None),
    ("ha-tinh", "Trung tâm thị xã năm 1995. Ảnh: Sỹ Ngọt", "Trung tâm thị xã năm 1995.", "Sỹ Ngọt"),
    ("nghe-an", "Hội báo xuân năm 2020. Ảnh tư liệu Quốc Sâm", "Hội báo xuân năm 2020.", "Quốc Sâm"),
    ("nghe-an", "Hội báo xuân năm 2020. Ảnh tư liệu", "Hội báo xuân năm 2020.", "tư liệu"),
    ("nghe-an", "Hội báo xuân năm 2020. Ảnh: Tư liệu", "Hội báo xuân năm 2020.", "Tư liệu"),
    ("nghe-an", "Hội báo xuân năm 2020. Ảnh: T.L", "Hội báo xuân năm 2020.", "T.L"),
    ("baotintuc", "Toàn cảnh đền. Ảnh: Văn Độ/TTXVN", "Toàn cảnh đền.", "Văn Độ/TTXVN"),
    ("baotintuc", "Chú thích ảnh Toàn cảnh đền. Ảnh: Văn Độ/TTXVN", "Toàn cảnh đền.", "Văn Độ/TTXVN"),
    ("baotintuc", "Chú thích ảnh", None, None),
    ("dan-tri", "Khu nhà bỏ hoang. (Ảnh: Toàn Vinh).", "Khu nhà bỏ hoang.", "Toàn Vinh"),
    ("dan-tri", "Khu nhà bỏ hoang (ảnh: Toàn Vinh)", "Khu nhà bỏ hoang", "Toàn Vinh"),
    ("dan-tri", "Khu nhà bỏ hoang [Ảnh: Toàn Vinh]", "Khu nhà bỏ hoang", "Toàn Vinh"),
    ("dan-tri", "Khu nhà ở Hà Nội (cũ). Ảnh: Toàn Vinh", "Khu nhà ở Hà Nội (cũ).", "Toàn Vinh"),
    ("tuoi-tre", "Hoa hồng giá 400.000 đồng - Ảnh: H.Y.T.", "Hoa hồng giá 400.000 đồng", "H.Y.T."),
    ("tuoi-tre", "Hoa hồng giá 400.000 đồng - Ảnh: AN VI", "Hoa hồng giá 400.000 đồng", "AN VI"),
    ("vnexpress", "Ảnh: Bankrate.", None, "Bankrate"),
    ("vnexpress", "Nhà máy ở ngoại ô. Ảnh: Reuters", "Nhà máy ở ngoại ô.", "Reuters"),
    ("phu-yen", "Ảnh minh họa: Internet", None, "Internet"),
    ("phu-yen", "Ảnh minh hoạ: Internet", None, "Internet"),
    ("phu-yen", "Ảnh minh họa", "Ảnh minh họa", None),
    ("thai-nguyen", "Lãnh đạo tỉnh phát biểu. Ảnh: LK", "Lãnh đạo tỉnh phát biểu.", "LK"),
    ("thai-nguyen", 'Trao bức tranh "Bác với quê hương". Ảnh: M.H', 'Trao bức tranh "Bác với quê hương".', "M.H"),
    ("provincial", "Lãnh đạo tỉnh phát biểu. Nguồn ảnh: Minh Quân", "Lãnh đạo tỉnh phát biểu.", "Minh Quân"),
    ("provincial", "Lãnh đạo tỉnh phát biểu. Ảnh Minh Quân", "Lãnh đạo tỉnh phát biểu.", "Minh Quân"),
    ("provincial", "Lãnh đạo tỉnh phát biểu. Ảnh: Minh Quân - Lê An", "Lãnh đạo tỉnh phát biểu.", "Minh Quân - Lê An"),
    ("provincial", "Lãnh đạo tỉnh phát biểu. Ảnh: Nhân vật cung cấp", "Lãnh đạo tỉnh phát biểu.", "Nhân vật cung cấp"),
    ("provincial", "Lãnh đạo tỉnh phát biểu. Ảnh: NVCC", "Lãnh đạo tỉnh phát biểu.", "NVCC"),
    ("provincial", "Bản đồ tuyến đường. Đồ họa: Minh Quân", "Bản đồ tuyến đường.", "Minh Quân"),
    ("provincial", "Phút vượt lũ. Clip: Minh Quân", "Phút vượt lũ.", "Minh Quân"),
    ("provincial", "Phút vượt lũ. Nguồn: Facebook nhân vật", "Phút vượt lũ.", "Facebook nhân vật"),
    ("provincial", "Bảng giá sáng nay. Ảnh: giavang.example.net", "Bảng giá sáng nay.", "giavang.example.net"),
    ("provincial", "Bão trên Mặt trời. Ảnh: NASA/SDO và các nhóm", "Bão trên Mặt trời.", "NASA/SDO và các nhóm"),
    # No credit: the word stands in a sentence.
    ("sentence", "Người dân chụp ảnh Bác Hồ", "Người dân chụp ảnh Bác Hồ", None),
    ("sentence", "Ảnh: Người dân chờ đò ở bến từ sáng sớm.", "Ảnh: Người dân chờ đò ở bến từ sáng sớm.", None),
    ("sentence", "Nguồn nước: sạch và đủ cho cả xã", "Nguồn nước: sạch và đủ cho cả xã", None),
    ("sentence", "Giải Nhì: “Nước sạch” - Trần Phước Tài", "Giải Nhì: “Nước sạch” - Trần Phước Tài", None),
    ("byline", "Tin, ảnh: P.Y", "Tin, ảnh: P.Y", None),
    ("byline", "Bài và ảnh: Nguyễn Hường", "Bài và ảnh: Nguyễn Hường", None),
    ("empty", "", None, None),
]

NOT_YET: list[tuple[str, str, str | None, str | None]] = [
    # Without a full stop or bracket before "Ảnh" nothing tells the credit from the sentence.
    ("provincial", "Lãnh đạo tỉnh phát biểu Ảnh Minh Quân", "Lãnh đạo tỉnh phát biểu", "Minh Quân"),
    # A bare agency in brackets may belong to the sentence ("… của hãng tin (TTXVN)").
    ("provincial", "Quang cảnh hội nghị. (TTXVN)", "Quang cảnh hội nghị.", "TTXVN"),
]

GLUED: list[tuple[str, str | None, str]] = [
    (
        "Quang cảnh lễ hội. (Ảnh: Minh Đán) Sáng 5/3, đông đảo người dân đã về dự lễ khai mạc tại đình.",
        "Quang cảnh lễ hội. (Ảnh: Minh Đán)",
        "Sáng 5/3, đông đảo người dân đã về dự lễ khai mạc tại đình.",
    ),
    (
        "Quang cảnh lễ hội. Ảnh: Minh Đán. Sáng 5/3, đông đảo người dân đã về dự lễ khai mạc tại đình.",
        "Quang cảnh lễ hội. Ảnh: Minh Đán.",
        "Sáng 5/3, đông đảo người dân đã về dự lễ khai mạc tại đình.",
    ),
]
"""(paragraph, caption, rest)"""

NOT_GLUED: list[str] = [
    "Ngôi nhà cổ (ảnh: Minh Đán) nằm bên sông đã được trùng tu từ năm ngoái bằng vốn của tỉnh.",
    "Quang cảnh lễ hội. Ảnh tư liệu Quốc Sâm Hội Báo Xuân là dịp để bạn đọc gặp gỡ những người làm báo.",
    "Quang cảnh lễ hội. Ảnh: Minh Đán Hội Báo Xuân là dịp để bạn đọc gặp gỡ những người làm báo.",
    "Sáng 5/3, lễ hội khai mạc. Đông đảo người dân đã về dự. (Ảnh: Minh Đán) Lễ hội kéo dài ba ngày tại sân đình làng.",
    "Một đoạn văn không có tín hiệu nào của ảnh, dài vừa đủ để không bị coi là chú thích của một bức ảnh.",
]
"""Paragraphs in which the end of a credit is not certain, or which are text"""
