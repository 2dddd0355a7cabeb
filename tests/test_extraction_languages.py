"""Short articles in writings without blanks between words, or with other full stops; in the markup of no newspaper."""

from __future__ import annotations

import pytest

from newsarchive.extraction import extract

STORIES: dict[str, tuple[str, str, list[str], list[str]]] = {
    "Chinese": (
        "zh",
        "港口大桥周一通车 两岸居民出行更便捷",
        [
            "本报讯 六月十二日上午,连接两岸的港口大桥正式通车,数百名居民前来观礼。",
            "大桥全长三百二十米,宽九米,总投资九千六百万元,历时十八个月建成。",
            "镇长在仪式上表示,通车后村民到镇中心的路程缩短四公里。",
            "居民王女士说:“以前过河要坐船,现在五分钟就到了。”",
        ],
        ["市中心新图书馆明年开放", "渔业丰收季节提前到来", "山区学校获赠新电脑", "周末万人游览古镇老街"],
    ),
    "Chinese, three lines": (
        "zh",
        "港口大桥周一通车 两岸居民出行更便捷",
        ["港口大桥周一上午正式通车。", "大桥全长三百二十米。", "居民表示出行更方便。"],
        ["市中心新图书馆明年开放", "渔业丰收季节提前到来", "山区学校获赠新电脑", "周末万人游览古镇老街"],
    ),
    "Japanese": (
        "ja",
        "港の新しい橋が開通 住民の移動が便利に",
        [
            "港町で十二日、両岸を結ぶ新しい橋が開通し、住民数百人が渡り初めに参加した。",
            "橋は全長三百二十メートル、幅九メートルで、一年半かけて建設された。",
            "町長は式典で、中心部までの距離が四キロ短くなると述べた。",
        ],
        ["図書館が来年春に開館へ", "漁の季節が早まる見通し", "山あいの学校に電子黒板", "週末に一万人が古い町並みへ"],
    ),
    "Thai": (
        "th",
        "เปิดใช้สะพานใหม่เชื่อมสองฝั่งแม่น้ำ",
        [
            "เช้าวันที่ 12 มิถุนายน อำเภอท่าเรือเปิดใช้สะพานใหม่เชื่อมสองฝั่งแม่น้ำ โดยมีประชาชนหลายร้อยคนร่วมงาน",
            "สะพานยาว 320 เมตร กว้าง 9 เมตร ใช้เวลาก่อสร้าง 18 เดือน งบประมาณ 96 ล้านบาท",
            "นายอำเภอกล่าวว่า สะพานจะช่วยย่นระยะทางเข้าสู่ตัวอำเภอได้สี่กิโลเมตร",
        ],
        ["ห้องสมุดใหม่เตรียมเปิดปีหน้า", "ฤดูจับปลามาเร็วกว่าทุกปี", "โรงเรียนบนดอยได้คอมพิวเตอร์ใหม่", "นักท่องเที่ยวนับหมื่นเที่ยวเมืองเก่า"],
    ),
    "Khmer": (
        "km",
        "បើកស្ពានថ្មីតភ្ជាប់ច្រាំងទន្លេទាំងពីរ",
        [
            "ព្រឹកថ្ងៃទី១២ ខែមិថុនា ស្រុកបានបើកស្ពានថ្មីតភ្ជាប់ច្រាំងទន្លេទាំងពីរ ដោយមានប្រជាពលរដ្ឋរាប់រយនាក់ចូលរួម។",
            "ស្ពានមានប្រវែង ៣២០ ម៉ែត្រ ទទឹង ៩ ម៉ែត្រ សាងសង់អស់រយៈពេល ១៨ ខែ។",
            "អភិបាលស្រុកបានថ្លែងថា ស្ពាននេះជួយកាត់បន្ថយចម្ងាយបួនគីឡូម៉ែត្រ។",
        ],
        ["បណ្ណាល័យថ្មីនឹងបើកនៅឆ្នាំក្រោយ", "រដូវនេសាទមកដល់មុនកាលកំណត់", "សាលានៅភ្នំទទួលបានកុំព្យូទ័រថ្មី"],
    ),
    "Lao": (
        "lo",
        "ເປີດຂົວໃໝ່ເຊື່ອມສອງຝັ່ງແມ່ນ້ຳ",
        [
            "ຕອນເຊົ້າວັນທີ 12 ມິຖຸນາ ເມືອງໄດ້ເປີດນຳໃຊ້ຂົວໃໝ່ເຊື່ອມສອງຝັ່ງແມ່ນ້ຳ ໂດຍມີປະຊາຊົນຫຼາຍຮ້ອຍຄົນເຂົ້າຮ່ວມ.",
            "ຂົວມີຄວາມຍາວ 320 ແມັດ ກວ້າງ 9 ແມັດ ໃຊ້ເວລາກໍ່ສ້າງ 18 ເດືອນ.",
            "ເຈົ້າເມືອງກ່າວວ່າ ຂົວຈະຊ່ວຍຫຼຸດໄລຍະທາງສີ່ກິໂລແມັດ.",
        ],
        ["ຫໍສະໝຸດໃໝ່ຈະເປີດໃນປີໜ້າ", "ລະດູຫາປາມາໄວກວ່າທຸກປີ", "ໂຮງຮຽນເທິງພູໄດ້ຄອມພິວເຕີໃໝ່"],
    ),
    "Korean": (
        "ko",
        "항구 새 다리 개통 주민 이동 편리해져",
        [
            "12일 오전 항구 마을에서 두 강변을 잇는 새 다리가 개통돼 주민 수백 명이 참석했다.",
            "다리는 길이 320미터, 폭 9미터로 18개월 만에 완공됐다.",
            "읍장은 중심지까지 거리가 4킬로미터 줄어든다고 말했다.",
        ],
        ["새 도서관 내년 봄 문 연다", "고기잡이 철 예년보다 빨라", "산골 학교에 새 컴퓨터 전달"],
    ),
    "Arabic": (
        "ar",
        "افتتاح جسر جديد يربط ضفتي النهر",
        [
            "افتتحت البلدة صباح الخميس جسرا جديدا يربط ضفتي النهر بحضور مئات السكان.",
            "يبلغ طول الجسر 320 مترا وعرضه تسعة أمتار واستغرق بناؤه 18 شهرا.",
            "وقال رئيس البلدية إن الجسر يختصر الطريق أربعة كيلومترات.",
        ],
        ["مكتبة جديدة تفتح أبوابها العام المقبل", "موسم الصيد يبدأ مبكرا هذا العام", "حواسيب جديدة لمدرسة في الجبل"],
    ),
}
"""Language, headline, text, headlines of others."""
PRINTED = {"paragraphs": "<p>{}</p>", "divs": "<div>{}</div>", "breaks": "{}<br><br>"}
DAY = "<time>2025-06-12 09:30</time>"


