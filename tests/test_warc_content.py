"""Content encodings undone."""

from __future__ import annotations

import gzip
import io
import zlib

import pytest
from fastwarc.stream_io import BrotliWriter, ZstdWriter
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.warc.content import decode_content, remove_chunking

TEXT = "Hội nghị sơ kết sáu tháng đầu năm. ".encode() * 200


def squeeze(writer: type, data: bytes) -> bytes:
    out = io.BytesIO()
    packed = writer(out)
    packed.write(data)
    packed.flush()
    packed.close()
    return out.getvalue()


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


ENCODED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT),
    "GZIP": gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:]),
    "deflate": zlib.compress(TEXT),
    "Deflate": raw_deflate(TEXT),
    "br": squeeze(BrotliWriter, TEXT),
    "zstd": squeeze(ZstdWriter, TEXT),
    "identity": TEXT,
    "gzip, br": squeeze(BrotliWriter, gzip.compress(TEXT)),
}


@pytest.mark.parametrize("encoding", ENCODED)
def test_encodings_are_undone(encoding: str) -> None:
    assert decode_content(ENCODED[encoding], encoding, limit=1 << 20) == TEXT


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "x-unknown", "", None])
def test_a_body_stored_decoded_comes_back_as_it_is(encoding: str | None) -> None:
    page = b"<!doctype html><html><body><p>" + TEXT
    assert decode_content(page, encoding, limit=1 << 20) == page


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_a_torn_body_gives_what_it_can(encoding: str) -> None:
    noise = zlib.compress(TEXT) + bytes(range(256)) * 40 + TEXT
    noise = bytes((byte * 7 + place * 31) % 251 for place, byte in enumerate(noise * 8))
    encoded = {
        "gzip": gzip.compress(noise),
        "deflate": zlib.compress(noise),
        "br": squeeze(BrotliWriter, noise),
        "zstd": squeeze(ZstdWriter, noise),
    }[encoding]
    got = decode_content(encoded[:-5], encoding, limit=1 << 24)
    assert noise.startswith(got) or got == encoded[:-5]


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_bombs_are_cut(encoding: str) -> None:
    zeros = bytes(50_000_000)
    bomb = {
        "gzip": lambda: gzip.compress(zeros, 1),
        "deflate": lambda: raw_deflate(zeros),
        "br": lambda: squeeze(BrotliWriter, zeros[:5_000_000]),
        "zstd": lambda: squeeze(ZstdWriter, zeros),
    }[encoding]()
    assert decode_content(bomb, encoding, limit=1_000_000) == zeros[:1_000_000]


@given(st.lists(st.binary(min_size=1, max_size=300)))
def test_chunking_is_removed(chunks: list[bytes]) -> None:
    body = b"".join(b"%x\r\n%b\r\n" % (len(chunk), chunk) for chunk in chunks) + b"0\r\n\r\n"
    assert remove_chunking(body) == b"".join(chunks)


@given(st.binary(max_size=400))
def test_chunking_never_invents_bytes(body: bytes) -> None:
    assert len(remove_chunking(body)) <= len(body)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "zstd", "gzip, deflate"]))
def test_decoding_never_raises(body: bytes, encoding: str) -> None:
    assert len(decode_content(body, encoding, limit=1000)) <= 1000
