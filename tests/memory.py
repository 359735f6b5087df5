"""Whatever the tests make lives in memory where there is room for it: nothing of it outlives the run.

Each test has a database of its own, a copy of some hundred small files: 30 ms in memory, 130 ms and more on a disk.
"""

import os
import shutil
import tempfile
from pathlib import Path

PLACE = Path("/dev/shm")
ROOM = 4 << 30  # bytes; the write-ahead log of one server may grow to one gigabyte


def use() -> None:
    """From now on temporary files are made in memory, by the programs we start as well. Somebody's own TMPDIR stays."""
    if "TMPDIR" not in os.environ and PLACE.is_dir() and shutil.disk_usage(PLACE).free > ROOM:
        os.environ["TMPDIR"] = str(PLACE)
        tempfile.tempdir = None
