"""The machine: its two cores, who sits on which, what is missing, and how much of it a process used."""

import os
import platform
import resource
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import median

from settings import Unusable

SERVER_CORE, DATABASE_CORE = 0, 1
TICKS = os.sysconf("SC_CLK_TCK")
NEEDED = {
    "wrk": ("Debian/Ubuntu：apt-get install wrk", "Debian/Ubuntu: apt-get install wrk"),
    "node": ("Node.js 20 或更新，附 npm", "Node.js 20 or newer, with npm"),
    "taskset": ("软件包 util-linux", "package util-linux"),
}


def require(programs: Iterable[str]) -> None:
    """One sentence says what to install, before anything is started."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        zh = "、".join(f"{name}（{NEEDED[name][0]}）" for name in missing)
        en = ", ".join(f"{name} ({NEEDED[name][1]})" for name in missing)
        raise Unusable(f"请先安装 {zh}。", f"Install {en} first.")
    if len(os.sched_getaffinity(0)) < 2:
        raise Unusable("基准测试需要两个处理器核。", "The benchmark needs two processor cores.")


def require_files(many: int) -> None:
    """A connection is an open file; what we start may open as many as we may."""
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < many:
        raise Unusable(
            f"需要同时打开 {many} 个文件，这里最多 {most} 个；请提高 ulimit -n。",
            f"{many} open files are needed and {most} are allowed; raise ulimit -n.",
        )
    if now != resource.RLIM_INFINITY and now < many:
        resource.setrlimit(resource.RLIMIT_NOFILE, (many, most))


def sit_with_the_database() -> None:
    """This process and all that it starts; servers are put on the other core one by one."""
    os.sched_setaffinity(0, {DATABASE_CORE})


def on_server_core(argv: Sequence[str]) -> list[str]:
    return ["taskset", "-c", str(SERVER_CORE), *argv]


def cpu_seconds(pid: int, *, with_children: bool = False) -> float:
    """What a process has used so far; of PostgreSQL with its children, the ended ones too."""
    total = _ticks(Path(f"/proc/{pid}"), with_ended=with_children)
    if with_children:
        total += sum(_ticks(Path(f"/proc/{child}"), with_ended=False) for child in _children(pid))
    return total / TICKS


def busy_seconds() -> float:
    """What everybody on this machine has used so far, on the two cores of the measurement."""
    lines = [line.split() for line in Path("/proc/stat").read_text().splitlines()]
    cores = [line for line in lines if line[0] in (f"cpu{SERVER_CORE}", f"cpu{DATABASE_CORE}")]
    return sum(int(line[n]) for line in cores for n in (1, 2, 3, 6, 7)) / TICKS


def own_seconds() -> float:
    """What this process and the programs that it ran to their end have used."""
    return sum(os.times()[:4])


def describe(home: Path) -> dict[str, str]:
    """What stands above the figures: they mean little without it."""
    return {
        "date": time.strftime("%Y-%m-%d %H:%M %z"),
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "system": f"{platform.system()} {platform.release()}",
        "fsync": f"{fsync_seconds(home) * 1000:.2f} ms",
        "busy before": f"{os.getloadavg()[0]:.1f} (load of the last minute, by others)",
        "python": platform.python_version(),
        "node": node_version(),
    }


def node_version() -> str:
    node = shutil.which("node")
    return subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip() if node else "none"


def fsync_seconds(home: Path, times: int = 50) -> float:
    """How long the disk takes to promise 8 kB. Nearly nothing means that it promises nothing."""
    with tempfile.TemporaryFile(dir=home) as file:
        taken = []
        for _ in range(times):
            file.seek(0)
            file.write(os.urandom(8192))
            file.flush()
            begun = time.perf_counter()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return median(taken)


def _ticks(process: Path, *, with_ended: bool) -> int:
    try:
        fields = (process / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    used = fields[11:15] if with_ended else fields[11:13]
    return sum(map(int, used))


def _children(pid: int) -> list[str]:
    children = Path(f"/proc/{pid}/task/{pid}/children")
    return children.read_text().split() if children.exists() else []


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