def page(language: str, headline: str, text: str, others: list[str]) -> str:
    side = "".join(
        f"<div><a href='/{at}'><img src='a.jpg'></a><h3><a href='/{at}'>{other}</a></h3></div>"
        for at, other in enumerate(others * 3)
    )
    return f"""<html lang="{language}"><head><title>{headline} - News</title><meta property="og:title"
    content="{headline}"></head><body><div><div class="l"><h1>{headline}</h1>{DAY}{text}</div>
    <div class="r">{side}</div></div></body></html>"""


@pytest.mark.parametrize("printed", PRINTED)
@pytest.mark.parametrize("story", STORIES)
def test_the_text_is_found(story: str, printed: str) -> None:
    language, headline, lines, others = STORIES[story]
    text = "".join(PRINTED[printed].format(line) for line in lines)
    article = extract(page(language, headline, f"<div>{text}</div>", others)).article
    assert article is not None
    told = article.to_dict()
    assert told["headline"] == headline
    assert [*([told["lead"]] if told["lead"] else []), *told["body"]] == lines


@pytest.mark.parametrize("story", STORIES)
def test_a_list_is_no_article(story: str) -> None:
    language, headline, lines, others = STORIES[story]
    entries = "".join(
        f"<div><h3><a href='/e{at}'>{other}</a></h3><p>{lines[at % len(lines)]}</p></div>"
        for at, other in enumerate(others * 4)
    )
    listed = page(language, headline, f"<div>{entries}</div>", others).replace(DAY, "")
    assert extract(listed).article is None
