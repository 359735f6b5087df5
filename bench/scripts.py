"""pgbench from the same PostgreSQL: the statement alone, from the same core as the load generator of the others."""

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import asyncpg
import orjson

from bench.contenders import Script
from bench.figures import percentile
from bench.filling import Filled, days_measured
from bench.load import Counted, Refused
from bench.questions import POINTS, Question, Sample
from bench.world import World
from cli.up.postgres import NAME, program
from views.compiling.statement import Statement

CONNECTIONS: Final = 32  # PostgreSQL as shipped takes a hundred, and the servers hold theirs
QUESTIONS: Final = Path(__file__).with_name("sql") / "questions"
TPS: Final = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)
DONE: Final = re.compile(r"^number of transactions actually processed: (\d+)", re.MULTILINE)
FAILED: Final = re.compile(r"^number of failed transactions: (\d+)", re.MULTILINE)


def put(world: World, script: Script, question: Question, *, seconds: int, fresh: range | None = None) -> Counted:
    """Run the script with as many clients as the others have; every latency is logged."""
    home = world.home / "pgbench"
    home.mkdir(exist_ok=True)
    for old in home.iterdir():
        old.unlink()
    (home / "script.sql").write_text(_choosing(question, world.filled) + _sql(script, question), "utf-8")
    values = [f"-D{name}={value}" for name, value in _constants(world.filled).items()]
    clients = [f"-c{min(question.clients, CONNECTIONS)}", "-j1", f"-T{seconds}", "-Mprepared", "-n"]
    log = ["-l", f"--log-prefix={home}/log", f"-f{home}/script.sql"]
    place = ["-h", str(world.cluster.sockets), "-U", NAME, NAME]
    argv = [program("pgbench"), *clients, *values, *log, *place]
    told = subprocess.run(argv, capture_output=True, text=True, timeout=seconds + 60, env={"PATH": os.defpath})
    return _read(told, [line for path in home.glob("log.*") for line in path.read_text().splitlines()], seconds)


def _read(told: "subprocess.CompletedProcess[str]", log: list[str], seconds: int) -> Counted:
    rate, done, failed = (pattern.search(told.stdout) for pattern in (TPS, DONE, FAILED))
    if told.returncode or rate is None or done is None or (failed and failed[1] != "0"):
        raise Refused(f"pgbench failed: {told.stderr.strip()[-400:]}")
    taken = [int(line.split()[2]) / 1000 for line in log]
    count = int(done[1])
    return Counted(count, count, count / float(rate[1]), percentile(taken, 0.5), percentile(taken, 0.99))


def _choosing(question: Question, filled: Filled) -> str:
    """The same choice of values as the others have."""
    if question.name == "point":
        return f"\\set n random(0, {POINTS - 1})\n\\set id 1 + :n * {filled.ratings // POINTS}\n"
    return f"\\set k random(0, {len(days_measured(filled)) - 1})\n" if question.name == "board" else ""


def _constants(filled: Filled) -> Mapping[str, object]:
    ids = "{" + ",".join(map(str, range(1, 201))) + "}"
    return {"first": days_measured(filled)[0], "ids": ids, "form": filled.form}


def _sql(script: Script, question: Question) -> str:
    idiom = script.name.partition("-")[2]
    return (QUESTIONS / f"{question.document}_{idiom}.sql").read_text("utf-8")


async def answer(connection: Any, script: Script, question: Question, sample: Sample) -> Any:
    """What the script's statement says, in the shape that all are compared in."""
    sql, names = Statement(_sql(script, question).rstrip().rstrip(";")).numbered()
    rows = await connection.fetch(sql, *[sample[name] for name in names])
    if script.name == "pgbench-json":
        told = orjson.loads(rows[0][0])
        return {"answer": told}
    return {"answer": await _filled_in(connection, question.name, rows)}


async def _filled_in(connection: Any, question: str, rows: list[asyncpg.Record]) -> Any:
    """Flat rows with the names from the directory, which is what the product does in memory."""
    agencies, services, tags = [
        {row["id"]: row for row in await connection.fetch(f"select id, code, {name} as name from {table} order by id")}
        for table, name in (("agency", "name"), ("service", "name"), ("tag", "text"))
    ]
    if question == "board":
        figures = {row["scope_id"]: row for row in rows}
        return [_board_row(agency, figures.get(i)) for i, agency in agencies.items()]
    told = [_rating(row, agencies, services, tags) for row in rows]
    return told if question == "list" else told[0]


def _board_row(agency: asyncpg.Record, sums: asyncpg.Record | None) -> dict[str, Any]:
    events, ratings, bad = (sums["events"], sums["ratings"], sums["bad"]) if sums else (0, 0, 0)
    rate = (ratings - bad) / ratings if ratings else None
    named = {"scope": agency["code"], "name": agency["name"]}
    return {**named, "events": events, "ratings": ratings, "bad": bad, "goodRate": rate}


def _rating(
    row: asyncpg.Record,
    agencies: Mapping[int, asyncpg.Record],
    services: Mapping[int, asyncpg.Record],
    tags: Mapping[int, asyncpg.Record],
) -> dict[str, Any]:
    told = {name: row[name] for name in ("level", "kind", "entry")}
    told |= {"ratedOn": row["rated_on"].isoformat(), "text": row["text_raw"]}
    told |= {"agency": _named(agencies[row["agency_id"]]), "service": _named(services[row["service_id"]])}
    if "tag_ids" not in row:
        return told
    told |= {"ratedAt": row["rated_at"].isoformat()}
    told["tags"] = [{"code": tags[i]["code"], "text": tags[i]["name"]} for i in row["tag_ids"]]
    mended = {"number": row["number"], "state": row["state"]}
    order = mended | {"dispatchedOn": row["dispatched_on"].isoformat()} if row["number"] else None
    return told | {"workOrder": order}


def _named(row: asyncpg.Record) -> dict[str, Any]:
    return {"code": row["code"], "name": row["name"]}
