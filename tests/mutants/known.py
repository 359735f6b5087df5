"""The known ways to break reading: each a line of ours, and the same line as a tired colleague might have left it."""

from dataclasses import dataclass
from pathlib import Path

AGREE = "tests/views/test_both_lanes_agree.py"
TRUTH = "tests/views/test_views_tell_the_truth.py"
WRITES = "tests/api/test_hot_writes.py"
CROWD = "tests/views/test_crowd.py"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Mutant:
    """`before` stands once in the file; the tests must notice `after`."""

    name: str
    path: str
    before: str
    after: str
    tests: tuple[str, ...] = (AGREE, TRUTH)

    def fits(self, root: Path = ROOT) -> bool:
        return (root / self.path).read_text("utf-8").count(self.before) == 1

    def break_in(self, root: Path) -> None:
        path = root / self.path
        path.write_text(path.read_text("utf-8").replace(self.before, self.after), "utf-8")


MUTANTS = (
    Mutant(
        "mask lost in what is selected", "views/view.py", "return self.masks.get(role, self.sql)", "return self.sql"
    ),
    Mutant(
        "mask lost in the filter",
        "views/view.py",
        "        seen = member.seen_by(role)\n",
        "        seen = member.sql\n",
    ),
    Mutant(
        "reach lost in a page",
        "views/paging.py",
        'return where(self.view, self.sight, filters, self.reach or "false")',
        'return where(self.view, self.sight, filters, "true")',
    ),
    Mutant(
        "reach lost in the count",
        "views/paging.py",
        'rows = f"select from {self.view.table} {TABLE} where {self._where(filters)} limit {COUNTED}"',
        "rows = f\"select from {self.view.table} {TABLE} where {where(self.view, self.sight, filters, 'true')}\"",
    ),
    Mutant("reach lost in node", "views/paging.py", "and ({place(self.reach or 'false', TABLE)})", "and true"),
    Mutant(
        "reach lost in a join",
        "views/objects.py",
        'reach = "true" if member.through else other.reach(self.sight.role)',
        'reach = "true"',
    ),
    Mutant("one row too few of a page", "views/paging.py", "return self.first + 1", "return self.first"),
    Mutant("off by one below parents", "views/boards.py", "bisect_right(ids, place)", "bisect_right(ids, place - 1)"),
    Mutant(
        "order ignoring the role",
        "views/view.py",
        'return orders.get(role) or orders["*"]',
        'return orders["*"]',
    ),
    Mutant("cursor not bound to view and order", "api/ids.py", "rest & 0xFFFF == tag << 8 | order", "True"),
    Mutant("alias lost", "views/objects.py", 'f"{ask.key!r}: {self._told', 'f"{ask.name!r}: {self._told'),
    Mutant("wrong __typename", "views/objects.py", "return repr(view.name)", "return repr(self.view.name)"),
    Mutant(
        "role missing in the plan key",
        "api/lane.py",
        "asked.operation, context.actor.role, context.language, switches)",
        'asked.operation, "", context.language, switches)',
    ),
    Mutant(
        "language missing in the plan key",
        "api/lane.py",
        "asked.operation, context.actor.role, context.language, switches)",
        'asked.operation, context.actor.role, "", switches)',
    ),
    Mutant(
        "switches missing in the plan key",
        "api/lane.py",
        "asked.operation, context.actor.role, context.language, switches)",
        "asked.operation, context.actor.role, context.language, ())",
    ),
    Mutant(
        "operation missing in the plan key",
        "api/lane.py",
        "asked.operation, context.actor.role, context.language, switches)",
        "None, context.actor.role, context.language, switches)",
    ),
    Mutant("cost not counted", "api/lane.py", "operation.pricing.load(asked.variables).cost", "0"),
    Mutant(
        "price of the first page asked for every page",
        "api/pricing.py",
        "load = self.known.get(key)",
        "load = next(iter(self.known.values()), None)",
    ),
    Mutant(
        "arguments judged only where they are used",
        "api/plans.py",
        "for given in self.judged:",
        "for given in ():",
    ),
    Mutant(
        "a variable that was left out taken for null",
        "api/variables.py",
        "if value is Undefined and not required:\n            return default",
        "if value is Undefined and not required:\n            return None",
    ),
    Mutant(
        "null where there may be none",
        "api/variables.py",
        "return value if value is not None or may_be_null else _fitting(Undefined)",
        "return value",
    ),
    Mutant(
        "fields of one type taken for those of another place",
        "api/plans.py",
        "key = (type_.name, *[id(found.node) for found in details])",
        "key = (type_.name,)",
    ),
    Mutant(
        "a write handed on after it began",
        "api/lane.py",
        "return answers.executed(None, [error], question.cost, context.language, media)",
        "return None",
        (WRITES,),
    ),
    Mutant(
        "the rater's own rating read as somebody else",
        "api/filling.py",
        "who = row.actor or self.who",
        "who = self.who",
        (WRITES, "tests/api/test_evaluations.py"),
    ),
    Mutant(
        "refusals of one role told to another",
        "api/acting.py",
        "        except Forbidden:\n            raise\n",
        "",
        (WRITES,),
    ),
    Mutant(
        "everybody of a batch reads the row of whoever came first",
        "views/crowd.py",
        "rows = await reading.fetch(self.sql, [one.id for one in waiting], *askers)",
        "rows = await reading.fetch(self.sql, [waiting[0].id for one in waiting], *askers)",
        (CROWD,),
    ),
    Mutant(
        "reach lost where many read at once",
        "views/crowd.py",
        'f"{self.objects.joined} where ({reach})"',
        'f"{self.objects.joined} where true"',
        (CROWD,),
    ),
)
