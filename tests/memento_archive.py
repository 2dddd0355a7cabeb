"""An archive whose copies are given out: an article in every encoding, a hostile page, pictures, what is withheld."""

from __future__ import annotations

import gzip
import importlib
import unicodedata
from datetime import timedelta
from pathlib import Path

from typer.testing import CliRunner

import pressroom
from newsarchive.archive import Archive
from newsarchive.cli.app import app
from newsarchive.demo.picture import draw
from newsarchive.press import article_key, article_uid
from newsarchive.warc import HttpHead, SegmentWriter

CANARY = "wàngyến"
"""Planted in every page and picture that must not be given out."""
ENCODED, HOSTILE, LEGACY, PICTURES, EXCERPT, WAITING, HIDDEN, BLOCKED, PURGED, FOREIGN = range(1, 11)
AT = pressroom.AT
STEPS = ("gzip", "br", "zstd")
"""Content-Encoding of the captures of ENCODED, an hour apart; then comes a revisit of the last."""
BIG = 20_000_000
"""Bytes of a picture that is too large to be shown."""
_HOSTS = {EXCERPT: "https://baokhac.example", WAITING: "https://baocho.example"}
_PNG = HttpHead(200, "OK", (("Content-Type", "image/png"),))
_CONFIG = """operator: Thư viện thử
publish:
  access:
    newspapers:
      baokhac.example: {access: excerpt}
      baocho.example: {embargo_days: 36000}
"""


def url(number: int) -> str:
    return pressroom.article_url(number).replace(pressroom.HOST, _HOSTS.get(number, pressroom.HOST))


def uid(number: int) -> str:
    return article_uid(article_key(url(number)))


def picture_url(number: int, name: str = "cau.png") -> str:
    return f"{_HOSTS.get(number, pressroom.HOST)}/anh/{number}/{name}"


def picture(number: int) -> bytes:
    """A drawing; of what must not be shown the canary stands in it."""
    return draw(str(number)) + (CANARY.encode() if EXCERPT <= number <= PURGED else b"")


def page(number: int, note: str = "", pictures: tuple[str, ...] = ("cau.png",), more: str = "") -> bytes:
    """An article with its pictures, the first of them loaded late, as newspapers do."""
    shown = "".join(
        f'<figure><img class="lazy" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/anh/{number}/{name}">'
        f"<figcaption>Cầu Bến Vạn {note}</figcaption></figure>"
        for name in pictures
    )
    text = (
        pressroom.article_page(number, note=note).decode().replace(pressroom.HOST, _HOSTS.get(number, pressroom.HOST))
    )
    return text.replace('<p class="author">', f'{shown}{more}<p class="author">').encode()


def hostile(outside: str) -> bytes:
    """An article in a page that tries to run scripts and to ask `outside` in every way there is."""
    ask = f"{outside}/bi-goi"
    tricks = f"""
<script>document.title = "chay"; fetch("{ask}/fetch"); new Image().src = "{ask}/script"</script>
<script src="{ask}/ma.js"></script><img src="{ask}/anh.png" onerror="document.title='chay'; fetch('{ask}/onerror')">
<img src=x onerror="document.title='chay';location='{ask}/location'"><iframe src="{ask}/khung"></iframe>
<iframe srcdoc="<script>parent.document.title='chay'</script><img src='{ask}/srcdoc'>"></iframe>
<form id="bieu-mau" action="{ask}/form" method="get"><input name="q" autofocus onfocus="this.form.submit()">
<button id="gui" formaction="{ask}/nut">Gửi</button></form>
<a id="di" href="{ask}/lien-ket" target="_top" ping="{ask}/ping">đi</a>
<a id="ma" href="javascript:document.title='chay'">mã</a>
<a id="tuong-doi" href="tuong-doi.html">gần</a>
<style>body {{ background: url({ask}/nen.png) }} @import "{ask}/kieu.css";
@font-face {{ font-family: x; src: url({ask}/chu.woff2) }} * {{ font-family: x }}</style>
<div style="background-image:url('{ask}/div.png')">x</div>
<svg onload="document.title='chay'"><image href="{ask}/svg.png"/>
<script>document.title = "chay"</script></svg><object data="{ask}/vat.swf"></object><embed src="{ask}/nhung">
<video src="{ask}/phim.mp4" poster="{ask}/bia.png" autoplay></video><audio src="{ask}/tieng.mp3" autoplay></audio>
<input type="image" src="{ask}/nut.png"><picture><source srcset="{ask}/nguon.png"><img src="{ask}/a.png"></picture>
<table background="{ask}/bang.png"><tr><td>x</td></tr></table><math href="{ask}/toan"><mi>x</mi></math>"""
    head = f"""<base href="{outside}/"><meta http-equiv="refresh" content="0; url={ask}/refresh">
<meta http-equiv="Content-Security-Policy" content="default-src * 'unsafe-inline'">
<link rel="stylesheet" href="{ask}/ngoai.css"><link rel="prefetch" href="{ask}/truoc">
<link rel="preload" as="image" href="{ask}/tai">
<link rel="icon" href="{ask}/bieu-tuong.ico"><link rel="manifest" href="{ask}/manifest"></head>"""
    return page(HOSTILE, more=tricks).decode().replace("</head>", head).encode()


