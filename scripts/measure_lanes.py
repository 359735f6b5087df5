"""The two lanes beside each other: `python -m scripts.measure_lanes [seconds]`. Needs wrk and two cores.

Starts a database and two web processes of its own. The server has core 0; database and load share core 1. Rounds take
turns; medians are printed, with the CPU time of the server for each request, and the ratio within this run.
"""

import asyncio
import json
import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import httpx

from cli.up import database as up_database
from cli.up import postgres as up_postgres
from domain import founding, keys
from domain.accounts import accounts
from domain.actor import SYSTEM
from domain.collecting import proofs
from domain.words import Entry
from storage import database
from views.compiling.sealing import Seal

ROUNDS, CLIENTS, RATABLE = 3, 32, 240_000
MASTER = bytes(range(32))
PORTS = {"compiled": 9301, "ordinary": 9302}
NODE = (
    "query($id: ID!) { node(id: $id) { id ... on Evaluation { level ratedOn text agency { name } service { name } } } }"
)
LIST = """{ evaluations(first: 50) { edges { cursor node { id level kind ratedOn text agency { name district { name } }
  service { code name } window { name } staff { name } } } pageInfo { hasNextPage endCursor } } }"""
BOARD = """query($from: Date) { board(from: $from) { children(first: 10) { edges { node { name board {
  children(first: 20) { edges { node { name board { ratings bad goodRate byLevel { level count } } } } } } } } } } }"""
SUBMIT = """mutation($input: SubmitEvaluationInput!) { submitEvaluation(input: $input) { __typename
  ... on EvaluationSubmitted { progressUrl evaluation { id level ratedOn agency { name } } }
  ... on Refusal { code } } }"""
