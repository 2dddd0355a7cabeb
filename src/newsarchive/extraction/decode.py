"""Bytes → text: which encoding a page is in, and who said so."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsarchive.cleaning.repair import repair

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CHARSET, _META_LENGTH = re.compile(rb"[cC][hH][aA][rR][sS][eE][tT]"), 305
_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)
_META_REACH = 8192
"""HTML allows a meta charset in the first 1024 bytes; newspapers put it behind scripts."""
_SAMPLE = 65_536
_PAGE = re.compile(r"\s*<(?:!doctype\s+html|html|head)\b", re.IGNORECASE)
BINARY = "binary: neither a page nor text"
"""The reason why bytes that are no text give no article."""
_WESTERN = frozenset({"iso8859-1", "iso8859-15", "cp1252", "ascii", "latin-1"})
_NO_TEXT = bytes([*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)])
"""Control characters that no text has; blanks, line and page ends and the escape of old encodings are left out."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text with the encoding it was read in."""

    text: str
    encoding: str
    rule: str
    """"bom", "content-type", "meta", "valid utf-8", "detected" or "given as text"."""
    sent: bytes | None = None
    """The bytes as they came, where they are this text in UTF-8."""

    @property
    def utf8(self) -> bytes:
        """The text in UTF-8; encoded anew each time where it came as anything else."""
        return self.text.encode("utf-8", "replace") if self.sent is None else self.sent

    @property
    def is_binary(self) -> bool:
        """Whether more than a hundredth of the beginning are control characters: a picture or package, not a page.

        >>> decode(bytes(range(256)) * 8).is_binary, decode(b"Xin chao " * 40 + b"\\x00").is_binary
        (True, False)
        """
        start = self.text[:_SAMPLE]
        if _PAGE.match(start):
            # A page by its own word, however many NULs a broken system strewed into it.
            return False
        sent = start.encode("utf-8", "replace")
        return (len(sent) - len(sent.translate(None, _NO_TEXT))) * 100 > len(start)


def decode(html: bytes | str, content_type: str | None = None) -> Decoded:
    """Decide the encoding by BOM, HTTP Content-Type, meta element, then detection; decode and repair.

    A Western single-byte declaration is overruled when the bytes are valid UTF-8 with letters beyond ASCII: multi-byte
    sequences do not come about by chance. Bytes that the encoding does not know become U+FFFD. TCVN3, VNI and UTF-8
    that was encoded twice are repaired where that is certain, and the rule says so.
    """
    found = Decoded(html, "unicode", "given as text") if isinstance(html, str) else _decide(html, content_type)
    return _repaired(found) or found


def _repaired(found: Decoded) -> Decoded | None:
    text, mended = repair(found.text)
    return Decoded(text, found.encoding, f"{found.rule}; repaired: {mended}") if mended else None


def _decide(html: bytes, content_type: str | None) -> Decoded:
    for bom, encoding in _BOMS:
        if html.startswith(bom):
            return Decoded(html[len(bom) :].decode(encoding, "replace"), encoding, "bom")
    declared = (_as_declared(html, name, rule) for name, rule in _declared(html, content_type))
    found = next((decoded for decoded in declared if decoded), None)
    if found is None and (text := _strictly(html, "utf-8")) is not None:
        found = Decoded(text, "utf-8", "valid utf-8", html)
    return found or _detected(html)


def _as_declared(html: bytes, name: str, rule: str) -> Decoded | None:
    """The page in the encoding it is declared to be in, when its bytes bear that out."""
    encoding = _known(name)
    if encoding is None:
        return None
    if encoding in _WESTERN and (text := _strictly(html, "utf-8")) is not None:
        return Decoded(text, "utf-8", f"valid utf-8, though {rule} says {name}", html)
    text = _strictly(html, encoding)
    if text is not None:
        return Decoded(text, encoding, rule, html if encoding == "utf-8" else None)
    if encoding == "utf-8" and _mostly_utf8(html):
        return Decoded(html.decode("utf-8", "replace"), encoding, f"{rule}, with broken bytes")
    return None


def _declared(html: bytes, content_type: str | None) -> Iterator[tuple[str, str]]:
    """Names of encodings the page is declared to be in, strongest first."""
    if content_type and (header := _HEADER.search(content_type)):
        yield header[1], "content-type"
    head = html[:_META_REACH]
    for found in (_meta(head), _XML.match(head)):
        if found:
            yield found[1].decode("ascii", "replace"), "meta"


def _meta(head: bytes) -> re.Match[bytes] | None:
    """The first meta element that tells a charset; looked for backwards from the word, which stands once in a page."""
    for word in _CHARSET.finditer(head):
        reached = max(0, word.start() - _META_LENGTH)
        opened = head[reached : word.start()].lower().rfind(b"<meta")
        if opened >= 0 and (found := _META.match(head, reached + opened)):
            return found
    return None


def _known(name: str) -> str | None:
    """Python's name of a declared encoding that holds text."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    # `_is_text_encoding` is how the standard library itself keeps "hex" and "zip" away from str.encode.
    return info.name if info._is_text_encoding else None


def _strictly(html: bytes, encoding: str) -> str | None:
    try:
        return html.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _mostly_utf8(html: bytes) -> bool:
    """A handful of broken bytes (a text cut in mid-letter) does not make a page another encoding."""
    broken = html.decode("utf-8", "replace").count("\ufffd")
    beyond = sum(1 for byte in html[:_SAMPLE] if byte > 0x7F)
    return broken <= 3 or broken * 20 < beyond


def _detected(html: bytes) -> Decoded:
    # Old Vietnamese encodings have no name that a page could declare, and no detector knows them.
    if old := _repaired(Decoded(html.decode("latin-1"), "latin-1", "detected")):
        return old
    # Imported here because it costs 30 ms and almost every page declares its encoding.
    from charset_normalizer import from_bytes  # noqa: PLC0415

    best = from_bytes(html[:_SAMPLE]).best()
    encoding = best.encoding if best else "utf-8"
    return Decoded(html.decode(encoding, "replace"), encoding, "detected")