def build(directory: Path, outside: str = "https://ngoai.example") -> Path:
    """The archive, made through ingest and the command that withholds."""
    with SegmentWriter(directory.parent / "source", prefix="mau", info={"operator": "Thư viện thử"}) as writer:
        _write(writer, outside)
    directory.mkdir(parents=True, exist_ok=True)
    (directory / "archive.yml").write_text(_CONFIG, encoding="utf-8")
    with Archive.open(directory, create=True, workers=0) as archive:
        archive.ingest(writer.summaries[0].path)
    for number, level in ((HIDDEN, "hide"), (BLOCKED, "block"), (PURGED, "purge")):
        options = ["withhold", url(number), "--level", level, "--reason", "thử", "--archive", str(directory)]
        done = CliRunner().invoke(app, [*options, "--yes"] if level == "purge" else options)
        assert done.exit_code == 0, done.output
    return directory


def _write(writer: SegmentWriter, outside: str) -> None:
    for hour, encoding in enumerate(STEPS):
        head = pressroom.head(headers=(("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", encoding)))
        body = _encoded(page(ENCODED, note=f"Lần {hour}."), encoding)
        place = writer.write_response(url(ENCODED), AT + timedelta(hours=hour), head, body)
    writer.write_revisit(
        url(ENCODED), AT + timedelta(hours=len(STEPS)), pressroom.head(), profile="identical-payload-digest",
        payload_digest=place.payload_digest, refers_to_uri=url(ENCODED), refers_to_date=AT + timedelta(hours=2),
    )  # fmt: skip
    writer.write_response(url(HOSTILE), AT, pressroom.head(), hostile(outside))
    untold = pressroom.head(headers=(("Content-Type", "text/html"),))
    legacy = page(LEGACY).decode().replace('charset="utf-8"', 'charset="windows-1258"')
    writer.write_response(
        url(LEGACY), AT, untold, unicodedata.normalize("NFC", legacy).encode("cp1258", "xmlcharrefreplace")
    )
    names = ("cau.png", "ve.svg", "gia.png", "lon.png", "bom.png")
    writer.write_response(url(PICTURES), AT, pressroom.head(), page(PICTURES, pictures=names))
    for number in (EXCERPT, WAITING, HIDDEN, BLOCKED, PURGED):
        writer.write_response(url(number), AT, pressroom.head(), page(number, note=CANARY))
    for number in range(ENCODED, FOREIGN):
        writer.write_response(picture_url(number), AT, _PNG, picture(number))
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>document.title="chay"</script></svg>'
    writer.write_response(
        picture_url(PICTURES, "ve.svg"), AT, HttpHead(200, "OK", (("Content-Type", "image/svg+xml"),)), svg
    )
    writer.write_response(picture_url(PICTURES, "gia.png"), AT, _PNG, b"<html><script>alert(1)</script></html>")
    writer.write_response(picture_url(PICTURES, "lon.png"), AT, _PNG, draw("lon") + bytes(BIG))
    packed = HttpHead(200, "OK", (("Content-Type", "image/png"), ("Content-Encoding", "gzip")))
    writer.write_response(picture_url(PICTURES, "bom.png"), AT, packed, gzip.compress(draw("bom") + bytes(BIG)))


def _encoded(body: bytes, encoding: str) -> bytes:
    if encoding == "gzip":
        return gzip.compress(body)
    name = {"br": "brotli", "zstd": "backports.zstd"}[encoding]
    return bytes(importlib.import_module(name).compress(body))