LUA = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = %(key)s
local bodies, at = {}, 0
for line in io.lines(%(bodies)s) do bodies[#bodies + 1] = line end
request = function() at = at %% #bodies + 1; return wrk.format(nil, nil, nil, bodies[at]) end
"""


@dataclass
class Case:
    """One question: its bodies are sent in turn. `once`: each body is good for one request."""

    name: str
    key: str | None
    bodies: list[bytes]
    once: bool = False
    found: dict[str, list[tuple[float, float, float]]] = field(default_factory=dict)

    def take(self, home: Path, number: int = RATABLE // ROUNDS // 2 - 10) -> Path:
        path = home / "bodies"
        chosen, rest = (self.bodies[:number], self.bodies[number:]) if self.once else (self.bodies, self.bodies)
        self.bodies = rest
        path.write_bytes(b"\n".join(chosen) + b"\n")
        return path


def body(query: str, **variables: object) -> bytes:
    return json.dumps({"query": " ".join(query.split()), "variables": variables}).encode()


async def furnish(cluster: up_postgres.Cluster) -> list[Case]:
    """The rows, and what will be asked of them."""
    await up_database.prepare(cluster)
    await database.migrate(cluster.url())
    keys.use(keys.Keys.derive(MASTER))
    await database.connect(cluster.url())
    await founding.found("test", "滨海市")
    connection = await asyncpg.connect(cluster.url())
    text = (Path(__file__).parent / "measure_lanes.sql").read_text("utf-8")
    await connection.execute(text.replace("$RATABLE", str(RATABLE)))
    await connection.execute("analyze")
    free = await connection.fetch("select id from invitation where service_event_id > 100000 order by id")
    await connection.close()
    token = await accounts.add_token("supervisor", "measuring", by=SYSTEM)
    await database.close()
    seal = Seal(keys.keys().seal, keys.keys().cursor)
    said = ({"token": proofs.issue(row["id"], Entry.RECEIPT_QR), "entry": "RECEIPT_QR"} for row in free)
    month = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 30 * 86_400))
    return [
        Case("node", token, [body(NODE, id=text) for text in seal.ids(5, range(1, 100_000, 37))]),
        Case("node, public", None, [body(NODE, id=text) for text in seal.ids(5, range(1, 100_000, 37))]),
        Case("list of 50", token, [body(LIST)]),
        Case("board, 200 rows", None, [body(BOARD, **{"from": month})]),
        Case("submit", None, [body(SUBMIT, input=one | {"level": "SATISFIED"}) for one in said], once=True),
    ]


def serve(lane: str) -> None:
    """One web process, as `haochaping serve` runs it."""
    import uvicorn

    from api import app as api

    if lane == "ordinary":
        api.here().lane = None
    uvicorn.run(
        "app:app",
        port=PORTS[lane],
        loop="uvloop",
        http="httptools",
        lifespan="on",
        proxy_headers=False,
        access_log=False,
        log_level="warning",
    )


def started(url: str, home: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    for lane, port in PORTS.items():
        told = {
            "DATABASE_URL": url,
            "REDIS_URL": "redis://127.0.0.1:1",
            "SECRET_KEY": MASTER.hex(),
            "CITY_KIND": "test",
            "PORT": str(port),
            "DATA_DIR": str(home),
            "PUBLIC_PER_MINUTE": "0",
        }
        command = ["taskset", "-c", "0", sys.executable, "-m", "scripts.measure_lanes", "serve", lane]
        process = subprocess.Popen(command, env=os.environ | told)
        for _ in range(100):
            try:
                httpx.post(f"http://127.0.0.1:{port}/graphql", json={"query": "{ __typename }"})
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield lane, process


def cpu(process: subprocess.Popen[bytes]) -> float:
    user, system = Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def load(case: Case, lane: str, process: subprocess.Popen[bytes], home: Path, seconds: int) -> None:
    """One round against one lane: rate, 99th percentile, CPU for each request."""
    script = home / "load.lua"
    key = json.dumps(f"Bearer {case.key}") if case.key else "nil"
    script.write_text(LUA % {"key": key, "bodies": json.dumps(str(case.take(home)))})
    command = ["taskset", "-c", "1", "wrk", "-t1", f"-c{CLIENTS}", f"-d{seconds}", "--latency", "-s", str(script)]
    before = cpu(process)
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{PORTS[lane]}/graphql"], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in said:
        raise SystemExit(said)
    requests = int(re.search(r"(\d+) requests in", said)[1])  # type: ignore[index]
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])  # type: ignore[index]
    amount, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()  # type: ignore[union-attr]
    late = float(amount) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    case.found.setdefault(lane, []).append((rate, late, (cpu(process) - before) / requests * 1e6))


def check_alike(case: Case) -> None:
    """Both lanes answer the same before anybody is timed."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {case.key}"} if case.key else {})
    answers = []
    for port in PORTS.values():
        for _ in range(1 if case.once else 3):
            sent = case.bodies.pop() if case.once else case.bodies[0]
            answers.append(httpx.post(f"http://127.0.0.1:{port}/graphql", content=sent, headers=headers).json())
    if any("errors" in answer for answer in answers) or (not case.once and any(a != answers[0] for a in answers)):
        raise SystemExit(f"{case.name}: {answers}")


def main(seconds: int, names: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="haochaping-lanes-") as place:
        home = Path(place)
        os.sched_setaffinity(0, {1})
        cluster = up_postgres.Cluster(home)
        up_postgres.create(cluster)
        postgres = up_postgres.start(cluster)
        running: dict[str, subprocess.Popen[bytes]] = {}
        try:
            asyncio.run(up_postgres.wait_ready(cluster, postgres))
            cases = [c for c in asyncio.run(furnish(cluster)) if not names or any(n in c.name for n in names)]
            running = dict(started(cluster.url(), home))
            for case in cases:
                check_alike(case)
                for _ in range(ROUNDS):
                    for lane, process in running.items():
                        load(case, lane, process, home, seconds)
                report(case)
        finally:
            for process in running.values():
                process.terminate()
                process.wait(20)
            postgres.send_signal(signal.SIGINT)
            postgres.wait(30)


def report(case: Case) -> None:
    middle = {
        lane: [statistics.median(column) for column in zip(*found, strict=True)] for lane, found in case.found.items()
    }
    parts = [
        f"{lane} {rate:8.0f}/s  p99 {late:6.1f} ms  {spent:6.0f} µs" for lane, (rate, late, spent) in middle.items()
    ]
    print(f"{case.name:16} {'  |  '.join(parts)}  |  {middle['compiled'][0] / middle['ordinary'][0]:.1f} ×", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["serve"]:
        serve(sys.argv[2])
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 3, sys.argv[2:])
