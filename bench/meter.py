"""What a stretch of the measurement cost: the server, PostgreSQL, the load generator, and what everybody else took."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, field
from statistics import median
from typing import Final

from bench import machine
from bench.serving import Server
from bench.world import World

CORES: Final = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """Seconds on the clock, and CPU seconds of each."""

    clock: float
    server: float
    database: float
    load: float
    others: float

    def for_each(self, count: int) -> tuple[float, float]:
        """Microseconds of the server and of PostgreSQL for each of so many."""
        return self.server / count * 1e6, self.database / count * 1e6

    def since(self, before: "Reading") -> "Reading":
        return Reading(*(now - then for now, then in zip(astuple(self), astuple(before), strict=True)))


@dataclass(slots=True)
class Stretch:
    """What is measured; its reading is there when it is over."""

    spent: Reading = Reading(0, 0, 0, 0, 0)


@dataclass
class Meter:
    """Remembers of each stretch which share of the machine others took, and of its core the load generator."""

    world: World
    servers: Mapping[str, Server]
    disturbed: list[float] = field(default_factory=list)
    loaded: list[float] = field(default_factory=list)

    @contextmanager
    def over(self, server: Server | None, *helpers: int) -> Iterator[Stretch]:
        """Helpers are processes that this server cannot do without: they are counted as its own."""
        stretch, before = Stretch(), self._read(server, helpers)
        yield stretch
        stretch.spent = self._read(server, helpers).since(before)
        self.disturbed.append(stretch.spent.others / stretch.spent.clock / CORES)
        self.loaded.append(stretch.spent.load / stretch.spent.clock)

    def _read(self, server: Server | None, helpers: tuple[int, ...]) -> Reading:
        helping = sum(machine.cpu_seconds(pid) for pid in helpers)
        database = machine.cpu_seconds(self.world.postgres.pid, with_children=True)
        load, serving = machine.own_seconds(), sum(one.cpu_seconds() for one in self.servers.values())
        others = machine.busy_seconds() - serving - helping - database - load
        mine = server.cpu_seconds() + helping if server else 0.0
        return Reading(time.monotonic(), mine, database, load, others)

    def facts(self) -> dict[str, str]:
        """For the head of the report."""
        if not self.loaded:
            return {}
        taken, loaded = max(median(self.disturbed), 0), max(self.loaded)
        return {
            "taken by others": f"{taken:.0%} of the two cores while measuring (median)",
            "load generator": f"at most {loaded:.0%} of its core",
        }
