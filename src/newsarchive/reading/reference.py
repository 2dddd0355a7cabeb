"""An article as an entry of a bibliography: BibTeX, RIS and CSL-JSON, which Zotero and its kin read.

Vietnamese names are not turned around: the family name stands first and no comma parts them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

_BIBTEX = {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"} | {
    sign: f"\\{sign}" for sign in "&%$#_"
}
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Reference:
    """What a bibliography wants to know of an article."""

    uid: str
    authors: tuple[str, ...]
    """Those who wrote; not those who took the pictures."""
    headline: str | None
    newspaper: str
    day: str | None
    """Vietnamese calendar day, YYYY-MM-DD."""
    url: str
    permalink: str
    language: str | None
    captured_at: str | None
    """UTC, ISO 8601: when the archive saw the page."""


def bibtex(entry: Reference, note: str = "") -> str:
    """One BibTeX entry. Titles and names stand in double braces, so that no style changes their letters or order."""
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in entry.authors),
        "title": f"{{{_tex(entry.headline)}}}" if entry.headline else "",
        "journal": _tex(entry.newspaper),
        "date": entry.day or "",
        "year": (entry.day or "")[:4],
        "url": re.sub(r"[{}\\\s]", lambda sign: f"%{ord(sign[0]):02X}", entry.url),
        "urldate": (entry.captured_at or "")[:10],
        "language": entry.language or "",
        "note": _tex(". ".join(part for part in (entry.permalink, note) if part)),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@article{{newsarchive_{entry.uid},\n{lines}}}\n"


def ris(entry: Reference, note: str = "") -> str:
    """One RIS record; its lines end with CR LF as the format has it."""
    lines = [("TY", "NEWS"), ("ID", entry.uid), *(("AU", name) for name in entry.authors)]
    lines += [("TI", entry.headline or ""), ("T2", entry.newspaper), ("DA", (entry.day or "").replace("-", "/"))]
    lines += [("PY", (entry.day or "")[:4]), ("UR", entry.url), ("LK", entry.permalink), ("LA", entry.language or "")]
    lines += [("Y2", (entry.captured_at or "")[:10].replace("-", "/")), ("N1", note)]
    told = [f"{tag}  - {_line(value)}\r\n" for tag, value in lines if value]
    return "".join(told) + "ER  - \r\n"


def csl(entry: Reference) -> dict[str, Any]:
    """One item of CSL-JSON."""
    item: dict[str, Any] = {
        "id": f"newsarchive:{entry.uid}",
        "type": "article-newspaper",
        "title": entry.headline,
        "container-title": entry.newspaper,
        "author": [{"literal": name} for name in entry.authors],
        "issued": _date_parts(entry.day),
        "accessed": _date_parts((entry.captured_at or "")[:10]),
        "URL": entry.url,
        "archive_location": entry.permalink,
        "language": entry.language,
    }
    return {key: value for key, value in item.items() if value}


def _date_parts(day: str | None) -> dict[str, Any] | None:
    return {"date-parts": [[int(part) for part in day.split("-")]]} if day else None


def _tex(text: str) -> str:
    return "".join(_BIBTEX.get(sign, sign) for sign in _line(text))


def _line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
