"""A release as files: whole, described, and with counts that no text can be put together from."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from command_line import run
from newsarchive.exceptions import ConfigurationError, ReleaseError
from newsarchive.publish import publish
from newsarchive.reading.likelihood import read_words
from newsarchive.reading.release import SCHEMA_VERSION
from newsarchive.releases import find_outdated, write_release_files
from newsarchive.releases.ngrams import LEAST, count_ngrams
from reading_room import STORIES, Story, add_stories, build_archive

BODY, EARLIER, WAITING, WITHHELD = "wqthanbai", "wqcauchucu", "wqchoden", "wqdago"
FORMULA = "Phát biểu tại hội nghị, lãnh đạo huyện yêu cầu các xã"
COMMON = ("huyện", "xã", "sông", "cầu", "đường", "trường", "chợ", "lúa", "nước", "người", "dân", "ngày", "mới", "cũ")
CONFIG = """operator: Thư viện thử
contact: thu-vien@example.org
publish: {access: {newspapers: {cantho: {access: excerpt}, tinla: {embargo_days: 36000}}}}
"""


def noise(seed: int, words: int = 60) -> str:
    """A text whose words are common and whose order is its own."""
    return " ".join(random.Random(seed).choices(COMMON, k=words))


def planted(newspaper: str, number: int, mark: str, **more: Any) -> Story:
    text = (f"{FORMULA} bài {number}.", f"{noise(number)} {mark}{number} {noise(number + 500)}.")
    defaults = {"published": date(2023, 3, 1 + number % 28), "bylines": (), "section": None}
    return Story(f"cc{newspaper[:6]}{number:08d}", f"Tin {noise(number, 4)}", text, newspaper=newspaper,
                 **(defaults | more))  # fmt: skip


EXCERPTED = [planted("cantho", n, BODY, lead="Sapo ngắn.", earlier=((EARLIER, EARLIER),)) for n in range(30)]
SAME = [
    replace(planted("bacninh", 100 + n, "x"), paragraphs=("Câu này năm địa chỉ cùng đăng nguyên văn một lần.",))
    for n in range(6)
]
SECRET = [planted("tinla", n, WAITING) for n in range(200, 210)]
TAKEN = [planted("bacninh", n, WITHHELD, withheld=True) for n in range(300, 310)]
EVERY = [*STORIES, *EXCERPTED, *SAME, *SECRET, *TAKEN]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = build_archive(tmp_path_factory.mktemp("releases") / "kho", EVERY, CONFIG)
    publish(folder, now=datetime(2026, 11, 1, tzinfo=UTC))
    return folder


@pytest.fixture(scope="module")
def written(archive: Path) -> Path:
    return write_release_files(archive, archive.parent / "ban").folder


def read(path: Path) -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode()


def counts_of(folder: Path, size: int) -> list[dict[str, str]]:
    return list(csv.DictReader(read(folder / f"counts/{size}grams.csv.gz").splitlines()))


def test_the_manifest_names_every_file_with_its_digest_and_rows(written: Path) -> None:
    told = json.loads((written / "manifest.json").read_text(encoding="utf-8"))
    files = {str(path.relative_to(written)): path for path in written.rglob("*") if path.is_file()}
    assert {file["path"] for file in told["files"]} | {"manifest.json"} == set(files)
    for file in told["files"]:
        data = files[file["path"]].read_bytes()
        assert (file["bytes"], file["sha256"]) == (len(data), f"sha256:{hashlib.sha256(data).hexdigest()}")
        lines = read(files[file["path"]]).count("\n") - file["path"].endswith((".csv", ".csv.gz"))
        assert file["rows"] == lines or file["path"] == "datasheet.md"
    assert told["release"]["id"] == written.name
    assert told["operator"] == "Thư viện thử"
    assert told["license"]
    assert told["release"]["schema_version"] == SCHEMA_VERSION


def test_every_article_of_the_release_stands_in_the_file_of_its_year(archive: Path, written: Path) -> None:
    told = json.loads((written / "manifest.json").read_text(encoding="utf-8"))
    assert list(told["years"]) == ["2021", "2023", "2024", "undated"]
    seen = 0
    for year, articles in told["years"].items():
        rows = [json.loads(line) for line in read(written / f"articles/articles-{year}.jsonl.gz").splitlines()]
        assert len(rows) == articles
        assert {(row["day"] or "undated")[:4] for row in rows} == {year[:4] if year != "undated" else "unda"}
        seen += len(rows)
    assert seen == told["release"]["articles"]
    (named,) = [json.loads(line) for line in read(written / "articles/articles-undated.jsonl.gz").splitlines()]
    assert named["headline"] == STORIES[3].headline
    assert named["text"].splitlines() == list(STORIES[3].paragraphs)
    (short,) = [json.loads(line) for line in read(written / "articles/articles-2021.jsonl.gz").splitlines()]
    assert (short["access"], short["text"], short["headline"]) == ("excerpt", None, STORIES[2].headline)


@pytest.mark.parametrize("canary", [BODY, EARLIER, WAITING, WITHHELD])
def test_what_may_not_be_shown_is_in_no_file(written: Path, canary: str) -> None:
    assert [path for path in written.rglob("*") if path.is_file() and canary in read(path).lower()] == []


def test_an_excerpted_newspaper_is_counted(written: Path) -> None:
    """Its formula stands in thirty articles, its texts in one each."""
    told = {row["ngram"]: row for row in counts_of(written, 3) if row["newspaper"] == "cantho"}
    assert told["lãnh đạo huyện"]["articles"] == "30"
    assert {row["month"] for row in told.values()} <= {"2023-03"}
    singles = {row["ngram"]: row for row in counts_of(written, 1) if row["newspaper"] == "cantho"}
    texts = [" ".join((s.headline, s.lead or "", *s.paragraphs)) for s in EXCERPTED]
    holding = sum("chợ" in [word for run in read_words(text) for word in run] for text in texts)
    assert int(singles["chợ"]["articles"]) == holding


@pytest.mark.parametrize("size", [1, 2, 3])
def test_no_count_is_of_fewer_articles_than_said(written: Path, size: int) -> None:
    rows = counts_of(written, size)
    assert rows
    assert all(int(row["articles"]) >= LEAST and int(row["occurrences"]) >= int(row["articles"]) for row in rows)
    assert all(row["ngram"].count(" ") == size - 1 for row in rows)


def test_a_text_under_several_addresses_is_not_told(written: Path) -> None:
    told = {row["ngram"] for size in (1, 2, 3) for row in counts_of(written, size)}
    assert "địa chỉ cùng" not in told
    assert "nguyên văn" not in told


def test_no_run_of_words_can_be_put_together(written: Path) -> None:
    """From the trigrams of the excerpted newspaper one cannot follow any of its articles over ten words: beyond that
    its own neighbours are as likely as others'."""
    known = {tuple(row["ngram"].split()) for row in counts_of(written, 3) if row["newspaper"] == "cantho"}
    for story in EXCERPTED:
        words = [word for run in read_words(story.paragraphs[1]) for word in run]
        longest = stretch = 0
        for i in range(len(words) - 2):
            stretch = stretch + 1 if tuple(words[i : i + 3]) in known else 0
            longest = max(longest, stretch)
        assert longest + 2 <= 10, story.uid


