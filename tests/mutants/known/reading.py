"""The known ways to break what is read: masks, reach, pages, references, connections."""

from tests.mutants.mutant import Mutant

LANE = "tests/api/test_lane.py"
REFERENCES = "tests/views/test_references.py"
CONNECTIONS = "tests/storage/test_reading.py"
VISITS = "tests/views/test_visits_rated.py"
STATEMENTS = "tests/views/test_statements.py"

MUTANTS = (
    Mutant(
        "mask lost in what is selected",
        "views/compiling/member.py",
        "return self.masks.get(LIKE.get(role, role), self.sql)",
        "return self.sql",
    ),
    Mutant(
        "mask lost in the filter",
        "views/compiling/view.py",
        "        seen = member.seen_by(role)\n",
        "        seen = member.sql\n",
    ),
    Mutant(
        "reach lost in a page",
        "views/compiling/paging.py",
        'return where(self.view, self.sight, filters, self.reach or "false")',
        'return where(self.view, self.sight, filters, "true")',
    ),
    Mutant(
        "reach lost in the count",
        "views/compiling/paging.py",
        'rows = f"select from {self.view.table} {TABLE} where {self._where(filters)} limit {COUNTED}"',
        "rows = f\"select from {self.view.table} {TABLE} where {where(self.view, self.sight, filters, 'true')}\"",
    ),
    Mutant(
        "reach lost in node", "views/compiling/paging.py", "and ({place(self.reach or 'false', TABLE)})", "and true"
    ),
    Mutant(
        "reach lost in a join",
        "views/compiling/objects.py",
        'reach = "true" if member.through else other.reach(self.sight.role)',
        'reach = "true"',
    ),
    Mutant("one row too few of a page", "views/compiling/judging.py", "return self.first + 1", "return self.first"),
    Mutant(
        "off by one below parents",
        "views/figures/boards/boards.py",
        "bisect_right(ids, place)",
        "bisect_right(ids, place - 1)",
    ),
    Mutant(
        "order ignoring the role",
        "views/compiling/view.py",
        'return orders.get(role) or orders["*"]',
        'return orders["*"]',
    ),
    Mutant(
        "cursor not bound to view and order", "views/compiling/sealing.py", "rest & 0xFFFF == tag << 8 | order", "True"
    ),
    Mutant("alias lost", "views/compiling/objects.py", 'f"{ask.key!r}: {self._told', 'f"{ask.name!r}: {self._told'),
    Mutant("wrong __typename", "views/compiling/objects.py", "return repr(view.name)", "return repr(self.view.name)"),
    Mutant(
        "mask lost in a list below",
        "views/compiling/objects.py",
        'return "[]" if member.is_list else "None"\n        return TELL',
        'return "[]" if member.is_list and not isinstance(member, Many) else "None"\n        return TELL',
    ),
    Mutant(
        "rows of others in a list below",
        "views/compiling/links.py",
        "and {place(member.where, TABLE)} order by",
        "order by",
    ),
    Mutant(
        "reach asked of what is reached through its parent",
        "views/compiling/objects.py",
        'reach = "true" if member.through else other.reach(self.sight.role)',
        "reach = other.reach(self.sight.role)",
    ),
    Mutant(
        "an id of anybody's making taken for ours",
        "views/compiling/sealing.py",
        "return (tag, row) if tag <= LARGEST_TAG else None",
        "return tag & LARGEST_TAG, row",
    ),
    Mutant(
        "a count that nobody asked",
        "views/compiling/paging.py",
        "if self.connection.is_counted else None",
        "if True else None",
    ),
    Mutant(
        "a statement for no parents",
        "views/compiling/links.py",
        "        if parents:\n",
        "        if True:\n",
        (STATEMENTS,),
    ),
    Mutant(
        "a row that memory does not know never loaded",
        "views/compiling/references.py",
        "if not force and city.position >= 0:",
        "if city.position >= 0:",
        (REFERENCES, LANE),
    ),
    Mutant(
        "the old name told after a rename",
        "views/compiling/references.py",
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
        "the first of several values taken for all",
        "views/compiling/judging.py",
        "isinstance(value, list) and len(value) == 1) for",
        "isinstance(value, list) and len(value) > 0) for",
    ),
    Mutant(
        "what an asker has is nothing to the statement",
        "views/compiling/statement.py",
        "return tuple([name for name, value in given if value is None])",
        "return tuple([name for name, value in given])",
        (STATEMENTS, "tests/views/test_views_tell_the_truth.py"),
    ),
    Mutant(
        "tags of every rating",
        "views/nouns/evaluation.py",
        "from evaluation_tag g where g.evaluation_id = {t}.id order by",
        "from evaluation_tag g order by",
        ("tests/views/test_views_tell_the_truth.py",),
    ),
    Mutant(
        "somebody who sits at a desk reads the own figures there",
        "views/figures/disclosure/people.py",
        "rule is not None and (actor.role in RATED or not is_own) and rule(",
        "rule is not None and rule(",
        ("tests/api/test_disclosure.py::test_nobody_reads_the_own_figures_from_another_desk",),
    ),
    Mutant(
        "a late rating counted as a visit of its own day",
        "domain/tallies.py",
        'self.days[scope, visited_on, scope_id, "rated"] += sign',
        'self.days[scope, rated_on, scope_id, "rated"] += sign',
        (f"{VISITS}::test_a_late_rating_is_added_to_the_day_of_its_visit",),
    ),
    Mutant(
        "a void rating that leaves its visit rated",
        "domain/tallies.py",
        'self.days[scope, visited_on, scope_id, "rated"] += sign',
        'self.days[scope, visited_on, scope_id, "rated"] += max(sign, 0)',
        (f"{VISITS}::test_a_rating_that_is_void_leaves_the_visit_unrated",),
    ),
    Mutant(
        "a late rating seen before its batch",
        "views/figures/disclosure/people.py",
        "last=min(period.last, seen), seen=seen)",
        "last=min(period.last, seen))",
        (f"{VISITS}::test_the_rated_person_learns_of_a_late_rating_with_its_batch",),
    ),
    Mutant(
        "a value above the axis drawn at its edge",
        "web/charts/multiples.py",
        "HEIGHT * value / top, 2)",
        "HEIGHT * min(value, top) / top, 2)",
        ("tests/web/test_charts.py::test_every_point_of_a_curve_stands_at_its_value_or_is_marked_as_beyond",),
    ),
    Mutant(
        "counts asked for a frame that is not shown",
        "admin_ui/frame.py",
        "    if not templating.in_pieces(request, block):\n",
        "    if True:\n",
        ("tests/admin/test_statements.py",),
    ),
    Mutant(
        "a count asked by the frame and by the page",
        "admin_ui/workload.py",
        "if (view, member) not in self._known:",
        "if True:",
        ("tests/admin/test_statements.py",),
    ),
)
