"""`make test-days`: the tests that know time, at moments at which calendars like to surprise. `--brief`: CI's part.

Other words go to pytest: make test-days ARGS="tests/domain -x". A moment of one's own: TEST_NOW="2026-02-16 08:00".
"""

import os
import subprocess
import sys
import time
from typing import Final

MOMENTS: Final = {
    "2026-11-23 08:00": "Monday",
    "2026-11-25 23:59:50": "Wednesday, about to end",
    "2026-11-26 17:30": "Thursday evening",
    "2026-11-27 20:00": "Friday evening",
    "2026-11-28 12:00": "Saturday",
    "2026-11-29 00:00:01": "Sunday, just begun",
    "2026-11-30 23:59:50": "the end of a month",
    "2026-12-31 23:59:50": "the end of a year",
    "2026-01-01 00:00:10": "the first day of a year",
    "2024-02-29 09:30": "29 February, before the calendar begins",
    "2026-02-13 16:00": "the day before a Saturday that works and a long holiday",
    "2026-02-14 09:00": "a Saturday that works",
    "2026-09-20 10:00": "a Sunday that works",
    "2026-09-30 23:59:50": "the end of a quarter, and a long holiday begins",
    "2026-10-01 09:00": "in a long holiday",
    "2027-03-15 10:00": "a year that is not announced",
    "2028-02-29 15:00": "after the calendar's end",
}
BRIEF: Final = ("2026-02-13 16:00", "2026-11-28 12:00")
PASSING: Final = "2026-12-31 23:59:59.6"  # the year ends within a test; a page that was said to say "today" may not
FAST: Final = ("tests/domain", "tests/storage")
FEWER: Final = {"LANES_DOCUMENTS": "150", "LANES_LEAST": "1000", "VIEWS_DOCUMENTS": "100"}


def passes(moment: str, words: list[str]) -> bool:
    """Whether all that knows time is green when the tests' city begins at this moment."""
    since = time.monotonic()
    command = [sys.executable, "-m", "pytest", "-q", "--knowing-time", "-p", "no:cacheprovider", *words]
    code = subprocess.run(command, env=FEWER | os.environ | {"TEST_NOW": moment}, check=False).returncode
    verdict = "green" if code == 0 else "RED"
    seconds, what = time.monotonic() - since, MOMENTS.get(moment, "a moment of its own")
    print(f"{verdict:5} {moment:22} {what} ({seconds:.0f} s)", flush=True)
    return code == 0


def main(words: list[str]) -> int:
    brief, told, own = "--brief" in words, [word for word in words if word != "--brief"], os.environ.get("TEST_NOW")
    parts = told or (list(FAST) if brief else [])
    runs = [(moment, parts) for moment in ((own,) if own else BRIEF if brief else MOMENTS)]
    if not (own or told):
        runs.append((PASSING, list(FAST)))
    red = [moment for moment, parts in runs if not passes(moment, parts)]
    print(f"{len(runs) - len(red)} of {len(runs)} moments are green", *red, sep="\n  ")
    return 1 if red else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
