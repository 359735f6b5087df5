"""The known ways in which the rated side learns of a rating, or narrows down who gave it."""

from tests.mutants.mutant import Mutant

RATED_SIDE = "tests/api/test_the_rated_side.py"
HOOKS = "tests/admin/test_webhooks.py"
NUMBERS = "tests/domain/test_judging.py::test_numbers_that_are_tried_get_one_answer_and_tell_nothing_of_a_hidden_case"
LADDER = "tests/domain/test_hiding.py"
ROADS = "tests/api/test_hiding_that_hides.py"
PAGE = "tests/citizen_ui/test_rating.py"

MUTANTS = (
    Mutant(
        "the business system told that its visit was rated",
        "views/nouns/collecting.py",
        "sql=STATE, masks={RATER: STATE_OF_RATER}",
        'sql=STATE_OF_RATER.replace("e.id = :evaluation", "true")',
        (f"{RATED_SIDE}::test_the_business_system_hears_the_same_before_and_after_its_visit_was_rated",),
    ),
    Mutant(
        "every proof tells that the visit was rated",
        "domain/collecting/proofs.py",
        "RATERS_ALONE = (Entry.SMS_LINK, Entry.MY_BUSINESS)",
        "RATERS_ALONE = tuple(Entry)",
        (f"{RATED_SIDE}::test_the_business_system_hears_the_same_before_and_after_its_visit_was_rated",),
    ),
    Mutant(
        "a rating without a reason asks whether there is one",
        "domain/evaluations/judging.py",
        "if not _is_repeat(event, said):",
        'if not event["is_rated"]:',
        (f"{RATED_SIDE}::test_the_business_system_hears_the_same_before_and_after_its_visit_was_rated",),
    ),
    Mutant(
        "the device before the clerk remembers who rated",
        "domain/collecting/invitations.py",
        'return "" if self.entry in proofs.SHARED else proofs.mark_of(self.id)',
        "return proofs.mark_of(self.id)",
        (f"{PAGE}::test_the_device_before_the_clerk_keeps_nothing_of_the_rating",),
    ),
    Mutant(
        "any mark of a browser taken for the rater's",
        "domain/collecting/invitations.py",
        "proofs.mark_of(invitation_id) in marks",
        "bool(marks)",
        (f"{PAGE}::test_another_browser_with_the_same_proof_sees_what_it_saw_before_the_rating",),
    ),
    *(
        Mutant(
            f"a subscriber of whoever {what} reads live",
            "domain/policy.py",
            before,
            "",
            ("tests/api/test_subscribers_of_the_house.py",),
        )
        for what, before in (
            (
                "employs",
                "  or exists (select from staff_member m where m.id = {{t}}.staff_id and m.agency_id = any({HOUSE}))\n",
            ),
            ("hosts", "  or exists (select from hall h where h.id = {{t}}.hall_id and h.agency_id = any({HOUSE}))\n"),
        )
    ),
    Mutant(
        "a subscriber of the house's head reads live of a branch",
        "domain/policy.py",
        "\n  union select a.id from agency a join house on a.parent_id = house.id)",
        ")",
        ("tests/api/test_subscribers_of_the_house.py",),
    ),
    Mutant(
        "the administrator reads what was delivered",
        "views/nouns/events.py",
        'masks={ADMINISTRATOR: OF_TESTS.format("sent")}',
        "masks={}",
        (f"{HOOKS}::test_the_administrator_reads_no_rating_in_what_was_sent_nor_in_what_came_back",),
    ),
    Mutant(
        "the administrator reads what receivers send back",
        "views/nouns/events.py",
        'masks={ADMINISTRATOR: OF_TESTS.format("answer")}',
        "masks={}",
        (f"{HOOKS}::test_the_administrator_reads_no_rating_in_what_was_sent_nor_in_what_came_back",),
    ),
    Mutant(
        "deliveries of one agency's address counted",
        "domain/policy.py",
        """({t}.status <> 'DELIVERED' or {t}.kind = 'test' or exists""",
        """(true or exists""",
        (f"{HOOKS}::test_an_address_of_one_agency_does_not_count_that_agencys_ratings_for_the_administrator",),
    ),
    Mutant(
        "the services of a hidden case told by trying",
        "domain/work_orders/finding.py",
        "not w.is_hidden and o.service_number = $2",
        "o.service_number = $2",
        (NUMBERS,),
    ),
    Mutant(
        "the people of a hidden case told by trying",
        "domain/work_orders/finding.py",
        "case when w.is_hidden then w.told = 0 and m.id = s.staff_id",
        "case when false then m.id = s.staff_id",
        (NUMBERS,),
    ),
    Mutant("four fit and all is told", "domain/figures.py", "FEWEST: Final = 5", "FEWEST: Final = 4", (LADDER,)),
    Mutant(
        "visits of any time are a crowd",
        "domain/work_orders/hiding.py",
        "else {{at}} - interval '{DAYS} days' end",
        "else {{at}} - interval '90 days' end",
        (LADDER,),
    ),
    Mutant(
        "yesterday's visitors hide who stood at the device",
        "domain/work_orders/hiding.py",
        "then date_trunc('day', {{at}}, 'Asia/Shanghai')",
        "then {{at}} - interval '{DAYS} days'",
        (LADDER,),
    ),
    Mutant(
        "the agency reads who served a rare visit",
        "views/nouns/evaluation.py",
        '**as_told("{t}.staff_id")',
        "",
        (ROADS,),
    ),
    Mutant(
        "third parties read the step of a rare visit",
        "views/nouns/evaluation.py",
        'sql=STAGE_AS_TOLD, masks=dict.fromkeys(KNOW_THE_VISIT, "{t}.stage")',
        'sql="{t}.stage", masks=dict.fromkeys(AGENCY_SIDE, STAGE_AS_TOLD)',
        (ROADS,),
    ),
    Mutant(
        "a finding tells the agency who it was",
        "views/nouns/work_order.py",
        "masks=dict.fromkeys(AGENCY_SIDE, WHO_WAS_FOUND)",
        "masks={}",
        (ROADS,),
    ),
)
