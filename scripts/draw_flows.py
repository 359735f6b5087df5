"""Draw the table of moves as docs/flows.md. `--check` only compares."""

import sys
from pathlib import Path

from domain.work_orders.flow import FLOW, WORDS

PAGE = Path("docs/flows.md")
INTRO = """# Flows

Generated from `domain/work_orders/flow.py` by `python scripts/draw_flows.py`; a test compares. Do not edit.

## Work order (domain rules: states and moves)

"""


def draw() -> str:
    """A mermaid drawing and the same moves as a table."""
    return INTRO + _drawing() + "\n" + _table()


def _drawing() -> str:
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> DISPATCHED: dispatch"]
    lines += [f"    {s.value}: {s.value} {WORDS[s]}" for s in WORDS]
    lines += [
        f"    {source.value} --> {move.target.value}: {name}"
        for name, move in FLOW.moves.items()
        for source in sorted(move.sources)
    ]
    return "\n".join([*lines, "    CLOSED --> [*]", "    VOIDED --> [*]", "```", ""])


def _table() -> str:
    head = "| move | 中文 | from | to | by |\n| --- | --- | --- | --- | --- |\n"
    rows = [
        f"| `{name}` | {move.name} | {', '.join(sorted(move.sources))} | {move.target} | {_by(move.by)} |"
        for name, move in FLOW.moves.items()
    ]
    return head + "\n".join(rows) + "\n"


def _by(roles: frozenset[str]) -> str:
    return ", ".join(sorted(roles)) or "not open yet"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if PAGE.read_text() == draw() else "docs/flows.md is old: run python scripts/draw_flows.py")
    PAGE.write_text(draw())
