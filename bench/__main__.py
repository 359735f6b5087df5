"""`python -m bench [--quick] [--only list,submit,postgraphile]`: measure everything in one run."""

import argparse
import asyncio
import json
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final

from bench import chores, contenders, counting, load, machine, questions, serving, world
from bench.agreement import Disagreement
from bench.contenders import OURS, ROOT, SCRIPTS, SERVERS, Contender, takes_part
from bench.fanout import Fan
from bench.picture import draw
from bench.questions import LISTENERS, READERS, Question
from bench.report import Report
from bench.rounds import ROUNDS, Measuring
from bench.world import World
from settings import Unusable

RESULTS: Final = ROOT / "bench" / "results"
DOCS: Final = ROOT / "docs"
QUICK_SUBMIT: Final = "submit-32"


@dataclass(frozen=True, slots=True)
class Size:
    """How large a run is: ratings, seconds of each measurement, rows of each chore, listeners' rounds and events."""

    ratings: int
    seconds: int
    terms: int
    events: int
    fan: Fan

    @property
    def words(self) -> str:
        reads = f"{ROUNDS} rounds of {self.seconds} s, {self.ratings:,} ratings, reads with {READERS} clients"
        return f"{reads}; fan-out {self.fan.rounds} rounds, {self.fan.single} single events, {self.fan.burst} at once"


FULL = Size(1_000_000, 2, 600, 20_000, Fan(ROUNDS, single=8, burst=50))
QUICK = Size(200_000, 1, 200, 5_000, Fan(1, single=4, burst=20))  # letting all listeners in takes its time


def main(argv: Sequence[str]) -> None:
    """Measure, print, write down. Only a full run of everything becomes the published page."""
    given = _given(argv)
    size = QUICK if given.quick else FULL
    only = set(filter(None, given.only.split(",")))
    asked = [q for q in _questions(given.quick) if _chosen(q.document, only, questions_named(only))]
    servers = [s for s in SERVERS if s.name in parties(asked, only)]
    _require(servers, asked)
    facts = machine.describe(ROOT)
    machine.sit_with_the_database()
    begun = time.monotonic()
    if needs_wrk(asked):
        counting.prove()
    _say(f"filling {size.ratings:,} ratings")
    with world.made(size.ratings) as here:
        _say(f"filled in {here.filled.seconds:.0f} s")
        report = _measure(here, servers, asked, size, only, facts)
    _publish(report, page=not given.quick and not only)
    print(report.text())
    _say(f"{time.monotonic() - begun:.0f} s")


def _measure(
    here: World,
    servers: Sequence[Contender],
    asked: Sequence[Question],
    size: Size,
    only: set[str],
    facts: Mapping[str, str],
) -> Report:
    scripts = [s for s in SCRIPTS if s.name in parties(asked, only)]
    reading, listening, writing = ([q for q in asked if q.manner == m] for m in ("reads", "listens", "writes"))
    with serving.all_of(servers, here) as running:
        measuring = Measuring(here, running, scripts, size.seconds, size.fan, _say)
        asyncio.run(measuring.agree(reading))
        measuring.warm_up(reading)
        _say("all answer the same")
        measuring.measure(reading)
        measuring.measure(listening, size.fan.rounds)
        measuring.measure(writing)
    worked = {name: _chore(here, name, size) for name in chores.TITLES if _chosen(name, only, questions_named(only))}
    known = {"postgresql": here.filled.postgresql, "measured": size.words}
    return Report({**facts, **known, **measuring.meter.facts()}, asked, measuring.results, worked)


def _chore(here: World, name: str, size: Size) -> float:
    rows = size.terms if name == "sweep" else size.events
    rate = median(asyncio.run(chores.measure(here, name, rows)) for _ in range(ROUNDS))
    _say(f"{chores.TITLES[name]}: {rate:,.0f} rows/s")
    return rate


def _questions(quick: bool) -> list[Question]:
    submitting = [q for q in questions.SUBMITTING if not quick or q.name == QUICK_SUBMIT]
    return [*questions.READING, *questions.LISTENING, *submitting]


def parties(asked: Sequence[Question], only: set[str]) -> list[str]:
    """Who is asked any of this. Ours always is: everything is compared with it."""
    known = [one.name for one in (*SERVERS, *SCRIPTS)]
    chosen = [name for name in known if name == OURS or _chosen(name, only, contenders_named(only))]
    return [name for name in chosen if any(takes_part(name, question.name) for question in asked)]


def _require(servers: Sequence[Contender], asked: Sequence[Question]) -> None:
    """Whatever is missing for these is said before anything is started."""
    node = any(server.needs_node for server in servers)
    machine.require(["taskset", *["wrk"] * needs_wrk(asked), *["node"] * node])
    if node:
        contenders.require_installed()
    machine.require_files(2 * LISTENERS)


def needs_wrk(asked: Sequence[Question]) -> bool:
    return any(question.manner != "listens" for question in asked)


def _chosen(name: str, only: set[str], of_this_kind: set[str]) -> bool:
    """Names of one kind choose among that kind; a kind of which none is named is taken whole."""
    return name in only or not of_this_kind


def contenders_named(only: set[str]) -> set[str]:
    return only & {one.name for one in (*SERVERS, *SCRIPTS)}


def questions_named(only: set[str]) -> set[str]:
    return only & {*(q.document for q in _questions(False)), *chores.TITLES}


def _publish(report: Report, *, page: bool) -> None:
    RESULTS.mkdir(exist_ok=True)
    data = report.data()
    (RESULTS / "latest.json").write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", "utf-8")
    places = (DOCS / "bench.md", DOCS / "pictures" / "bench.svg")
    if not page:
        places = (RESULTS / "latest.md", RESULTS / "latest.svg")
    _write(places[0], report.markdown())
    _write(places[1], draw(data))


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")


def _given(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--quick", action="store_true", help="200 000 ratings, rounds of one second, under 3 minutes")
    parser.add_argument("--only", default="", help=f"some of: {', '.join(_names())}")
    given = parser.parse_args(argv)
    if unknown := set(filter(None, given.only.split(","))) - set(_names()):
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(_names())}")
    return given


def _names() -> Iterable[str]:
    documents = dict.fromkeys(question.document for question in _questions(False))
    return [*documents, *chores.TITLES, *(one.name for one in (*SERVERS, *SCRIPTS))]


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (Unusable, Disagreement, load.Refused, serving.NoAnswer) as refusal:
        sys.exit(str(refusal))
