"""The known ways to break reading: each a line of ours, and the same line as a tired colleague might have left it."""

from dataclasses import dataclass
from pathlib import Path

AGREE = "tests/views/test_both_lanes_agree.py"
TRUTH = "tests/views/test_views_tell_the_truth.py"
WRITES = "tests/api/test_hot_writes.py"
CROWD = "tests/views/test_crowd.py"
LANE = "tests/api/test_lane.py"
ACCESS = "tests/api/test_access.py"
BATCHES = "tests/api/test_batching.py"
REFERENCES = "tests/views/test_references.py"
CONNECTIONS = "tests/storage/test_reading.py"
STATEMENTS = "tests/views/test_statements.py"
CONTENTION = "tests/domain/test_contention.py"
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Mutant:
    """`before` stands once in the file; the tests must notice `after`."""

    name: str
    path: str
    before: str
    after: str
    tests: tuple[str, ...] = (AGREE, TRUTH)

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


MUTANTS = (
    Mutant(
        "mask lost in what is selected",
        "views/view.py",
        "return self.masks.get(LIKE.get(role, role), self.sql)",
        "return self.sql",
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
    Mutant("one row too few of a page", "views/judging.py", "return self.first + 1", "return self.first"),
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
    Mutant(
        "mask lost in a list below",
        "views/objects.py",
        'return "[]" if member.is_list else "None"\n        return TELL',
        'return "[]" if member.is_list and not isinstance(member, Many) else "None"\n        return TELL',
    ),
    Mutant(
        "rows of others in a list below",
        "views/links.py",
        "and {place(member.where, TABLE)} order by",
        "order by",
    ),
    Mutant(
        "reach asked of what is reached through its parent",
        "views/objects.py",
        'reach = "true" if member.through else other.reach(self.sight.role)',
        "reach = other.reach(self.sight.role)",
    ),
    Mutant(
        "an id of anybody's making taken for ours",
        "api/ids.py",
        "return (tag, row) if tag <= LARGEST_TAG else None",
        "return tag & LARGEST_TAG, row",
    ),
    Mutant(
        "a count that nobody asked", "views/paging.py", "if self.connection.is_counted else None", "if True else None"
    ),
    Mutant(
        "a statement for no parents",
        "views/links.py",
        "        if parents:\n",
        "        if True:\n",
        (STATEMENTS,),
    ),
    Mutant(
        "a row that memory does not know never loaded",
        "views/references.py",
        "if not force and city.position >= 0:",
        "if city.position >= 0:",
        (REFERENCES, LANE),
    ),
    Mutant(
        "the old name told after a rename",
        "views/references.py",
        "            filling.clear()\n",
        "            pass\n",
        (REFERENCES,),
    ),
    Mutant(
        "a connection kept by a reading that was cancelled",
        "storage/reading.py",
        "        except BaseException:\n            self._replace(connection)\n",
        "        except BaseException:\n",
        (CONNECTIONS,),
    ),
    Mutant(
        "a connection kept by who was cancelled while it came",
        "storage/reading.py",
        "            if future.done() and not future.cancelled() and future.exception() is None:\n",
        "            if not future.done():\n",
        (CONNECTIONS,),
    ),
    Mutant(
        "a write tried again when nobody knows",
        "api/acting.py",
        "            return await ACTIONS[self.name](context, **arguments)\n        except Forbidden:",
        "            try:\n                return await ACTIONS[self.name](context, **arguments)\n"
        "            except Exception:\n                return await ACTIONS[self.name](context, **arguments)\n"
        "        except Forbidden:",
        (WRITES,),
    ),
    Mutant(
        "a write that fits no argument handed to nobody",
        "api/lane.py",
        "return None  # nothing has begun: the ordinary lane words it",
        "raise",
        (WRITES,),
    ),
    Mutant(
        "a lost connection taken for a bad row",
        "api/batching.py",
        "elif is_outage(error):",
        "elif is_outage(error) and len(batch) == 1:",
        (BATCHES,),
    ),
    Mutant(
        "neighbours at fault with the poisoned one",
        "api/batching.py",
        "                await self._commit(half)\n",
        "                _fail(half, error)\n",
        (WRITES,),
    ),
    Mutant(
        "written for who had left before",
        "api/batching.py",
        "            if not entry.future.done():\n                if batch",
        "            if True:\n                if batch",
        (WRITES, BATCHES),
    ),
    Mutant(
        "one client's events recorded in another's name",
        "api/batches.py",
        "apart=lambda report: report.by",
        "apart=lambda report: None",
        (WRITES,),
    ),
    Mutant("any number may wait", "api/batching.py", "> self.most:", "> 10**9:", (BATCHES,)),
    Mutant(
        "the outbox left out of a batch",
        "domain/outbox.py",
        "for by, happenings in told for happening",
        "for by, happenings in told[1:] for happening",
        (WRITES,),
    ),
    Mutant(
        "tallies in the order of coming",
        "domain/tallies.py",
        "for key in sorted(rows)]",
        "for key in rows]",
        (CONTENTION,),
    ),
    Mutant(
        "tallies doubled",
        "domain/tallies.py",
        "{c} = {table}.{c} + excluded.{c}",
        "{c} = {table}.{c} + 2 * excluded.{c}",
        (WRITES,),
    ),
    Mutant(
        "steps that lock in the order of their company",
        "storage/together.py",
        "in enumerate(numbered, 1)",
        "in enumerate(numbered[::-1] if len(numbered) > 4 else numbered, 1)",
        (CONTENTION,),
    ),
    Mutant(
        "a sweep that waits for whoever moves an order",
        "domain/work_orders/expiring.py",
        "for update skip locked",
        "for update",
        (CONTENTION,),
    ),
    Mutant(
        "the first of several values taken for all",
        "views/judging.py",
        "isinstance(value, list) and len(value) == 1) for",
        "isinstance(value, list) and len(value) > 0) for",
    ),
    Mutant(
        "each of a burst looked up alone",
        "api/access.py",
        "if (asking := self.asking.get(digest)) is None:",
        "if (asking := None) is None:",
        (ACCESS,),
    ),
    Mutant("documents without end", "api/documents.py", "if len(self.known) > self.remembered:", "if False:", (LANE,)),
    Mutant("plans without end", "api/lane.py", "if len(known) > most:", "if False:", (LANE,)),
    Mutant("a plan at first sight", "api/lane.py", "if key not in self.glimpsed:", "if False:", (LANE,)),
)
