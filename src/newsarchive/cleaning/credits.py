"""The grammar of a credit line: labels, names side by side, the source in brackets or behind a slash."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsarchive.article import Role
from newsarchive.cleaning import newsrooms
from newsarchive.cleaning.names import is_agency, is_outlet, is_person, is_placeholder

_THING = r"(?:tin|bài|ảnh|hình|clip|video|đồ\shọa|thơ|text|story|words|photos?)"
JOINED = rf"{_THING}(?:\s*(?:,|và|and\b|&|-|–|/|\+)\s*{_THING}){{1,3}}"
"""Two or three works of one hand: "Tin, ảnh", "Bài và ảnh"."""
_WROTE = (
    r"bài\sviết|nội\sdung|thực\shiện|tác\sgiả(?:\sbài\sviết)?|người\sviết|phóng\sviên|tổng\shợp|biên\ssoạn|biên\sdịch|lược\sdịch"
    r"|lược\sghi|người\sdịch|tổng\sthuật|tường\sthuật|dịch|ghi|tin|bài|viết|by|story\sby|text|words"
)
_GENRE = "|".join(re.escape(genre) for genre in sorted(newsrooms.GENRES, key=len, reverse=True))
_TITLED = "|".join(re.escape(genre) for genre in sorted(newsrooms.TITLED_GENRES, key=len, reverse=True))
_ALBUM = r"phóng\ssự\sảnh|chùm\sảnh"
_PICTURED = (
    r"hình\sảnh|nhiếp\sảnh|ảnh(?:\strong\sbài|\sminh\shọa)?|(?:photos?|photograph(?:s|y)?|pictures?|images?)(?:\sby)?"
)
_TAKEN = r"theo|nguồn\stin|nguồn|(?:trích|dẫn)(?:\snguồn|\stheo|\stừ)?|tham\skhảo|source"
_OTHER = (
    r"đồ\shọa|thiết\skế|trình\sbày|kỹ\sthuật|clip|video|media|quay\sphim|dựng\sphim|minh\shọa|biên\stập|ngày|thời\sgian"
)
_LABEL = re.compile(
    rf"""
    (?: ^ | (?<=[\s(\-–—|/;,.•]) )
    (?: (?P<joined>{JOINED}) | (?P<genre>{_GENRE}) | (?P<text>{_WROTE}) | (?P<photo>{_PICTURED})
      | (?P<source>{_TAKEN}) | (?P<other>{_OTHER}) )
    \s* [:：] \s*
    """,
    re.VERBOSE | re.IGNORECASE,
)
_AMONG = r"(?: ^ | (?<=[-–—|/;,.]\s) )"
# Without a colon only where no sentence begins so, and with a capital behind: "Bài và ảnh Nam Giang", "Theo TTXVN".
_BARE_LABEL = re.compile(
    rf"""
      ^ (?P<joined> (?i:{JOINED}) ) (?: (?:\s+(?i:của))? \s+ | \s*[-–—]\s* ) (?=[^\W\d_])
    | ^ (?P<genre> (?i:{_GENRE}|{_TITLED}) ) \s+ (?i:của) \s*[:：]? \s+ (?=[^\W\d_])
    | (?P<photo> ^ (?i:{_ALBUM}) \s+ (?i:của) \s*[:：]?
      | {_AMONG} (?i:photos|photo(?:graph(?:s|y))?|pictures?) \s+ (?i:by) ) \s+ (?=[^\W\d_])
    | (?P<text> ^ (?:(?:Written|Reported|Words|Story|Text|Report|Posted)\s+)?(?:By|by|BY) | ^ Đăng\sbởi
      | ^ (?:Par|PAR|Por|POR|Von|VON|Oleh|OLEH)(?=\s+[A-ZÀ-Ý])
      | {_AMONG} (?:(?i:additional)\s+)? (?i:reporting|writing) \s+ by ) \s+ (?=[^\W\d_])
    | {_AMONG} (?P<other> (?i:translated|edited|(?:additional\s+)?editing|graphics?) \s+ by ) \s+ (?=[^\W\d_])
    | (?: ^ | (?<=[^\W\d_.])\s ) (?P<source> Theo | THEO | (?<!\w)Nguồn | Tham\skhảo ) \s+ (?=[^\W_])
    """,
    re.VERBOSE,
)
_AMID = ("Theo", "THEO", "Nguồn", "Tham", " by ")
_INSIDE = re.compile(r"^(?P<head>.*?)\s*\((?P<inside>[^()]*)\)?$")
_SAID = re.compile(r"^(?:theo|nguồn|dịch từ|tổng hợp từ)[:\s]+", re.IGNORECASE)
_WORKS = (
    "thực hiện", "tổng hợp", "lược ghi", "biên dịch", "lược dịch", "biên soạn", "sưu tầm", "tổng thuật", "t/h", "ghi",
    "dịch", "viết",
)  # fmt: skip
_WORK = re.compile(rf"(?:^|\s+)\(?\s*(?:{'|'.join(_WORKS)})\s*\)?$", re.IGNORECASE)
_REPORTER = re.compile(r"(?:Phóng viên|Nhóm PV|PV|P\.V|CTV|Cộng tác viên|Nhà báo)[.:]?\s+(?=[^\W\d_])")
_BETWEEN = re.compile(r"\s*(?:[,;|•]|\s[-–—/&+]\s|[-–—]\s|\s[-–—]|\s(?:và|and|với)\s)\s*")
_BETWEEN_SOURCES = re.compile(r"\s*(?:[,;|•]|\s[-–—+]\s)\s*")
_OF_PAPER = re.compile(r"(?P<name>.*[^\W\d_.])\s?[-–]\s?(?P<paper>[A-ZĐ]{2,6})")
_ADDRESS = re.compile(
    r"\s+(?:[-–|]\s*)?\(?(?:(?:e-?mail|mail|thư)\s*[:：]?\s*)?(?:[\w.+-]+@[\w-]+(?:\.[\w-]+)+|@\w+)\)?$", re.IGNORECASE
)
_POST = re.compile(r"\s+(?:[Ff]or|FOR|in)\s+(?:[Tt]he\s+)?[A-Z].*$")
_SPECIAL = re.compile(r",?\s+special\s+(?:to|for)\s.*$", re.IGNORECASE)
_RETOLD = re.compile(
    r"(?P<name>[^()]+?)(?:\s*/\s*|\s+)\(?(?:(?:tổng hợp|dịch|lược dịch|biên dịch)\s+)?(?:theo|từ)\s+"
    r"(?P<source>[^()]+)\)?",
    re.IGNORECASE,
)
_LONGEST_WORK = 15
_EDGE = " \t-–—,;:/|•*"


@dataclass(frozen=True, slots=True)
class Name:
    """One credited name and the outlet printed with it: "Tạ Nguyệt/Báo Tin tức"."""

    name: str
    outlet: str | None = None
    printed: str = ""
    """Both as they stand in the line."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands behind one label, or before the first."""

    roles: tuple[Role, ...]
    labelled: bool
    names: tuple[Name, ...]
    source: str | None = None
    """The outlet in brackets behind the names."""


def read_pieces(line: str) -> list[Piece]:
    """Cut a credit line at its labels: roles and names of each piece. Names before any label wrote the text.

    >>> [(piece.roles, [name.name for name in piece.names]) for piece in read_pieces("Tin: Tường An - Ảnh: Đỗ Hải")]
    [(('text',), ['Tường An']), (('photo',), ['Đỗ Hải'])]
    """
    cuts = list(_cut_retold(line)) or _cut(line)
    return [_piece(roles, value, labelled=labelled) for roles, value, labelled in cuts]


def starts_with_label(line: str) -> re.Match[str] | None:
    """The label the line begins with; its `lastgroup` tells the kind: joined, genre, text, photo, source, other."""
    return (_LABEL.match(line) if has_colon(line) else None) or _BARE_LABEL.match(line)


def ends_with_work(line: str) -> bool:
    """Whether the line ends with what was done: "Hà Thu (tổng hợp)", "Nhóm P.V thực hiện"."""
    found = _WORK.search(line) if _may_end_with_work(line) else None
    return found is not None and found.start() > 0


def strip_work(name: str) -> str:
    """The name without what was done: "Nhóm P.V thực hiện" → "Nhóm P.V"."""
    return _WORK.sub("", name) if _may_end_with_work(name) else name


def _may_end_with_work(line: str) -> bool:
    """A look at the last letters: the pattern is tried at each blank of a line."""
    return line[-_LONGEST_WORK:].rstrip(" )").lower().endswith(_WORKS)


def trim(value: str) -> str:
    """Cut separators, unpaired brackets and a final stop that is not that of initials ("H.Y.T.")."""
    value = value.strip(_EDGE)
    if value.count("(") > value.count(")"):
        value = value.rstrip("(").strip(_EDGE)
    elif value.count("(") < value.count(")"):
        value = value.strip(")").strip(_EDGE)
    if value.endswith(".") and not re.search(r"(?:^|[\s.])[^\W\d_]\.$", value):
        value = value[:-1]
    return value.rstrip("…").strip(_EDGE)


def unwrap(line: str) -> str:
    """A line without the dashes, bullets or brackets it is wrapped in."""
    line = line.strip(_EDGE)
    return line[1:-1].strip(_EDGE) if re.fullmatch(r"\([^()]+\)", line) else line


def _cut(line: str) -> Iterator[tuple[tuple[Role, ...], str, bool]]:
    labels = list(_LABEL.finditer(line)) if has_colon(line) else []
    if not labels or labels[0].start() > 0:
        # Only these words are labels amid a line; to try each place of it costs as much as all the rest.
        amid = any(word in line for word in _AMID)
        first = _BARE_LABEL.match(line)
        bare = list(_BARE_LABEL.finditer(line)) if amid else [first] if first else []
        before_all = [found for found in bare if not labels or found.end() <= labels[0].start()]
        labels = [*before_all, *labels]
    starts = [label.start() for label in labels]
    before = line[: starts[0]] if starts else line
    if before.strip(_EDGE + "("):
        yield ("text",), before, False
    for label, end in zip(labels, [*starts[1:], len(line)], strict=False):
        yield _roles(label), line[label.end() : end], True


def _cut_retold(line: str) -> Iterator[tuple[tuple[Role, ...], str, bool]]:
    """ "Hà Thu tổng hợp từ BBC", "Hà Thu (dịch theo AFP, Reuters)": who retold what outlets told; nothing else is cut.

    >>> [value for _, value, _ in _cut_retold("Hà Thu dịch theo AFP, Reuters")], list(_cut_retold("Bà Hà theo dõi Nam"))
    (['Hà Thu', 'AFP, Reuters'], [])
    """
    folded = line.casefold()
    found = _RETOLD.fullmatch(line) if " theo " in folded or " từ " in folded or "/theo " in folded else None
    if found and all(map(is_outlet, _BETWEEN_SOURCES.split(found["source"]))):
        yield ("text",), found["name"], False
        yield ("source",), found["source"], True


def has_colon(line: str) -> bool:
    """Whether the line has a colon, without which it holds hardly any label."""
    return ":" in line or "：" in line


def _roles(label: re.Match[str]) -> tuple[Role, ...]:
    kind = label.lastgroup
    if kind == "joined":
        words = label["joined"].casefold()
        wrote = re.search(r"tin|bài|text|story|words|thơ", words) is not None
        pictured = re.search(r"ảnh|hình|photo", words) is not None
        return (*(("text",) if wrote else ()), *(("photo",) if pictured else ()))
    if kind in {"text", "genre"}:
        return ("text",)
    if kind == "photo":
        return ("photo",)
    return ("source",) if kind == "source" else ()


def _piece(roles: tuple[Role, ...], value: str, *, labelled: bool) -> Piece:
    value, source = _split_inside(trim(_SPECIAL.sub("", value)), taken="source" in roles)
    between = _BETWEEN_SOURCES if "source" in roles else _BETWEEN
    parts = [value] if is_outlet(value) else between.split(_cut_paper(value))
    names = (_split_outlet(_bare_name(name)) for part in parts for name in _split_joined(part))
    return Piece(roles, labelled, tuple(name for name in names if name.name or name.outlet), source)


def _split_inside(value: str, *, taken: bool) -> tuple[str, str | None]:
    """The source in brackets behind a name: "(VTC News)", "(theo AFP)"; other brackets tell the work and are dropped.

    Behind "Theo" any capitalised bracket is a source ("Theo X (Doanh nghiệp & Tiếp thị)").
    """
    found = _INSIDE.match(value) if "(" in value else None
    if not found:
        return value, None
    inside = found["inside"].strip()
    named = _SAID.sub("", inside)
    if not found["head"]:
        return named, None
    told = named != inside or is_outlet(named) or (taken and named[:1].isupper() and not _WORK.fullmatch(named))
    return found["head"], named if named and told and not is_placeholder(named) else None


def _cut_paper(value: str) -> str:
    """Names without the paper's initials behind them: "Chí Lâm-BBL"."""
    paper = _OF_PAPER.fullmatch(value)
    own = paper is not None and not paper["name"].isupper() and not is_agency(paper["paper"])
    return paper["name"] if paper and own else value


def cut_address(line: str) -> str:
    """The line without the address or account that a name is printed with: "Jane Doe jane@courier.com".

    >>> cut_address("Jane Doe @janedoe"), cut_address("thuhoai@baovando.vn")
    ('Jane Doe', 'thuhoai@baovando.vn')
    """
    return _ADDRESS.sub("", line) if "@" in line else line


def _split_joined(part: str) -> list[str]:
    """ "Thanh Tuyền-Huy Hoành", "Thu Hà/N.Anh": whole names, unlike the double name "Anh-Minh" and the paper's "Chí
    Lâm-BBL"."""
    for joint in ("-", "/"):
        names = [name.strip() for name in part.split(joint)]
        if len(names) > 1 and all((" " in name or "." in name) and _is_own_name(name) for name in names):
            return names
    return [part]


def _is_own_name(name: str) -> bool:
    return is_person(name) and not is_outlet(name)


def _split_outlet(part: str) -> Name:
    """A person and the outlet printed behind: "Tạ Nguyệt/Báo Tin tức", "Băng Dung VietnamNet"."""
    if is_outlet(part) or is_placeholder(part):
        return Name(part, None, part)
    left, slash, right = part.partition("/")
    if slash and (is_outlet(right) or is_placeholder(left)):
        return Name("" if is_placeholder(left) else left.strip(), right.strip(), part)
    words = part.split()
    for cut in range(len(words) - 1, 1, -1):
        name, outlet = " ".join(words[:cut]), " ".join(words[cut:])
        if is_outlet(outlet) and is_person(name):
            return Name(name, outlet, part)
    return Name(part, None, part)


def _bare_name(part: str) -> str:
    part = _POST.sub("", strip_work(trim(part)))
    return part if is_placeholder(part) else _REPORTER.sub("", part, count=1) if _REPORTER.match(part) else part
