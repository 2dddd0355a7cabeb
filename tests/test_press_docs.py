"""docs/adding-a-newspaper.md: its YAML loads, and it explains every key there is."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from conftest import ROOT
from newsarchive.press import load_registry
from newsarchive.press.registry import BUNDLED
from newsarchive.press.schema import ArticleShape, CopyShape, LayoutFile, NewspaperFile

PAGE = (ROOT / "docs/adding-a-newspaper.md").read_text(encoding="utf-8")


def test_the_examples_of_the_page_load(tmp_path: Path) -> None:
    folder = tmp_path / "press"
    shutil.copytree(BUNDLED, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    blocks = re.findall(r"```yaml\n# (\S+)\n(.*?)```", PAGE, re.DOTALL)
    assert [name for name, _ in blocks] == ["newspapers/suoivang.yml", "layouts/suoivang-2019.yml"]
    for name, content in blocks:
        (folder / name).write_text(content, encoding="utf-8")
    registry = load_registry(folder)
    paper = registry.newspaper_for("https://m.baosuoivang.vn/hai-xa-post10417.amp")
    assert paper is not None
    assert paper.article_id("https://m.baosuoivang.vn/hai-xa-post10417.amp") == "post10417"
    assert registry.layout("suoivang-2019").keywords == (".tu-khoa a",)


def test_every_key_is_explained() -> None:
    keys = {*NewspaperFile.model_fields, *LayoutFile.model_fields, *ArticleShape.model_fields, *CopyShape.model_fields}
    assert [key for key in sorted(keys) if f"`{key}" not in PAGE] == []
