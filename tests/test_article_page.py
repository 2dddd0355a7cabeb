"""The page of an article: evidence for each field, and the metadata that citation managers read."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import memento_archive as kho
from memento_archive import EXCERPT, PICTURES
from newsarchive.article import Evidence
from newsarchive.publish import publish
from newsarchive.publish.evidence import RAW
from newsarchive.publish.publisher import Published
from newsarchive.publish.selftest import check_release
from newsarchive.reading.pages import article
from newsarchive.reading.request import Ask
from newsarchive.store.reading import read_revision
from serving_process import Served, serving


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kho.build(tmp_path_factory.mktemp("article") / "kho")


@pytest.fixture(scope="module")
def published(archive: Path) -> Published:
    return publish(archive)


@pytest.fixture(scope="module")
def db(published: Published) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"file:{published.path}?mode=ro", uri=True)) as connection:
        yield connection


@pytest.fixture(scope="module")
def served(archive: Path, published: Published) -> Iterator[Served]:
    with serving(archive) as server:
        yield server


def read_evidence(archive: Path, number: int) -> dict[str, Evidence]:
    with closing(sqlite3.connect(archive / "data" / "news.db")) as news:
        news.row_factory = sqlite3.Row
        (latest,) = news.execute(
            "SELECT max(number) FROM revision JOIN article ON article.id = article_id WHERE uid = ?", (kho.uid(number),)
        ).fetchone()
        revision = read_revision(news, kho.uid(number), latest)
    assert revision is not None
    return dict(revision.article.evidence)


def test_each_field_tells_its_rule_and_what_it_was_read_from(archive: Path, db: sqlite3.Connection) -> None:
    page = article(db, Ask(f"/bai/{kho.uid(PICTURES)}", {}, {"uid": kho.uid(PICTURES)}))
    assert isinstance(page.data, dict)
    kept = read_evidence(archive, PICTURES)
    assert {"headline", "body", "published", "bylines[0]"} <= kept.keys()
    told = {name: (one["rule"], one["raw"]) for name, one in page.data["evidence"].items()}
    assert told.keys() == kept.keys()
    for name, one in kept.items():
        assert told[name][0] == one.rule
        assert (one.raw or "").startswith((told[name][1] or "").removesuffix("…"))
        assert len(told[name][1] or "") <= RAW


def test_an_excerpt_tells_no_evidence(db: sqlite3.Connection) -> None:
    page = article(db, Ask(f"/bai/{kho.uid(EXCERPT)}", {}, {"uid": kho.uid(EXCERPT)}))
    assert isinstance(page.data, dict)
    assert page.data["access"] == "excerpt"
    assert page.data["evidence"] == {}


def test_a_release_with_evidence_of_an_excerpt_fails_its_self_test(
    archive: Path, published: Published, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.db"
    with closing(sqlite3.connect(published.path)) as good, closing(sqlite3.connect(broken)) as bad:
        good.backup(bad)
        bad.execute("INSERT INTO evidence SELECT id, 'lead', 'x', 'y' FROM articles WHERE access = 'excerpt'")
        bad.commit()
    with (
        closing(sqlite3.connect(archive / "data" / "news.db")) as source,
        pytest.raises(Exception, match="stands in evidence"),
    ):
        check_release(broken, source, published.release)


def test_the_page_shows_evidence_in_both_languages(served: Served) -> None:
    for path, said in (("/bai/", "Từng trường được nhận ra"), ("/en/bai/", "How each field was found")):
        body = served.get(path + kho.uid(PICTURES))[2]
        assert said in body
        assert re.search(
            r'<code>bylines\[0\]</code></dt><dd lang="en">[^<]+</dd><dd class="quiet-text" lang="vi">[^<]+</dd>', body
        )


def test_zotero_finds_what_it_needs(served: Served) -> None:
    """Zotero's embedded-metadata translator takes an item for an article of a newspaper by these (Highwire) names."""
    body = served.get(f"/bai/{kho.uid(PICTURES)}")[2]
    assert '<meta name="z:itemType" content="newspaperArticle">' in body
    told = dict(re.findall(r'<meta name="(citation_\w+)" content="([^"]*)">', body))
    assert told["citation_title"].startswith("Thông xe cầu Bến Vạn số")
    assert re.fullmatch(r"\d{4}/\d\d/\d\d", told["citation_publication_date"])
    assert told["citation_author"] == "Lê Khánh Vy"
    assert told["citation_journal_title"]
    assert told["citation_language"] == "vi"
    assert told["citation_public_url"].endswith(f"/bai/{kho.uid(PICTURES)}")
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', body, re.DOTALL)
    schema = json.loads(block)
    assert (schema["@type"], schema["headline"]) == ("NewsArticle", told["citation_title"])
    assert schema["author"] == [{"@type": "Person", "name": "Lê Khánh Vy"}]
