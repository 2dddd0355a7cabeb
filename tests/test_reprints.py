"""Texts that several newspapers print: planted pairs are found, likenesses that are none are not."""

from __future__ import annotations

import importlib
import json
import sqlite3
from array import array
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

import pytest
from rensa import RMinHash

import reprint_proof
from command_line import run
from conftest import ROOT
from newsarchive.reprints import SKETCHES_NAME, Found, Pair, Print, cluster, find_reprints, forget
from newsarchive.reprints.signature import MOST_TEXTS, SIGNED_AS, bands, estimate, sign
from newsarchive.reprints.sketches import opened
from newsarchive.reprints.verdict import judge
from newsarchive.reprints.wording import Vocabulary, Wording, runs_of, split_lines, word
from newsarchive.store import Store
from reading_room import Story, add_stories, build_archive

WRITER = reprint_proof.Writer(7)
TEXT = WRITER.paragraphs(8)


def find(folder: Path) -> Found:
    with closing(Store(folder / "data" / "news.db")) as store:
        return find_reprints(folder / "data", store.connection)


def ends(pairs: tuple[Pair, ...]) -> set[frozenset[str]]:
    return {frozenset((pair.one, pair.other)) for pair in pairs}


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[reprint_proof.Planting, Found]:
    folder = tmp_path_factory.mktemp("planted")
    planting = reprint_proof.build(folder, fillers=120, each=6)
    return planting, find(folder)


@pytest.mark.parametrize("edit", [edit for edit in reprint_proof.EDITS if edit != "words 20 %"])
def test_a_reprint_is_found_however_a_desk_edits_it(planted: tuple[reprint_proof.Planting, Found], edit: str) -> None:
    planting, found = planted
    missed = [(one, other) for kind, one, other in planting.reprints if kind == edit
              and frozenset((one, other)) not in ends(found.pairs)]  # fmt: skip
    assert not missed
    assert not any(pair.is_double for pair in found.pairs if pair.one in {one for _, one, _ in planting.reprints})


def test_most_are_found_with_a_fifth_of_the_words_changed(planted: tuple[reprint_proof.Planting, Found]) -> None:
    planting, found = planted
    reworded = [frozenset((one, other)) for kind, one, other in planting.reprints if kind == "words 20 %"]
    assert 2 * len(ends(found.pairs).intersection(reworded)) > len(reworded)


@pytest.mark.parametrize("kind", reprint_proof.DECOYS)
def test_likeness_alone_makes_no_reprint(planted: tuple[reprint_proof.Planting, Found], kind: str) -> None:
    planting, found = planted
    told = [(one, other) for name, one, other, _ in planting.decoys if name == kind
            and frozenset((one, other)) in ends(found.pairs)]  # fmt: skip
    assert not told


def test_nothing_else_is_told(planted: tuple[reprint_proof.Planting, Found]) -> None:
    planting, found = planted
    assert ends(found.pairs) <= planting.true_pairs


def test_two_addresses_of_one_newspaper_are_told_apart(planted: tuple[reprint_proof.Planting, Found]) -> None:
    planting, found = planted
    doubles = {frozenset((pair.one, pair.other)) for pair in found.pairs if pair.is_double}
    assert doubles == {frozenset((one, other)) for _, one, other in planting.doubles}


def test_a_round_up_does_not_make_one_cluster_of_its_parts(planted: tuple[reprint_proof.Planting, Found]) -> None:
    planting, found = planted
    prints = {uid: Print(uid, uid, "2024-01-01", None, None) for pair in found.pairs for uid in (pair.one, pair.other)}
    clusters = cluster(prints, [(pair.one, pair.other, pair.likeness.jaccard) for pair in found.pairs])
    together = [{one.uid for one in group.prints} for group in clusters]
    parts = [{one, other} for kind, one, other, _ in planting.decoys if kind == "round-up part"]
    assert parts
    assert not [part for part in parts if any(part <= group for group in together)]


def test_one_text_after_the_other_finds_what_all_at_once_do(tmp_path: Path) -> None:
    for name in ("whole", "parts"):
        build_archive(tmp_path / name, ())
    stories = [
        Story(f"{n:016x}", f"Tin {n}", WRITER.edited(TEXT, edit), newspaper=paper)
        for n, (edit, paper) in enumerate((("headline", "bacninh"), ("toll", "cantho"), ("cut to half", "tinla")))
    ]
    add_stories(tmp_path / "whole", stories)
    for story in stories:
        add_stories(tmp_path / "parts", [story])
        parts = find(tmp_path / "parts")
    whole = find(tmp_path / "whole")
    assert ends(parts.pairs) == ends(whole.pairs) == {frozenset((f"{i:016x}", f"{j:016x}")) for i in range(3)
                                                      for j in range(i)}  # fmt: skip
    assert (parts.synced.added, whole.synced.added) == (1, 3)
    again = find(tmp_path / "whole")
    assert (again.synced.added, again.synced.removed, again.pairs) == (0, 0, whole.pairs)


