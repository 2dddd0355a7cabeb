"""House lines: proposed from what recurs in an archive, dropped only when they stand in the newspaper's file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from command_line import run
from newsarchive.archive import Archive
from newsarchive.article import Article
from newsarchive.exceptions import ConfigurationError
from newsarchive.extraction import article_from_text, extract_article
from newsarchive.extraction.explain import explain
from newsarchive.extraction.explaintext import explain_text
from newsarchive.press import Newspaper, press_of
from newsarchive.press.houseline import house_key
from newsarchive.press.registry import BUNDLED, load_registry
from newsarchive.store import recurring as counting
from newsarchive.store.recurring import RecurringLine

PAPER = """\
name: Báo Suối Lộc
kind: national
host: suoiloc.example
articles:
  - path: -(?P<id>post\\d+)\\.html$
"""
NEWS = ("lát đường", "dựng cầu", "nạo mương", "sửa trường", "trồng cây", "kéo điện")
"""What the villages do: lines that differ by their numbers alone would be counted as one."""
HOUSE = "Mời bà con đón đọc phụ trương Chuyện làng số {} vào sáng Chủ nhật hằng tuần"
GREETING = "Kính chúc bà con xã Nậm Tía một mùa gặt no ấm"
REFRAIN = "Ơi dòng suối Lộc ngọt lành quê ta"
AMID = "Người dân các bản góp ngày công làm đường."
ARTICLES = 6


def page(number: int) -> str:
    """An article with the house line at its end; two have a greeting there, one is a poem, all have a line amid."""
    work = NEWS[number - 1]
    told = [f"Sáng {number}/{month}, bà con {work} {'dài ' * month} ở bản Nà {number}." for month in range(1, 7)]
    lines = [*told[:3], AMID, *told[3:]]
    if number in {2, 3}:
        lines.append(GREETING)
    if number == 4:
        lines = [line for text in told for line in (text, REFRAIN)]
    body = "".join(f"<p>{line}</p>" for line in [*lines, HOUSE.format(number)])
    title = f"Chuyện bản Nà {number} góp công làm đường"
    address = f"https://suoiloc.example/chuyen-ban-post{number}.html"
    return (
        f'<html lang="vi"><head><title>{title}</title><link rel="canonical" href="{address}"></head><body>'
        f'<h1>{title}</h1><div itemprop="articleBody">{body}</div></body></html>'
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An archive with six articles of a newspaper of its own."""
    folder = tmp_path_factory.mktemp("recurring")
    saved = folder / "saved"
    saved.mkdir()
    for number in range(1, ARTICLES + 1):
        (saved / f"{number}.html").write_text(page(number), encoding="utf-8")
    home = folder / "kho"
    (home / "press" / "newspapers").mkdir(parents=True)
    (home / "press" / "newspapers" / "suoiloc.yml").write_text(PAPER, encoding="utf-8")
    with Archive.open(home, create=True, workers=0) as opened:
        opened.ingest(saved)
        assert len(list(opened.articles(newspaper="suoiloc"))) == ARTICLES
    yield home


def test_the_house_line_is_proposed_and_nothing_else(archive: Path) -> None:
    with Archive.open(archive, workers=0) as opened:
        found = opened.store.recurring("suoiloc")
    assert found.articles == ARTICLES
    assert [line.text for line in found.lines] == [HOUSE.format(1)]
    assert [line.line for line in found.lines] == [HOUSE.format("#")]
    line = found.lines[0]
    assert (line.articles, line.head, line.tail, line.place) == (ARTICLES, 0, ARTICLES, "tail")
    assert line.examples == [f"https://suoiloc.example/chuyen-ban-post{number}.html" for number in (1, 2, 3)]


def test_the_yaml_goes_into_the_newspapers_file_and_is_honoured(archive: Path, tmp_path: Path) -> None:
    shown = run("newspapers", "suoiloc", "--recurring", "--archive", str(archive))
    assert shown.exit_code == 0
    assert yaml.safe_load(shown.stdout) == {"boilerplate": [HOUSE.format("#")]}
    assert f"tail of {ARTICLES} articles" in shown.stdout
    own = tmp_path / "press" / "newspapers"
    own.mkdir(parents=True)
    (own / "suoiloc.yml").write_text(PAPER + shown.stdout, encoding="utf-8")
    before = read(page(5))
    with press_of(tmp_path):
        after = read(page(5))
    assert before.body == [*after.body, HOUSE.format(5)]


