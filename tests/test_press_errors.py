"""Every mistake in a YAML file is one ConfigurationError with file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from newsarchive.exceptions import ConfigurationError
from newsarchive.press import load_registry
from newsarchive.press.registry import BUNDLED

PROVINCES = """\
merged_on: 2025-07-01
provinces:
  - {slug: lam-dong, name: Lâm Đồng, code_before: 68, code_after: 68}
  - {slug: dak-nong, name: Đắk Nông, code_before: 67, merged_into: lam-dong}
"""
LAYOUT = """\
family: suoivang
signature: ["#bai-viet"]
body: "#bai-viet"
"""
PAPER = """\
name: Báo Suối Vàng
province: lam-dong
host: baosuoivang.vn
layouts: [suoivang]
articles:
  - path: -(?P<id>a\\d+)\\.html$
    examples:
      - https://baosuoivang.vn/mua-hoa-a12.html
"""
OTHER = """\
name: Báo Hồ Xanh
province: dak-nong
host: baohoxanh.vn
successor: suoivang
merged_on: 2025-07-01
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small registry without mistakes."""
    (tmp_path / "newspapers").mkdir()
    (tmp_path / "layouts").mkdir()
    (tmp_path / "provinces.yml").write_text(PROVINCES, encoding="utf-8")
    (tmp_path / "layouts/suoivang.yml").write_text(LAYOUT, encoding="utf-8")
    (tmp_path / "newspapers/hoxanh.yml").write_text(OTHER, encoding="utf-8")
    (tmp_path / "newspapers/suoivang.yml").write_text(PAPER, encoding="utf-8")
    return tmp_path


def _expect(folder: Path, name: str, content: str, line: int | None, words: str) -> None:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ConfigurationError) as raised:
        load_registry(folder)
    assert (raised.value.path, raised.value.line) == (str(path), line)
    assert words in raised.value.problem
    assert str(raised.value).startswith(f"{path}:{line}: " if line else f"{path}: ")
    assert "\n" not in raised.value.problem


def test_the_small_registry_is_sound(folder: Path) -> None:
    registry = load_registry(folder)
    assert [paper.id for paper in registry.newspapers] == ["hoxanh", "suoivang"]
    assert registry.newspaper("suoivang").article_id("https://www.baosuoivang.vn/x-a7.html") == "a7"
    found = registry.newspaper_for("https://m.baohoxanh.vn/")
    assert found is not None
    assert found.successor == "suoivang"
    assert registry.layout("suoivang").body == ("#bai-viet",)


def test_the_bundled_files_load_from_a_copy(tmp_path: Path) -> None:
    copy = tmp_path / "press"
    shutil.copytree(BUNDLED, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    assert len(load_registry(copy).newspapers) == 69


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("host:", "hots:", 3, "unknown key, did you mean 'host'?"),
        ("examples:", "exampels:", 7, "unknown key"),
        ("name: Báo Suối Vàng\n", "", 1, "name: is missing"),
        ("name: Báo Suối Vàng", "name:", 1, "name"),
        ("lam-dong", "lam-dog", 2, "unknown province 'lam-dog', did you mean 'lam-dong'?"),
        ("province: lam-dong\n", "", 1, "needs its province"),
        ("[suoivang]", "[suoivag]", 4, "unknown layout 'suoivag', did you mean 'suoivang'?"),
        ("    examples:", "    layout: nothing\n    examples:", 7, "unknown layout 'nothing'"),
        (r"-(?P<id>a\d+)\.html$", r"-(?P<id>a\d+\.html$", 6, "bad regular expression"),
        (r"-(?P<id>a\d+)\.html$", "[1]", 6, "bad regular expression"),
        ("host: baosuoivang.vn", "host: https://baosuoivang.vn", 3, "is no host name"),
        ("host: baosuoivang.vn", "host: www.baosuoivang.vn", 3, "is no host name"),
        ("host: baosuoivang.vn", "host: baohoxanh.vn", 3, "already belongs to 'hoxanh'"),
        ("layouts:", "former_hosts:\n  - a.vn\n  - baohoxanh.vn\nlayouts:", 6, "already belongs to 'hoxanh'"),
        ("mua-hoa-a12.html", "mua-hoa-12.html", 8, "does not match this path first"),
        ("mua-hoa-a12.html", "a-a1.html\nnot_articles: https://baosuoivang.vn/b-a1.html", 9, "read as an article"),
        ("layouts: [suoivang]", "merged_on: 2025-13-01", 4, "merged_on"),
        ("layouts: [suoivang]", "verified: hôm qua", 4, "verified"),
        ("layouts: [suoivang]", "successor: hoxah", 4, "unknown successor 'hoxah', did you mean 'hoxanh'?"),
        ("layouts: [suoivang]", "successor: suoivang", 4, "unknown successor"),
        ("layouts: [suoivang]", "access: some", 4, "access"),
        ("layouts: [suoivang]", "embargo_days: -1", 4, "embargo_days"),
        ("layouts: [suoivang]", "kind: regional", 4, "kind"),
        ("layouts: [suoivang]", "copies:\n  - {path: '(', becomes: x}", 5, "bad regular expression"),
        ("layouts: [suoivang]", "name: lần nữa", 4, "name: written twice"),
        ("layouts: [suoivang]", "layouts: [suoivang", 5, "expected"),
        ("layouts: [suoivang]", "layouts: {a: [}", 4, ""),
        ("layouts: [suoivang]", "\tlayouts: []", 4, ""),
        ("layouts: [suoivang]", "? [a, b]\n: c", 4, "a key must be one word"),
        ("layouts: [suoivang]", "layouts: " + "[" * 60 + "]" * 60, 4, "nested too deeply"),
        ("layouts: [suoivang]", "layouts: &a [*a]", 4, "anchors"),
        ("layouts: [suoivang]", "never_author: *", 4, ""),
        ("layouts: [suoivang]", "---\nname: x", 4, "one file holds one document"),
        ("layouts: [suoivang]", "layouts: " + "[" * 100_000 + "]" * 100_000, 4, "nested too deeply"),
        ("Suối", "Su\x00ối", 1, ""),
    ],
)  # fmt: skip
def test_a_mistake_in_a_newspaper(folder: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in PAPER
    _expect(folder, "newspapers/suoivang.yml", PAPER.replace(old, new, 1), line, words)


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (LAYOUT.replace('"#bai-viet"\n', '"div[id="\n'), 3, "bad CSS selector"),
        (LAYOUT + "drop: [p, 'a::text']", 4, "bad CSS selector"),
        (LAYOUT + "drop: ['']", 4, "bad CSS selector"),
        (LAYOUT + "headlin: h1", 4, "unknown key, did you mean 'headline'?"),
        (LAYOUT + "url: (", 4, "bad regular expression"),
        (LAYOUT + "published_order: year", 4, "published_order"),
        (LAYOUT + "since: 31/12/2019", 4, "since"),
        ("family: x\nsignature: h1\n", 1, "body"),
        ("family: x\nbody: h1\n", 1, "needs a signature or a url"),
        ("", 1, "the file is empty"),
        ("- a\n", 1, "must be a mapping"),
    ],
)
def test_a_mistake_in_a_layout(folder: Path, content: str, line: int, words: str) -> None:
    _expect(folder, "layouts/suoivang.yml", content, line, words)


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("merged_into: lam-dong", "merged_into: lam-dog", 4, "unknown province 'lam-dog'"),
        (", merged_into: lam-dong", "", 4, "needs either code_after or merged_into"),
        ("slug: dak-nong", "slug: lam-dong", 4, "a second time"),
        ("code_before: 67", "code_before: 670", 4, "code_before"),
        ("merged_on: 2025-07-01", "merged_on: ngày 1", 1, "merged_on"),
    ],
)
def test_a_mistake_in_the_provinces(folder: Path, old: str, new: str, line: int, words: str) -> None:
    assert old in PROVINCES
    _expect(folder, "provinces.yml", PROVINCES.replace(old, new, 1), line, words)


def test_a_file_that_is_not_utf8(folder: Path) -> None:
    path = folder / "newspapers/suoivang.yml"
    path.write_bytes(PAPER.encode("utf-8").replace(b"lam-dong", "lâm".encode("cp1258")))
    with pytest.raises(ConfigurationError, match=r"suoivang\.yml:2: is not UTF-8"):
        load_registry(folder)


def test_a_missing_folder_and_a_missing_file(folder: Path) -> None:
    with pytest.raises(ConfigurationError, match="nowhere"):
        load_registry(folder / "nowhere")
    (folder / "provinces.yml").unlink()
    with pytest.raises(ConfigurationError, match=r"provinces\.yml"):
        load_registry(folder)


def test_plain_words_stay_text(folder: Path) -> None:
    """`no`, `01` and `12:30` are words here, not False, 1 and 750."""
    (folder / "newspapers/suoivang.yml").write_text(PAPER + "never_author: [no, off, 01, 12:30]\n", encoding="utf-8")
    assert load_registry(folder).newspaper("suoivang").never_author[1:5] == ("no", "off", "01", "12:30")
