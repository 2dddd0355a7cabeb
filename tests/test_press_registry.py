"""What the bundled registry says: every newspaper, host, pattern and province."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from newsarchive.exceptions import ConfigurationError, UnknownNewspaperError
from newsarchive.press import (
    layout,
    layouts,
    load_registry,
    newspaper,
    newspaper_for,
    newspapers,
    provinces,
    registry,
)
from newsarchive.press.packaged import read_layouts, read_newspapers
from newsarchive.press.registry import BUNDLED
from newsarchive.yamlfile import read_document

NATIONAL = {"cafef", "dantri", "plo", "tuoitre", "vietnamnet", "vnexpress"}


def test_one_provincial_paper_for_each_of_63_provinces_and_six_national() -> None:
    provincial = [paper for paper in newspapers() if paper.kind == "provincial"]
    assert {paper.province for paper in provincial} == {province.slug for province in provinces()}
    assert len(provincial) == 63
    assert {paper.id for paper in newspapers()} - {paper.id for paper in provincial} == NATIONAL


def test_the_bundled_files_read_without_the_schema_say_what_they_say_with_it() -> None:
    checked = load_registry(BUNDLED)
    assert read_newspapers(BUNDLED) == checked.newspapers
    assert read_layouts(BUNDLED) == checked.layouts


@pytest.mark.parametrize("line", ["sheduel: daily", "embargo_days: soon", "merged_on: July", "copies: [{path: '('}]"])
def test_a_bundled_file_that_was_edited_wrongly_is_told_by_the_schema(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "press"
    shutil.copytree(BUNDLED, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    with (folder / "newspapers" / "cantho.yml").open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    monkeypatch.setattr(registry, "BUNDLED", folder)
    monkeypatch.setattr(registry, "_newspapers", registry._newspapers.__wrapped__)
    with pytest.raises(ConfigurationError, match=r"cantho\.yml:\d+"):
        newspapers()


def test_a_page_is_read_without_the_schema() -> None:
    code = (
        "import sys; from newsarchive import extract_article, newspapers;"
        "extract_article('<p>', url='https://baocantho.com.vn/'); print(len(newspapers()), 'pydantic' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split() == [str(len(newspapers())), "False"]


def test_newspapers_come_by_id_and_are_loaded_once() -> None:
    ids = [paper.id for paper in newspapers()]
    assert ids == sorted(ids)
    assert newspapers() is newspapers()
    assert newspaper("cantho").name == "Báo Cần Thơ"


def test_unknown_newspaper_names_close_ids() -> None:
    with pytest.raises(UnknownNewspaperError) as raised:
        newspaper("bacnin")
    assert "bacninh" in raised.value.close


def test_29_papers_were_merged_into_the_paper_of_their_new_province() -> None:
    by_slug = {province.slug: province for province in provinces()}
    merged = [paper for paper in newspapers() if paper.successor]
    assert len(merged) == 29
    for paper in merged:
        assert paper.province is not None
        assert paper.merged_on == date(2025, 7, 1)
        assert newspaper(paper.successor or "").province == by_slug[paper.province].merged_into


def test_every_layout_is_used_or_serves_papers_we_do_not_know() -> None:
    used = {name for paper in newspapers() for name in paper.layouts}
    assert {entry.id for entry in layouts()} - used == {"thanhnien-2021", "ttbc", "vccorp"}
    assert layout("epi").family == "epi"


def test_every_layout_finds_a_body_and_says_how_it_is_recognised() -> None:
    for entry in layouts():
        assert entry.body, entry.id
        assert entry.signature or entry.url, entry.id
        assert not (entry.since and entry.until) or entry.since < entry.until, entry.id


@pytest.mark.parametrize(
    ("url", "paper"),
    [
        ("https://baobacninhtv.vn/x.bbg", "bacninh"),
        ("http://www.baobacninh.com.vn/", "bacninh"),
        ("https://en.baobacninhtv.vn/", "bacninh"),
        ("https://baobacgiang.vn/", "bacgiang"),
        ("https://baothainguyen.vn/", "thainguyen"),
        ("https://bbk.baothainguyen.vn/", "backan"),
        ("https://www.bbk.baothainguyen.vn/", "backan"),
        ("https://phuyen.baodaklak.vn/", "phuyen"),
        ("https://baodaklak.vn/", "daklak"),
        ("https://dongkhoi.baovinhlong.vn/", "bentre"),
        ("https://travinh.baovinhlong.vn/", "travinh"),
        ("https://baovinhlong.vn/", "vinhlong"),
        ("https://baohaiphong.vn/", "haiphong"),
        ("https://baohaiduong.vn/", "haiduong"),
        ("https://m.vnexpress.net/x", "vnexpress"),
        ("https://e.vnexpress.net/", "vnexpress"),
        ("HTTPS://WWW.BAOCANTHO.COM.VN:443/", "cantho"),
        ("https://baocantho.com.vn.example.org/", None),
        ("https://notbaocantho.com.vn/", None),
        ("https://com.vn/", None),
        ("ftp://baocantho.com.vn/", None),
        ("", None),
        ("https://[", None),
    ],
)
def test_a_url_belongs_to_the_paper_of_its_nearest_host(url: str, paper: str | None) -> None:
    found = newspaper_for(url)
    assert (found.id if found else None) == paper


def test_no_host_belongs_to_two_papers() -> None:
    hosts = [host for paper in newspapers() for host in paper.hosts]
    assert len(hosts) == len(set(hosts))


@pytest.mark.parametrize(
    ("url", "article_id"),
    [
        ("https://baohagiang.vn/xa-hoi/202306/be-boi-mua-h2t-794512/", "794512"),
        ("https://baohagiang.vn/thong-tin/202211/cong-vien-cc21d4d/", "cc21d4d"),
        ("https://baonamdinh.vn/channel/5087/201112/Co-lua-ngo-2141513/", "2141513"),
        ("https://baonghean.vn/mua-sen-post255912.html", "post255912"),
        ("https://baonghean.vn/mua-sen-post255912.amp", "post255912"),
        ("https://baonghean.vn/mua-sen-10299966.html", "10299966"),
        ("https://baonghean.vn/en/mua-sen-10299966.html", None),
        ("https://baotayninh.vn/mua-sen-a169010.html", "a169010"),
        ("https://baotayninh.vn/mua-sen-88701.html", "88701"),
        ("https://baobinhdinh.vn/viewer.aspx?macm=39&macmp=39&mabb=222823", "222823"),
        ("https://baobinhdinh.vn/viewer.aspx?macm=39&macmp=39", None),
        ("https://baobacninhtv.vn/mua-sen-postid409722.bbg", "postid409722"),
        ("https://baobacninhtv.vn/mua-sen.bbg", None),
        ("https://baosonla.vn/kinh-te/mua-sen-51YnYvXDR.html", "51YnYvXDR"),
        ("https://baothaibinh.com.vn/tin-tuc/0/102296/phong-tru-sau-benh", "102296"),
        ("http://www.baoninhthuan.com.vn/diendan/49334p25c151/mua-nho.htm", "49334"),
        ("https://baophuyen.vn/95/64112/mua-sen/", "64112"),
        ("https://amp.vnexpress.net/doi-song/mua-sen-3878849.html", "3878849"),
        ("https://baodanang.vn/channel/5433/202304/xe-dap-3942094/", "202304/xe-dap-3942094"),
        ("https://en.baodanang.vn/bikes-3282905.html", None),
        ("http://www.baocaobang.vn/Dat-nuoc/Vi-giao-su%E2%80%88tre/59334.bcb", "59334.bcb"),
    ],
)
def test_the_article_id_is_the_newsrooms_own_number(url: str, article_id: str | None) -> None:
    paper = newspaper_for(url)
    assert paper is not None
    assert paper.article_id(url) == article_id


def test_a_url_of_another_paper_is_no_article_of_this_one() -> None:
    assert not newspaper("cantho").is_article("https://baolongan.vn/mua-sen-a188491.html")
    assert newspaper("longan").is_article("https://baolongan.vn/mua-sen-a188491.html")
    assert not newspaper("cantho").is_article("không phải địa chỉ")


def test_every_file_gives_examples_or_says_why_not() -> None:
    """The loader checks each example; this holds that there are enough of them to check."""
    entries = {path.stem: read_document(path).data for path in (BUNDLED / "newspapers").glob("*.yml")}
    without = {
        name for name, data in entries.items() if not any(shape.get("examples") for shape in data.get("articles", ()))
    }
    assert without <= {
        "backan", "bariavungtau", "binhduong", "daknong", "dienbien", "dongnai", "haugiang", "hoabinh",
        "khanhhoa", "kontum", "phuyen", "tiengiang", "vinhphuc",
    }  # fmt: skip


@pytest.mark.parametrize(
    "url",
    [
        "https://baothainguyen.vn/file/e7837c02/112022/ho-nui-coc.jpg",
        "https://baodanang.vn/dataimages/201408/original/images1055070_banh.jpg",
        "https://baohagiang.vn/media/202408/banh.jpg",
        "https://baohagiang.vn/kinh-te/202408/",
        "https://tuoitre.vn/tac-gia/nhat-xuan-20148.htm",
        "https://tuoitre.vn/chuyen-doi-so-e1999.htm",
        "https://vietnamnet.vn/tac-gia/duy-anh-0008IL.html",
        "https://vnexpress.net/topic/ha-noi-26482",
        "https://plo.vn/huy-an-so-tham-tag49968.html",
        "https://baocantho.com.vn/su-kien/dai-hoi-dang-.31.html",
        "https://baonghean.vn/hoi-lang-event123.html",
    ],
)
def test_pictures_authors_topics_and_events_are_no_articles(url: str) -> None:
    paper = newspaper_for(url)
    assert paper is not None
    assert not paper.is_article(url)


def test_names_and_hosts_are_never_authors() -> None:
    assert {"Báo Cần Thơ", "baocantho.com.vn"} <= set(newspaper("cantho").never_author)
    assert {"longantv", "MEDIATECH"} <= set(newspaper("tayninh").never_author)
    assert "VCCorp vn" in newspaper("cafef").never_author


def test_dateline_marks_of_the_seen_texts() -> None:
    marks = {"bacninh": "(BTV)", "cantho": "(CTO)", "haiphong": "(HPĐT)", "danang": "ĐNO", "nghean": "(Baonghean.vn)"}
    for paper, mark in marks.items():
        assert mark in newspaper(paper).datelines


def test_34_provinces_carry_on_and_seven_codes_changed_their_meaning() -> None:
    assert len(provinces()) == 63
    after = {province.code_after: province.slug for province in provinces() if province.code_after}
    before = {province.code_before: province.slug for province in provinces()}
    assert len(after) == 34
    assert len(before) == 63
    changed = {code for code, slug in after.items() if before[code] != slug}
    assert changed == {"15", "24", "44", "52", "80", "82", "91"}


def test_provinces_know_later_changes() -> None:
    by_slug = {province.slug: province for province in provinces()}
    assert [(c.on, c.name) for c in by_slug["hue"].changes] == [
        (date(1989, 7, 1), "Tỉnh Thừa Thiên Huế"), (date(2025, 1, 1), "Thành phố Huế")
    ]  # fmt: skip
    assert [c.on for c in by_slug["dong-nai"].changes] == [date(2026, 4, 30)]
    assert by_slug["bac-giang"].merged_into == "bac-ninh"
    assert by_slug["bac-giang"].merged_on == date(2025, 7, 1)


def test_the_files_name_no_source_code_of_others() -> None:
    for path in BUNDLED.rglob("*.yml"):
        assert not re.search(r"github|evidence|public source", path.read_text(encoding="utf-8"), re.IGNORECASE), (
            path.name
        )
