"""The known ways to tell too much: figures of few people, and ratings shown to whoever was rated."""

from tests.mutants.mutant import Mutant

FEW = "tests/views/test_disclosure.py"
OPEN_DATA = "tests/citizen_ui/test_open_data.py"
WITHHOLDING = "tests/citizen_ui/test_withholding.py"
PAGES = "tests/citizen_ui/test_board_scope.py"
CLERK = "tests/api/test_moderation.py"
SCORES = "tests/api/test_appraisals.py"
BATCHES = "tests/domain/test_releasing.py"

MUTANTS = (
    Mutant(
        "only what is small itself withheld",
        "views/disclosure.py",
        "while within and not _is_safe([series[part] for part in within]):",
        "while False:",
        (FEW,),
    ),
    Mutant("four are enough", "views/disclosure.py", "FEWEST: Final = 5", "FEWEST: Final = 4", (FEW,)),
    Mutant("five are too few", "views/disclosure.py", "FEWEST: Final = 5", "FEWEST: Final = 6", (FEW,)),
    Mutant(
        "the parts of what is withheld told",
        "views/disclosure.py",
        "        found.update(parts)\n",
        "        pass\n",
        (FEW,),
    ),
    Mutant(
        "the whole told where nobody keeps company",
        "views/disclosure.py",
        "found.update((whole, *parts))",
        "found.update(parts)",
        (FEW,),
    ),
    Mutant(
        "any company taken for enough",
        "views/disclosure.py",
        "return bool(others) and all(",
        "return bool(others) or all(",
        (FEW,),
    ),
    Mutant(
        "one time taken for all",
        "views/disclosure.py",
        "    if not times:\n",
        "    if True:\n",
        (FEW,),
    ),
    Mutant(
        "what a year withholds told by months",
        "views/publishing.py",
        "*(coarser.missing[family] if coarser else ()),",
        "",
        (f"{WITHHOLDING}::test_what_a_year_withholds_no_month_tells",),
    ),
    Mutant(
        "a question of few told",
        "views/publishing.py",
        "(None, None) if scope in missing else (ratings, bad)",
        "(ratings, bad)",
        (f"{WITHHOLDING}::test_a_question_that_few_answered_badly_is_not_told",),
    ),
    Mutant(
        "today told below a district",
        "views/publishing.py",
        "key, yesterday = (step, first), city.today - timedelta(days=1)",
        "key, yesterday = (step, first), city.today",
        (f"{PAGES}::test_a_district_is_told_live_and_an_item_up_to_yesterday",),
    ),
    Mutant(
        "a withheld count in the file",
        "views/publishing.py",
        'return None if {"bad": "opinion"}.get(part, part) in self.hidden else self.counts[part]',
        "return self.counts[part]",
        (f"{OPEN_DATA}::test_too_few_are_a_star_and_null_with_its_name_in_json",),
    ),
    Mutant(
        "a withheld rate in the file",
        "citizen_ui/open_data.py",
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
        "views/scopes.py",
        "where staff_id = :staff and shown_to_staff_on is not null",
        "where staff_id = :staff",
        ("tests/views/test_views_tell_the_truth.py", BATCHES),
    ),
    Mutant(
        "a score told before its ratings",
        "domain/policy.py",
        "{SETTLED} and {{t}}.staff_id = :staff and {ALL_SHOWN}",
        "{SETTLED} and {{t}}.staff_id = :staff",
        ("tests/admin/test_appraisals.py::test_the_person_sees_the_own_score_once_every_rating_behind_it_was_shown",),
    ),
)
