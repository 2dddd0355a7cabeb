"""Imports run one way (docs/architecture.md, "Layout and import direction"): read from the source, nothing is run."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "newsarchive"

_GROUND = {"article", "exceptions"}
_TEXT = {"cleaning.text"}
ALLOWED: dict[str, set[str]] = {
    "article": set(),
    "exceptions": set(),
    "surt": set(),
    "parquet": {"exceptions"},
    "elsewhere": set(),
    "rights": set(),
    "lean": set(),
    "project": {"exceptions"},
    "yamlfile": {"exceptions"},
    "config": {"exceptions", "project", "yamlfile"},
    "cleaning": _GROUND,
    "press": _GROUND | {"config", "yamlfile"} | _TEXT,
    "extraction": _GROUND | {"cleaning", "press"},
    "link": set(),
    "discovery": _GROUND | {"link", "press", "extraction"} | _TEXT,
    "robots": _GROUND | {"link"},
    "manners": _GROUND | {"config", "press"},
    "warc": _GROUND | {"config"},
    "store": _GROUND | {"config", "press", "rights"} | _TEXT,
    "frontier": _GROUND | {"config", "link", "press", "store"},
    "reading": _GROUND | {"changes", "config", "parquet", "project", "press", "surt"} | _TEXT,
    "publish": _GROUND | {"config", "elsewhere", "press", "store", "reading", "lexicon", "reprints", "surt"} | _TEXT,
    "reprints": _GROUND | {"store"} | _TEXT,
    "lexicon": _GROUND | _TEXT,
    "serving": _GROUND | {"config", "elsewhere", "extraction", "project", "reading", "warc"},
    "workers": _GROUND | {"cleaning", "discovery", "link", "press", "extraction", "rights", "warc"},
    "cluster": _GROUND | {"press", "warc", "workers"},
    "ingest": _GROUND | {"cleaning", "config", "link", "press", "extraction", "rights", "warc", "store", "workers"},
    "account": _GROUND | {"frontier", "press", "rights", "store", "succession"},
    "succession": _GROUND | {"frontier", "press", "store"},
    "changes": _GROUND | {"press", "store"} | _TEXT,
    "archive": _GROUND
    | {"account", "changes", "config", "project", "press", "extraction", "warc", "store", "workers", "ingest"}
    | {"cluster", "frontier", "withhold"},
    "sending": _GROUND | {"config", "fixity", "ingest", "store", "warc"},
    "withhold": _GROUND
    | {"account", "fixity", "frontier", "ingest", "press", "proof", "publish", "rebuild", "store"}
    | {"reprints", "sending", "warc"},
    "reextract": _GROUND | {"archive", "changes", "extraction", "frontier", "ingest", "press", "store", "warc"},
    "rebuild": _GROUND | {"account", "extraction", "fixity", "ingest", "press", "store", "warc", "workers"},
    "proof": _GROUND | {"store", "warc"},
    "fixity": _GROUND | {"account", "ingest", "proof", "store", "warc"},
    "packages": _GROUND
    | {"config", "fixity", "parquet", "press", "proof", "publish", "rights", "store", "surt", "warc"},
    "releases": _GROUND | {"config", "packages", "press", "project", "publish", "reading", "store", "yamlfile"},
    "capture": _GROUND
    | {"account", "archive", "discovery", "frontier", "ingest", "link", "manners", "press", "project", "store", "warc"},
    "check": _GROUND
    | {"archive", "capture", "config", "discovery", "frontier", "link", "manners", "press", "robots", "store", "warc"}
    | {"workers"},
    "probe": _GROUND
    | {"archive", "capture", "cleaning", "config", "extraction", "frontier", "link", "manners", "press", "store"}
    | {"warc", "yamlfile"},
    "gaps": _GROUND | {"frontier", "link", "press", "store"},
    "health": _GROUND | {"account", "archive", "press", "probe", "store", "warc"},
    "schedules": _GROUND | {"capture", "check", "frontier", "store"},
    "demo": _GROUND | {"archive", "capture", "config", "frontier", "warc", "yamlfile"} | _TEXT,
}
"""Part of the package → parts it may import; `cli`, `__init__` and `__main__` may import all. A part is the first
name below newsarchive; `cleaning.text` stands for that one module."""
_HEAVY = {"scrapy", "twisted", "datasette", "dateparser", "htmldate", "pywb", "dask", "playwright"}


def _modules() -> dict[str, Path]:
    return {".".join(path.relative_to(PACKAGE).with_suffix("").parts): path for path in sorted(PACKAGE.rglob("*.py"))}


MODULES = _modules()


def _imports(path: Path, module: str) -> set[str]:
    """Dotted names a file imports anywhere in it, relative ones made absolute."""
    package = ["newsarchive", *module.split(".")]
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = (
                ".".join([*package[: -node.level], node.module or ""]).strip(".") if node.level else node.module or ""
            )
            found |= {base} | {f"{base}.{alias.name}" for alias in node.names}
    return found


def _top_level(path: Path) -> set[str]:
    """First names of what a module imports when it is imported (not inside functions)."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = [node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))]
    names = [alias.name for node in plain if isinstance(node, ast.Import) for alias in node.names]
    names += [node.module or "" for node in plain if isinstance(node, ast.ImportFrom)]
    return {name.split(".")[0] for name in names}


