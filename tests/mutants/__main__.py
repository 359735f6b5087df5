"""`make mutants`: break a copy of the code in each known way; the tests must notice. A survivor is our failure.

Words after the command choose mutants by their names and files: make mutants ARGS="moderation deliveries".
As many are hunted at a time as there are processors; MUTANTS_AT_ONCE says otherwise.
"""

import asyncio
import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from queue import SimpleQueue

from tests import memory, postgres
from tests.mutants.ground import TEMPLATE, Ground
from tests.mutants.known import MUTANTS
from tests.mutants.mutant import Mutant

AT_ONCE = int(os.environ.get("MUTANTS_AT_ONCE", os.cpu_count() or 1))


def hunt(chosen: tuple[Mutant, ...], grounds: list[Ground]) -> list[str]:
    """The names of those who survived. Each result is printed when it comes."""
    free: SimpleQueue[Ground] = SimpleQueue()
    for ground in grounds:
        free.put(ground)

    def one(mutant: Mutant) -> tuple[str | None, float]:
        ground, since = free.get(), time.monotonic()
        try:
            with ground.broken_by(mutant):
                return ground.noticed_by(mutant.tests), time.monotonic() - since
        finally:
            free.put(ground)

    survivors = []
    with ThreadPoolExecutor(len(grounds)) as hunters:
        running = {hunters.submit(one, mutant): mutant for mutant in chosen}
        try:
            for ended in as_completed(running):
                mutant, (caught, seconds) = running[ended], ended.result()
                verdict = "caught" if caught else "ALIVE"
                print(f"{verdict:7} {seconds:4.0f} s  {mutant.name:55} {caught or ''}", flush=True)
                if caught is None:
                    survivors.append(mutant.name)
        except BaseException:
            hunters.shutdown(wait=False, cancel_futures=True)
            raise
    return survivors


def as_it_is(chosen: tuple[Mutant, ...], grounds: list[Ground]) -> None:
    """The tests that are needed pass on code that nobody broke, or nothing they say means anything."""
    needed = sorted({test for mutant in chosen for test in mutant.tests})
    shares = [tuple(needed[n :: len(grounds)]) for n in range(len(grounds))]
    with ThreadPoolExecutor(len(grounds)) as hunters:
        asked = [
            hunters.submit(ground.noticed_by, share, tell=True)
            for ground, share in zip(grounds, shares, strict=True)
            if share
        ]
        if failed := [found for one in asked if (found := one.result())]:
            raise SystemExit(f"the code as it is does not pass: {', '.join(failed)}")


def main(words: list[str]) -> int:
    chosen = tuple(
        mutant for mutant in MUTANTS if not words or any(word in mutant.name or word in mutant.path for word in words)
    )
    if unfit := [reason for mutant in chosen if (reason := mutant.unfit())]:
        raise SystemExit("\n".join(["These no longer fit the code; look for what became of the line.", *unfit]))
    memory.use()
    since = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="haochaping-mutants-") as home, postgres.running(Path(home)) as url:
        asyncio.run(postgres.migrated(url, TEMPLATE))
        grounds = [Ground(Path(home) / f"code-{n}", url) for n in range(max(1, min(AT_ONCE, len(chosen))))]
        as_it_is(chosen, grounds)
        survivors = hunt(chosen, grounds)
    minutes = (time.monotonic() - since) / 60
    print(f"{len(chosen) - len(survivors)} of {len(chosen)} caught in {minutes:.1f} minutes")
    return 1 if survivors else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