def test_the_month_of_the_release_is_not_counted(tmp_path: Path) -> None:
    stories = [planted("bacninh", n, "x", published=date(2026, 10, 1 + n)) for n in range(20)]
    archive = build_archive(tmp_path / "kho", stories)
    publish(archive, now=datetime(2026, 10, 31, 16, 59, tzinfo=UTC))  # a minute before November in Vietnam
    first = write_release_files(archive, tmp_path / "a").folder
    publish(archive, now=datetime(2026, 10, 31, 17, 1, tzinfo=UTC))
    second = write_release_files(archive, tmp_path / "b").folder
    assert counts_of(first, 1) == []
    assert {row["month"] for row in counts_of(second, 1)} == {"2026-10"}


def test_counting_by_hand() -> None:
    lines = [(n, f"chợ nổi {n}, chợ nổi") for n in range(5)] + [(9, "chợ lúa"), (9, "chợ lúa")]
    assert list(count_ngrams(lines)) == [("chợ", 6, 11), ("nổi", 5, 10), ("chợ nổi", 5, 10)]


def test_the_same_release_gives_the_same_bytes(archive: Path, written: Path, tmp_path: Path) -> None:
    again = write_release_files(archive, tmp_path).folder
    for path in written.rglob("*"):
        if path.is_file():
            assert (again / path.relative_to(written)).read_bytes() == path.read_bytes(), path


def test_the_datasheet_is_filled_in_both_languages(written: Path) -> None:
    text = (written / "datasheet.md").read_text(encoding="utf-8")
    assert "{" not in text
    for said in ("Thư viện thử", "## Thu thập và xử lý", "## Collection and preprocessing", "Báo Cần Thơ", "excerpt"):
        assert said in text
    assert "bacninh: " in text.split("## Thu thập")[0] or "cantho: 2021-11" in text


def test_nothing_is_left_of_files_that_fail(archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("newsarchive.releases.write.write_counts", stop)
    with pytest.raises(KeyboardInterrupt):
        write_release_files(archive, tmp_path / "ban")
    assert list((tmp_path / "ban").iterdir()) == []


def test_a_release_is_written_once_and_only_when_there_is_one(archive: Path, written: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="is there already"):
        write_release_files(archive, written.parent)
    with pytest.raises(ReleaseError, match="nothing is published"):
        write_release_files(tmp_path, tmp_path / "ban")


def test_an_older_release_with_a_withheld_article_is_told(tmp_path: Path) -> None:
    archive = build_archive(tmp_path / "kho")
    first = run("publish", "--archive", str(archive), "--releases", str(tmp_path / "ban"), "--json")
    assert first.exit_code == 0
    told = json.loads(first.stdout)
    assert told["outdated"] == []
    assert Path(told["files"]["folder"]).name == told["id"]
    add_stories(archive, [replace(STORIES[0], withheld=True)])
    second = run("publish", "--archive", str(archive), "--releases", str(tmp_path / "ban"))
    assert second.exit_code == 1
    assert f"{told['id']}: 1 articles in it are not shown any more" in second.stderr
    assert "2024" in second.stdout
    assert [one.articles for one in find_outdated(tmp_path / "ban", archive / "public.db")] == [1]
    (tmp_path / "ban" / told["id"] / "uids.txt.gz").write_bytes(b"rach")
    add_stories(archive, [replace(STORIES[1], withheld=True)])
    third = run("publish", "--archive", str(archive), "--releases", str(tmp_path / "ban"))
    assert third.exit_code == 1
    assert f"{told['id']}: its list is damaged; take it out of what you hand out" in third.stderr
    assert "1 articles in it are not shown any more" in third.stderr  # the second one, which is whole
    assert third.stdout.startswith("Release ")
    assert [one.articles for one in find_outdated(tmp_path / "ban", archive / "public.db")] == [None, 1]
