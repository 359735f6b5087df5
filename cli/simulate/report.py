"""The report of a simulation: the table, the comparison with the board, and both as JSON."""

import asyncio
import json
import time
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Table

from cli.simulate.api import Api, GivenUp
from cli.simulate.day import Outcome
from cli.simulate.words import BOARD

LAG: Final = 15.0  # the board may be a second behind; a database that just came back a little more
FIGURES: Final = ("events", "ratings", "bad")


async def figures(api: Api, first: date | None = None) -> dict[str, Any]:
    """Return the figures of the city's board from a day on; without one, today's."""
    answer = await api.ask("channel", BOARD, {"from": first and first.isoformat()})
    if answer.error:
        raise GivenUp(f"看板读不了 / the board cannot be read: {answer.error}")
    board = dict(answer.data["board"])
    levels = {item["level"]: item["count"] for item in board.pop("byLevel")}
    return {"to": board["to"], **{name: board[name] for name in FIGURES}, **levels}


def expected(before: Mapping[str, Any], outcome: Outcome) -> dict[str, int]:
    """Return what the board must show if every acknowledged event and rating counts exactly once."""
    added = {"events": outcome.events, "ratings": outcome.ratings, "bad": outcome.bad, **outcome.by_level}
    return {name: n + added.get(name, 0) for name, n in before.items() if name != "to"}


async def recount(api: Api, first: date, wanted: Mapping[str, int]) -> dict[str, int]:
    """Return the board's figures as soon as they are the wanted ones, or as they are after LAG seconds."""
    until = time.monotonic() + LAG
    while (found := await figures(api, first)) and any(found[name] != n for name, n in wanted.items()):
        if time.monotonic() > until:
            break
        await asyncio.sleep(0.5)
    return {name: found[name] for name in wanted}


def summary(
    outcome: Outcome, api: Api, seconds: float, wanted: Mapping[str, int], found: Mapping[str, int]
) -> dict[str, Any]:
    """Return the report of a run as a dict, for JSON."""
    times = sorted(api.latencies) or [0.0]
    return {
        "seconds": round(seconds, 2),
        "events": outcome.events,
        "submissions": outcome.sent,
        "acknowledged": outcome.ratings,
        "bad": outcome.bad,
        "repeated": outcome.repeated,
        "refused": dict(sorted(outcome.refused.items())),
        "connectionRetries": api.repeats,
        "serverFaults": api.faults,
        "errors": dict(sorted(outcome.errors.items())),
        "errorCount": outcome.errors.total(),
        "eventsPerSecond": round(outcome.events / seconds, 1),
        "p50Milliseconds": round(times[len(times) // 2] * 1000, 1),
        "p99Milliseconds": round(times[min(len(times) * 99 // 100, len(times) - 1)] * 1000, 1),
        "board": {"expected": dict(wanted), "found": dict(found), "equal": wanted == found},
    }


def is_good(said: Mapping[str, Any]) -> bool:
    """Return whether there were no errors and the board is as expected."""
    return said["errorCount"] == 0 and bool(said["board"]["equal"])


def show(said: Mapping[str, Any]) -> None:
    """Print the report as a table."""
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in _lines(said):
        table.add_row(name, str(value))
    Console(highlight=False).print(table)


def write(said: Mapping[str, Any], path: Path) -> None:
    """Write the report to a file as JSON."""
    path.write_text(json.dumps(said, ensure_ascii=False, indent=2) + "\n", "utf-8")


def _lines(said: Mapping[str, Any]) -> list[tuple[str, Any]]:
    board = said["board"]
    return [
        ("办件 events", said["events"]),
        ("提交 submissions", said["submissions"]),
        ("确认的评价 acknowledged", said["acknowledged"]),
        ("其中差评 bad", said["bad"]),
        ("重发得到原答复 repeated", said["repeated"]),
        *((f"按预期拒绝 refused {code}", n) for code, n in said["refused"].items()),
        ("断线重试 connection retries", said["connectionRetries"]),
        ("其中服务器出错 of these, server faults", said["serverFaults"]),
        ("错误 errors", said["errorCount"]),
        *((f"  {what}", n) for what, n in said["errors"].items()),
        ("速率 events/s", said["eventsPerSecond"]),
        ("p50 / p99", f"{said['p50Milliseconds']} / {said['p99Milliseconds']} ms"),
        *((f"看板 board {name}", _against(n, board["found"][name])) for name, n in board["expected"].items()),
    ]


def _against(wanted: int, found: int) -> str:
    return f"{found} = {wanted}" if found == wanted else f"{found} ≠ {wanted}"
