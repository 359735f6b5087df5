"""The programs that `up` starts as its children: web, worker, and those that run once."""

import asyncio
import sys
import time
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path

import typer

from cli.up import processes
from cli.up.home import Home
from cli.up.supervisor import Child, Process
from settings import Unusable

ROOT = Path(__file__).parent.parent
PATIENCE = 60.0
SETTINGS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "SECRET_KEY_FILE", "CITY_KIND", "CITY_NAME", "ENVIRONMENT")
PLACE = ("PUBLIC_URL", "HOST", "PORT", "DATA_DIR")


class Program:
    """How `haochaping …` is run: its environment, and where its output goes."""

    def __init__(self, environment: dict[str, str], home: Home) -> None:
        self.home = home
        path = ":".join(filter(None, [environment.get("PYTHONPATH"), str(ROOT)]))
        self.environment = {"CITY_KIND": "demonstration", "ENVIRONMENT": "development", **environment}
        self.environment |= {"PYTHONPATH": path, "PYTHONUNBUFFERED": "1"}

    def tell(self, **facts: str) -> None:
        """Set further environment variables for all programs started from now on."""
        self.environment |= facts

    def told(self) -> dict[str, str]:
        """Return the settings in the environment."""
        return {name: self.environment[name] for name in SETTINGS + PLACE if name in self.environment}

    def argv(self, *words: str) -> list[str]:
        """Return the command line of `haochaping` with these words."""
        return [sys.executable, "-P", "-m", "cli.main", *words]

    def child(
        self, name: str, command: str, *, told: Mapping[str, str], answers: tuple[str, int] | None = None
    ) -> Child:
        """Return a child that runs this command; it is ready when it answers at `answers`."""
        log = self.home.log(name)
        start = partial(processes.start, self.argv(command), log=log, env={**self.environment, **told})
        return Child(name, start, _answering(name, log, answers))


async def run_once(program: Program, *words: str) -> None:
    """Run a command to its end, with its output on our terminal; if it fails, it has printed why."""
    process = await asyncio.create_subprocess_exec(*program.argv(*words), env=program.environment)
    try:
        if await process.wait():
            raise typer.Exit(1)
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


def _answering(name: str, log: Path, address: tuple[str, int] | None) -> Callable[[Process], Awaitable[None]]:
    async def ready(process: Process) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and process.poll() is None:
            if address is None or await _answers(*address):
                return
            await asyncio.sleep(0.05)
        reason = processes.tail(log)
        raise Unusable(f"{name} 启动不了（{reason}）；详见 {log}。", f"{name} does not start ({reason}); see {log}.")

    return ready


async def _answers(host: str, port: int) -> bool:
    """Return whether /readyz answers 200."""
    try:
        reader, writer = await asyncio.open_connection(host, port)
        writer.write(f"GET /readyz HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
        status = await reader.readline()
        writer.close()
    except OSError:
        return False
    return b" 200 " in status
