"""`haochaping up`: runs a whole city on one machine. Ctrl-C stops all of it; the data stays."""

import asyncio
import os
import signal
import socket
import time
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import settings
from cli import reachable
from cli.up import database as up_database
from cli.up import postgres as up_postgres
from cli.up import redis as up_redis
from cli.up.children import Program, run_once
from cli.up.home import Home
from cli.up.notice import notice, say
from cli.up.supervisor import Child, Supervisor
from settings import Unusable
from storage import roles

PROCESSES = ("web", "worker", "redis", "postgres")

app = typer.Typer(add_completion=False)


@app.command()
def up(
    without_city: Annotated[bool, typer.Option(help="不填充演示城市 / leave the city empty")] = False,
) -> None:
    """启动整座城市：数据库、Redis、迁移、演示数据、网站、后台 · start the whole city."""
    try:
        asyncio.run(City(fill=not without_city).live())
    except OSError as error:
        raise Unusable(f"启动不了：{error}。", f"The city cannot start: {error}.") from error


class City:
    """One run of `up`, from the first check to the end of the last process."""

    def __init__(self, *, fill: bool) -> None:
        self.fill = fill
        self.home = Home(settings.read_data_dir(os.environ))
        self.port = settings.read_port(os.environ)
        self.host = os.environ.get("HOST") or "127.0.0.1"
        self.url = (os.environ.get("PUBLIC_URL") or f"http://127.0.0.1:{self.port}").rstrip("/")
        self.programs = Program(dict(os.environ), self.home)
        self.supervisor = Supervisor(self.publish, say)
        self.using: dict[str, str] = {}  # settings that differ for web and worker, which own no tables

    async def live(self) -> None:
        self._stop_on_signals()
        self.home.open()
        try:
            await self._start()
            await self.supervisor.watch()
        except asyncio.CancelledError:
            say("正在停止。", "Stopping.")
        finally:
            await self.supervisor.stop()
            self.home.withdraw()

    async def _start(self) -> None:
        await self._outlive_predecessor()
        self._check_port()
        await self._check_given()
        self.programs.tell(
            SECRET_KEY_FILE=str(self.home.ensure_secret()),
            DATA_DIR=str(self.home.path),
            PORT=str(self.port),
            HOST=self.host,
            PUBLIC_URL=self.url,
        )
        await self._start_database()
        await self._start_redis()
        self.home.tell(self.programs.told())
        await run_once(self.programs, "migrate")
        await self._fill()
        await self.supervisor.start(self.programs.child("worker", "work", told=self.using))
        await self.supervisor.start(
            self.programs.child("web", "serve", told=self.using, answers=(self.host, self.port))
        )
        self.publish()
        notice(self.facts())

    async def _start_database(self) -> None:
        if os.environ.get("DATABASE_URL"):
            return
        cluster = up_postgres.Cluster(self.home.path)
        if not cluster.data.exists():
            say("正在建立数据库。", "Making the database.")
        up_postgres.create(cluster)
        up_postgres.stop_left_over(cluster)
        start, ready = partial(up_postgres.start, cluster), partial(up_postgres.wait_ready, cluster)
        await self.supervisor.start(Child("postgres", start, ready, signal.SIGINT))
        await up_database.prepare(cluster)
        self.programs.tell(DATABASE_URL=cluster.url())
        self.using = {"DATABASE_URL": roles.as_application(cluster.url())}

    async def _start_redis(self) -> None:
        if os.environ.get("REDIS_URL"):
            return
        path = up_postgres.Cluster(self.home.path).sockets / "redis.sock"
        path.parent.mkdir(mode=0o700, exist_ok=True)
        start, ready = partial(up_redis.start, path, log=self.home.log("redis")), partial(up_redis.wait_ready, path)
        await self.supervisor.start(Child("redis", start, ready))
        self.programs.tell(REDIS_URL=up_redis.url(path))

    async def _fill(self) -> None:
        """Fill the demonstration city; `demo` leaves a full one as it is and restarts an interrupted filling."""
        if self.fill:
            await run_once(self.programs, "demo", "--data-dir", str(self.home.path))

    async def _outlive_predecessor(self) -> None:
        """Wait up to ten seconds for the children of a killed `up`, which end shortly after it."""
        until = time.monotonic() + 10
        while time.monotonic() < until and any(Path(f"/proc/{pid}").exists() for pid in self.home.last_pids()):
            await asyncio.sleep(0.1)
        self.home.withdraw()

    async def _check_given(self) -> None:
        """Check that the database and Redis given in the environment answer."""
        if url := os.environ.get("DATABASE_URL"):
            await reachable.check_database(settings.check_url(url, "DATABASE_URL", settings.POSTGRES))
        if url := os.environ.get("REDIS_URL"):
            await reachable.check_redis(settings.check_url(url, "REDIS_URL", settings.REDIS))

    def _check_port(self) -> None:
        try:
            with socket.create_server((self.host, self.port)):
                pass
        except OSError as error:
            raise Unusable(
                f"端口 {self.port} 已被占用或不可用；请换一个，例如 PORT=8010 make up。",
                f"Port {self.port} is taken or not ours to use; choose another, for example PORT=8010 make up.",
            ) from error

    def facts(self) -> dict[str, object]:
        """Return what is published of the running city: address, accounts, keys, processes."""
        city = self.home.read_city() if self.home.city.exists() else {"accounts": [], "keys": {}}
        return {"url": self.url, **city, "processes": {name: self.supervisor.pid(name) for name in PROCESSES}}

    def publish(self) -> None:
        """Write these facts for people and programs."""
        self.home.publish(self.facts())

    def _stop_on_signals(self) -> None:
        task, loop = asyncio.current_task(), asyncio.get_running_loop()
        assert task is not None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, task.cancel)