def read(html: str) -> Article:
    article = extract_article(html, url="https://suoiloc.example/chuyen-ban-post5.html")
    assert article is not None
    return article


def test_json_has_the_counts(archive: Path) -> None:
    shown = run("newspapers", "suoiloc", "--recurring", "--json", "--archive", str(archive))
    assert json.loads(shown.stdout)["lines"][0]["articles"] == ARTICLES


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--recurring"], 2, "of which newspaper"),
        (["suoilocc", "--recurring"], 2, "suoiloc"),
        (["cantho", "--recurring"], 0, "no line recurs"),
    ],
)
def test_what_cannot_be_proposed_is_said(archive: Path, arguments: list[str], code: int, words: str) -> None:
    shown = run("newspapers", *arguments, "--archive", str(archive))
    assert (shown.exit_code, shown.stdout) == (code, "")
    assert words in shown.stderr


def test_without_an_archive_it_is_said(tmp_path: Path) -> None:
    assert run("newspapers", "cantho", "--recurring", "--archive", str(tmp_path)).exit_code == 3


PAPER_WITH_LINE = Newspaper("suoiloc", "Báo Suối Lộc", host="suoiloc.example", boilerplate=(HOUSE.format("#"),))


def test_only_the_whole_line_goes() -> None:
    more = f"{HOUSE.format(9)}, và nhớ mang theo vé."
    html = page(5).replace("</div>", f"<p>{more}</p></div>")
    article = extract_article(html, newspaper=PAPER_WITH_LINE)
    assert article is not None
    assert article.body[-1] == more
    assert HOUSE.format(5) not in article.body


def test_case_marks_and_numbers_make_no_difference() -> None:
    html = page(5).replace(HOUSE.format(5), f"* {HOUSE.format(123).upper()} !")
    article = extract_article(html, newspaper=PAPER_WITH_LINE)
    assert article is not None
    assert all("CHỦ NHẬT" not in line for line in article.body)


def test_a_number_written_out_is_meant_as_it_stands() -> None:
    paper = Newspaper("suoiloc", "Báo Suối Lộc", host="suoiloc.example", boilerplate=(HOUSE.format(5),))
    five, six = (extract_article(page(number), newspaper=paper) for number in (5, 6))
    assert five is not None
    assert six is not None
    assert HOUSE.format(5) not in five.body
    assert HOUSE.format(6) in six.body


def test_a_plain_text_is_bared_of_it_too() -> None:
    told = "Sáng 5/3, bản Nà góp công làm đường, bà con ai cũng vui."
    text = f"Chuyện bản Nà\n\n{told}\n\n{HOUSE.format(8)}\n\nGửi bình luận"
    assert article_from_text(text, newspaper=PAPER_WITH_LINE).body[-1].endswith("ai cũng vui.")
    decisions = explain_text(text, newspaper=PAPER_WITH_LINE).decisions
    assert [(one.taken_for, one.why) for one in decisions[2:]] == [
        ("dropped", "house line of the newspaper, by the registry"),
        ("dropped", "the tail begins: comment form"),
    ]


def test_the_explanation_names_it() -> None:
    told = explain(page(5), newspaper=PAPER_WITH_LINE).decisions[-1]
    assert (told.taken_for, told.why) == ("dropped", "house line of the newspaper, by the registry")


def test_a_line_that_is_too_short_is_refused_with_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "newspapers"
    folder.mkdir()
    (folder / "suoiloc.yml").write_text(PAPER + "boilerplate:\n  - Còn nữa\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match="too short") as raised:
        load_registry(tmp_path)
    assert (raised.value.path, raised.value.line) == (str(folder / "suoiloc.yml"), 7)


def test_the_bundled_house_lines_have_keys() -> None:
    assert all(house_key(line) for paper in load_registry(BUNDLED).newspapers for line in paper.boilerplate)


def test_the_rarest_lines_are_forgotten_when_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "_MOST", 100)
    counted = {f"dòng {n}": RecurringLine(f"dòng {n}", articles=1 + (n < 5) * 40 + (n < 80)) for n in range(101)}
    counting._forget(counted)
    assert [line.articles for line in counted.values()] == [42] * 5
