"""`make mutants`: break a copy of the code in each known way; the tests must notice. A survivor is our failure.

Words after the command choose mutants by their names and files: make mutants ARGS="moderation deliveries".
"""

import asyncio
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests import memory, postgres
from tests.mutants.known import MUTANTS
from tests.mutants.mutant import ROOT, Mutant

ROOMS = ("api", "cli", "domain", "storage", "tests", "views", "web", "workers", "admin_ui", "citizen_ui")
FILES = (
    "app.py", "probes.py", "proxies.py", "remembering.py", "settings.py", "throttling.py", "waiting.py",
    "pyproject.toml", "schema.graphql", "compose.yaml", ".env.example",
)  # fmt: skip
FEWER = {"LANES_DOCUMENTS": "150", "LANES_LEAST": "1000", "VIEWS_DOCUMENTS": "100"}
TEMPLATE = "haochaping_mutants"  # migrated once for all runs: no mutant breaks a migration
PATIENCE = 900  # seconds; tests that hang have noticed too
FAILED = re.compile(r"^(?:FAILED|ERROR) (?:.*::)?(\S+)", re.MULTILINE)


def copy(to: Path) -> Path:
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir()
    for room in ROOMS:
        shutil.copytree(ROOT / room, to / room, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    for name in FILES:
        shutil.copy(ROOT / name, to / name)
    return to


def noticed_by(root: Path, tests: tuple[str, ...], url: str, *, tell: bool = False) -> str | None:
    """The first test that failed; None: all are content. `tell`: print why."""
    environment = os.environ | FEWER | {"TEST_DATABASE_URL": url, "TEST_TEMPLATE": TEMPLATE, "PYTHONPATH": str(root)}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
    try:
        run = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return "(they hang)"
    if run.returncode == 0:
        return None
    found = FAILED.search(run.stdout)
    if run.returncode != 1 or found is None:
        raise SystemExit(f"the tests themselves did not run:\n{run.stdout[-3000:]}{run.stderr[-1000:]}")
    if tell:
        print(run.stdout[-4000:])
    return found[1]


def hunt(chosen: tuple[Mutant, ...], place: Path, url: str) -> list[str]:
    """The names of those who survived."""
    survivors = []
    for mutant in chosen:
        since, root = time.monotonic(), copy(place / "code")
        mutant.break_in(root)
        caught = noticed_by(root, mutant.tests, url)
        seconds = time.monotonic() - since
        print(f"{'caught' if caught else 'ALIVE':7} {seconds:4.0f} s  {mutant.name:55} {caught or ''}", flush=True)
        if caught is None:
            survivors.append(mutant.name)
    return survivors


def main(words: list[str]) -> int:
    chosen = tuple(
        mutant for mutant in MUTANTS if not words or any(word in mutant.name or word in mutant.path for word in words)
    )
    if unfit := [reason for mutant in chosen if (reason := mutant.unfit())]:
        raise SystemExit("\n".join(["These no longer fit the code; look for what became of the line.", *unfit]))
    memory.use()
    with tempfile.TemporaryDirectory(prefix="haochaping-mutants-") as home, postgres.running(Path(home)) as url:
        place = Path(home) / "copies"
        place.mkdir()
        asyncio.run(postgres.migrated(url, TEMPLATE))
        needed = tuple(sorted({test for mutant in chosen for test in mutant.tests}))
        if failed := noticed_by(copy(place / "code"), needed, url, tell=True):
            raise SystemExit(f"the code as it is does not pass: {failed}")
        survivors = hunt(chosen, place, url)
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} caught")
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
