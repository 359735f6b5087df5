"""The known ways to score somebody wrongly: weights, periods, what counts, what is frozen."""

from tests.mutants.mutant import Mutant

BY_HAND = "tests/domain/appraisals/test_by_hand.py"
PLANS = "tests/domain/appraisals/test_plans.py"
PERIODS = "tests/domain/appraisals/test_periods.py"
FEW = "tests/domain/appraisals/test_few_facts.py"
COUNTED = "tests/domain/appraisals/test_counting.py"
SUMS = "tests/domain/appraisals/test_arithmetic.py"

MUTANTS = (
    Mutant(
        "weights that sum to 99",
        "domain/appraisals/checking.py",
        "    if whole != WHOLE:\n",
        "    if whole > WHOLE:\n",
        (f"{PLANS}::test_weights_that_sum_to_99_are_refused_saying_by_how_much",),
    ),
    Mutant(
        "two plans on one day",
        "domain/appraisals/plans.py",
        "if taken is not None:",
        "if False:",
        (f"{PLANS}::test_two_plans_of_one_kind_on_one_day_are_refused_by_rule_and_by_wall",),
    ),
    Mutant(
        "a plan adopted by its author",
        "domain/appraisals/plans.py",
        'if row["author_id"] == by.id:',
        "if False:",
        (f"{PLANS}::test_whoever_wrote_a_plan_cannot_adopt_it",),
    ),
    Mutant(
        "a plan adopted that was changed meanwhile",
        "domain/appraisals/plans.py",
        'if row["changed_at"] != seen:',
        "if False:",
        (f"{PLANS}::test_a_plan_changed_since_it_was_read_is_not_adopted",),
    ),
    Mutant(
        "a plan whose month has begun",
        "domain/appraisals/checking.py",
        "if first <= await clock.today():",
        "if first < (await clock.today()).replace(day=1):",
        (f"{PLANS}::test_a_plan_whose_day_has_come_is_too_late_to_adopt",),
    ),
    Mutant(
        "the oldest plan in force",
        "domain/appraisals/plans.py",
        "order by effective_from desc limit 1",
        "order by effective_from limit 1",
        (f"{PLANS}::test_the_plan_of_a_day_is_the_newest_that_has_begun",),
    ),
    Mutant(
        "settled twice",
        "domain/appraisals/periods.py",
        'if period["state"] == PeriodState.SETTLED:',
        "if False:",
        (f"{PERIODS}::test_settling_twice_is_refused_and_the_score_stays",),
    ),
    Mutant(
        "settled without a look",
        "domain/appraisals/periods.py",
        'if period["computed_at"] != seen:',
        "if False:",
        (f"{PERIODS}::test_what_was_computed_again_since_it_was_looked_at_is_not_settled",),
    ),
    Mutant(
        "settled a day before the cut-off",
        "domain/appraisals/periods.py",
        "timedelta(days=days + 1)",
        "timedelta(days=days)",
        (f"{PERIODS}::test_a_period_stays_open_for_appeals_until_its_cut_off",),
    ),
    Mutant(
        "settled from what was computed before the cut-off",
        "domain/appraisals/periods.py",
        'if clock.day_of(period["computed_at"]) < opens:',
        "if False:",
        (f"{PERIODS}::test_a_period_stays_open_for_appeals_until_its_cut_off",),
    ),
    Mutant(
        "shrinkage lost",
        "domain/appraisals/arithmetic.py",
        "return k * mean + total, Decimal(k + n)",
        "return total, Decimal(n)",
        (f"{SUMS}::test_few_ratings_are_drawn_towards_the_mean_of_the_group",),
    ),
    Mutant(
        "one late order of one at full weight",
        "domain/appraisals/scoring.py",
        "missing = plan.enough - n",
        "missing = 0",
        (f"{FEW}::test_one_late_order_of_one_is_no_nought_per_cent_with_full_weight",),
    ),
    Mutant(
        "a share of few facts judged where all have few",
        "domain/appraisals/arithmetic.py",
        "return bool(self.denominator) and not self.silent",
        "return bool(self.denominator)",
        (f"{FEW}::test_where_all_together_have_too_few_the_part_says_nothing_and_hands_its_weight_on",),
    ),
    Mutant(
        "the weight of a part that is null lost",
        "domain/appraisals/arithmetic.py",
        "sum((part.weight for part in parts if part.counts), Decimal(0))",
        "sum((part.weight for part in parts), Decimal(0))",
        (f"{SUMS}::test_a_part_that_cannot_be_computed_hands_its_weight_to_the_others",),
    ),
    Mutant(
        "rounded to the even neighbour",
        "domain/appraisals/arithmetic.py",
        "return exact.quantize(unit, ROUND_HALF_UP)",
        'return exact.quantize(unit, "ROUND_HALF_EVEN")',
        (f"{SUMS}::test_a_half_goes_up",),
    ),
    Mutant(
        "a score below nothing",
        "domain/appraisals/arithmetic.py",
        "return min(max(exact, Decimal(0)), HUNDRED)",
        "return min(exact, HUNDRED)",
        (f"{SUMS}::test_a_score_lies_between_nothing_and_a_hundred",),
    ),
    Mutant(
        "a penalty that is a gift",
        "domain/appraisals/arithmetic.py",
        "points=rounded(-each * count)",
        "points=rounded(each * count)",
        (BY_HAND,),
    ),
    Mutant(
        "a void rating in a score",
        "domain/figures.py",
        "{IS_MADE} and e.standing <> 'VOID'",
        "{IS_MADE}",
        (BY_HAND,),
    ),
    Mutant(
        "a rating by default in a score",
        "domain/figures.py",
        "{IS_MADE} and e.standing",
        "e.standing",
        (f"{COUNTED}::test_what_no_rater_made_counts_for_nobody",),
    ),
    Mutant(
        "a term that is not over counted as missed",
        "domain/figures.py",
        "and d.due_at <= city_now()",
        "",
        (f"{COUNTED}::test_a_term_counts_once_it_is_over",),
    ),
    Mutant(
        "what the process caused put upon the person",
        "domain/appraisals/counting.py",
        "then w.staff_id when w.id is null then e.staff_id end as staff_id",
        "then w.staff_id else e.staff_id end as staff_id",
        (f"{COUNTED}::test_what_the_process_caused_touches_nobody_once_it_is_found",),
    ),
    Mutant(
        "the first finding taken for the newest",
        "domain/appraisals/counting.py",
        "where w.work_order_id = o.id order by id desc limit 1",
        "where w.work_order_id = o.id order by id limit 1",
        (f"{PERIODS}::test_a_finding_corrected_after_settlement_takes_the_points_off_the_person_again",),
    ),
    Mutant(
        "a credit for what was mended late",
        "domain/appraisals/counting.py",
        "{f.PLEASED} and o.approved_at is not null and (select bool_and({f.ON_TIME}) from deadline d",
        "{f.PLEASED} and o.approved_at is not null and (select true or bool_and({f.ON_TIME}) from deadline d",
        (f"{COUNTED}::test_a_person_is_credited_with_what_was_mended_on_time_only",),
    ),
    Mutant(
        "a bad rating nobody has verified",
        "domain/appraisals/counting.py",
        'if row["is_bad"] and not row["responsible"]:',
        "if False:",
        (f"{PERIODS}::test_a_bad_rating_nobody_has_verified_waits_and_touches_nobody",),
    ),
    Mutant(
        "few ratings compared",
        "domain/appraisals/scoring.py",
        'whole if sums["n"] >= max(plan.minimum, 1) else None',
        "whole",
        (BY_HAND,),
    ),
    Mutant(
        "an adjustment that edits the settled score",
        "domain/appraisals/adjusting.py",
        'insert into appraisal_adjustment (appraisal_id, "on", facts, total, score) values ($1, $2, $3::jsonb, $4, $5)',
        "update appraisal set total = $4, score = $5 where id = $1 and ($2::date, $3::jsonb) is not null",
        (f"{PERIODS}::test_a_rating_voided_after_settlement_makes_an_adjustment_with_its_reason_and_no_edit",),
    ),
    Mutant(
        "an adjustment said every day",
        "domain/appraisals/adjusting.py",
        'if now.total != row["known"]:',
        'if now.total != row["total"]:',
        (f"{PERIODS}::test_a_rating_voided_after_settlement_makes_an_adjustment_with_its_reason_and_no_edit",),
    ),
    Mutant(
        "a frozen mean of today",
        "domain/appraisals/adjusting.py",
        "{key: Decimal(mean) for key, mean in",
        "{key: Decimal(60) for key, mean in",
        (f"{PERIODS}::test_a_rating_voided_after_settlement_makes_an_adjustment_with_its_reason_and_no_edit",),
    ),
)
