"""Pace, rest, addresses and the name we give: with a clock of our own, so every number is exact."""

from __future__ import annotations

import ipaddress
import random
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.config import Config
from newsarchive.exceptions import ConfigurationError
from newsarchive.manners import Answer, Pace, Pacer, check_address, read_retry_after, user_agent

HOST = "baosuoivang.vn"
GOOD = Answer(latency=0.1, status=200)


def ask(pacer: Pacer, now: float, answer: Answer = GOOD) -> float:
    """One request as soon as it may be; returns when it ended."""
    wait = pacer.wait(HOST, now)
    assert wait is not None
    start = now + wait
    pacer.start(HOST, start)
    pacer.finish(HOST, start + answer.latency, answer)
    return start + answer.latency


def starts(pacer: Pacer, times: int, answer: Answer = GOOD, now: float = 0.0) -> list[float]:
    """When each of several requests started."""
    found = []
    for _ in range(times):
        now = ask(pacer, now, answer)
        found.append(round(now - answer.latency, 6))
    return found


def test_without_a_told_delay_one_request_a_second() -> None:
    assert starts(Pacer(), 4) == [0, 1, 2, 3]


@pytest.mark.parametrize("told", [0.2, 10, 300])
def test_a_told_delay_is_kept_exactly_and_counted_from_the_answer(told: float) -> None:
    pacer = Pacer()
    pacer.set_crawl_delay(HOST, told)
    gap = told + GOOD.latency
    assert starts(pacer, 3) == pytest.approx([0, gap, 2 * gap])


def test_with_a_told_delay_one_request_is_open_at_a_time() -> None:
    pacer = Pacer()
    pacer.set_crawl_delay(HOST, 0.2)
    pacer.start(HOST, 0.0)
    assert pacer.wait(HOST, 5.0) is None


def test_a_slow_host_is_asked_more_slowly_at_once_and_a_quick_one_comes_back_step_by_step() -> None:
    pacer = Pacer()
    now = ask(pacer, 0.0, Answer(latency=8.0, status=200))
    assert pacer.delay(HOST) == 8.0
    delays = []
    for _ in range(5):
        now = ask(pacer, now)
        delays.append(pacer.delay(HOST))
    assert delays == sorted(delays, reverse=True)
    assert delays[0] > 4
    assert delays[-1] == 1.0


@pytest.mark.parametrize("status", [500, 502, None])
def test_a_failing_host_is_asked_half_as_often_each_time_up_to_a_minute(status: int | None) -> None:
    pacer = Pacer()
    now, delays = 0.0, []
    for _ in range(8):
        now = ask(pacer, now, Answer(0.1, status))
        delays.append(pacer.delay(HOST))
    assert delays == [2, 4, 8, 16, 32, 60, 60, 60]


def test_a_crawl_delay_longer_than_our_own_limit_is_kept_after_failures() -> None:
    pacer = Pacer()
    pacer.set_crawl_delay(HOST, 120)
    ask(pacer, 0.0, Answer(0.1, 500))
    assert pacer.delay(HOST) == 120


def test_a_clock_that_is_set_back_costs_one_delay_at_most() -> None:
    pacer = Pacer()
    pacer.start(HOST, 1000.0)
    assert pacer.wait(HOST, 10.0) == 1.0


def test_no_more_open_requests_than_the_limit() -> None:
    pacer = Pacer(Pace(in_flight=2))
    pacer.set_crawl_delay(HOST, 0)
    for _ in range(2):
        assert pacer.wait(HOST, 5.0) == 0
        pacer.start(HOST, 5.0)
    assert pacer.wait(HOST, 5.0) is None
    pacer.finish(HOST, 5.1, GOOD)
    assert pacer.wait(HOST, 5.1) == 0


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_asks_for_rest_gets_it(status: int) -> None:
    pacer = Pacer()
    pacer.start(HOST, 0.0)
    pacer.start(HOST, 1.0)
    pacer.finish(HOST, 2.0, Answer(1.0, status, retry_after=7200))
    pacer.finish(HOST, 2.0, GOOD)  # another answer on its way does not end the rest
    assert pacer.wait(HOST, 2.0) == 7200
    assert pacer.wait(HOST, 7201.0) == 1
    assert pacer.stopped(HOST, 7201.0) == (7202.0, f"{HOST} answered {status}, Retry-After 7200 s")
    assert pacer.stopped(HOST, 7202.0) is None
    assert pacer.wait("baobensay.vn", 2.0) == 0


def test_rest_without_a_time_grows_to_an_hour_and_a_good_answer_ends_it() -> None:
    pacer = Pacer()
    now, rests = 0.0, []
    for _ in range(8):
        now = ask(pacer, now, Answer(0.1, 429))
        rests.append(round(pacer.wait(HOST, now) or 0))
    assert rests == [60, 120, 240, 480, 960, 1920, 3600, 3600]
    now = ask(pacer, now)
    now = ask(pacer, now, Answer(0.1, 503))
    assert round(pacer.wait(HOST, now) or 0) == 60


def test_a_longer_stop_is_not_shortened_by_a_later_one() -> None:
    pacer = Pacer()
    pacer.stop(HOST, 500.0, "from an earlier run")
    pacer.stop(HOST.upper(), 100.0, "shorter")
    assert pacer.stopped(HOST, 0.0) == (500.0, "from an earlier run")


