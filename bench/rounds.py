"""The measurement: three rounds, in each of them every contender in turn with every question."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import asyncpg
import uvloop

from bench import fanout, load, minting, questions, scripts
from bench.agreement import normal, require_same
from bench.contenders import SCRIPTS, Script, takes_part
from bench.fanout import Fan
from bench.figures import Run
from bench.filling import Filled
from bench.load import Counted, Load, Refused, TooSlow
from bench.meter import Meter
from bench.questions import Question
from bench.serving import Server
from bench.world import World

ROUNDS: Final = 3
CHECKED: Final = 5
WARMING: Final = 1
MOST_A_SECOND, LEAST = 20_000, 6_000
COMPARED: Final = [script for script in SCRIPTS if script.name != "pgbench-insert"]

Results = dict[str, dict[str, list[Run]]]


@dataclass
class Measuring:
    """One run over one world. `say` hears what is going on."""

    world: World
    servers: dict[str, Server]
    scripts: Sequence[Script]
    seconds: int
    fan: Fan
    say: Callable[[str], None]
    results: Results = field(default_factory=dict)
    fastest: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        last = self.filled.ratings
        self.mint = minting.Mint(self.world.cluster.url(user="postgres"), last + 1, last)
        self.meter = Meter(self.world, self.servers)

    @property
    def filled(self) -> Filled:
        return self.world.filled

    # before measuring

    async def agree(self, asked: Sequence[Question]) -> None:
        """Every contender gives the answer that PostgreSQL gives, or nothing is measured."""
        connection: Any = await asyncpg.connect(self.world.url)
        try:
            for question in asked:
                samples = questions.samples(question, self.filled)
                for sample in samples[:: max(len(samples) // CHECKED, 1)]:
                    await self._compare(connection, question, sample)
        finally:
            await connection.close()

    async def _compare(self, connection: Any, question: Question, sample: questions.Sample) -> None:
        told = [await scripts.answer(connection, script, question, sample) for script in COMPARED]
        expected, flat = (normal(question.name, answer) for answer in told)
        require_same(question.name, expected, flat, "pgbench, flat")
        for name, server in self.servers.items():
            body = questions.body(server.contender.dialect, question, sample)
            for _ in range(3):  # the second sight of a document may be answered by other code than the first
                require_same(question.name, expected, normal(question.name, server.ask(body)), name)

    def warm_up(self, asked: Sequence[Question]) -> None:
        """Compilers of all kinds see each document under load before it counts."""
        for question in asked:
            for name in self.servers:
                if takes_part(name, question.name):
                    with suppress(TooSlow):
                        self._run(name, question, WARMING)

    # measuring

    def measure(self, asked: Sequence[Question], rounds: int = ROUNDS) -> None:
        for number in range(rounds):
            for question in asked:
                for name in (*self.servers, *(script.name for script in self.scripts)):
                    if takes_part(name, question.name):
                        run = self._run(name, question, self.seconds * question.stretch)
                        self.results.setdefault(question.name, {}).setdefault(name, []).append(run)
                        self.say(f"{number + 1}/{rounds}  {question.title:24} {name:18} {run.rate:10,.0f}/s")

    def _run(self, name: str, question: Question, seconds: int) -> Run:
        ways = {"reads": self._read, "writes": self._submit, "listens": self._listen}
        try:
            return ways[question.manner](name, question, seconds)
        except Refused as refusal:
            raise Refused(f"{name}, {question.title}: {refusal}") from None

    def _read(self, name: str, question: Question, seconds: int) -> Run:
        path = self.world.home / f"{name}-{question.name}.bodies"
        if (server := self.servers.get(name)) and not path.exists():
            samples = questions.samples(question, self.filled)
            load.write_bodies(path, [questions.body(server.contender.dialect, question, s) for s in samples])
        return self._timed(name, question, path, seconds)[1]

    def _submit(self, name: str, question: Question, seconds: int) -> Run:
        """Every request rates an event that nobody has rated; afterwards as many ratings stand as were answered."""
        most = min(MOST_A_SECOND, 3 * self.fastest.get(name, MOST_A_SECOND) + LEAST)
        fresh = asyncio.run(self.mint.range(int(most) * seconds))
        path = self.world.home / "fresh.bodies"
        if server := self.servers.get(name):
            samples = questions.submissions(fresh, self.filled)
            load.write_bodies(path, [questions.body(server.contender.dialect, question, s) for s in samples])
        else:
            asyncio.run(self._begin_at(fresh.start))
        counted, run = self._timed(name, question, path, seconds)
        asyncio.run(self._check_stored(counted, fresh, question.clients))
        self.mint.used(counted.sent)
        self.fastest[name] = max(run.rate, self.fastest.get(name, 0))
        return run

    def _listen(self, name: str, question: Question, seconds: int) -> Run:
        return uvloop.run(fanout.measure(self.world, self.servers[name], self.meter, self.fan))

    async def _check_stored(self, counted: Counted, fresh: range, clients: int) -> None:
        used = range(fresh.start, fresh.start + counted.sent)
        if used.stop > fresh.stop:
            raise Refused(f"more than {len(fresh)} submissions: mint more")
        there = await minting.stored(self.world.url, used)
        if not counted.good <= there <= counted.good + clients:
            raise Refused(f"{counted.good} submissions were answered, {there} ratings are stored")

    def _timed(self, name: str, question: Question, path: Path, seconds: int) -> tuple[Counted, Run]:
        """The load itself, and the CPU that it cost on both sides."""
        server = self.servers.get(name)
        with self.meter.over(server) as stretch:
            if server:
                told = load.put(self._load(server, path, question), clients=question.clients, seconds=seconds)
            else:
                told = scripts.put(self.world, self._script(name), question, seconds=seconds)
        mine, database = stretch.spent.for_each(told.good)
        return told, Run(told.rate, told.p50, told.p99, mine if server else None, database)

    def _load(self, server: Server, path: Path, question: Question) -> Load:
        once = question.manner == "writes"
        expected = server.contender.stored if once else '"name"'
        return Load(server.url, path, expected, server.token(question.manner), once=once)

    async def _begin_at(self, event: int) -> None:
        connection: Any = await asyncpg.connect(self.world.url)
        try:
            await connection.execute(f"alter sequence bench_next restart with {event}")
        finally:
            await connection.close()

    def _script(self, name: str) -> Script:
        return next(script for script in self.scripts if script.name == name)
