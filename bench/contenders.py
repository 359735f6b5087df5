"""Who is measured: the product, and what somebody would pick instead. Each note says what that one does not have."""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bench import machine
from settings import Unusable

ROOT: Final = Path(__file__).parent.parent
NODE: Final = ROOT / "bench" / "peers" / "node"
OURS: Final = "haochaping"
OLDEST_NODE: Final = 20


@dataclass(frozen=True, slots=True)
class Contender:
    """A server of GraphQL over HTTP. `dialect` names its documents; `stored` is what a true answer to submit holds."""

    name: str
    title: str
    lacks: str
    dialect: str
    argv: tuple[str, ...]
    place: Path = ROOT
    environment: Mapping[str, str] = field(default_factory=dict)
    stored: str = '"level"'

    @property
    def needs_node(self) -> bool:
        return self.argv[0] == "node"


BARE: Final = (
    "no reach by role, no masks, no limits on what may be asked, open numbers as ids; "
    "its submit is one bare insert: no proof, no tallies, no work order, no terms, no event"
)
SERVERS: Final = (
    Contender(
        OURS,
        "haochaping",
        "",
        "haochaping",
        (sys.executable, "-P", "-m", "cli.main", "serve"),
        environment={"PUBLIC_PER_MINUTE": "0"},  # all load comes from one address; a city has many
        stored='"EvaluationSubmitted"',
    ),
    Contender("postgraphile", "PostGraphile {postgraphile}", BARE, "postgraphile", ("node", "postgraphile.js"), NODE),
    Contender("mercurius", "mercurius {mercurius} + JIT, loaders", BARE, "mercurius", ("node", "mercurius.js"), NODE),
    Contender(
        "mercurius-cached",
        "… with its own reference cache",
        f"{BARE}; its cache of the directory is never renewed",
        "mercurius",
        ("node", "mercurius.js"),
        NODE,
        {"CACHE": "1"},
    ),
    Contender(
        "strawberry",
        "Strawberry {strawberry-graphql} + tortoise {tortoise-orm}, the ordinary way",
        BARE,
        "strawberry",
        (sys.executable, "-P", "-m", "bench.peers.naive.serve"),
    ),
)


@dataclass(frozen=True, slots=True)
class Script:
    """The same question put to PostgreSQL by pgbench: no HTTP, no GraphQL, no server at all."""

    name: str
    title: str
    lacks: str


SCRIPTS: Final = (
    Script("pgbench-json", "pgbench, SQL that builds the JSON", "no HTTP, no GraphQL, one fixed question"),
    Script("pgbench-flat", "pgbench, flat rows without joins", "… and the names are not filled in"),
    Script(
        "pgbench-insert",
        "pgbench, one bare insert",
        "one row per transaction, none of its effects; never more than 32 connections, however many clients stand "
        "above the table",
    ),
)


def takes_part(name: str, question: str) -> bool:
    """Which contender is asked which question: a reference cache changes no insert, and pgbench has two idioms. Of the
    others two are subscribed to, as the targets name them.
    """
    if question == "fanout":
        return name in (OURS, "mercurius", "strawberry")
    if question.startswith("submit"):
        return name not in ("mercurius-cached", "pgbench-json", "pgbench-flat")
    return name != "pgbench-insert"


def require_installed() -> None:
    """What the peers are pinned to must be what is installed: the titles name it."""
    if int(machine.node_version().lstrip("v").partition(".")[0]) < OLDEST_NODE:
        raise Unusable(f"需要 Node.js {OLDEST_NODE} 或更新。", f"Node.js {OLDEST_NODE} or newer is needed.")
    for name, pinned in _pinned().items():
        package = NODE / "node_modules" / name / "package.json"
        if not package.is_file() or json.loads(package.read_text("utf-8"))["version"] != pinned:
            command = "npm ci --prefix bench/peers/node --ignore-scripts"
            raise Unusable(f"没有装好 {name} {pinned}；请运行 {command}", f"{name} {pinned} is missing; run {command}")


def title(contender: Contender | Script) -> str:
    """The title with the versions that really run."""
    return contender.title.format_map(_versions())


@cache
def _versions() -> dict[str, str]:
    python = {name: version(name) for name in ("strawberry-graphql", "tortoise-orm")}
    return {**_pinned(), **python}


def _pinned() -> dict[str, str]:
    pinned: dict[str, str] = json.loads((NODE / "package.json").read_text("utf-8"))["dependencies"]
    return pinned
