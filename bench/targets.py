"""What the product promises, as ratios in one run; the honest note beside each says what the other does not have."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Target:
    """Ours divided by theirs, at least."""

    question: str
    against: str
    least: float


TARGETS: Final = (
    Target("point", "postgraphile", 4.0),
    Target("point", "mercurius", 2.0),
    Target("point", "strawberry", 50.0),
    Target("point", "pgbench-json", 0.9),
    Target("list", "postgraphile", 3.0),
    Target("list", "mercurius", 3.0),
    Target("list", "mercurius-cached", 1.2),
    Target("list", "strawberry", 45.0),
    Target("list", "pgbench-flat", 0.3),
    Target("board", "postgraphile", 5.0),
    Target("board", "mercurius", 1.8),
    Target("board", "strawberry", 40.0),
    Target("board", "pgbench-flat", 0.35),
    Target("submit-32", "postgraphile", 1.5),
    Target("submit-32", "mercurius", 1.0),
    Target("submit-32", "strawberry", 15.0),
    Target("submit-32", "pgbench-insert", 0.9),
    Target("fanout", "mercurius", 2.0),
    Target("fanout", "strawberry", 12.0),
)


def target(question: str, against: str) -> float | None:
    return next((t.least for t in TARGETS if (t.question, t.against) == (question, against)), None)