@given(st.lists(st.tuples(st.sampled_from([200, 404, 429, 500, 503, None]), st.floats(0, 100)), max_size=30))
def test_starts_are_never_closer_than_told(answers: list[tuple[int | None, float]]) -> None:
    pacer = Pacer()
    pacer.set_crawl_delay(HOST, 2.5)
    now, last = 0.0, -2.5
    for status, latency in answers:
        wait = pacer.wait(HOST, now)
        assert wait is not None
        assert now + wait - last >= 2.5 - 1e-6
        last = now + wait
        pacer.start(HOST, last)
        now = last + random.Random(latency).random()
        pacer.finish(HOST, now, Answer(latency, status))


NOW = datetime(2026, 1, 8, 11, 21, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0), (" 120 ", 120), ("1.5", 1.5), ("86400000", 86_400_000),
        ("Thu, 08 Jan 2026 11:31:00 GMT", 600),
        ("Thursday, 08-Jan-26 11:31:00 GMT", 600),
        ("Thu Jan  8 11:31:00 2026", 600),
        ("Thu, 08 Jan 2026 18:31:00 +0700", 600),
        ("Thu, 08 Jan 2026 11:00:00 GMT", 0),
        ("9" * 5000, 316_224_000), ("Fri, 31 Dec 9999 23:59:59 GMT", 316_224_000),
        (None, None), ("", None), ("soon", None), ("-5", None), ("Thu, 99 Jan 2026 11:31:00 GMT", None), ("٣", None),
    ],
)  # fmt: skip
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert read_retry_after(value, now=NOW) == seconds


def test_a_server_whose_clock_is_wrong_means_the_time_between() -> None:
    sent = datetime(2001, 1, 1, tzinfo=UTC)
    until = format_datetime(sent.replace(hour=2), usegmt=True)
    assert read_retry_after(until, now=NOW, date=format_datetime(sent, usegmt=True)) == 7200
    assert read_retry_after(until, now=NOW, date="khong phai ngay") == 0


@given(st.text(max_size=60), st.text(max_size=60))
def test_retry_after_never_raises(value: str, date: str) -> None:
    seconds = read_retry_after(value, now=NOW, date=date)
    assert seconds is None or 0 <= seconds < 1e9


REFUSED = [
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1", "203.0.113.9", "224.0.0.1",
    "239.255.255.255", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::1",
    "100::1", "2001::1", "2001:0:7f00:1::", "2001:db8::1", "2002:7f00:1::", "2002:c0a8:101::1", "fc00::1", "fd12::1",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "4000::1", "::ffff:0:127.0.0.1",
    "", "localhost", "127.1", "0x7f.0.0.1", "2130706433", "1.2.3.4.5", "127.0.0.1\x00", "٢.٢.٢.٢",
]  # fmt: skip


@pytest.mark.parametrize("ip", REFUSED)
def test_what_is_not_public_is_refused_in_words(ip: str) -> None:
    reason = check_address(ip, "anh.baosuoivang.vn", 443)
    assert reason is not None
    assert "anh.baosuoivang.vn:443" in reason


@pytest.mark.parametrize(
    "ip", ["8.8.8.8", "113.160.92.202", "172.32.0.1", "100.128.0.1", "2405:4800::1", "64:ff9b::808:808"]
)
def test_public_addresses_pass(ip: str) -> None:
    assert check_address(ip, HOST, 443) is None


@pytest.mark.parametrize(
    ("host", "port", "passes"),
    [
        ("127.0.0.1", 8001, True), ("LOCALHOST.", 8001, True), ("::1", 8001, True), ("[::1]", 8001, True),
        ("127.0.0.1", 8002, False), ("127.0.0.2", 8001, False), ("baosuoivang.vn", 8001, False), ("", 8001, False),
    ],
)  # fmt: skip
def test_only_the_very_host_and_port_of_the_definition_pass(host: str, port: int, passes: bool) -> None:
    allowed = ("127.0.0.1:8001", "localhost:8001", "[::1]:8001")
    assert (check_address("127.0.0.1", host, port, allowed) is None) is passes


@given(st.ip_addresses())
def test_never_laxer_than_the_standard_library(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if check_address(str(ip), HOST, 443) is None and not str(ip).startswith("64:ff9b::"):
        assert not (ip.is_private or ip.is_loopback or ip.is_link_local or ip.is_multicast or ip.is_reserved)
        assert not ip.is_unspecified


def test_our_name() -> None:
    assert (
        user_agent(Config(contact="https://thuvien.example/lien-he"))
        == "newsarchive/0.1 (+https://thuvien.example/lien-he)"
    )


def test_where_no_settings_are_the_command_that_writes_them_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="is not there, `newsarchive init` writes one"):
        user_agent(Config(), tmp_path / "archive.yml")
    (tmp_path / "archive.yml").write_text("operator: Thư viện\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        user_agent(Config(), tmp_path / "archive.yml")
    assert "newsarchive init" not in str(caught.value)


@pytest.mark.parametrize("contact", [None, "a@thuviện.example", "a@b.example)\r\nX: y", "a@b.example (tổ)", "a@b\\c"])
def test_no_name_without_a_contact_that_fits_a_header(contact: str | None) -> None:
    with pytest.raises(ConfigurationError, match="contact") as caught:
        user_agent(Config(contact=contact), "kho/archive.yml")
    assert caught.value.path == "kho/archive.yml"
