"""Bylines: who wrote it, who took the pictures, whom it was taken from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsarchive.article import Byline, Role
from newsarchive.cleaning.names import (
    is_agency,
    is_name_like,
    is_outlet,
    is_person,
    is_placeholder,
)
from newsarchive.cleaning.text import clean_text

__all__ = ["is_person", "looks_like_byline", "parse_byline", "split_trailing_byline"]

_THING = r"(?:tin|bài|ảnh|hình|clip|video|đồ\shọa|thơ|text|photos?)"
_JOINED = rf"{_THING}(?:\s*(?:,|và|&|-|–|/|\+)\s*{_THING}){{1,3}}"
_WROTE = (
    r"bài\sviết|nội\sdung|thực\shiện|tác\sgiả|người\sviết|phóng\sviên|tổng\shợp|biên\ssoạn|biên\sdịch|lược\sdịch|lược\sghi|người\sdịch"
    r"|tổng\sthuật|tường\sthuật|dịch|ghi|tin|bài|viết|by|story\sby|text"
)
_PICTURED = r"ảnh\sbài|hình\sảnh|nhiếp\sảnh|ảnh|photos?|photo\sby"
_TAKEN = r"theo|nguồn\stin|nguồn|source"
_OTHER = (
    r"đồ\shọa|thiết\skế|trình\sbày|kỹ\sthuật|clip|video|media|quay\sphim|dựng\sphim|minh\shọa|biên\stập|ngày|thời\sgian"
)
_LABEL = re.compile(
    rf"""
    (?: ^ | (?<=[\s(\-–—|/;,.•]) )
    (?: (?P<joined>{_JOINED}) | (?P<text>{_WROTE}) | (?P<photo>{_PICTURED})
      | (?P<source>{_TAKEN}) | (?P<other>{_OTHER}) )
    \s* [:：] \s*
    """,
    re.VERBOSE | re.IGNORECASE,
)
# Without a colon only at the head of the line, and only where no sentence could begin so: "Bài và ảnh Nam Giang".
_HEAD_LABEL = re.compile(
    rf"(?P<joined>{_JOINED})\s+(?=[^\W\d_])|(?P<source>theo|nguồn)\s+|(?P<text>by)\s+", re.IGNORECASE
)
_MOMENT = re.compile(r"[\s•|,(–-]*(?:\d{1,2}[:hg]\d{2}\b.*\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{2}-\d{2}).*$")
_INSIDE = re.compile(r"^(?P<head>.*?)\s*\((?P<inside>[^()]*)\)$")
_WORK = re.compile(
    r"\s+(?:thực hiện|tổng hợp|lược ghi|biên dịch|lược dịch|biên soạn|sưu tầm|tổng thuật|t/h|ghi|dịch|viết)$"
)
_REPORTER = re.compile(r"(?:Phóng viên|Nhóm PV|PV|P\.V|CTV|Cộng tác viên|Nhà báo)[.:]?\s+(?=[^\W\d_])")
_BETWEEN = re.compile(r"\s*(?:[,;|•]|\s[-–—/&+]\s|\s(?:và|and|với)\s)\s*")
_OF_PAPER = re.compile(r"(?P<name>.*[^\W\d_.])\s?[-–]\s?(?P<paper>[A-ZĐ]{2,6})")
_STOP = r"""(?<=[.!?…”")]\s)"""
_TRAILING = re.compile(
    rf"""
    (?P<byline>
        (?: (?:^|(?<=[\s(.])) {_JOINED} \s* [:：]                                   # "Bài và ảnh: X" anywhere
          | {_STOP} (?: {_JOINED} | (?: tin | bài | thực\shiện | tác\sgiả ) \s* [:：] ) )  # behind a full stop
        \s* [^!?]{{2,80}}
    ) $
    """,
    re.VERBOSE | re.IGNORECASE,
)
_EDGE = " \t-–—,;:/|•*"
_LONGEST_BARE = 80
_LONGEST_LABELLED = 120


def parse_byline(text: str) -> tuple[Byline, ...]:
    """Read a printed credit line into one record per name and role; () when it names nobody.

    Roles: text, photo, source. A newspaper, desk or content system alone is never an author; "PV", "Nhóm PV" and "CTV"
    name nobody. `raw` keeps the line as printed, since "Theo X" may stay ambiguous.

    >>> [(b.name, b.role) for b in parse_byline("Đức Minh, Thiên Thanh")]
    [('Đức Minh', 'text'), ('Thiên Thanh', 'text')]
    >>> [(b.name, b.role) for b in parse_byline("Tin, ảnh: P.Y")]
    [('P.Y', 'text'), ('P.Y', 'photo')]
    >>> [(b.name, b.role) for b in parse_byline("Tin: Tường An - Ảnh: Đỗ Hải")]
    [('Tường An', 'text'), ('Đỗ Hải', 'photo')]
    >>> [(b.name, b.role) for b in parse_byline("Theo MỘC LAM (VTC News)")]
    [('MỘC LAM', 'text'), ('VTC News', 'source')]
    >>> [(b.name, b.role) for b in parse_byline("Theo TTXVN/Vietnam+")]
    [('TTXVN/Vietnam+', 'source')]
    >>> [(b.name, b.role) for b in parse_byline("Tạ Nguyệt/Báo Tin tức")]
    [('Tạ Nguyệt', 'text'), ('Báo Tin tức', 'source')]
    >>> [(b.name, b.role) for b in parse_byline("Chí Lâm-BBL")]
    [('Chí Lâm', 'text')]
    >>> parse_byline("Nhóm P.V thực hiện"), parse_byline("Báo Bắc Ninh"), parse_byline("VCCorp vn")
    ((), (), ())
    """
    raw = clean_text(text)
    line = _unwrap(_MOMENT.sub("", raw))
    found = (
        Byline(name, role, raw) for roles, value in _segments(line) for name, role in _credits(value, roles) if name
    )
    return tuple(dict.fromkeys(found))


def looks_like_byline(line: str, *, last: bool) -> bool:
    """Whether a whole line is a byline rather than a sentence, a caption or a heading.

    `last`: the line stands at the end of the body, where a bare name is a byline; elsewhere only a labelled line is.

    >>> looks_like_byline("Đức Minh, Thiên Thanh", last=True), looks_like_byline("Nguyễn Văn Nam", last=False)
    (True, False)
    >>> looks_like_byline("Tin, ảnh: P.Y", last=False), looks_like_byline("Điểm cầu Trung ương", last=True)
    (True, False)
    >>> looks_like_byline("Ảnh: Toàn Vinh", last=False), looks_like_byline("Theo ông Nam, việc này khó.", last=True)
    (False, False)
    """
    line = clean_text(line)
    if not line or len(line) > _LONGEST_LABELLED:
        return False
    bare = _unwrap(line)
    if _is_labelled(bare, last=last):
        return True
    if is_placeholder(_WORK.sub("", bare)):
        return True
    return last and len(line) <= _LONGEST_BARE and not _ends_sentence(line) and _is_bare_names(bare)


def split_trailing_byline(paragraph: str) -> tuple[str, str | None]:
    """Cut a labelled credit that is glued to the last sentence or caption: "… mùa vụ. Bài và ảnh: X".

    Returns the paragraph without it and the credit as printed, or the paragraph unchanged and None. Only joined labels
    ("Bài và ảnh", "Tin, ảnh") and, behind a full stop, "Thực hiện:" are cut: "Ảnh:" belongs to a caption.

    >>> split_trailing_byline("Trang trại ở xã Mỹ An (Mỹ Lộ).  Bài và ảnh: Nguyễn Hường")
    ('Trang trại ở xã Mỹ An (Mỹ Lộ).', 'Bài và ảnh: Nguyễn Hường')
    >>> split_trailing_byline("Ông nói bài và ảnh: đều là của ông.")
    ('Ông nói bài và ảnh: đều là của ông.', None)
    """
    text = clean_text(paragraph)
    found = _TRAILING.search(text)
    if not found or not found["byline"][0].isupper() or not _names_somebody(found["byline"]):
        return paragraph, None
    rest = text[: found.start()].rstrip(" -–—(")
    return (rest, found["byline"]) if rest else (paragraph, None)


def _segments(line: str) -> Iterator[tuple[tuple[Role, ...], str]]:
    """The line cut at its labels: roles and the names behind them; names before any label wrote the text."""
    head = _HEAD_LABEL.match(line)
    labels = list(_LABEL.finditer(line))
    if head and not (labels and labels[0].start() == 0):
        labels = [head, *(label for label in labels if label.start() >= head.end())]
    starts = [label.start() for label in labels]
    before = line[: starts[0]] if starts else line
    if before.strip(_EDGE + "("):
        yield ("text",), before
    for label, end in zip(labels, [*starts[1:], len(line)], strict=False):
        yield _roles(label), line[label.end() : end]


def _roles(label: re.Match[str]) -> tuple[Role, ...]:
    kind = label.lastgroup
    if kind == "joined":
        words = label["joined"].casefold()
        wrote = re.search(r"tin|bài|text|thơ", words) is not None
        pictured = re.search(r"ảnh|hình|photo", words) is not None
        return (*(("text",) if wrote else ()), *(("photo",) if pictured else ()))
    if kind == "text":
        return ("text",)
    if kind == "photo":
        return ("photo",)
    return ("source",) if kind == "source" else ()


def _credits(value: str, roles: tuple[Role, ...]) -> Iterator[tuple[str, Role]]:
    """Names and roles in one labelled piece: "MỘC LAM (VTC News)" behind "Theo"."""
    value, source = _split_inside(_trim(value))
    parts = [part for part in (_bare_name(part) for part in _split_names(value)) if part]
    outlets = ([source] if source else []) + [part for part in parts if is_outlet(part)]
    for part in parts:
        yield from _credit(part, roles, beside_outlet=bool(outlets))
    if source:
        yield source, "source"


def _credit(part: str, roles: tuple[Role, ...], *, beside_outlet: bool) -> Iterator[tuple[str, Role]]:
    name, outlet = _split_outlet(part)
    for role in roles:
        if role == "source":
            yield from _taken(name, outlet, beside_outlet=beside_outlet)
        elif name and is_person(name):
            yield name, role
        elif name and is_outlet(name) and (role == "photo" or is_agency(name)):
            yield name, "photo" if role == "photo" else "source"
    if outlet and "source" not in roles:
        yield outlet, "source"


def _taken(name: str, outlet: str | None, *, beside_outlet: bool) -> Iterator[tuple[str, Role]]:
    """Behind "Theo": a person only beside an outlet ("Theo X (VTC News)"); alone it may be a paper's name."""
    if name and not is_placeholder(name):
        person = is_person(name) and (beside_outlet or outlet is not None)
        yield name, "text" if person else "source"
    if outlet:
        yield outlet, "source"


def _split_inside(value: str) -> tuple[str, str | None]:
    """The source in brackets behind a name, if it is one: "(VTC News)", "(theo AFP)"; other brackets are dropped."""
    found = _INSIDE.match(value)
    if not found:
        return value, None
    inside = found["inside"].strip()
    named = re.sub(r"^(?:theo|nguồn|dịch từ|tổng hợp từ)[:\s]+", "", inside, flags=re.IGNORECASE)
    said = named != inside
    source = named if named and (said or is_outlet(named)) and not is_placeholder(named) else None
    return (found["head"], source) if found["head"] else (inside, None)


def _split_names(value: str) -> list[str]:
    """Names side by side; the paper's initials behind a name are cut: "Chí Lâm-BBL"."""
    paper = _OF_PAPER.fullmatch(value)
    if paper and not paper["name"].isupper() and not is_agency(paper["paper"]):
        value = paper["name"]
    return _BETWEEN.split(value)


def _split_outlet(part: str) -> tuple[str, str | None]:
    """A person and the outlet printed behind: "Tạ Nguyệt/Báo Tin tức", "Băng Dung VietnamNet"."""
    if is_outlet(part):
        return part, None
    left, slash, right = part.partition("/")
    if slash and (is_outlet(right) or is_placeholder(left)):
        return ("" if is_placeholder(left) else left.strip()), right.strip()
    words = part.split()
    for cut in range(len(words) - 1, 1, -1):
        name, outlet = " ".join(words[:cut]), " ".join(words[cut:])
        if is_outlet(outlet) and is_person(name):
            return name, outlet
    return part, None


def _bare_name(part: str) -> str:
    part = _WORK.sub("", _trim(part))
    return _REPORTER.sub("", part, count=1) if _REPORTER.match(part) else part


def _trim(value: str) -> str:
    """Cut separators, unpaired brackets and a final stop that is not that of initials ("H.Y.T.")."""
    value = value.strip(_EDGE)
    if value.count("(") != value.count(")"):
        value = value.strip("()").strip(_EDGE)
    if value.endswith(".") and not re.search(r"(?:^|[\s.])[^\W\d_]\.$", value):
        value = value[:-1]
    return value.rstrip("…").strip(_EDGE)


def _unwrap(line: str) -> str:
    """A line without the dashes, bullets or brackets it is wrapped in."""
    line = line.strip(_EDGE)
    return line[1:-1].strip(_EDGE) if re.fullmatch(r"\([^()]+\)", line) else line


def _is_labelled(line: str, *, last: bool) -> bool:
    label = _LABEL.match(line) or _HEAD_LABEL.match(line)
    if not label:
        work = _WORK.search(line) or re.search(
            r"\((?:tổng hợp|thực hiện|lược ghi|biên dịch|lược dịch|t/h|ghi|dịch)\)$", line
        )
        return work is not None and _names_somebody(line)
    always = label.lastgroup == "joined" or (label.lastgroup == "text" and _LABEL.match(line) is not None)
    return (always or last) and not _runs_on(line) and _names_somebody(line)


def _names_somebody(line: str) -> bool:
    """Whether every name behind the labels is a name, an outlet or a placeholder: no sentence is taken for one."""
    pieces = [(roles, _split_inside(_trim(value))[0]) for roles, value in _segments(line)]
    parts = [_bare_name(part) for roles, value in pieces if roles for part in _split_names(value)]
    whole = [part for part in parts if part]
    return bool(whole) and all(_is_credited(part) for part in whole)


def _is_credited(part: str) -> bool:
    name, outlet = _split_outlet(part)
    return is_person(name) or is_outlet(name) or is_placeholder(name) or (not name and outlet is not None)


def _runs_on(line: str) -> bool:
    """Two sentences, or a clause behind a comma that begins in lower case."""
    return re.search(r"[.!?]\s+[^\W\d_]{2,}.*[.!?]$", line) is not None


def _ends_sentence(line: str) -> bool:
    return re.search(r"(?:[^.\s]{4,}\.|[!?:;…])$", line) is not None


def _is_bare_names(line: str) -> bool:
    line, _ = _split_inside(line)
    names = [_split_outlet(_bare_name(part)) for part in _split_names(_MOMENT.sub("", line))]
    parts = [(name, outlet) for name, outlet in names if name or outlet]
    return bool(parts) and all(is_name_like(name) if name else outlet is not None for name, outlet in parts)
