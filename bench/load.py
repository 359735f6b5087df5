"""HTTP load: wrk with keep-alive, each client waiting for its answer. Only true answers count, and one false one
refuses the whole run: a rate of errors is no rate.
"""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

SCRIPT = Path(__file__).with_name("load.lua")


class Refused(Exception):
    """The run is not worth a number."""


class TooSlow(Refused):
    """Nothing false came back, but nothing true either."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is sent, and what a true answer contains. `once`: each body is good for one request only."""

    url: str
    bodies: Path
    expected: str
    token: str | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """What came back. Seconds are the generator's own; latencies in milliseconds."""

    good: int
    sent: int
    seconds: float
    p50: float
    p99: float

    @property
    def rate(self) -> float:
        return self.good / self.seconds


def put(load: Load, *, clients: int, seconds: int) -> Counted:
    """Put the load on for so many seconds."""
    script = [str(load.bodies), load.expected, "once" if load.once else "again", load.token or "-"]
    argv = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT), load.url, "--"]
    told = subprocess.run([*argv, *script], capture_output=True, text=True, timeout=seconds + 60)
    if told.returncode:
        raise Refused(f"wrk failed: {(told.stderr or told.stdout).strip()[-400:]}")
    return read(told.stdout)


def read(told: str) -> Counted:
    """The counts of one run; anything but true answers refuses it."""
    lines = told.splitlines()
    report = next((line for line in lines if line.startswith("REPORT ")), None)
    if report is None:
        raise Refused(f"wrk told nothing: {told[-400:]}")
    good, bad, lost, sent, duration, p50, p99 = map(int, report.split()[1:])
    if not (good or bad or lost):
        raise TooSlow("no answer came before the round was over; is somebody else using this machine?")
    if bad or lost:
        first = next((line[10:] for line in lines if line.startswith("FIRST BAD ")), "")
        raise Refused(f"{bad} of {good + bad} answers were none, {lost} were lost; the first: {first}")
    return Counted(good, sent, duration / 1e6, p50 / 1e3, p99 / 1e3)


def write_bodies(path: Path, bodies: Sequence[bytes]) -> Path:
    path.write_bytes(b"\n".join(bodies) + b"\n")
    return path
