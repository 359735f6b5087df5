"""How many deliveries a second one web process makes to many listeners of the same question, and what one costs.

    python scripts/measure_fanout.py .data/up.json [listeners] [events]

Every listener opens a WebSocket of its own and asks for the last so many events of the running city; then the clock
starts, and stops when the last of them has heard the last event. The listeners only count, in a process of their own.
"""

import asyncio
import base64
import json
import os
import sys
import time
from multiprocessing import Pipe, Process
from pathlib import Path
from typing import Any

import httpx
import uvloop

HEAD = "{ events(first: 100%s) { edges { node { position } } pageInfo { endCursor hasNextPage } } }"
QUESTION = """subscription($after: String) { ratingEvents(after: $after) { id position kind occurredOn
  data { __typename ... on Evaluation { level stage tags { code } agency { code } service { code } }
    ... on WorkOrder { number state agency { code } } } } }"""
NEXT = b'"type":"next"'


def main() -> None:
    facts = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    listeners, events = (int(text) for text in (*sys.argv[2:], "1000", "200")[:2])
    after, count = place(facts, events)
    here, there = Pipe()
    crowd = Process(target=listen, args=(there, facts, listeners, after, count))
    crowd.start()
    here.recv()
    pid = facts["processes"]["web"]
    used, begun = cpu(pid), time.perf_counter()
    here.send("go")
    heard = here.recv()
    seconds, spent = time.perf_counter() - begun, cpu(pid) - used
    crowd.join()
    print(f"{listeners} listeners x {count} events = {heard} deliveries in {seconds:.2f} s: {heard / seconds:,.0f}/s, "
          f"{spent / heard * 1e6:.1f} us of the web process each")  # fmt: skip


def place(facts: Any, events: int) -> tuple[str, int]:
    """The position after which that many events follow."""
    positions, cursor = list[str](), ""
    with httpx.Client(headers={"Authorization": f"Bearer {facts['keys']['subscriber']}"}) as http:
        while True:
            answer = http.post(f"{facts['url']}/graphql", json={"query": HEAD % cursor}).json()["data"]["events"]
            positions += [edge["node"]["position"] for edge in answer["edges"]]
            if not answer["pageInfo"]["hasNextPage"]:
                break
            cursor = f', after: "{answer["pageInfo"]["endCursor"]}"'
    events = min(events, len(positions) - 1)
    return positions[-events - 1], events


def cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def listen(pipe: Any, facts: Any, listeners: int, after: str, count: int) -> None:
    uvloop.run(crowd(pipe, facts, listeners, after, count))


async def crowd(pipe: Any, facts: Any, listeners: int, after: str, count: int) -> None:
    lines = [await opened(facts) for _ in range(listeners)]
    pipe.send("ready")
    await asyncio.to_thread(pipe.recv)
    ask = json.dumps({"id": "1", "type": "subscribe", "payload": {"query": QUESTION, "variables": {"after": after}}})
    for _, writer in lines:
        writer.write(frame(ask.encode()))
    heard = await asyncio.gather(*(counted(reader, count) for reader, _ in lines))
    pipe.send(sum(heard))
    for _, writer in lines:
        writer.close()


async def opened(facts: Any) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A WebSocket by hand: the handshake, and connection_init."""
    host, port = facts["url"].removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=2**22)
    key = base64.b64encode(os.urandom(16)).decode()
    lines = ["GET /graphql HTTP/1.1", f"Host: {host}:{port}", "Upgrade: websocket", "Connection: Upgrade",
             f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13",
             "Sec-WebSocket-Protocol: graphql-transport-ws", "", ""]  # fmt: skip
    writer.write("\r\n".join(lines).encode())
    await reader.readuntil(b"\r\n\r\n")
    init = {"type": "connection_init", "payload": {"Authorization": f"Bearer {facts['keys']['subscriber']}"}}
    writer.write(frame(json.dumps(init).encode()))
    await reader.readuntil(b"connection_ack")
    return reader, writer


def frame(text: bytes) -> bytes:
    """A masked text frame; the mask of zeros is a mask."""
    length = bytes([0x80 | len(text)]) if len(text) < 126 else b"\xfe" + len(text).to_bytes(2, "big")
    return b"\x81" + length + bytes(4) + text


async def counted(reader: asyncio.StreamReader, count: int) -> int:
    heard, rest = 0, b""
    while heard < count:
        part = rest + await reader.read(2**18)
        heard += part.count(NEXT)
        rest = part[-len(NEXT) + 1 :]
    return heard


if __name__ == "__main__":
    main()
