"""The letters of Vietnamese encodings older than Unicode, as Windows-1252 shows them. Data only.

TCVN3 (ABC, the fonts named .VnTime) has one code for each small letter; VNI writes most letters as the plain one and a
mark behind it. Sources: TCVN 5712:1993 VN3, the tables of the VNI-Times fonts.
"""

from __future__ import annotations

TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
"""Code as Windows-1252 shows it → letter."""

# The marks of VNI behind a plain letter, and what both make: "aù" → "á".
_VNI_MARKS = {
    "a": ("ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "u": ("ùøûõï", "úùủũụ"),
    "y": ("ùøûõ", "ýỳỷỹ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "ö": ("ùøûõï", "ứừửữự"),
}
_VNI_SINGLE = dict(zip("íìæóòôöîñ", "íìỉĩịơưỵđ", strict=True))


def _vni() -> dict[str, str]:
    small = dict(_VNI_SINGLE)
    for plain, (marks, letters) in _VNI_MARKS.items():
        small |= {plain + mark: letter for mark, letter in zip(marks, letters, strict=True)}
    return small | {code.upper(): letter.upper() for code, letter in small.items()}


VNI = _vni()
"""One or two characters as Windows-1252 shows them → letter."""

MARKS_OF_VNI = frozenset("ùøûõïêéèúüëâáàåãäÙØÛÕÏÊÉÈÚÜËÂÁÀÅÃÄ")
