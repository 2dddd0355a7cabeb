"""The libraries that know RFC 3161; imported by `stamp` when a timestamp is asked for, since they are an extra."""

from __future__ import annotations

import hashlib
from datetime import datetime

from cryptography.x509 import Certificate, load_der_x509_certificate, load_pem_x509_certificates
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from newsarchive.exceptions import ProofError


def request_for(root: bytes) -> bytes:
    """The request for a timestamp over a root, DER."""
    builder = TimestampRequestBuilder(data=root, hash_algorithm=HashAlgorithm.SHA256, nonce=False, cert_req=True)
    return builder.build().as_bytes()


def check_answer(answer: bytes, root: bytes, anchors: bytes, name: str) -> tuple[datetime, str]:
    """When and by whom a root was stamped; raises ProofError for an answer that does not hold."""
    builder = VerifierBuilder()
    for certificate in _certificates(anchors, name):
        builder = builder.add_root_certificate(certificate)
    try:
        response = decode_timestamp_response(sorted_certificates(answer))
        builder.build().verify(response, hashlib.sha256(root).digest())
    except VerificationError as error:
        raise ProofError(name, f"the timestamp does not hold: {error}") from error
    except ValueError as error:
        raise ProofError(name, f"is no timestamp that an authority gave: {error}") from error
    return response.tst_info.gen_time, _signer(response)


def sorted_certificates(answer: bytes) -> bytes:
    """The answer with its certificates in the order that DER wants of a set; nothing signed is touched.

    OpenSSL, and who stamps with it, writes them as they come (signer, chain), which the library refuses to read.
    """
    try:
        response = _parts(answer, *_inside(answer, 0))
        content = _parts(answer, *response[1][1:])
        signed = _parts(answer, *_inside(answer, content[1][1]))
        begin, end = next(where[1:] for where in signed if answer[where[0]] == _CERTIFICATES)
        ordered = sorted(answer[one:after] for one, _, after in _parts(answer, begin, end))
    except (IndexError, StopIteration):
        return answer
    return answer[:begin] + b"".join(ordered) + answer[end:]


_CERTIFICATES, _LONG = 0xA0, 0x80


def _inside(data: bytes, at: int) -> tuple[int, int]:
    """Where the content of the value at `at` begins and ends."""
    length, begin = data[at + 1], at + 2
    if length & _LONG:
        begin, length = begin + (length ^ _LONG), int.from_bytes(data[begin : begin + (length ^ _LONG)])
    return begin, begin + length


def _parts(data: bytes, begin: int, end: int) -> list[tuple[int, int, int]]:
    """(begin, begin of the content, end) of every value between two places."""
    found = []
    while begin < end:
        content, after = _inside(data, begin)
        found.append((begin, content, after))
        begin = after
    return found


def _certificates(pem: bytes, name: str) -> list[Certificate]:
    try:
        return list(dict.fromkeys(load_pem_x509_certificates(pem)))
    except ValueError as error:
        raise ProofError(name, f"no certificate in PEM to believe an authority by: {error}") from error


def _signer(response: TimeStampResponse) -> str:
    certificates = [load_der_x509_certificate(one) for one in response.signed_data.certificates]
    (signer,) = response.signed_data.signer_infos
    named = (one for one in certificates if (one.issuer, one.serial_number) == (signer.issuer, signer.serial_number))
    return next((one.subject.rfc4514_string() for one in named), "")
