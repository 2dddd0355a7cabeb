"""The events of an archive as PREMIS 3: valid, whole in its references, and silent to the public about decisions."""

from __future__ import annotations

import sqlite3
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

import package_archive as kept
import pressroom
from newsarchive.archive import Archive
from newsarchive.fixity import verify
from newsarchive.packages import Request, export
from newsarchive.packages.premis import NAMESPACE, SCHEMA_INSTANCE, Event, event_element
from newsarchive.withhold import Order, decide_on

P = f"{{{NAMESPACE}}}"
NAMES = {"p": NAMESPACE, "xsi": SCHEMA_INSTANCE}


@pytest.fixture(scope="module")
def kho(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that was verified, and of whose decisions one is to withhold."""
    folder = kept.build(tmp_path_factory.mktemp("premis") / "kho")
    with Archive.open(folder, workers=0) as archive:
        decide_on(archive.store, archive.ledger, kept.uid(kept.BORROWER), Order("hide", "đơn số 12", None))
    verify(folder)
    return folder


def _export(kho: Path, folder: Path, audience: Any) -> tuple[etree._Element, Any]:
    output = folder / f"{audience}.xml"
    exported = export(kho, Request("premis", output, audience))
    return etree.parse(output).getroot(), exported


def _texts(root: etree._Element, name: str) -> Iterator[str]:
    return (element.text or "" for element in root.iter(P + name))


@pytest.mark.parametrize("audience", ["preservation", "public"])
def test_it_is_valid_by_the_schema_of_the_library_of_congress(
    kho: Path, tmp_path: Path, shared: Path, audience: str
) -> None:
    root, _ = _export(kho, tmp_path, audience)
    schema = etree.XMLSchema(file=shared / "standards" / "premis-v3-0.xsd")
    assert schema.validate(root), schema.error_log
    root.find(f".//{P}eventType").tag = f"{P}eventTyp"  # the schema does look
    assert not schema.validate(root)


@pytest.mark.parametrize("audience", ["preservation", "public"])
def test_every_object_and_agent_that_an_event_names_is_described_once(kho: Path, tmp_path: Path, audience: str) -> None:
    root, _ = _export(kho, tmp_path, audience)
    for kind in ("Object", "Agent"):
        described = Counter(_texts(root, f"{kind.lower()}IdentifierValue"))
        assert set(_texts(root, f"linking{kind}IdentifierValue")) <= set(described)
        assert max(described.values()) == 1
    assert max(Counter(_texts(root, "eventIdentifierValue")).values()) == 1


def test_for_preservation_every_capture_and_every_event_is_told(kho: Path, tmp_path: Path) -> None:
    root, exported = _export(kho, tmp_path, "preservation")
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db:
        captures = db.execute("select count(*) from capture").fetchone()[0]
        events = db.execute("select count(*) from event where kind != 'export'").fetchone()[0]
    kinds = Counter(_texts(root, "eventType"))
    assert exported.captures == kinds["capture"] == captures
    assert sum(event.startswith("event:") for event in _texts(root, "eventIdentifierValue")) >= events
    assert {"capture", "ingestion", "withholding", "fixity check"} <= set(kinds)
    assert "newsarchive" in set(_texts(root, "agentName"))
    assert set(_texts(root, "agentVersion"))
    files = root.xpath("//p:object[@xsi:type='file']//p:messageDigest", namespaces=NAMES)
    assert len(files) == 1
    bitstreams = root.xpath("//p:object[@xsi:type='bitstream']", namespaces=NAMES)
    assert len(bitstreams) == captures
    assert all(one.find(f".//{P}messageDigest") is not None for one in bitstreams)


def test_the_public_is_told_of_captures_that_may_be_shown_and_of_nothing_decided(kho: Path, tmp_path: Path) -> None:
    root, exported = _export(kho, tmp_path, "public")
    told = etree.tostring(root).decode()
    assert set(_texts(root, "eventType")) == {"capture"}
    articles = root.xpath(
        "//p:object[@xsi:type='intellectualEntity']//p:objectIdentifierValue/text()", namespaces=NAMES
    )
    assert {kept.uid(kept.PUBLIC), kept.uid(kept.BORROWED)} < set(articles)
    assert exported.captures == len(list(root.iter(f"{P}event"))) > 0
    assert pressroom.article_url(kept.PUBLIC) in told
    for number in (kept.WITHHELD, kept.BORROWER):
        assert pressroom.article_url(number) not in told
        assert kept.uid(number) not in told


def test_an_article_tells_its_revisions_and_the_captures_that_it_was_made_of(kho: Path, tmp_path: Path) -> None:
    root, _ = _export(kho, tmp_path, "public")
    (article,) = root.xpath(
        "//p:object[p:objectIdentifier/p:objectIdentifierValue=$uid]", uid=kept.uid(kept.PUBLIC), namespaces=NAMES
    )
    with Archive.open(kho, workers=0) as archive:
        digests = {one.content_digest for one in archive.revisions(kept.uid(kept.PUBLIC))}
    assert digests <= set(_texts(article, "significantPropertiesValue"))
    sources = list(_texts(article, "relatedObjectIdentifierValue"))
    assert len(sources) == 3  # two revisions and a revisit
    described = root.xpath("//p:object[@xsi:type='bitstream']//p:objectIdentifierValue/text()", namespaces=NAMES)
    assert set(sources) <= set(described)


def test_who_decided_and_by_which_version_is_told_of_every_line_of_the_ledger(kho: Path, tmp_path: Path) -> None:
    root, _ = _export(kho, tmp_path, "preservation")
    with closing(sqlite3.connect(kho / "data" / "news.db")) as db:
        rows = db.execute("select id from event where ledger_seq is not null and kind != 'export'").fetchall()
        lines = [f"event:{row[0]}" for row in rows]
    named = f"newsarchive/{version('newsarchive')}"
    for line in lines:
        (event,) = root.xpath("//p:event[p:eventIdentifier/p:eventIdentifierValue=$id]", id=line, namespaces=NAMES)
        assert named in set(_texts(event, "linkingAgentIdentifierValue"))


@pytest.mark.parametrize("form", ["bagit", "wacz"])
@pytest.mark.parametrize("audience", ["preservation", "public"])
def test_it_is_in_every_package(kho: Path, tmp_path: Path, shared: Path, form: Any, audience: Any) -> None:
    output = tmp_path / f"{audience}-{form}"
    export(kho, Request(form, output, audience))
    data = (output / "data" / "premis.xml").read_bytes() if form == "bagit" else _member(output, "premis/premis.xml")
    schema = etree.XMLSchema(file=shared / "standards" / "premis-v3-0.xsd")
    root = etree.fromstring(data)
    assert schema.validate(root), schema.error_log
    captures = Counter(_texts(root, "eventType"))["capture"]
    assert captures > 0
    if audience == "preservation":
        files = root.xpath("//p:object[@xsi:type='file']//p:objectIdentifierValue/text()", namespaces=NAMES)
        assert form == "wacz" or all((output / "data" / "warc" / name).is_file() for name in files)


def _member(package: Path, name: str) -> bytes:
    with zipfile.ZipFile(package) as opened:
        return opened.read(name)


def test_what_xml_cannot_hold_does_not_break_it() -> None:
    odd = "https://bao.example/\x00\x1bđường?a=\ud800"
    event = event_element(Event("1", "withhold", "2026-11-24T00:00:00Z", odd[:-1], {"url": odd}, ("thu\x07 thư",)))
    read = etree.fromstring(etree.tostring(event))
    assert read.findtext(f"{P}eventType") == "withholding"
    assert "\\u0000" in (read.findtext(f".//{P}eventDetail") or "")
    assert read.findtext(f".//{P}linkingAgentIdentifierValue") == "thu%07 th%C6%B0"


def test_a_record_that_cannot_be_read_is_named_and_left_out(tmp_path: Path) -> None:
    folder = kept.build(tmp_path / "kho")
    (path,) = (folder / "data" / "warc").rglob("*.warc.gz")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 255
    path.write_bytes(data)
    root, exported = _export(folder, tmp_path, "preservation")
    assert exported.damages > 0
    assert exported.captures == Counter(_texts(root, "eventType"))["capture"]
