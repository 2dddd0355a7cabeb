"""Bylines that no line of their own prints: glued to the last sentence of the text or of a caption."""

from __future__ import annotations

import re

from newsarchive.cleaning.byline import looks_like_byline, names_somebody
from newsarchive.cleaning.credits import JOINED, has_colon, read_pieces, unwrap
from newsarchive.cleaning.names import is_agency, is_outlet, is_placeholder, is_province, is_vietnamese_name
from newsarchive.cleaning.text import clean_text

_STOPS = r"""[.!?…”")]\s"""
_STOP = rf"(?<={_STOPS})"
_TRAILING = re.compile(
    rf"""
    (?P<byline>
        (?: (?:^|(?<=[\s(.])) {JOINED} \s* [:：]                                   # "Bài và ảnh: X" anywhere
          | {_STOP} (?: {JOINED} | (?: tin | bài | thực\shiện | tác\sgiả ) \s* [:：] ) )  # behind a full stop
        \s* [^!?]{{2,80}}
    ) $
    """,
    re.VERBOSE | re.IGNORECASE,
)
# The same for a text without a colon; it begins with the stop, so that only such places are tried.
_UNCOLONED = re.compile(rf"{_STOPS}(?P<byline>{JOINED}\s*[^!?]{{2,80}})$", re.IGNORECASE)
_SOURCED = re.compile(
    rf"""
    (?: {_STOP} (?P<own> \(? (?:theo|nguồn) \b \s*[:：]?\s+ (?P<outlets>[^()]{{2,60}}?) \)? )  # "… vụ. (Theo TTXVN)"
      | \s (?P<inner> \( (?:Theo|Nguồn) \s*[:：]?\s+ (?P<within>[^()]{{2,60}}) \) ) ) \.? $  # "… vụ (Theo TTXVN)."
    """,
    re.VERBOSE | re.IGNORECASE,
)
_BETWEEN_OUTLETS = re.compile(r"\s*[,;]\s*|\s+(?:và|-|–)\s+")
_SIGNED = re.compile(r"""(?:(?P<end>\./\.)|(?P<full>[.!…])|[?”"»])(?P<blank>\s*)(?=\(?[^\W\d_])""")
_JOINTS = str.maketrans(dict.fromkeys(",;&-–—", " "))
_LONGEST_TRAIL = 160
_LONGEST_NAMES = 80
_LEAST_SIGNED = 60


def split_trailing_byline(paragraph: str) -> tuple[str, str | None]:
    """Cut a labelled credit that is glued to the last sentence or caption: "… mùa vụ. Bài và ảnh: X".

    Returns the paragraph without it and the credit as printed, or the paragraph unchanged and None. Only joined labels
    ("Bài và ảnh", "Tin, ảnh") and, behind a full stop, "Tin:", "Bài:", "Thực hiện:" are cut: "Ảnh:" is a caption's.

    >>> split_trailing_byline("Trang trại ở xã Mỹ An (Mỹ Lộ).  Bài và ảnh: Nguyễn Hường")
    ('Trang trại ở xã Mỹ An (Mỹ Lộ).', 'Bài và ảnh: Nguyễn Hường')
    >>> split_trailing_byline("Ông nói bài và ảnh: đều là của ông.")
    ('Ông nói bài và ảnh: đều là của ông.', None)
    """
    text = clean_text(paragraph)
    begin = max(0, len(text) - _LONGEST_TRAIL)
    found = (_TRAILING if has_colon(text[begin:]) else _UNCOLONED).search(text, begin)
    if not found:
        return _split_source(text) or (paragraph, None)
    if not found["byline"][0].isupper() or not names_somebody(found["byline"]):
        return paragraph, None
    rest = text[: found.start("byline")].rstrip(" -–—(")
    return (rest, found["byline"]) if rest else (paragraph, None)


def _split_source(text: str) -> tuple[str, str] | None:
    """A text and the outlets it was taken from, told behind it; nothing where they are no outlets we know.

    >>> _split_source("Cầu thông xe trong tuần tới (Theo TTXVN)."), _split_source("Cầu thông xe. Theo ông Nam")
    (('Cầu thông xe trong tuần tới.', '(Theo TTXVN)'), None)
    """
    found = _SOURCED.search(text, max(0, len(text) - _LONGEST_NAMES)) if _may_tell_source(text) else None
    if not found:
        return None
    credit = found["own"] or found["inner"]
    told = credit.lstrip("(")[0].isupper()
    if not told or not all(map(is_outlet, _BETWEEN_OUTLETS.split(found["outlets"] or found["within"]))):
        return None
    rest = text[: found.start()].rstrip()
    ended = rest.endswith((".", "!", "?", "…", "”", '"')) or not text.endswith(".")
    return rest if ended else f"{rest}.", credit


def _may_tell_source(text: str) -> bool:
    end = text[-_LONGEST_NAMES:].casefold()
    return "theo" in end or "nguồn" in end


def split_signature(paragraph: str, *, marked: bool) -> tuple[str, str | None]:
    """Cut bare names that are glued to the end of an article's last paragraph: "… mùa vụ./. Thu Hà".

    `marked`: they are printed in bold. Otherwise they must follow "./." or a full stop and be Vietnamese names of two
    syllables or more, or initials. Returns the paragraph without them and the names, or the paragraph unchanged and
    None.

    >>> text = "Mô hình được nhân rộng ra mười hai xã trong huyện ngay từ đầu vụ"
    >>> split_signature(text + "./. Thu Hà", marked=False)[1], split_signature(text + ". P.Y", marked=False)[1]
    ('Thu Hà', 'P.Y')
    >>> split_signature(text + ". TS. Lê An", marked=False)[1], split_signature(text + ", ông Lê An", marked=True)[1]
    ('TS. Lê An', None)
    >>> split_signature(text + ". Hà Nội", marked=False)[1], split_signature(text + ". Rất vui", marked=False)[1]
    (None, None)
    >>> split_signature(text + "./. Thu Hà/TTXVN", marked=False)[1], split_signature(text + ". PV", marked=False)[1]
    ('Thu Hà/TTXVN', 'PV')
    >>> split_signature(text + ".Thu Hà", marked=False)[1], split_signature(text + " ở TP.HCM", marked=False)[1]
    ('Thu Hà', None)
    """
    text = clean_text(paragraph)
    for stop in _SIGNED.finditer(text, max(_LEAST_SIGNED, len(text) - _LONGEST_NAMES)):
        names = text[stop.end() :]
        if not stop["blank"] and not text[stop.start() - 2 : stop.start()].islower():
            continue  # "TP.HCM" and "T.Hà" have no blank either
        if (marked or stop["end"] or stop["full"]) and _is_signature(names):
            return text[: stop.end()].rstrip(), names
    return paragraph, None


def _is_signature(line: str) -> bool:
    """Vietnamese names of two syllables or initials, with an outlet at most; or "PV" or an agency alone."""
    names = [name.name for piece in read_pieces(unwrap(line)) for name in piece.names]
    people = [name for name in names if name and not is_placeholder(name) and not is_agency(name)]
    if not people:
        return bool(names) and line.isupper()
    told = all(_is_whole_name(name) for name in people)
    return told and looks_like_byline(line, last=True)


def _is_whole_name(name: str) -> bool:
    return is_vietnamese_name(name.translate(_JOINTS)) and not is_province(name) and (" " in name or "." in name)
