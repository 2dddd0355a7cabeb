"""Certificates: one that cannot be trusted is refused, with a reason, and the run goes on with the rest."""

from __future__ import annotations

import datetime
import ipaddress
import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from command_line import run
from crawl_site import Asked, Site, answer, article, article_path, crawl, make_archive, robots
from newsarchive.archive import Archive
from newsarchive.article import VIETNAM
from newsarchive.health import look_after


@dataclass(frozen=True)
class Certificate:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    def write(self, path: Path) -> Path:
        """As one PEM file."""
        pem = self.certificate.public_bytes(serialization.Encoding.PEM)
        key = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.write_bytes(pem + key)
        return path


def _issue(name: str, *, by: Certificate | None = None, is_authority: bool = False, days: int = 2) -> Certificate:
    """A certificate for a host or address, by its own signature unless `by` signs it; `days` may be past."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    try:
        told: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        told = x509.DNSName(name)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=9))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([told]), critical=False)
        .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
    )
    return Certificate(builder.sign(by.key if by else key, hashes.SHA256()), key)


@contextmanager
def _tls(site: Site, pem: Path) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    with site.serving(tls=context):
        yield site


def _respond(asked: Asked) -> bytes:
    return robots() if asked.target == "/robots.txt" else answer(article(1))


AUTHORITY = "Suoi Loc CA"


@pytest.fixture(scope="module")
def authority() -> Certificate:
    return _issue(AUTHORITY, is_authority=True)


DISTRUSTED = "its TLS certificate is not to be trusted"
CASES = {
    "self-signed": ("127.0.0.1", False, 2, DISTRUSTED),
    "another host's": ("baosuoiloc.example", True, 2, "its TLS certificate is for another host"),
    "expired": ("127.0.0.1", True, -1, DISTRUSTED),
}


@pytest.mark.parametrize("case", CASES)
def test_a_certificate_that_cannot_be_trusted_is_refused_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, authority: Certificate, case: str
) -> None:
    name, trusted, days, reason = CASES[case]
    _trust(monkeypatch, authority, tmp_path)
    pem = _issue(name, by=authority if trusted else None, days=days).write(tmp_path / "server.pem")
    with _tls(Site(_respond), pem) as odd, Site(_respond, host="127.0.0.2").serving() as plain:
        archive = make_archive(tmp_path / "kho", donghai=odd, suoiloc=plain)
        done = crawl(archive, "donghai", "suoiloc")
        told = run("why", f"{odd.url}/thoi-su/", "--archive", str(archive)).stdout
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert odd.log == []
    assert "/thoi-su/" in plain.paths()
    assert reason in done.stderr
    assert reason in told


def test_a_certificate_of_a_trusted_authority_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, authority: Certificate
) -> None:
    _trust(monkeypatch, authority, tmp_path)
    pem = _issue("127.0.0.1", by=authority).write(tmp_path / "server.pem")
    with _tls(Site(_respond), pem) as site:
        archive = make_archive(tmp_path / "kho", donghai=site)
        done = crawl(archive, "donghai", f"--url={site.url}{article_path(1)}")
    assert done.returncode == 0, done.stderr
    assert site.paths() == ["/robots.txt", article_path(1)]
    with Archive.open(archive, workers=0) as opened:
        rows = opened.store.connection.execute(
            "select subject, detail from event where kind = 'certificate'"
        ).fetchall()
        ((host, detail),) = [tuple(row) for row in rows]
    ends = pem_ends(pem)
    assert (host, json.loads(detail)["ends"]) == ("127.0.0.1", f"{ends:%Y-%m-%dT%H:%M:%SZ}")
    (found,) = look_after(archive)
    finding = next(one for one in found.findings if one.code == "certificate")
    assert (finding.level, f"{ends.astimezone(VIETNAM):%d/%m/%Y}" in finding.said) == ("red", True)


def pem_ends(pem: Path) -> datetime.datetime:
    return x509.load_pem_x509_certificate(pem.read_bytes()).not_valid_after_utc


def _trust(monkeypatch: pytest.MonkeyPatch, authority: Certificate, folder: Path) -> None:
    path = folder / "ca.pem"
    path.write_bytes(authority.certificate.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(path))
