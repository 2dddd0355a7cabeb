"""What a newspaper changed: the words, the class, and when the article went away."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import pressroom
from command_line import run
from newsarchive.archive import Archive
from newsarchive.article import VIETNAM, Article, Block, Byline, Figure
from newsarchive.changes import CLASSES, Change, Run, compare
from newsarchive.changes.html import runs_to_html
from newsarchive.changes.words import compare_words
from newsarchive.fixity import verify
from newsarchive.rebuild import rebuild
from newsarchive.warc import SegmentWriter
from newsarchive.warc.digest import sha256_digest

LEAD = "Trận gió lốc tối 19/10 làm 14 ngôi nhà ở xã Nậm Tía tốc mái, một người bị thương nhẹ."
FIRST = "Theo ông Lò Văn Pản, Phó Chủ tịch xã, gió mạnh kéo dài chừng nửa giờ rồi mưa lớn trút xuống."
SECOND = "Lực lượng dân quân đã giúp các gia đình lợp lại mái và dọn cây đổ trên đường liên bản."
THIRD = "Đến sáng nay điện đã có trở lại ở cả năm bản."
ARTICLE = Article(
    headline="Gió lốc làm tốc mái nhiều nhà ở Nậm Tía",
    lead=LEAD,
    blocks=tuple(Block("paragraph", text) for text in (FIRST, SECOND, THIRD)),
    bylines=(Byline("Hà My", "text", "Hà My"),),
    figures=(Figure("https://bao.example/1.jpg?w=6", "Nhà tốc mái ở bản", "Hà My", "Nhà tốc mái. Ảnh: Hà My"),),
    published=datetime(2026, 10, 20, 1, 0, tzinfo=UTC),
)


def body(*lines: str) -> Article:
    return replace(ARTICLE, blocks=tuple(Block("paragraph", line) for line in lines))


@pytest.mark.parametrize(
    ("after", "field", "classes"),
    [
        (replace(ARTICLE, headline="Gió lốc làm tốc mái 23 nhà ở Nậm Tía"), "headline", ("headline", "numbers")),
        (replace(ARTICLE, headline="Gió lốc thổi bay mái nhiều nhà ở Nậm Tía"), "headline", ("headline", "wording")),
        (replace(ARTICLE, lead=LEAD.replace("14 ngôi", "23 ngôi")), "lead", ("numbers",)),
        (replace(ARTICLE, lead=LEAD.replace("một người", "hai người")), "lead", ("numbers",)),
        (replace(ARTICLE, lead=LEAD.replace("19/10", "18/10")), "lead", ("numbers",)),
        (body(FIRST.replace("Pản", "Pháng"), SECOND, THIRD), "body", ("names",)),
        (body(FIRST.replace("Phó Chủ tịch", "Chủ tịch"), SECOND, THIRD), "body", ("names",)),
        (body(FIRST.replace("ông", "bà"), SECOND, THIRD), "body", ("names",)),
        (body(FIRST, SECOND.replace("dân quân", "dân quân, công an"), THIRD), "body", ("wording",)),
        (body(FIRST.replace("Lò Văn Pản", "Lò Văn Hặc"), SECOND, THIRD), "body", ("names",)),
        (body(FIRST, SECOND.replace("liên bản", "liên bàn"), THIRD), "body", ("correction",)),
        (body(FIRST, SECOND.replace("lợp lại mái", "che lại mái"), THIRD), "body", ("wording",)),
        (body(FIRST, SECOND, THIRD, "Xã đã lập danh sách hộ cần giúp."), "body", ("addition",)),
        (body(FIRST, SECOND), "body", ("removal",)),
        (body(FIRST.removesuffix(" rồi mưa lớn trút xuống.") + ".", SECOND, THIRD), "body", ("removal",)),
        (body(SECOND, FIRST, THIRD), "body", ("order",)),
        (body(FIRST, SECOND, THIRD, "Đính chính: bản tin trước ghi sai số nhà."), "body", ("correction", "addition")),
        (replace(ARTICLE, bylines=(Byline("Hà Mi", "text", "Hà Mi"),)), "byline", ("byline",)),
        (
            replace(ARTICLE, published=ARTICLE.published and ARTICLE.published + timedelta(hours=2)),
            "published",
            ("date",),
        ),
        (
            replace(ARTICLE, figures=(replace(ARTICLE.figures[0], src="https://bao.example/2.jpg"),)),
            "picture",
            ("picture",),
        ),
        (
            replace(ARTICLE, figures=(replace(ARTICLE.figures[0], raw="Nhà đổ. Ảnh: Hà My"),)),
            "caption",
            ("caption", "wording"),
        ),
    ],
)
def test_every_edit_has_its_class(after: Article, field: str, classes: tuple[str, ...]) -> None:
    edits = compare(ARTICLE, after).edits
    assert {edit.field for edit in edits} == {field}
    found = {one for edit in edits for one in edit.classes}
    assert found == set(classes)


def test_the_runs_hold_both_wordings() -> None:
    after = replace(ARTICLE, lead=LEAD.replace("14", "23").replace("một người", "hai người"))
    (edit,) = compare(ARTICLE, after).edits
    assert "".join(run.text for run in edit.runs if run.kind != "added") == ARTICLE.lead
    assert "".join(run.text for run in edit.runs if run.kind != "removed") == after.lead
    assert [run.text for run in edit.runs if run.kind == "added"] == ["23", "hai"]


def test_what_does_not_count_is_no_change() -> None:
    assert compare(ARTICLE, replace(ARTICLE, section="Thời sự", keywords=("gió lốc",))) == Change(())
    resized = replace(ARTICLE.figures[0], src="https://bao.example/1.jpg?w=900")
    assert compare(ARTICLE, replace(ARTICLE, figures=(resized,))) == Change(())


def test_a_paragraph_that_becomes_a_heading_is_a_change_of_form() -> None:
    after = replace(ARTICLE, blocks=(Block("heading", FIRST, level=2), *ARTICLE.blocks[1:]))
    assert compare(ARTICLE, after).classes == ("form",)


def test_classes_of_several_edits_come_in_one_order() -> None:
    after = replace(body(FIRST, SECOND), headline="Gió lốc lớn làm tốc mái nhiều nhà ở Nậm Tía")
    classes = compare(ARTICLE, after).classes
    assert classes == tuple(sorted(classes, key=CLASSES.index))
    assert {"headline", "removal"} <= set(classes)


def test_a_text_too_long_to_compare_is_told_as_new() -> None:
    long = " ".join(f"chữ{number}" for number in range(3_000))
    assert [run.kind for run in compare_words(long, long + " thêm")] == ["same", "added"]
    other = " ".join(f"từ{number}" for number in range(3_000))
    assert [run.kind for run in compare_words(f"{long} và {other}", f"{other} và {long}")] == ["removed", "added"]


def test_html_shows_marks_and_no_markup_of_the_newspaper() -> None:
    shown = runs_to_html((Run("removed", "<script>a"), Run("added", "b")))
    assert shown == "<del>&lt;script&gt;a</del><ins>b</ins>"


@pytest.fixture
def kho(tmp_path: Path) -> Path:
    """An article in two wordings, then gone; another that answers 404 and comes back; a third never changed."""
    urls = [pressroom.article_url(number) for number in range(3)]
    gone = pressroom.head(301, (("Location", pressroom.HOST + "/"),))
    hours = [pressroom.AT + timedelta(hours=at) for at in range(4)]
    with SegmentWriter(tmp_path, prefix="other", info={}) as writer:
        for number, url in enumerate(urls):
            writer.write_response(url, hours[0], pressroom.head(), pressroom.article_page(number))
        writer.write_response(urls[0], hours[1], pressroom.head(), pressroom.article_page(0, note="Cầu dài 420 m."))
        writer.write_response(urls[0], hours[2], gone, b"")
        writer.write_response(urls[1], hours[1], pressroom.head(404), b"<p>404</p>")
        writer.write_response(urls[1], hours[2], pressroom.head(), pressroom.article_page(1))
        writer.write_response(urls[2], hours[1], pressroom.head(503), b"<p>503</p>")
        summary = writer.close()
    assert summary is not None
    with Archive.open(tmp_path / "kho", create=True, workers=0) as archive:
        archive.ingest(summary.path)
    return tmp_path / "kho"


def test_the_history_tells_edit_and_disappearance_with_both_captures(kho: Path) -> None:
    with Archive.open(kho, workers=0) as archive:
        history = archive.history(pressroom.article_url(0))
        back = archive.history(pressroom.article_url(1)).pulled
        assert archive.history(pressroom.article_url(2)).pulled is None
    assert [step.change.classes for step in history.steps] == [("addition",)]
    assert history.pulled is not None
    assert history.pulled.how == "redirect to a front page or section"
    assert history.pulled.last_seen.fetched_at == pressroom.AT + timedelta(hours=1)
    assert history.pulled.first_gone.fetched_at == pressroom.AT + timedelta(hours=2)
    assert back is not None
    assert back.how == "not found"
    assert back.back is not None
    assert back.back.fetched_at == pressroom.AT + timedelta(hours=2)


def test_diff_on_the_command_line(kho: Path, tmp_path: Path) -> None:
    shown = run("diff", pressroom.article_url(0), "--archive", str(kho))
    assert shown.exit_code == 0
    assert "{+Cầu dài 420 m.+}" in shown.output
    assert "taken down: redirect to a front page or section" in shown.output
    told = json.loads(run("diff", pressroom.article_url(0), "--archive", str(kho), "--json").stdout)
    assert told["steps"][0]["classes"] == ["addition"]
    assert told["pulled"]["first_gone"]["status"] == 301
    page = tmp_path / "diff.html"
    assert run("diff", pressroom.article_url(0), "--archive", str(kho), "--html", str(page)).exit_code == 0
    assert "<ins>Cầu dài 420 m.</ins>" in page.read_text(encoding="utf-8")


def test_an_article_not_held_is_told_in_one_line(kho: Path) -> None:
    result = run("diff", pressroom.HOST + "/chua-tung-co-99999.html", "--archive", str(kho))
    assert result.exit_code == 2
    assert "no article of this address is held" in result.output


def test_a_newspaper_that_takes_an_edit_back_is_seen_by_a_revisit(tmp_path: Path) -> None:
    """The third capture brought the first one's bytes again, so only a revisit record was written."""
    url, first = pressroom.article_url(0), pressroom.article_page(0)
    hours = [pressroom.AT + timedelta(hours=at) for at in range(3)]
    with SegmentWriter(tmp_path, prefix="other", info={}) as writer:
        writer.write_response(url, hours[0], pressroom.head(), first)
        writer.write_response(url, hours[1], pressroom.head(), pressroom.article_page(0, note="Cầu dài 420 m."))
        writer.write_revisit(
            url,
            hours[2],
            pressroom.head(),
            profile="identical-payload-digest",
            payload_digest=sha256_digest(first),
            refers_to_uri=url,
            refers_to_date=hours[0],
        )
        summary = writer.close()
    assert summary is not None
    with Archive.open(tmp_path / "kho", create=True, workers=0) as archive:
        archive.ingest(summary.path)
        history, now = archive.history(url), archive.article(url)
    assert [step.change.classes for step in history.steps] == [("addition",), ("removal",)]
    assert [step.is_edit for step in history.steps] == [True, True]
    assert now is not None
    assert "Cầu dài 420 m." not in now.body
    assert rebuild(tmp_path / "kho", workers=0).is_equal
    assert verify(tmp_path / "kho").problems == []


def test_moments_are_those_of_vietnam_for_people_and_utc_for_programs(kho: Path) -> None:
    at, arguments = pressroom.AT.astimezone(VIETNAM), (pressroom.article_url(0), "--archive", str(kho))
    hours = [f"{at + timedelta(hours=hour):%d/%m/%Y %H:%M:%S} +07" for hour in range(3)]
    told, seen = run("diff", *arguments).stdout, run("why", *arguments).stdout
    assert [told.count(hour) for hour in hours] == [1, 2, 1]  # first, changed and last seen, gone
    assert [seen.count(hour) for hour in hours] == [1, 1, 1]
    assert f"{pressroom.AT:%Y-%m-%dT%H:%M:%S}Z" in run("why", *arguments, "--json").stdout
    html = kho.parent / "d.html"
    run("diff", *arguments, "--html", str(html))
    assert hours[1] in html.read_text(encoding="utf-8")
