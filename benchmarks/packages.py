"""Exports of an archive: articles and captures per CPU second, and memory at a tenth and at the whole of it."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from newsarchive.archive import Archive
from newsarchive.fixity import verify
from newsarchive.packages import FORMATS

TESTS = Path(__file__).resolve().parent.parent / "tests"
ARTICLES = 20_000
_FIRST, _BATCH = 1_000, 2_000
"""Numbers of three digits in a headline may be taken for the status of an error page."""
_EXPORT = """
import json, re, sys, time
from pathlib import Path
from newsarchive.packages import Request, export, restore
def peak():  # of this process since it began; ru_maxrss is inherited from the one before exec
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
kho, form, audience, output = sys.argv[1:5]
before = peak()
start = time.process_time()
done = export(Path(kho), Request(form, Path(output), audience))
told = {"articles": done.articles, "captures": done.captures, "bytes": done.bytes, "damages": done.damages}
told["seconds"] = time.process_time() - start
told["grown"] = peak() - before
if audience == "preservation":
    start = time.process_time()
    told["restored"] = restore(Path(output + ".kho"), Path(output)).articles
    told["restore_seconds"] = time.process_time() - start
print(json.dumps(told))
"""

Row = dict[str, object]


def main(articles: int = ARTICLES) -> list[Row]:
    """Every format of 20,000 articles for the public, then bag and WACZ for preservation with a restore of each."""
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="newsarchive-packages-") as name:
        folder = Path(name)
        small, whole = _archive(folder / "small", articles // 10), _archive(folder / "whole", articles)
        for form in FORMATS:
            little = _export(small, form, "public", folder / f"small-{form}")
            rows += _rows(form, _export(whole, form, "public", folder / f"public-{form}"), little)
        for form in ("bagit", "wacz"):
            rows += _restored(whole, form, folder / f"all-{form}", articles)
    return rows


def _archive(directory: Path, articles: int) -> Path:
    sys.path.insert(0, str(TESTS))
    import pressroom  # noqa: PLC0415 (it stands among the tests)

    with Archive.open(directory, create=True) as archive:
        for first in range(_FIRST, _FIRST + articles, _BATCH):
            numbers = range(first, min(first + _BATCH, _FIRST + articles))
            archive.ingest(pressroom.write_warc(directory.with_name(f"{directory.name}-{first}"), numbers))
    return directory


def _export(kho: Path, form: str, audience: str, output: Path) -> dict[str, float]:
    command = [sys.executable, "-c", _EXPORT, str(kho), form, audience, str(output)]
    told: dict[str, float] = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)
    return told


def _rows(form: str, told: dict[str, float], little: dict[str, float]) -> list[Row]:
    note = f"{told['articles']:,.0f} articles, {told['captures']:,.0f} captures, {told['bytes'] / 1e6:.1f} MB"
    speed = round(told["articles"] / told["seconds"])
    memory = f"{little['grown']:.0f} MiB at a tenth of the articles"
    return [
        {"what": f"{form}: exported", "value": speed, "unit": "articles/CPU s", "note": note},
        {"what": f"{form}: memory grown by", "value": round(told["grown"]), "unit": "MiB", "note": memory},
        {"what": f"{form}: could not be read", "value": told["damages"], "unit": "records", "expected": 0},
    ]


def _restored(kho: Path, form: str, output: Path, articles: int) -> list[Row]:
    told = _export(kho, form, "preservation", output)
    problems = len(verify(output.with_name(output.name + ".kho")).problems)
    return [
        {"what": f"{form}: restored", "value": round(told["restored"]), "unit": "articles", "expected": articles},
        {"what": f"{form}: restore", "value": round(told["restore_seconds"], 2), "unit": "CPU s", "note": ""},
        {"what": f"{form}: problems found afterwards", "value": problems, "unit": "", "expected": 0},
    ]


if __name__ == "__main__":
    for measured in main(*map(int, sys.argv[1:])):
        print(measured)
