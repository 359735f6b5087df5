"""Draw the table of moves as docs/flows.md. `--check` only compares."""

import sys
from pathlib import Path

from domain.moves.flow import Move
from domain.moves.work_orders import MOVES, WORDS
from domain.words import WorkOrderState

PAGE = Path("docs/flows.md")
INTRO = """# Flows

Generated from `domain/moves/work_orders.py` by `python scripts/draw_flows.py`; a test compares. Do not edit.

## Work order (domain rules: states and moves)

"""


def draw() -> str:
    """A mermaid drawing and the same moves as a table."""
    return INTRO + _drawing() + "\n" + _table()


def _drawing() -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {MOVES['dispatch'].target}: dispatch"]
    lines += [f"    {s.value}: {s.value} {WORDS[s]}" for s in WORDS]
    lines += [
        f"    {source.value} --> {move.target}: {name}"
        for name, move in MOVES.items()
        for source in sorted(move.sources)
        if move.target is not None
    ]
    return "\n".join([*lines, "    CLOSED --> [*]", "    VOIDED --> [*]", "```", ""])


def _table() -> str:
    head = (
        "| move | 中文 | from | to | action | by | event | meets |\n| --- | --- | --- | --- | --- | --- | --- | --- |\n"
    )
    return head + "\n".join(_row(name, move) for name, move in MOVES.items()) + "\n"


def _row(name: str, move: Move[WorkOrderState]) -> str:
    told = (
        f"`{name}`", move.name, ", ".join(sorted(move.sources)) or "nothing", move.target or "the same",
        f"`{move.action}`" if move.action else "follows", _by(move), f"`{move.event}`", move.meets or "",
    )  # fmt: skip
    return f"| {' | '.join(map(str, told))} |"


def _by(move: Move[WorkOrderState]) -> str:
    roles = [*sorted(move.by), *(["SYSTEM, when the term runs out"] if move.is_by_lapse else [])]
    return ", ".join(roles) or "not open yet"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text() == draw() else "docs/flows.md is old: run python scripts/draw_flows.py")
    PAGE.write_text(draw())
