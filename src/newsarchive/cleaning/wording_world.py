"""What a line that points to another article begins with, in the languages of the press elsewhere. Data alone."""

from __future__ import annotations

POINTERS = (
    "à lire aussi", "lire aussi", "à lire", "lire", "à voir", "voir aussi", "à lire également",  # French
    "lea también", "lee también", "leer más", "te puede interesar", "ver también", "le puede interesar",  # Spanish
    "leia também", "leia mais", "veja também", "saiba mais",  # Portuguese
    "leggi anche", "leggi qui", "vedi anche",  # Italian
    "lesen sie auch", "lesen sie mehr", "auch interessant", "mehr zum thema", "siehe auch", "lesen sie hier",  # German
    "lees ook", "lees meer", "läs också", "läs mer", "les også", "læs også", "lue myös",  # Dutch and the north
    "baca juga", "baca selengkapnya", "lihat juga", "simak juga", "baca lagi",  # Indonesian, Malay
    "czytaj także", "czytaj też", "zobacz także", "zobacz też", "przeczytaj także", "čtěte také", "přečtěte si",
    "читайте также", "читайте по теме", "читайте також",  # Polish, Czech, Russian, Ukrainian
    "อ่านเพิ่มเติม", "อ่านข่าว", "ข่าวที่เกี่ยวข้อง",  # Thai
    "相关阅读", "相關閱讀", "延伸阅读", "延伸閱讀", "相关新闻", "関連記事", "あわせて読みたい", "관련기사", "관련 기사",
)  # fmt: skip
