"""`newsarchive probe` and the ten minutes of docs/adding-a-newspaper.md: files, captures, and pages asked for."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from command_line import run
from conftest import ROOT
from newsarchive.archive import Archive
from newsarchive.config import default_yaml
from newsarchive.demo.entry import write_entry
from newsarchive.demo.web import Answer, Asked, LoopbackServer
from newsarchive.warc import HttpHead, SegmentWriter
from probe_pages import HOST, MARKUPS, SECTION_PAGE, samples

PAGE = (ROOT / "docs/adding-a-newspaper.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
ROBOTS = b"User-agent: *\nDisallow: /noi-bo/\nCrawl-delay: 0.05\n"


@pytest.fixture
def saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five saved articles; the current folder is the one that `saved` stands in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "saved").mkdir()
    for number, (_, sample) in enumerate(samples(MARKUPS["bare"]), 1):
        assert isinstance(sample.html, str)
        html = sample.html.replace("<head>", f'<head><link rel="canonical" href="{sample.url}">')
        (tmp_path / "saved" / f"bai-{number}.html").write_text(html, encoding="utf-8")
    return tmp_path / "saved"


def files(saved: Path) -> list[str]:
    return sorted(map(str, saved.glob("*.html")))


def test_the_layout_comes_on_stdout_and_the_comparison_on_stderr(saved: Path) -> None:
    shown = run("probe", *files(saved))
    assert shown.exit_code == 0
    first, second = re.split(r"^# newspapers/suoivang\.yml$", shown.stdout, flags=re.MULTILINE)
    assert yaml.safe_load(first)["body"] == ".noi-dung-bai"
    assert yaml.safe_load(second)["articles"][0]["path"] == r"-(?P<id>bv\d+)\.html$"
    rows = [line.split() for line in shown.stderr.splitlines()]
    assert ["lead", ".chapo", "5", "of", "5", "5", "gained"] in rows
    assert ["bai-2.html", "lead", "gained", "-"] in [row[:4] for row in rows]


def test_the_files_are_written_once_and_over_nothing(saved: Path) -> None:
    (saved / "muc.html").write_text(SECTION_PAGE, encoding="utf-8")
    shown = run("probe", *files(saved), "--id", "suoivang", "--output", "press")
    assert (shown.exit_code, shown.stdout) == (0, "")
    assert "left out: muc.html: section page" in shown.stderr
    layout, paper = Path("press/layouts/suoivang.yml"), Path("press/newspapers/suoivang.yml")
    written = layout.read_text(encoding="utf-8")
    paper.unlink()
    again = run("probe", *files(saved), "--id", "suoivang", "--output", "press")
    assert again.exit_code == 2
    assert again.stderr.endswith("is there already; move it away, or call the new one otherwise with --id\n")
    assert (layout.read_text(encoding="utf-8"), paper.exists()) == (written, False)


def test_json_for_machines(saved: Path) -> None:
    shown = run("probe", *files(saved), "--json")
    told = json.loads(shown.stdout)
    (layout,) = told["layouts"]
    assert (layout["id"], len(layout["pages"]), layout["known"]) == ("suoivang", 5, None)
    assert {"key": "body", "selectors": [".noi-dung-bai"], "pages": 5, "of": 5} in layout["fields"]
    assert len(layout["comparisons"]) == 5 * 8
    assert told["newspaper"]["hosts"] == [HOST]


@pytest.mark.parametrize(
    ("args", "says"),
    [
        ([], "three pages of one layout are needed, there are 0 usable"),
        (["saved/bai-1.html", "saved/bai-2.html"], "there are 2 usable article pages"),
        (["saved/bai-9.html"], "bai-9.html"),
        (["saved"], "saved"),
        (["ftp://baosuoivang.vn/x"], "no web address of a newspaper"),
        (["--newspaper", "suoivang"], "unknown newspaper"),
        (["--id", "Suối Vàng", "saved/bai-1.html"], "--id"),
    ],
)
def test_what_cannot_be_probed_is_said_in_a_line(saved: Path, args: list[str], says: str) -> None:
    assert saved.is_dir()
    Path("archive").mkdir()
    Path("archive/archive.yml").write_text(default_yaml(contact="luutru@thuvien.example"), encoding="utf-8")
    if "--newspaper" in args:
        Archive.open(Path("archive"), create=True, workers=0).close()
    shown = run("probe", *args, "--archive", "archive")
    assert shown.exit_code == 2
    assert says in shown.stderr
    assert "Traceback" not in shown.stderr


def test_captures_in_a_warc_file_are_pages_too(tmp_path: Path) -> None:
    head = HttpHead(200, "OK", (("Content-Type", "text/html; charset=utf-8"),))
    with SegmentWriter(tmp_path, prefix="suoivang", info={"software": "test"}) as writer:
        for _, sample in samples(MARKUPS["blog"], 4):
            body = str(sample.html).encode()
            writer.write_response(str(sample.url), datetime(2026, 10, 21, tzinfo=UTC), head, body)
    (path,) = tmp_path.glob("*.warc.gz")
    shown = run("probe", str(path), "--json")
    assert shown.exit_code == 0
    (layout,) = json.loads(shown.stdout)["layouts"]
    assert layout["pages"] == [sample.url for _, sample in samples(MARKUPS["blog"], 4)]


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    """Báo Suối Vàng on loopback: its articles, a page it has not, and one that robots.txt closes."""
    pages = {f"/bai-{n}.html": str(sample.html).encode() for n, (_, sample) in enumerate(samples(MARKUPS["bare"]), 1)}
    pages["/noi-bo/ban-tin.html"] = pages["/bai-1.html"]

    def answer(asked: Asked) -> Answer:
        if asked.target == "/robots.txt":
            return Answer(ROBOTS, content_type="text/plain")
        body = pages.get(asked.target)
        return Answer(body) if body else Answer(b"<title>404</title>", status=404)

    with LoopbackServer(answer) as running:
        yield running


@pytest.fixture
def archive(tmp_path: Path, server: LoopbackServer, warm_crawls: None) -> Path:
    """An archive whose press knows no more than that the paper is served from here."""
    (tmp_path / "archive.yml").write_text(default_yaml(contact="luutru@thuvien.example"), encoding="utf-8")
    place = server.url.removeprefix("http://")
    entry = f'name: Báo Suối Vàng\nkind: national\nhost: 127.0.0.1\nallow_private: ["{place}"]\n'
    write_entry(tmp_path / "press" / "newspapers" / "suoivang.yml", entry)
    return tmp_path


def test_addresses_are_asked_for_politely_and_kept(server: LoopbackServer, archive: Path) -> None:
    urls = [f"{server.url}/{name}.html" for name in ("bai-1", "bai-2", "bai-3", "mat", "noi-bo/ban-tin")]
    shown = run("probe", *urls, "--archive", str(archive), "--json")
    assert shown.exit_code == 0, shown.stderr
    told = json.loads(shown.stdout)
    assert [layout["pages"] for layout in told["layouts"]] == [urls[:3]]
    assert told["known_newspaper"] == "suoivang"
    assert [one["page"] for one in told["not_fetched"]] == urls[3:]
    assert "robots.txt" in told["not_fetched"][1]["reason"]
    targets = [entry.target for entry in server.log]
    assert targets[0] == "/robots.txt"
    assert sorted(targets[1:]) == ["/bai-1.html", "/bai-2.html", "/bai-3.html", "/mat.html"]
    with Archive.open(archive, workers=0) as opened:
        assert all(opened.store.captures(url) for url in urls[:3])

    held = run("probe", "--newspaper", "suoivang", "--archive", str(archive), "--json")
    assert held.exit_code == 0, held.stderr
    assert sorted(json.loads(held.stdout)["layouts"][0]["pages"]) == urls[:3]
    assert len(server.log) == len(targets)


def test_a_private_address_that_nobody_allowed_is_not_asked(
    server: LoopbackServer, tmp_path: Path, saved: Path
) -> None:
    (tmp_path / "archive.yml").write_text(default_yaml(contact="luutru@thuvien.example"), encoding="utf-8")
    shown = run("probe", f"{server.url}/bai-1.html", *files(saved), "--archive", str(tmp_path), "--json")
    assert shown.exit_code == 0, shown.stderr
    (missing,) = json.loads(shown.stdout)["not_fetched"]
    assert missing["page"] == f"{server.url}/bai-1.html"
    assert not server.log


def test_without_a_contact_nothing_is_asked(server: LoopbackServer, tmp_path: Path) -> None:
    (tmp_path / "archive.yml").write_text(default_yaml(), encoding="utf-8")
    shown = run("probe", f"{server.url}/bai-1.html", "--archive", str(tmp_path))
    assert shown.exit_code == 2
    assert "contact" in shown.stderr
    assert not server.log


def test_the_ten_minutes_of_the_document_work(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every line of the section's first commands, in their order, in a folder with five saved pages."""
    section = PAGE.partition("## In ten minutes")[2].partition("\n## ")[0]
    lines = [line for block in FENCE.findall(section)[:2] for line in block.splitlines()]
    assert [line.split()[:2] for line in lines] == [
        ["newsarchive", "init"],
        ["newsarchive", "probe"],
        ["newsarchive", "probe"],
        ["export", "NEWSARCHIVE_PRESS=archive/press"],
        ["newsarchive", "newspapers"],
        ["newsarchive", "clean"],
    ]
    printed: list[str] = []
    for line in lines:
        if line.startswith("export "):
            monkeypatch.setenv(*line.removeprefix("export ").split("=", maxsplit=1))
            continue
        words = [part for word in shlex.split(line)[1:] for part in _expand(word, saved)]
        shown = run(*words)
        assert shown.exit_code == 0, f"{line}\n{shown.stderr}"
        printed.append(shown.stdout + shown.stderr)
    told = [" ".join(row.split()) for row in printed[1].splitlines()]
    example = section.partition("```text\n")[2].partition("```")[0].splitlines()
    assert [row for row in (" ".join(line.split()) for line in example) if row not in told] == []
    assert HOST in printed[3]
    story, _ = samples(MARKUPS["bare"])[0]
    assert printed[4].startswith(f"# {story.headline}\n")
    assert f"**{story.lead}**" in printed[4].replace("(HGO) ", "")


def _expand(word: str, saved: Path) -> list[str]:
    return files(saved) if word == "saved/*.html" else [word]


def test_the_other_commands_of_the_document_are_ours() -> None:
    section = PAGE.partition("## In ten minutes")[2].partition("\n## ")[0]
    (last,) = FENCE.findall(section)[2:]
    for line in last.splitlines():
        assert line.split()[:2] == ["newsarchive", "probe"]
    shown = run("probe", "--help")
    assert "--newspaper" in shown.stdout
