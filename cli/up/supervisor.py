"""Keeps a few processes running: one that ends is started again, and all are stopped together."""

import asyncio
import os
import signal
import subprocess
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

FIRST_PAUSE, LONGEST_PAUSE = 0.1, 5.0
STEADY = 10.0

Process: TypeAlias = subprocess.Popen[bytes]


@dataclass(slots=True)
class Child:
    """One process: how to start it, when it is ready, and how to stop it."""

    name: str
    start: Callable[[], Process]
    ready: Callable[[Process], Awaitable[None]]
    farewell: signal.Signals = signal.SIGTERM
    process: Process | None = None


class Supervisor:
    """The children in the order they were started; `changed` is called when one gets another pid."""

    def __init__(self, changed: Callable[[], None], say: Callable[[str, str], None]) -> None:
        self.children: list[Child] = []
        self._keepers: list[asyncio.Task[None]] = []
        self._changed = changed
        self._say = say

    async def start(self, child: Child) -> None:
        """Start a child, wait until it is ready, and keep it running from then on."""
        child.process = child.start()
        self.children.append(child)
        await child.ready(child.process)
        self._keepers.append(asyncio.create_task(self._keep(child, child.process)))

    def pid(self, name: str) -> int | None:
        """Return the pid of a child, None if it does not run."""
        return next((c.process.pid for c in self.children if c.name == name and c.process), None)

    async def watch(self) -> None:
        """Wait until cancelled; if keeping one child fails, this fails, so that none runs unwatched."""
        await asyncio.gather(*self._keepers)

    async def stop(self) -> None:
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        for child in reversed(self.children):
            await _end(child)

    async def _keep(self, child: Child, process: Process) -> None:
        pause = FIRST_PAUSE
        while True:
            since = time.monotonic()
            await ended(process)
            pause = FIRST_PAUSE if time.monotonic() - since > STEADY else min(pause * 2, LONGEST_PAUSE)
            self._say(
                f"{child.name} 停了（{process.returncode}），正在重启。", f"{child.name} ended, starting it again."
            )
            await asyncio.sleep(pause)
            process = child.process = child.start()
            self._changed()


async def ended(process: Process) -> None:
    """Wait for the end of a process, without a thread or polling."""
    if process.poll() is not None:
        return
    loop, done = asyncio.get_running_loop(), asyncio.Event()
    descriptor = os.pidfd_open(process.pid)
    loop.add_reader(descriptor, done.set)
    try:
        await done.wait()
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)
    process.wait()


async def _end(child: Child, patience: float = 10.0) -> None:
    if child.process is None or child.process.poll() is not None:
        return
    child.process.send_signal(child.farewell)
    try:
        async with asyncio.timeout(patience):
            await ended(child.process)
    except TimeoutError:
        child.process.kill()
        child.process.wait()
