"""Transfer and content encodings undone, with a limit against bombs."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Callable

from fastwarc.stream_io import BrotliReader, ZstdReader

_CHUNK_LINE = re.compile(rb"[ \t]*([0-9a-fA-F]{1,12})[ \t]*(?:;[^\r\n]{0,4096})?\r?\n")


class _UndecodableError(Exception):
    """The bytes are not in the encoding their header names."""


def remove_chunking(body: bytes) -> bytes:
    """A chunked HTTP/1.1 body → the bytes it carries; trailer fields are dropped.

    Bodies that are not chunked at all, though their header says so, come back as they are: many crawlers store them so.
    Where the framing breaks half way the rest follows unaltered, since losing it would lose evidence.

    >>> remove_chunking(b"4\\r\\nBao \\r\\n3;x=1\\r\\nMoi\\r\\n0\\r\\nExpires: 0\\r\\n\\r\\n")
    b'Bao Moi'
    >>> remove_chunking(b"<html>not chunked</html>"), remove_chunking(b"3\\r\\nabc\\r\\n<html>")
    (b'<html>not chunked</html>', b'abc<html>')
    """
    parts: list[bytes] = []
    at = 0
    while line := _CHUNK_LINE.match(body, at):
        size, at = int(line[1], 16), line.end()
        if size == 0:
            return b"".join(parts)
        parts.append(body[at : at + size])
        at += size
        at += 2 if body.startswith(b"\r\n", at) else 1 if body.startswith(b"\n", at) else 0
    return b"".join([*parts, body[at:]])


def decode_content(body: bytes, encoding: str | None, *, limit: int) -> bytes:
    """A body and its Content-Encoding → the decoded body, at most `limit` bytes.

    Several encodings are undone from the last to the first. A body that is not in the encoding named (stored decoded,
    or of an encoding we do not know) comes back as it is; a torn one gives what could be decoded.

    >>> import gzip
    >>> decode_content(gzip.compress(b"Toa soan"), "gzip", limit=100), decode_content(b"<html>", "br", limit=100)
    (b'Toa soan', b'<html>')
    """
    for name in reversed([part.strip().lower() for part in (encoding or "").split(",")]):
        decoder = _DECODERS.get(name)
        if decoder is None:
            continue
        try:
            body = decoder(body, limit)
        except _UndecodableError:
            break
    return body[:limit]


def _inflate(body: bytes, wbits: int, limit: int) -> bytes:
    """All members of a zlib stream, up to the limit; a tear or damage ends it quietly once something has come out."""
    parts: list[bytes] = []
    left = limit
    while body and left > 0:
        stream = zlib.decompressobj(wbits)
        try:
            part = stream.decompress(body, left)
        except zlib.error as error:
            if not parts:
                part = _inflate_start(body, wbits, left)
                if not part:
                    raise _UndecodableError from error
                parts.append(part)
            break
        parts.append(part)
        left -= len(part)
        body = stream.unused_data if stream.eof else b""
    return b"".join(parts)


def _inflate_start(body: bytes, wbits: int, limit: int) -> bytes:
    """What a damaged zlib stream still gives before its first broken byte, fed in small pieces."""
    stream, parts, left = zlib.decompressobj(wbits), list[bytes](), limit
    for at in range(0, len(body), 512):
        try:
            part = stream.decompress(body[at : at + 512], left)
        except zlib.error:
            break
        parts.append(part)
        left -= len(part)
        if stream.eof or left <= 0:
            break
    return b"".join(parts)


def _gunzip(body: bytes, limit: int) -> bytes:
    return _inflate(body, 31, limit)


def _undeflate(body: bytes, limit: int) -> bytes:
    """ "deflate" means a zlib stream (RFC 9110), yet raw deflate is what some servers send."""
    try:
        return _inflate(body, 15, limit)
    except _UndecodableError:
        return _inflate(body, -15, limit)


def _read_up_to(reader: BrotliReader | ZstdReader, limit: int) -> bytes:
    parts: list[bytes] = []
    left = limit
    while left > 0:
        try:
            part = reader.read(min(left, 1 << 20))
        except (OSError, ValueError) as error:
            if not parts:
                raise _UndecodableError from error
            break
        if not part:
            break
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _unbrotli(body: bytes, limit: int) -> bytes:
    return _read_up_to(BrotliReader(io.BytesIO(body)), limit) if body else b""


def _unzstd(body: bytes, limit: int) -> bytes:
    if not body.startswith(b"\x28\xb5\x2f\xfd"):
        raise _UndecodableError
    return _read_up_to(ZstdReader(io.BytesIO(body)), limit)


_DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gunzip,
    "x-gzip": _gunzip,
    "deflate": _undeflate,
    "br": _unbrotli,
    "zstd": _unzstd,
}
