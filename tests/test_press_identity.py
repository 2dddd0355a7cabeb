"""One article, one key: the rules of docs/architecture.md, "Identity"."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.press import article_key, article_uid, canonicalize_url, newspaper, newspapers

CANTHO = "https://baocantho.com.vn/nang-som-a196670.html"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://baocantho.com.vn/nang-som-a196670.html", CANTHO),
        ("https://www.baocantho.com.vn/nang-som-a196670.html", CANTHO),
        ("HTTPS://m.BaoCanTho.com.vn:443/nang-som-a196670.html", CANTHO),
        ("http://baocantho.com.vn:80/nang-som-a196670.html#binh-luan", CANTHO),
        ("https://baocantho.com.vn/print/nang-som-a196670.html", CANTHO),
        ("https://ai:mat-khau@baocantho.com.vn/nang-som-a196670.html", CANTHO),
        ("  https://baocantho.com.vn./nang-som-a196670.html\n", CANTHO),
        (
            "https://baocantho.com.vn/nang-som-a196670.html?utm_source=zalo&utm_medium=x&fbclid=1&zarsrc=30&gclid=q",
            CANTHO,
        ),
        ("https://baocantho.com.vn/nang-som-a196670.html/", CANTHO),
        ("https://baocantho.com.vn/%6Eang-som-a196670.html", CANTHO),
        ("https://baocantho.com.vn", "https://baocantho.com.vn/"),
        ("https://baocantho.com.vn/thoi-su/?p=2&utm_campaign=x", "https://baocantho.com.vn/thoi-su?p=2"),
        ("https://plo.vn/nang-som-post874715.amp", "https://plo.vn/nang-som-post874715.html"),
        ("https://amp.vnexpress.net/nang-som-4420519.html", "https://vnexpress.net/nang-som-4420519.html"),
        ("https://e.vnexpress.net/news/a-4420519.html", "https://e.vnexpress.net/news/a-4420519.html"),
        ("https://www.bbk.baothainguyen.vn/a-post1.html", "https://bbk.baothainguyen.vn/a-post1.html"),
        (
            "https://baobinhdinh.vn/viewer.aspx?macm=39&macmp=39&mabb=222823",
            "https://baobinhdinh.vn/viewer.aspx?macm=39&macmp=39&mabb=222823",
        ),
        (
            "https://baolaichau.vn/xã-hội/biến-đất",
            "https://baolaichau.vn/x%C3%A3-h%E1%BB%99i/bi%E1%BA%BFn-%C4%91%E1%BA%A5t",
        ),
        (
            "https://baolaichau.vn/xa\u0303-h%e1%bb%99i/bi%E1%BA%BFn-%C4%91%E1%BA%A5t",
            "https://baolaichau.vn/x%C3%A3-h%E1%BB%99i/bi%E1%BA%BFn-%C4%91%E1%BA%A5t",
        ),
        ("https://example.org/a%2fb%20c?q=%26", "https://example.org/a%2Fb%20c?q=%26"),
        ("https://www.example.org/a", "https://www.example.org/a"),
        ("http://example.org:8080/a", "https://example.org:8080/a"),
        ("https://báo.example/a", "https://xn--bo-mia.example/a"),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonicalize_url(url) == canonical


@pytest.mark.parametrize(
    "junk",
    [
        "", " ", "javascript:;", "mailto:a@b.vn", "data:text/html,x", "//", "http://", "https:///a", "https://:80/",
        "http://host:99999/", "http://host:abc/", "http://[::1", "http://[vn]/", "https://a b/", "ftp://baocantho.com.vn/a",
        "/tin/a-a1.html", "\x00", "https://%00/", "https://" + "a" * 70 + ".vn/%",
        "https://baocantho.com.vn/" + "x" * 9000,
    ],
)  # fmt: skip
def test_hostile_input_never_raises(junk: str) -> None:
    assert canonicalize_url(canonicalize_url(junk)) == canonicalize_url(junk)
    assert article_key(junk) == canonicalize_url(junk)
    assert article_key(CANTHO, junk) == "cantho/a196670"


HOSTS = st.sampled_from([host for paper in newspapers() for host in paper.hosts] + ["example.org", "www.example.org"])
ADDRESSES = st.builds(
    "{}://{}{}{}/{}?{}#{}".format,
    st.sampled_from(["http", "https", "HTTPS"]),
    st.sampled_from(["", "www.", "m.", "amp.", "www.m."]),
    HOSTS,
    st.sampled_from(["", ":80", ":443", ":8080", "."]),
    st.text(max_size=30),
    st.text(max_size=20),
    st.text(max_size=5),
)


@given(st.one_of(ADDRESSES, st.text(max_size=60)))
def test_canonicalize_is_idempotent(url: str) -> None:
    once = canonicalize_url(url)
    assert canonicalize_url(once) == once


@given(ADDRESSES)
def test_the_key_of_the_canonical_url_is_the_key_of_the_url(url: str) -> None:
    assert article_key(canonicalize_url(url)) == article_key(url)


@pytest.mark.parametrize(
    ("url", "declared", "key"),
    [
        (CANTHO, None, "cantho/a196670"),
        ("http://www.baocantho.com.vn/print/doi-ten-a196670.html?fbclid=1", None, "cantho/a196670"),
        (CANTHO, "https://baocantho.com.vn/doi-ten-a196671.html", "cantho/a196671"),
        (CANTHO, "https://baocantho.com.vn/", "cantho/a196670"),
        (CANTHO, "https://baolongan.vn/nang-som-a1.html", "cantho/a196670"),
        (CANTHO, "https://example.org/nang-som-a1.html", "cantho/a196670"),
        ("https://baocantho.com.vn/thoi-su/", None, "https://baocantho.com.vn/thoi-su"),
        ("https://baocantho.com.vn/thoi-su/", CANTHO, "cantho/a196670"),
        ("https://en.sggp.org.vn/flood-post121451.html", None, "https://en.sggp.org.vn/flood-post121451.html"),
        ("http://example.org/a/?utm_source=x", "https://example.org/b", "https://example.org/a"),
        (
            "http://baobacninh.com.vn/news/-/details/20182/hoi-nghi",
            None,
            "https://baobacninh.com.vn/news/-/details/20182/hoi-nghi",
        ),
        ("https://baocaobang.vn/Kinh-te/Nuoi-ca-long/59521.bcb", None, "caobang/59521.bcb"),
    ],
)
def test_article_key(url: str, declared: str | None, key: str) -> None:
    assert article_key(url, declared) == key


def test_rel_canonical_of_a_sister_paper_on_a_sub_domain_is_not_believed() -> None:
    url = "https://baothainguyen.vn/xa-hoi/202509/mua-che-93449ee"
    assert article_key(url, "https://bbk.baothainguyen.vn/mua-che-post1.html") == "thainguyen/93449ee"


def test_a_given_newspaper_is_used_for_its_own_addresses_only() -> None:
    assert article_key("https://cache.example/nang-som-a196670.html", newspaper=newspaper("cantho")) == (
        "https://cache.example/nang-som-a196670.html"
    )


@given(st.text())
def test_uid_is_16_characters_of_base32(key: str) -> None:
    assert re.fullmatch(r"[a-z2-7]{16}", article_uid(key))


def test_uid_is_stable() -> None:
    assert article_uid("cantho/a196670") == "ejr3c254ohfzh5ng"
