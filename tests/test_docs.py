"""What the documents say is true: examples are run, commands exist, links lead somewhere, the reference is current."""

from __future__ import annotations

import doctest
import re
import shlex
import sqlite3
import tomllib
from contextlib import closing
from pathlib import Path

import pytest

from built_once import DemoRun
from command_line import run
from crawl_site import Site, newspaper_of, write_paper
from newsarchive.cli.app import COMMANDS
from newsarchive.cli.reference import write_reference

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#]+)")


def commands_of(text: str) -> list[str]:
    """Lines of the fenced blocks that call newsarchive."""
    blocks = [block for language, block in FENCE.findall(text) if language in {"", "sh", "bash", "console"}]
    lines = [line.strip().removeprefix("$ ") for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("newsarchive ")]


def articles_of(archive: Path) -> list[sqlite3.Row]:
    with closing(sqlite3.connect(archive / "data" / "news.db")) as db:
        db.row_factory = sqlite3.Row
        return db.execute("select uid from article").fetchall()


def test_the_readme_examples_are_true() -> None:
    found = doctest.DocTestParser().get_doctest(README, {}, "README.md", None, 0)
    assert len(found.examples) >= 6
    result = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(found)
    assert result.failed == 0


def test_the_readme_shows_what_the_demo_prints(demo: DemoRun) -> None:
    printed = [line for line in demo.stdout.splitlines() if not line.startswith("Open it with")]
    assert len(printed) == 12
    # Another port when somebody else has that one.
    assert re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8031", "\n".join(printed)) in README


def test_the_readme_commands_work_in_their_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from newsarchive.demo import pages, write_captures

    monkeypatch.chdir(tmp_path)
    write_captures(tmp_path, pages()[:3]).rename(tmp_path / "crawl.warc.gz")
    (tmp_path / "saved-pages").mkdir()
    (tmp_path / "saved-pages" / "a.html").write_bytes(pages()[4].read())
    commands = [line for line in commands_of(README) if "--archive kho" in line and " serve " not in line]
    assert [line.split()[1] for line in commands] == [
        "init", "ingest", "status", "publish", "verify", "export", "ingest",
    ]  # fmt: skip
    for line in commands:
        shown = run(*shlex.split(line)[1:])
        assert shown.exit_code == 0, f"{line}\n{shown.stderr}"
    held = [sorted(found["uid"] for found in articles_of(tmp_path / name)) for name in ("kho", "kho-moi")]
    assert held[0] == held[1] != []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_in_a_document_exists(page: Path) -> None:
    for line in commands_of(page.read_text(encoding="utf-8")):
        name = line.split()[1]
        assert name in COMMANDS or name.startswith("-"), line


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    missing = [link for link in LINK.findall(text) if not (page.parent / link).exists()]
    assert not missing


def test_the_command_reference_is_current() -> None:
    current = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert current == write_reference(), "run `make docs`"


def test_every_make_target_of_the_readme_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"make (\w+)", README)) <= targets


def test_constraints_name_every_requirement() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if line and not line.startswith("#")]
    assert all(re.fullmatch(r"[A-Za-z0-9][\w.-]*==[\w.!+]+", pin) for pin in pins)
    pinned = {normal(pin.partition("==")[0]) for pin in pins}
    data = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = data["dependency-groups"].values()
    wanted = [*data["project"]["dependencies"], *(line for group in groups for line in group if isinstance(line, str))]
    for extra in data["project"]["optional-dependencies"].values():
        wanted += extra
    assert {normal(re.split(r"[\s\[<>=!~;]", line, maxsplit=1)[0]) for line in wanted} <= pinned


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.usefixtures("warm_crawls")
def test_an_archivist_can_follow_the_page_from_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "docs" / "for-archivists.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    findings = {"status", "gaps", "endangered"}
    with Site(newspaper_of(8), host="127.0.0.1").serving() as site:
        for line in commands_of(text):
            name = line.split()[1]
            shown = run(*shlex.split(line)[1:])
            if name == "init":  # bacninh is served here
                (tmp_path / "kho-bao" / "press" / "newspapers").mkdir(parents=True)
                write_paper(tmp_path / "kho-bao", "bacninh", site, "province: bac-ninh\n")
            assert shown.exit_code in ({0, 1} if name in findings else {0}), f"{line}\n{shown.stdout}{shown.stderr}"
    held = [sorted(row["uid"] for row in articles_of(tmp_path / name)) for name in ("kho-bao", "kho-khoi-phuc")]
    assert len(held[0]) == 8
    assert held[0] == held[1]
