"""The known ways to break what is written: batches, retries, locks, tallies, the outbox."""

from tests.mutants.mutant import Mutant

WRITES = "tests/api/test_hot_writes.py"
TERMS = "tests/domain/test_terms.py"
CROWD = "tests/views/test_crowd.py"
BATCHES = "tests/api/test_batching.py"
CONTENTION = "tests/domain/test_contention.py"

MUTANTS = (
    Mutant(
        "a move that meets no term",
        "domain/work_orders/moving.py",
        "if met := FLOW.moves[name].meets:",
        "if met := None:",
        (TERMS,),
    ),
    Mutant(
        "the system signs only while the term runs",
        "domain/moves/flow.py",
        "return role in self.by or (self.is_by_lapse and role == SYSTEM)",
        "return role in self.by",
        (TERMS,),
    ),
    Mutant(
        "a write handed on after it began",
        "api/lane/lane.py",
        "return answers.executed(None, [error], question.cost, context.language, media)",
        "return None",
        (WRITES,),
    ),
    Mutant(
        "the rater's own rating read as somebody else",
        "api/executing/filling.py",
        "who = row.actor or self.who",
        "who = self.who",
        (WRITES, "tests/api/test_evaluations.py"),
    ),
    Mutant(
        "refusals of one role told to another",
        "api/lane/acting.py",
        "        except Forbidden:\n            raise\n",
        "",
        (WRITES,),
    ),
    Mutant(
        "everybody of a batch reads the row of whoever came first",
        "views/compiling/crowd.py",
        "rows = await reading.fetch(self.sql, [one.id for one in waiting], *askers)",
        "rows = await reading.fetch(self.sql, [waiting[0].id for one in waiting], *askers)",
        (CROWD,),
    ),
    Mutant(
        "reach lost where many read at once",
        "views/compiling/crowd.py",
        'f"{self.objects.joined} where ({reach})"',
        'f"{self.objects.joined} where true"',
        (CROWD,),
    ),
    Mutant(
        "a write tried again when nobody knows",
        "api/lane/acting.py",
        "            return await ACTIONS[self.name](context, **arguments)\n        except Forbidden:",
        "            try:\n                return await ACTIONS[self.name](context, **arguments)\n"
        "            except Exception:\n                return await ACTIONS[self.name](context, **arguments)\n"
        "        except Forbidden:",
        (WRITES,),
    ),
    Mutant(
        "a write that fits no argument handed to nobody",
        "api/lane/lane.py",
        "return None  # nothing has begun: the ordinary lane words it",
        "raise",
        (WRITES,),
    ),
    Mutant(
        "a lost connection taken for a bad row",
        "api/batching/gathering.py",
        "elif is_outage(error):",
        "elif is_outage(error) and len(batch) == 1:",
        (BATCHES,),
    ),
    Mutant(
        "neighbours at fault with the poisoned one",
        "api/batching/gathering.py",
        "                await self._commit(half)\n",
        "                _fail(half, error)\n",
        (WRITES,),
    ),
    Mutant(
        "written for who had left before",
        "api/batching/gathering.py",
        "            if not entry.future.done():\n                if batch",
        "            if True:\n                if batch",
        (WRITES, BATCHES),
    ),
    Mutant(
        "one client's events recorded in another's name",
        "api/batching/batches.py",
        "apart=lambda report: report.by",
        "apart=lambda report: None",
        (WRITES,),
    ),
    Mutant("any number may wait", "api/batching/gathering.py", "> self.most:", "> 10**9:", (BATCHES,)),
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
        "in enumerate(numbered[::-1] if len(numbered) > 5 else numbered, 1)",
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
        "a note that does not ask its row",
        "domain/work_orders/moving.py",
        "    target(name, before, by=by)\n    await enter",
        "    await enter",
        ("tests/domain/test_work_orders.py",),
    ),
    Mutant(
        "a reminder that takes the pen from the officer",
        "domain/work_orders/supervising.py",
        'await order.save(update_fields=["urged"])',
        "await moving.save(order)",
        ("tests/domain/test_work_orders.py",),
    ),
    Mutant(
        "an order urged for the lateness of its neighbours",
        "domain/work_orders/expiring.py",
        "as t (id, times) where o.id = t.id\n",
        "as t (id, times)\n",
        ("tests/domain/test_terms.py",),
    ),
    Mutant(
        "a commit that was not answered told as not saved",
        "storage/transactions.py",
        "    with _answered(connection):\n        await begun.commit()",
        "    await begun.commit()",
        ("tests/storage/test_transactions.py",),
    ),
    Mutant(
        "FATAL amid a commit taken for a refusal",
        "storage/transactions.py",
        'return told == "ERROR" or',
        "return told is not None or",
        ("tests/storage/test_transactions.py",),
    ),
    Mutant(
        "a rating left unsettled meets a closed door",
        "citizen_ui/rating/page.py",
        'said = unsettled.recall(draft.submission(request.path_params["proof"], PUBLIC))',
        'said = draft.submission(request.path_params["proof"], PUBLIC)',
        ("tests/citizen_ui/test_unsettled.py",),
    ),
)
