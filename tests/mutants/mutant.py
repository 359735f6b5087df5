"""A mutant: a line of ours, and the same line as a tired colleague might have left it."""

from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
LANES = ("tests/views/test_both_lanes_agree.py", "tests/views/test_views_tell_the_truth.py")


@dataclass(frozen=True)
class Mutant:
    """`before` stands once in the file; the tests must notice `after`."""

    name: str
    path: str
    before: str
    after: str
    tests: tuple[str, ...] = LANES

    def unfit(self, root: Path = ROOT) -> str | None:
        """Why it no longer fits the code, for whoever changed the code; None: it fits."""
        path = root / self.path
        times = path.read_text("utf-8").count(self.before) if path.exists() else 0
        if times == 1:
            return None
        return f"{self.name}: this stands {times} times in {self.path}, not once:\n{self.before}"

    def break_in(self, root: Path) -> None:
        path = root / self.path
        path.write_text(path.read_text("utf-8").replace(self.before, self.after), "utf-8")
