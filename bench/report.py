"""The result as data, as the table in the terminal, and as docs/bench.md."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bench import chores
from bench.contenders import OURS, SCRIPTS, SERVERS, title
from bench.figures import Run, middle, ratio
from bench.questions import Question
from bench.rounds import Results
from bench.targets import target

HEAD: Final = ("", "answers/s", "p50 ms", "p99 ms", "server CPU µs", "PostgreSQL CPU µs")
LISTENED: Final = ("", "deliveries/s", "lag p50 ms", "lag p99 ms", "server CPU µs", "… one by one")
JUDGED: Final = ("by CPU", "ours ÷ it", "target")
ALL: Final = (*SERVERS, *SCRIPTS)


@dataclass(frozen=True, slots=True)
class Report:
    """One whole run. Ratios are of this run only; absolute figures move with the machine."""

    facts: Mapping[str, str]
    questions: Sequence[Question]
    results: Results
    chores: Mapping[str, float]

    def data(self) -> dict[str, Any]:
        return {
            "facts": dict(self.facts),
            "questions": {q.name: {"title": q.title, "rows": list(self._rows(q))} for q in self.asked()},
            "chores": dict(self.chores),
        }

    def asked(self) -> list[Question]:
        return [question for question in self.questions if question.name in self.results]

    def _rows(self, question: Question) -> Iterator[dict[str, Any]]:
        found = self.results[question.name]
        for contender in ALL:
            if runs := found.get(contender.name):
                run = middle(runs)
                yield {
                    "name": contender.name,
                    "title": title(contender),
                    "rate": run.rate,
                    "p50": run.p50,
                    "p99": run.p99,
                    "serverCpu": run.server_cpu,
                    "databaseCpu": run.database_cpu,
                    "singleCpu": run.single_cpu,
                    "ratio": ratio(found[OURS], runs) if OURS in found and contender.name != OURS else None,
                    "byCpu": _by_cpu(found.get(OURS, []), runs) if contender.name != OURS else None,
                    "target": target(question.name, contender.name),
                }

    def markdown(self) -> str:
        """docs/bench.md, whole."""
        facts = "\n".join(f"- {name}: {value}" for name, value in self.facts.items())
        tables = "\n\n".join(self._table(question) for question in self.asked())
        return "\n\n".join([INTRODUCTION, facts, PICTURE, tables, self._chores(), METHOD, _lacking()]) + "\n"

    def _table(self, question: Question) -> str:
        head, *rows = self._cells(question)
        lines = [head, ("---",) + ("--:",) * (len(head) - 1), *rows]
        return f"## {question.title}\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)

    def _cells(self, question: Question) -> list[tuple[str, ...]]:
        """The table, its head first. PostgreSQL has little to do with listeners, so their second cost is another."""
        listens = question.manner == "listens"
        head = (*(LISTENED if listens else HEAD), *JUDGED)
        return [head, *(_cells(row, row["singleCpu" if listens else "databaseCpu"]) for row in self._rows(question))]

    def _chores(self) -> str:
        rows = "\n".join(f"| {chores.TITLES[name]} | {rate:,.0f} |" for name, rate in self.chores.items())
        return f"## The worker\n\n| | rows/s |\n| --- | --: |\n{rows}" if rows else ""

    def text(self) -> str:
        """For the terminal: the same tables, in columns."""
        parts = [f"{name}: {value}" for name, value in self.facts.items()]
        for question in self.asked():
            parts += ["", question.title, *_columns(self._cells(question))]
        parts += ["", *(f"{chores.TITLES[name]}: {rate:,.0f} rows/s" for name, rate in self.chores.items())]
        return "\n".join(parts)


def _cells(row: Mapping[str, Any], second_cost: float | None) -> tuple[str, ...]:
    return (
        row["title"],
        f"{row['rate']:,.0f}",
        f"{row['p50']:.1f}",
        f"{row['p99']:.1f}",
        _known(row["serverCpu"]),
        _known(second_cost),
        _known(row["byCpu"], ".2f"),
        _known(row["ratio"], ".2f"),
        _judged(row["ratio"], row["target"]),
    )


def _by_cpu(ours: Sequence[Run], theirs: Sequence[Run]) -> float | None:
    """Their server's CPU for an answer, divided by ours: what the ratio would be if nothing else held anybody up."""
    if not ours or (mine := middle(ours).server_cpu) is None or (its := middle(theirs).server_cpu) is None:
        return None
    return its / mine


def _judged(found: float | None, least: float | None) -> str:
    if found is None or least is None:
        return ""
    return f"≥ {least:g} {'reached' if found >= least else 'missed'}"


def _known(value: float | None, shape: str = "") -> str:
    """Without another shape: whole microseconds, and tenths where there are few."""
    return "" if value is None else format(value, shape or (",.0f" if value >= 20 else ".1f"))


def _columns(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    return [
        "  ".join(
            cell.ljust(w) if n == 0 else cell.rjust(w) for n, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]


def _lacking() -> str:
    lines = [f"- **{title(contender)}**: {contender.lacks}." for contender in ALL if contender.lacks]
    return "## What the others do not have\n\n" + "\n".join(lines)


INTRODUCTION = """# Benchmark

Written by `make bench`; do not edit. Compare ratios, which are of one run: absolute figures move with the machine."""
PICTURE = "![answers a second, ours beside the others](pictures/bench.svg)"
METHOD = """## Method

One server process on one core; PostgreSQL (fsync and synchronous_commit on, otherwise as shipped) and the load
generator on the other; PostgreSQL on a unix socket, HTTP on loopback with keep-alive. The same tables and rows for
all. Before measuring, all must give the same answers. Three interleaved rounds; each figure is the median of three,
each ratio the median of the rounds' ratios. Only answers with status 200, without errors and with data count, and one
other answer refuses the run; after every submit round as many ratings must stand in the table as were answered. What is
still on its way when a round ends does not count, which is hard on who is slow with 256 clients. CPU is that of the
process for each answer; *by CPU* is their server's CPU divided by ours, which other work on the machine hardly moves.
*Submit*: ours with every effect, theirs one bare insert into the same table.

*Fan-out*: a thousand WebSockets (graphql-transport-ws), held by one process beside PostgreSQL, with one and the same
subscription. Our events go the whole road: outbox, relay (on the server's core, counted with it), ledger, Redis, web.
Theirs are one row of the same ledger and a NOTIFY; their server reads an event once and hands the whole of it to all
who subscribed, as its documentation teaches. First single events, one every 0.47 s: *lag* is from before an event is
written to its receipt by each listener, *one by one* the server's CPU for such a delivery. Then many events in one
transaction: *deliveries/s* is from before they are written to the last receipt. Every frame is compared with what the
other listeners heard, and every event with what PostgreSQL says of it."""