def test_an_earlier_revision_is_found_too(tmp_path: Path) -> None:
    build_archive(tmp_path, ())
    later = WRITER.paragraphs(8)
    add_stories(tmp_path, [
        Story("a" * 16, "Tin", later, earlier=(("Tin cũ", "\n".join(TEXT)),)),
        Story("b" * 16, "Tin khác", TEXT, newspaper="cantho"),
    ])  # fmt: skip
    (pair,) = find(tmp_path).pairs
    assert {pair.one, pair.other} == {"a" * 16, "b" * 16}


def test_what_is_withheld_is_forgotten_and_comes_back(tmp_path: Path) -> None:
    build_archive(tmp_path, ())
    both = [Story("a" * 16, "Tin", TEXT), Story("b" * 16, "Tin", TEXT, newspaper="cantho")]
    add_stories(tmp_path, both)
    assert len(find(tmp_path).pairs) == 1
    with closing(Store(tmp_path / "data" / "news.db")) as store:
        store.connection.execute("update article set withheld = 1 where uid = ?", ("a" * 16,))
    hidden = find(tmp_path)
    assert (hidden.pairs, hidden.synced.removed, hidden.synced.texts) == ((), 1, 1)
    with closing(Store(tmp_path / "data" / "news.db")) as store:
        store.connection.execute("update article set withheld = 0")
    assert len(find(tmp_path).pairs) == 1


def test_forgetting_leaves_no_row(tmp_path: Path) -> None:
    build_archive(tmp_path, ())
    add_stories(tmp_path, [Story("a" * 16, "Tin", TEXT), Story("b" * 16, "Tin", TEXT, newspaper="cantho")])
    find(tmp_path)
    forget(tmp_path / "data", "a" * 16)
    with closing(sqlite3.connect(tmp_path / "data" / SKETCHES_NAME)) as db:
        assert [row[0] for row in db.execute("select uid from text")] == ["b" * 16]
        (left,) = db.execute("select id from text").fetchone()
        assert {row[0] & MOST_TEXTS for row in db.execute("select key from band")} == {left}
        assert {row[0] for row in db.execute("select distinct text from line")} == {left}
        assert db.execute("select count(*) from pair").fetchone() == (0,)


def test_what_another_process_took_out_meanwhile_is_no_fault(tmp_path: Path) -> None:
    build_archive(tmp_path, ())
    add_stories(tmp_path, [Story("a" * 16, "Tin", TEXT), Story("b" * 16, "Tin", TEXT, newspaper="cantho")])
    find(tmp_path)
    with opened(tmp_path / "data") as sketches:
        before = sketches.known()
        forget(tmp_path / "data", "b" * 16)
        (gone,) = before - sketches.known()
        add_stories(tmp_path, [Story("c" * 16, "Tin khác", WRITER.paragraphs(6))])
        assert find(tmp_path).synced.texts == 3  # the forgotten one too: it is not withheld
        before = sketches.known()
        with sketches.writing():
            sketches.remove(gone)
            sketches.remove(gone)
        assert set(before) - set(sketches.known()) == {gone}


@pytest.mark.parametrize("damage", ["text", "middle", "kind"])
def test_a_damaged_file_is_made_anew(tmp_path: Path, damage: str) -> None:
    build_archive(tmp_path, ())
    add_stories(tmp_path, [Story("a" * 16, "Tin", TEXT), Story("b" * 16, "Tin", TEXT, newspaper="cantho")])
    whole = find(tmp_path)
    path = tmp_path / "data" / SKETCHES_NAME
    if damage == "text":
        path.write_text("đây không phải cơ sở dữ liệu", encoding="utf-8")
    elif damage == "middle":
        path.write_bytes(path.read_bytes()[:4096] + b"\xff" * (path.stat().st_size - 4096))
    else:
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("update kind set signed_as = 'another library'")
    assert find(tmp_path).pairs == whole.pairs


