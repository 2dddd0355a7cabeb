"""archive.yml: what is read, and that every mistake is named with its file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsarchive.config import Config, archive_directory, default_yaml, load_config
from newsarchive.exceptions import ConfigurationError


def test_an_archive_without_a_file_has_the_defaults(tmp_path: Path) -> None:
    assert load_config(tmp_path) == Config()


def test_the_default_file_says_the_defaults() -> None:
    assert Config.parse(default_yaml(), Path("archive.yml")) == Config()


def test_what_init_is_told_is_read_back_whatever_it_holds() -> None:
    text = default_yaml(operator='Thư viện "X" \\ Y: #1', contact="a@b.example", title="Kho: báo")
    config = Config.parse(text, Path("archive.yml"))
    assert (config.operator, config.contact, config.publish.title) == (
        'Thư viện "X" \\ Y: #1',
        "a@b.example",
        "Kho: báo",
    )


def test_every_setting_is_read(tmp_path: Path) -> None:
    (tmp_path / "archive.yml").write_text(
        "operator: Thư viện\nwarc_prefix: kho\nstorage:\n  segment_bytes: 5000000\nnotify: [mailto://a]\n"
        "publish:\n  access:\n    default: excerpt\n    newspapers:\n      cantho: {access: full, embargo_days: 30}\n",
        encoding="utf-8",
    )
    config = load_config(tmp_path)
    assert (config.operator, config.warc_prefix, config.storage.segment_bytes) == ("Thư viện", "kho", 5_000_000)
    assert config.notify == ("mailto://a",)
    assert config.publish.access.default == "excerpt"
    rule = config.publish.access.newspapers["cantho"]
    assert (rule.access, rule.embargo_days) == ("full", 30)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        pytest.param("operator: a\nsheduel: b\n", 2, "sheduel: unknown key", id="misspelt"),
        pytest.param(
            "publish:\n  access:\n    newspapers:\n      cantho:\n        access: all\n", 5, "publish.access", id="deep"
        ),
        pytest.param("operator: a\noperator: b\n", 2, "written twice", id="said-twice"),
        pytest.param("operator: [a\n", 2, "expected", id="unclosed"),
        pytest.param("\toperator: a\n", 1, "cannot start", id="tab"),
        pytest.param("a: b\ncontact: someone\n", None, "unknown key", id="first-of-two"),
        pytest.param("contact: no\n", 1, "e-mail address or an https:// URL", id="no-address"),
        pytest.param("warc_prefix: a-b\n", 1, "warc_prefix", id="hyphen-in-prefix"),
        pytest.param("storage:\n  segment_bytes: 10\n", 2, "greater than or equal", id="tiny-segment"),
        pytest.param("- operator\n", None, "must be a mapping", id="a-list"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, text: str, line: int | None, problem: str) -> None:
    (tmp_path / "archive.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_config(tmp_path)
    assert problem in caught.value.problem
    assert str(tmp_path / "archive.yml") in str(caught.value)
    if line is not None:
        assert caught.value.line == line


@pytest.mark.parametrize("content", [b"operator: \xff\xfe\n", b"\x00\x01\x02"])
def test_bytes_that_are_no_text_are_a_configuration_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "archive.yml").write_bytes(content)
    with pytest.raises(ConfigurationError):
        load_config(tmp_path)


def test_off_and_no_are_words() -> None:
    assert Config.parse("operator: no\n", Path("archive.yml")).operator == "no"


def test_the_option_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NEWSARCHIVE_DIR", str(tmp_path / "told"))
    assert archive_directory(tmp_path / "option") == tmp_path / "option"
    assert archive_directory() == tmp_path / "told"


def test_without_either_it_is_archive_of_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NEWSARCHIVE_DIR", raising=False)
    assert archive_directory().name == "archive"
    assert archive_directory().is_absolute()
