"""An SFTP server of the tests' own (asyncssh), over a folder, with keys in a home of their own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest


@contextmanager
def running(folder: Path, home: Path) -> Iterator[int]:
    """Serve a folder at a port of the loopback; `home` gets the user's key and the server's in known_hosts."""
    asyncssh = pytest.importorskip("asyncssh", reason="pip install 'newsarchive[sftp]'")
    host_key, user_key = asyncssh.generate_private_key("ssh-ed25519"), asyncssh.generate_private_key("ssh-ed25519")
    keys = home / ".ssh"
    keys.mkdir(parents=True)
    (keys / "authorized").write_bytes(user_key.export_public_key())
    user_key.write_private_key(keys / "id_ed25519")
    loop = asyncio.new_event_loop()

    async def listen() -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1", 0, server_host_keys=[host_key], authorized_client_keys=str(keys / "authorized"),
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(folder).encode()),
        )  # fmt: skip

    server = loop.run_until_complete(listen())
    port = server.get_port()
    (keys / "known_hosts").write_text(f"[127.0.0.1]:{port} {host_key.export_public_key().decode()}")
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield int(port)
    finally:
        asyncio.run_coroutine_threadsafe(_end(server), loop).result(timeout=10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _end(server: Any) -> None:
    """Let go of the clients that are still there, too."""
    server.close()
    rest = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)
