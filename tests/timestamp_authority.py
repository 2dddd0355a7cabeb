"""A timestamp authority of our own, by openssl, without a network."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

_CONFIG = """\
[req]
distinguished_name = dn
prompt = no
[dn]
CN = {name}
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
[tsa]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, {usage}
[service]
serial = {folder}/serial
default_policy = 1.2.3.4.1
signer_digest = sha256
digests = sha256
ess_cert_id_alg = sha256
"""


class Authority:
    """Root certificate, signing certificate, and answers; `usage` is what its certificate may do."""

    def __init__(self, folder: Path, *, name: str = "Co quan thu", usage: str = "timeStamping") -> None:
        if shutil.which("openssl") is None:
            pytest.skip("no openssl here to be a timestamp authority")
        folder.mkdir(parents=True)
        self._folder, self.anchors = folder, folder / "root.pem"
        (folder / "serial").write_text("01\n")
        (folder / "openssl.cnf").write_text(_CONFIG.format(name=name, usage=usage, folder=folder))
        self._run("req -x509 -newkey rsa:2048 -nodes -days 30 -extensions ca -keyout root.key -out root.pem")
        self._run("req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr")
        self._run(
            "x509 -req -in tsa.csr -CA root.pem -CAkey root.key -CAcreateserial -days 30 -out tsa.pem"
            " -extfile openssl.cnf -extensions tsa",
            config=False,
        )

    def answer(self, request: Path) -> Path:
        """The answer to a request."""
        target = self._folder / f"{request.stem}.tsr"
        self._run(
            f"ts -reply -section service -queryfile {request} -signer tsa.pem -inkey tsa.key -chain root.pem"
            f" -out {target}"
        )
        return target

    def verifies(self, answer: Path, data: Path) -> bool:
        """Whether openssl believes an answer about a file."""
        command = f"ts -verify -in {answer} -data {data} -CAfile {self.anchors}"
        return self._run(command, config=False, check=False) == 0

    def _run(self, command: str, *, config: bool = True, check: bool = True) -> int:
        words = ["openssl", *command.split(), *(["-config", "openssl.cnf"] if config else [])]
        done = subprocess.run(words, cwd=self._folder, capture_output=True, text=True, check=False)
        assert done.returncode == 0 or not check, done.stderr
        return done.returncode
