"""An S3-compatible server of the tests' own (moto), behind a proxy that can fail."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from unittest import mock

import pytest

import fault_proxy

BUCKET = "kho-bao"
KEYS = {"AWS_ACCESS_KEY_ID": "thu", "AWS_SECRET_ACCESS_KEY": "thu", "AWS_DEFAULT_REGION": "us-east-1"}


@dataclass
class Bucket:
    """A bucket, asked past the proxy."""

    proxy: fault_proxy.FaultProxy
    client: Any

    def names(self) -> set[str]:
        """Keys in it."""
        return {one["Key"] for one in self.client.list_objects_v2(Bucket=BUCKET).get("Contents", [])}

    def digest(self, key: str) -> str:
        """Of an object, as the ledger writes it."""
        data = self.client.get_object(Bucket=BUCKET, Key=key)["Body"].read()
        return f"sha256:{hashlib.sha256(data).hexdigest()}"

    def settings(self, *lines: str) -> str:
        """archive.yml of an archive that sends here."""
        told = [f"segments: s3://{BUCKET}/warc", f"endpoint: {self.proxy.url}", *lines]
        return "\n  ".join(["storage:", *told]) + "\n"


@contextmanager
def running() -> Iterator[Bucket]:
    """Start server and proxy, with credentials in the environment."""
    server_module = pytest.importorskip("moto.server", reason="no S3 server: pip install 'moto[s3]' flask flask-cors")
    pytest.importorskip("s3fs", reason="pip install 'newsarchive[s3]'")
    import boto3

    with mock.patch.dict(os.environ, KEYS):
        server = server_module.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
        server.start()
        try:
            port = server.get_host_and_port()[1]
            client = boto3.client("s3", endpoint_url=f"http://127.0.0.1:{port}")
            client.create_bucket(Bucket=BUCKET)
            with fault_proxy.before(port) as proxy:
                yield Bucket(proxy, client)
        finally:
            server.stop()
