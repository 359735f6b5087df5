"""The known ways to tell too much: figures of few people, and ratings shown to whoever was rated."""

from tests.mutants.mutant import Mutant

APART = "tests/domain/board/test_nobody_is_told_apart.py"
CLOSING = "tests/domain/board/test_closing.py"
DOORS = "tests/api/test_disclosure.py"
OPEN_DATA = "tests/citizen_ui/test_open_data.py"
KNOWS = "test_a_rated_person_knows_the_own_figures_until_the_last_batch"
CLERK = "tests/api/test_moderation.py"
SCORES = "tests/api/test_appraisals.py"
BATCHES = "tests/domain/test_releasing.py"

MUTANTS = (
    Mutant("four are enough", "domain/figures.py", "FEWEST: Final = 5", "FEWEST: Final = 4", (APART,)),
    Mutant("five are too few", "domain/figures.py", "FEWEST: Final = 5", "FEWEST: Final = 6", (CLOSING,)),
    Mutant(
        "one alone keeps silent",
        "domain/board/batches.py",
        "if not silent or (len(silent) >= COMPANY",
        "if True or (len(silent) >= COMPANY",
        (APART,),
    ),
    Mutant(
        "the parts of what is silent told",
        "domain/board/batches.py",
        "        found.difference_update(parts)\n",
        "        pass\n",
        (APART,),
    ),
    Mutant(
        "a family told on days that the one around it is not",
        "domain/board/batches.py",
        "and (may is None or scope in may)",
        "",
        (APART,),
    ),
    Mutant(
        "the levels told without the opinion",
        "domain/board/families.py",
        'Family("levels", LEVELS, within="opinion", is_split=True)',
        'Family("levels", LEVELS, is_split=True)',
        (APART,),
    ),
    Mutant(
        "what shrank told",
        "domain/board/batches.py",
        "all(n == 0 or n >= FEWEST for n in growth)",
        "all(n <= 0 or n >= FEWEST for n in growth)",
        (CLOSING,),
    ),
    Mutant(
        "part of a batch told",
        "views/figures/disclosure/batches.py",
        "and b.scope_id = {id} and b.day >= :before",
        "and b.scope_id = {id} and b.day >= :before::date - 1",
        (DOORS,),
    ),
    Mutant(
        "a stranger watches an agency",
        "views/figures/disclosure/knowing.py",
        "return actor.role == policy.HEAD and",
        "return actor.role != policy.HEAD or",
        (DOORS,),
    ),
    Mutant(
        "a desk watches the whole that the own person is part of",
        "views/figures/disclosure/knowing.py",
        "    if actor.staff is not None:\n        return False\n",
        "",
        (DOORS,),
    ),
    Mutant(
        "a rated person's wholes beyond the last batch",
        "views/figures/disclosure/knowing.py",
        "        last = min(last, await last_shown(asking))\n",
        "        pass\n",
        (DOORS,),
    ),
    Mutant(
        "administrators told of a district",
        "views/figures/disclosure/knowing.py",
        "actor.role in (policy.ADMINISTRATOR, policy.SECURITY)",
        "actor.role in (policy.ADMINISTRATOR,)",
        (DOORS,),
    ),
    Mutant(
        "a person told from few ratings",
        "domain/figures.py",
        "ENOUGH: Final = 30",
        "ENOUGH: Final = 29",
        (DOORS,),
    ),
    Mutant(
        "the splits of a district live",
        "views/figures/boards/reckoning.py",
        "wanted = self._split if is_large(kind) else self.parts",
        "wanted = [] if is_large(kind) else self.parts",
        (DOORS,),
    ),
    Mutant(
        "part of a period in the file",
        "views/figures/public/publishing.py",
        "if days == (self.first, self.last)}",
        "if days}",
        (f"{OPEN_DATA}::test_a_year_whose_last_days_are_not_told_yet_is_no_number",),
    ),
    Mutant(
        "a withheld count in the file",
        "views/figures/public/publishing.py",
        'return None if {"bad": "opinion", "events": "visits"}.get(part, part) in self.hidden else self.counts[part]',
        "return self.counts[part]",
        (f"{OPEN_DATA}::test_too_few_are_a_star_and_null_with_its_name_in_json",),
    ),
    Mutant(
        "a withheld rate in the file",
        "citizen_ui/board/rows.py",
        "return HIDDEN if hidden else None if value is None else round(value, decimals)",
        "return None if value is None else round(value, decimals)",
        (f"{OPEN_DATA}::test_too_few_are_a_star_and_null_with_its_name_in_json",),
    ),
    Mutant(
        "a clerk sees what is six days old",
        "domain/evaluations/releasing.py",
        "rated_on <= city_today() - $1::int\n",
        "rated_on <= city_today() - $1::int + 1\n",
        (BATCHES,),
    ),
    Mutant(
        "a clerk sees four",
        "domain/evaluations/releasing.py",
        "having count(*) >= $2",
        "having count(*) >= $2 - 1",
        (BATCHES,),
    ),
    Mutant(
        "the young shown with the old",
        "domain/evaluations/releasing.py",
        "from locked where evaluation.id = locked.id",
        "from locked where evaluation.id >= locked.id",
        (BATCHES,),
    ),
    Mutant(
        "a clerk sees what no batch has shown",
        "domain/policy.py",
        '"{t}.staff_id = :staff and {t}.shown_to_staff_on is not null"',
        '"{t}.staff_id = :staff"',
        (f"{CLERK}::test_moderating_one_of_them_shows_it_no_sooner",),
    ),
    Mutant(
        "figures of a person beyond the last batch",
        "views/figures/disclosure/knowing.py",
        "where staff_id = :staff and shown_to_staff_on is not null",
        "where staff_id = :staff",
        (f"{DOORS}::test_a_desk_of_a_rated_person_stops_where_the_own_figures_stop", f"{DOORS}::{KNOWS}"),
    ),
    Mutant(
        "a score told before its ratings",
        "domain/policy.py",
        "{SETTLED} and {{t}}.staff_id = :staff and {ALL_SHOWN}",
        "{SETTLED} and {{t}}.staff_id = :staff",
        ("tests/admin/test_appraisals.py::test_the_person_sees_the_own_score_once_every_rating_behind_it_was_shown",),
    ),
    Mutant(
        "a district's share of one case told in the API",
        "views/figures/boards/reckoning.py",
        "            if few := untold(kind, known):\n",
        "            if (few := untold(kind, known)) and False:\n",
        (f"{DOORS}::test_of_a_district_no_share_of_one_to_four_cases_is_told",),
    ),
    Mutant(
        "a district's share of one case told in a file",
        "views/figures/public/publishing.py",
        "figures(self.counts, self.hidden, untold(self.scope[0], self.counts))",
        "figures(self.counts, self.hidden)",
        (f"{OPEN_DATA}::test_of_a_district_no_share_of_one_to_four_cases_is_in_the_file",),
    ),
)