def test_a_line_that_recurs_in_a_newspaper_is_its_own(tmp_path: Path) -> None:
    """A pair that only the imprint made goes when a third day shows the imprint to be one."""
    imprint = WRITER.paragraphs(2)
    build_archive(tmp_path, ())

    def tin(n: int, day: int, newspaper: str) -> Story:
        own = WRITER.paragraph(40, 50)
        return Story(f"{n:016x}", f"Tin {n}", (own, *imprint), newspaper=newspaper, published=date(2024, 3, day))

    add_stories(tmp_path, [tin(1, 1, "bacninh"), tin(2, 1, "cantho")])
    assert len(find(tmp_path).pairs) == 1
    add_stories(tmp_path, [tin(n, n, paper) for paper, n in (("bacninh", 3), ("bacninh", 5), ("bacninh", 7))])
    add_stories(tmp_path, [tin(n, n, paper) for paper, n in (("cantho", 4), ("cantho", 6), ("cantho", 8))])
    assert find(tmp_path).pairs == ()


def words(text: str) -> Wording:
    return word(split_lines(text.split("\n"), Vocabulary()))


FORM = (
    "Giá vàng trong nước sáng {0}/3 được các doanh nghiệp niêm yết ở mức {1} triệu đồng mỗi lượng chiều mua vào và {2} "
    "triệu đồng mỗi lượng chiều bán ra, tăng {3} nghìn đồng so với phiên trước. Trên thị trường thế giới giá vàng giao "
    "ngay đứng ở {4} đô la một ounce. Tỷ giá trung tâm do Ngân hàng Nhà nước công bố là {5} đồng một đô la. Các chuyên "
    "gia cho rằng giá còn biến động mạnh trong tuần này, người dân nên cân nhắc kỹ trước khi mua bán."
)


def test_a_form_of_another_day_is_no_reprint_and_one_of_the_same_day_is() -> None:
    monday = words(FORM.format(4, "78,5", "80,1", 200, "2.085", "23.990"))
    tuesday = words(FORM.format(5, "79,2", "81,0", 350, "2.101", "24.015"))
    assert judge(monday, tuesday, same_newspaper=False) is None
    assert judge(monday, tuesday, same_newspaper=True) is None
    assert judge(monday, words("Đọc thêm\n" + FORM.format(4, "78,5", "80,1", 200, "2.085", "23.990")),
                 same_newspaper=False)  # fmt: skip


def test_too_little_text_is_not_compared() -> None:
    short = words("Điện lực Sông Trăng thông báo tạm ngừng cấp điện khu vực Bến Lụa từ 7h đến 11h ngày 5/3.")
    assert judge(short, short, same_newspaper=False) is None


def test_tone_marks_and_signs_do_not_part_words() -> None:
    assert words('Ngày 5/3, "Hoà Bình" (TTXVN) – thuỷ điện.').words == words("ngày 5/3 Hòa Bình TTXVN thủy điện").words


def test_a_signature_is_the_same_everywhere() -> None:
    """Stored signatures are compared with later ones: another version of the library must not come unnoticed."""
    assert SIGNED_AS.startswith(f"rensa {RMinHash.ALGORITHM_VERSION},")
    signature = sign(runs_of(words("một hai ba bốn năm").words, 3))
    assert signature.hex()[:32] == "c5bd32cc0ddf5dc5e9ab323fbf293cd5"
    assert estimate(signature, signature) == 1.0
    other = sign(runs_of(words(" ".join(WRITER.words(400))).words, 3))
    assert estimate(signature, other) < 0.05
    assert not set(bands(signature)) & set(bands(other))


@pytest.fixture
def prints() -> Iterator[dict[str, Print]]:
    yield {
        "early": Print("early", "bacninh", "2024-03-04", "2024-03-04T01:00:00Z", "2024-03-06T00:00:00Z"),
        "late": Print("late", "cantho", "2024-03-04", "2024-03-04T05:00:00Z", "2024-03-04T06:00:00Z"),
        "day": Print("day", "tinla", "2024-03-04", "2024-03-04", "2024-03-04T00:00:00Z"),
        "undated": Print("undated", "dalat", None, None, "2020-01-01T00:00:00Z"),
    }


def test_the_first_print_is_told_only_where_the_pages_tell_it(prints: dict[str, Print]) -> None:
    (sure,) = cluster(prints, [("late", "early", 0.9)])
    assert (sure.first.uid, sure.is_first_sure, sure.newspapers) == ("early", True, 2)
    (same_day,) = cluster(prints, [("late", "early", 0.9), ("early", "day", 0.9)])
    assert (same_day.first.uid, same_day.is_first_sure) == ("early", False)
    (undated,) = cluster(prints, [("undated", "early", 0.9)])
    assert ([one.uid for one in undated.prints], undated.is_first_sure) == (["early", "undated"], False)


