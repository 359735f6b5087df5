"""Where a mutant is hunted: a copy of the code that may be broken, and the tests run on it."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.mutants.mutant import ROOT, Mutant

ROOMS = ("api", "cli", "domain", "storage", "tests", "views", "web", "workers", "admin_ui", "citizen_ui")
FILES = ("*.py", "pyproject.toml", "schema.graphql", "compose.yaml", ".env.example")
FEWER = {"LANES_DOCUMENTS": "150", "LANES_LEAST": "1000", "VIEWS_DOCUMENTS": "100"}
TEMPLATE = "haochaping_mutants"  # migrated once for all runs: no mutant breaks a migration
PATIENCE = 900  # seconds; tests that hang have noticed too
FAILED = re.compile(r"^(?:FAILED|ERROR) (?:.*::)?(\S+)", re.MULTILINE)


class Ground:
    """One copy, in which one mutant at a time lives. Its files keep their times, so that Python compiles them once."""

    def __init__(self, root: Path, url: str) -> None:
        self.root, self.url = root, url
        root.mkdir(parents=True)
        for room in ROOMS:
            shutil.copytree(ROOT / room, root / room, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
        for file in (file for pattern in FILES for file in ROOT.glob(pattern)):
            shutil.copy2(file, root / file.name)

    @contextmanager
    def broken_by(self, mutant: Mutant) -> Iterator[None]:
        """The mutant lives here; afterwards its file is what it was."""
        path, kept = self.root / mutant.path, self.root / ".kept"
        shutil.copy2(path, kept)
        mutant.break_in(self.root)
        try:
            yield
        finally:
            shutil.move(kept, path)

    def noticed_by(self, tests: tuple[str, ...], *, tell: bool = False) -> str | None:
        """The first test that failed; None: all are content. `tell`: print why."""
        known = {"TEST_DATABASE_URL": self.url, "TEST_TEMPLATE": TEMPLATE, "PYTHONPATH": str(self.root)}
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests]
        try:
            run = subprocess.run(
                command, cwd=self.root, env=os.environ | FEWER | known, capture_output=True, text=True, timeout=PATIENCE
            )
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