def _allows(allowed: set[str], target: str) -> bool:
    return any(target == one or target.startswith(one + ".") for one in allowed)


def _own(name: str) -> str | None:
    """`newsarchive.press.registry` → "press.registry" when it names a module or package of ours, else None."""
    if not name.startswith("newsarchive."):
        return None
    inner = name.removeprefix("newsarchive.")
    known = inner in MODULES or f"{inner}.__init__" in MODULES
    return inner if known else None


LIMITED = sorted(name for name in MODULES if name.split(".")[0] not in {"cli", "__init__", "__main__"})


@pytest.mark.parametrize("module", LIMITED)
def test_imports_run_one_way(module: str) -> None:
    part = module.split(".", maxsplit=1)[0]
    assert part in ALLOWED, f"{part} is new: say in ALLOWED and docs/architecture.md what it may import"
    targets = {target for name in _imports(MODULES[module], module) if (target := _own(name)) is not None}
    # `from newsarchive.cleaning import text` names the package too; what counts is the module.
    wrong = {
        target
        for target in targets
        if target.split(".")[0] != part
        and not _allows(ALLOWED[part], target)
        and not any(other.startswith(target + ".") and _allows(ALLOWED[part], other) for other in targets)
    }
    assert not wrong, f"{module} may not import {sorted(wrong)}"


@pytest.mark.parametrize("module", sorted(MODULES))
def test_nothing_heavy_is_imported_at_module_level(module: str) -> None:
    assert not _top_level(MODULES[module]) & _HEAVY


def test_nothing_in_the_package_imports_the_glue_around_it() -> None:
    for module, path in MODULES.items():
        assert not {name.split(".")[0] for name in _imports(path, module)} & {"crawler", "tests", "conftest"}, module


def test_fastwarc_stands_behind_one_package() -> None:
    users = {
        module for module, path in MODULES.items() if "fastwarc" in {i.split(".")[0] for i in _imports(path, module)}
    }
    assert {module.partition(".")[0] for module in users} <= {"warc"}


@pytest.mark.parametrize("path", sorted((ROOT / "archive" / "plugins").glob("*.py")), ids=lambda path: path.name)
def test_a_datasette_plugin_is_short_and_imports_no_other(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 60
    siblings = {other.stem for other in path.parent.glob("*.py")} - {path.stem}
    assert not {name.split(".")[0] for name in _imports(path, path.stem)} & siblings


@pytest.mark.parametrize("module", sorted(MODULES))
def test_modules_stay_small(module: str) -> None:
    assert len(MODULES[module].read_text(encoding="utf-8").splitlines()) <= 400