def test_one_newspaper_alone_is_no_cluster() -> None:
    same = {uid: Print(uid, "bacninh", "2024-03-04", None, None) for uid in ("one", "two", 0.9)}
    assert cluster(same, [("one", "two", 0.9)]) == []


def test_a_run_is_its_words_in_their_order() -> None:
    one, two, three, four, five = words("một hai ba bốn năm").words
    runs = [runs_of(array("Q", these), 4) for these in (
        (one, two, three, four, five), (two, three, four, five), (one, two, four, three), (one, one, one, two))
    ]  # fmt: skip
    assert [len(each) for each in runs] == [2, 1, 1, 1]
    assert runs[0][1:] == runs[1]
    assert len({run for each in runs for run in each}) == 4
    assert list(runs_of(array("Q", (one, two, three)), 4)) == []


def test_numbers_are_told_from_words_and_from_each_other() -> None:
    text = words("Ngày 5/3 có 1.250 vụ, ngày 6/3 có 1.250 vụ và 50kg.")
    assert sorted(text.numbers.values()) == [1, 1, 1, 2]
    assert text.masked() == words("ngày 7/8 có 1 vụ ngày 2 có 9 vụ và 3").masked()


def test_a_vocabulary_that_is_full_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsarchive.reprints.wording._KNOWN", 3)
    vocabulary = Vocabulary()
    first, second = (split_lines(["một hai ba bốn năm một hai ba"], vocabulary)[0] for _ in range(2))
    assert first == second
    assert len(vocabulary) <= 3


def test_small_batches_find_what_large_ones_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    planting = reprint_proof.build(tmp_path, fillers=20, each=2, seed=5)
    whole = find(tmp_path)
    (tmp_path / "data" / SKETCHES_NAME).unlink()
    monkeypatch.setattr("newsarchive.reprints.found._BATCH_WORDS", 2_000)
    assert find(tmp_path).pairs == whole.pairs
    assert planting.true_pairs & ends(whole.pairs)


@pytest.fixture
def printed_thrice(tmp_path: Path) -> Path:
    build_archive(tmp_path, ())
    at = datetime.fromisoformat
    add_stories(tmp_path, [
        Story("a" * 16, "Hãng tin", TEXT, published=at("2024-03-05T09:00:00+07:00")),
        Story("b" * 16, "Báo bạn", WRITER.edited(TEXT, "toll"), newspaper="cantho",
              published=at("2024-03-04T09:00:00+07:00")),
        Story("c" * 16, "Báo bạn, lần nữa", TEXT, newspaper="cantho", published=at("2024-03-06T09:00:00+07:00")),
        Story("d" * 16, "Tin khác", WRITER.paragraphs(6)),
    ])  # fmt: skip
    return tmp_path


def test_the_command_lists_clusters(printed_thrice: Path) -> None:
    shown = run("reprints", "--archive", str(printed_thrice))
    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    assert lines[0] == "2024-03-04: 2 newspapers: Báo bạn"
    assert [line.split()[0] for line in lines[1:]] == ["cantho", "bacninh", "cantho"]
    assert [line.endswith("first") for line in lines[1:]] == [True, False, False]
    told = json.loads(run("reprints", "--archive", str(printed_thrice), "--json").stdout)
    assert [each["uid"][0] for each in told["clusters"][0]["prints"]] == ["b", "a", "c"]
    for narrowed in (("--from", "2024-03-05"), ("--newspaper", "tinla"), ("--to", "2024-03-03")):
        assert json.loads(run("reprints", "--archive", str(printed_thrice), "--json", *narrowed).stdout) == {
            "texts": 4, "clusters": []}  # fmt: skip


def test_the_command_tells_doubles_apart(printed_thrice: Path) -> None:
    (double,) = json.loads(run("reprints", "--archive", str(printed_thrice), "--doubles", "--json").stdout)["doubles"]
    assert {one["uid"][0] for one in double} == {"b", "c"}


def test_an_article_in_no_archive_is_an_error_for_the_user(printed_thrice: Path) -> None:
    shown = run("reprints", "--archive", str(printed_thrice), "--url", "https://bacninh.example/xyz.html")
    assert shown.exit_code != 0
    assert "no article of this address is held" in shown.stderr


def test_the_benchmark_runs_in_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "benchmarks"))
    rows = {row["what"]: row for row in importlib.import_module("reprints").measure(40, 5, 2)}
    assert rows["texts read against 40 stored"]["value"] > 0
    assert rows["told wrongly in all"]["value"] == 0
    assert rows["recall: headline"]["value"] == 100
