"""Who may judge whom: nobody the own order, nobody the own work, and nobody who was not there."""

from dataclasses import replace

import pytest

from domain import work_orders
from domain.actor import Actor
from domain.errors import IllegalMove, Invalid, NotAllowed, NotFound, ReasonRequired
from domain.words import Attribution, CallbackOutcome, Cause, Level, Role, Stage, Verdict
from domain.work_orders import NewFinding, moving
from storage import models
from storage.transactions import execute, fetch_value, transaction
from tests.cast import Cast

STAFF = NewFinding(Verdict.VALID_RESPONSIBLE, Attribution.STAFF, Cause.STAFF_CONDUCT, "看了录像")


def as_(role: Role, actor: Actor) -> Actor:
    """The same account in another of its roles."""
    return replace(actor, role=role)


@pytest.mark.parametrize("who", ["officer", "head", "hall", "dispatcher", "supervisor", "reviewer"])
async def test_a_rated_person_does_not_even_find_the_own_order(cast: Cast, who: str) -> None:
    order_id = await cast.order(Level.VERY_DISSATISFIED)
    async with transaction():
        with pytest.raises(NotFound):
            await moving.lock(order_id, by=replace(cast[who], staff=cast.ids["clerk"]))
        for somebody_else in (cast.ids["clerk"] + 1, None):
            assert await moving.lock(order_id, by=replace(cast[who], staff=somebody_else))


async def test_what_locks_is_refused_outside_of_a_transaction(cast: Cast) -> None:
    """Its lock would be gone before the caller does anything."""
    order_id = await cast.order(Level.VERY_DISSATISFIED)
    with pytest.raises(RuntimeError, match="transaction"):
        await moving.lock(order_id, by=cast["officer"])


async def test_whom_the_finding_names_neither_mends_nor_approves_nor_calls_back(cast: Cast) -> None:
    order_id = await cast.order(Level.VERY_DISSATISFIED)
    await cast.bring(order_id, "contact")
    await work_orders.record_finding(order_id, finding=STAFF, by=cast["officer"])
    await models.WorkOrder.filter(id=order_id).update(rated_staff_id=None)
    named = replace(cast["officer"], staff=cast.ids["clerk"])
    with pytest.raises(NotAllowed):
        await work_orders.submit_rectification(order_id, measures="改", reply="改。", by=named)
    with pytest.raises(NotAllowed):
        await work_orders.draft_reply(order_id, text="改了。", by=named)


async def test_whoever_had_a_hand_in_the_order_judges_it_in_no_other_role(cast: Cast) -> None:
    """One signed, another handed in: neither may approve, call back or close."""
    order_id = await cast.order()
    await work_orders.sign(order_id, by=cast["officer2"])
    await work_orders.record_contact(order_id, note="通了", by=cast["dispatcher"])
    finding = replace(STAFF, attribution=Attribution.ITEM_PROCESS)
    await work_orders.record_finding(order_id, finding=finding, by=cast["officer"])
    await work_orders.submit_rectification(order_id, measures="改", reply="改了。", by=cast["officer"])
    for who in ("officer", "officer2"):
        with pytest.raises(NotAllowed):
            await work_orders.review(order_id, approve=True, reason="好", by=as_(Role.SUPERVISOR, cast[who]))
    await work_orders.review(order_id, approve=True, reason="好", by=cast["supervisor"])
    satisfied = CallbackOutcome.SATISFIED
    for who in ("officer", "officer2"):
        with pytest.raises(NotAllowed):
            await work_orders.record_callback(order_id, outcome=satisfied, by=as_(Role.DISPATCHER, cast[who]))


async def test_nothing_that_cannot_be_seen_is_a_reason(cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "submit")
    for unseen in ("", "  ", "\u200b\u200d", "\u3000\u00a0", "\ufe0f", "\u3164"):
        with pytest.raises(ReasonRequired):
            await work_orders.review(order_id, approve=True, reason=unseen, by=cast["supervisor"])


async def test_a_finding_about_a_person_names_somebody_who_served_in_the_case(cast: Cast) -> None:
    order_id = await cast.order(anonymous_to_agency=False)
    await cast.bring(order_id, "contact")
    await models.StaffMember.create(number="E777", name="没来过", agency_id=cast.ids["managing"])
    for stranger in ("E777", "E999", "E0\x001", "\ud800"):
        named = replace(STAFF, staff_number=stranger)
        with pytest.raises(NotFound) as refused:
            await work_orders.record_finding(order_id, finding=named, by=cast["officer"])
        assert refused.value.path == ("staffNumber",)
    await work_orders.record_finding(order_id, finding=replace(STAFF, staff_number="E001"), by=cast["officer"])
    assert await fetch_value("select staff_id from finding") == cast.ids["clerk"]


async def test_numbers_that_are_tried_get_one_answer_and_tell_nothing_of_a_hidden_case(cast: Cast) -> None:
    """The case has two services, of two people; the officer of a hidden rater knows the rated one."""
    order_id, colleague = await _second_service(cast, hidden=True)
    answers = set()
    for number, staff in ((1, None), (2, None), (3, None), (1, "E001"), (2, colleague), (9, "E999"), (None, colleague)):
        for attribution in (Attribution.STAFF, Attribution.STAFF if staff else Attribution.AGENCY):
            if number is None and attribution is not Attribution.STAFF:
                continue
            tried = replace(STAFF, attribution=attribution, service_number=number, staff_number=staff)
            with pytest.raises(NotFound) as refused:
                await work_orders.record_finding(order_id, finding=tried, by=cast["officer"])
            answers.add((refused.value.zh, refused.value.en, refused.value.path))
    assert len(answers) == 1
    await work_orders.record_finding(order_id, finding=STAFF, by=cast["officer"])
    assert await fetch_value("select staff_id from finding") == cast.ids["clerk"], "whom it was, nobody had to name"


async def test_another_person_and_service_of_an_open_case_may_be_named_and_what_is_wrong_gets_one_answer(
    cast: Cast,
) -> None:
    order_id, colleague = await _second_service(cast, hidden=False)
    answers = set()
    for number, staff in ((3, "E001"), (1, "E999"), (3, "E999"), (9999, None)):
        tried = replace(STAFF, service_number=number, staff_number=staff)
        with pytest.raises(NotFound) as refused:
            await work_orders.record_finding(order_id, finding=tried, by=cast["officer"])
        answers.add((refused.value.zh, refused.value.en, refused.value.path))
    assert len(answers) == 1
    named = replace(STAFF, service_number=2, staff_number=colleague)
    await work_orders.record_finding(order_id, finding=named, by=cast["officer"])
    found = "select m.number || s.service_number from finding f join staff_member m on m.id = f.staff_id "
    assert await fetch_value(found + "join service_event s on s.id = f.service_event_id") == "E7772"


async def test_whether_anybody_is_on_record_for_a_hidden_raters_visit_is_part_of_the_one_answer(cast: Cast) -> None:
    order_id = await cast.order(stage=Stage.ONLINE)
    await cast.bring(order_id, "contact")
    answers = set()
    for tried in (STAFF, replace(STAFF, staff_number="E999"), replace(STAFF, service_number=2)):
        with pytest.raises(NotFound) as refused:
            await work_orders.record_finding(order_id, finding=tried, by=cast["officer"])
        answers.add((refused.value.zh, refused.value.path))
    assert len(answers) == 1


async def _second_service(cast: Cast, *, hidden: bool) -> tuple[int, str]:
    """An order of a case that a colleague had in hand as well."""
    order_id = await cast.order(anonymous_to_agency=hidden)
    await cast.bring(order_id, "contact")
    colleague = await models.StaffMember.create(number="E777", name="同事", agency_id=cast.ids["managing"])
    await execute(
        """insert into service_event (case_number, service_number, stage, service_id, agency_id, district_id, staff_id,
             happened_at, recorded_at)
           select case_number, 2, 'DELIVERY', service_id, agency_id, district_id, $1, happened_at, recorded_at
           from service_event""",
        colleague.id,
    )
    return order_id, colleague.number


@pytest.mark.parametrize("number", [0, -1, 10_000, 2**31, 2**70])
async def test_a_service_number_out_of_range_is_refused_in_words(cast: Cast, number: int) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "contact")
    odd = replace(STAFF, service_number=number)
    with pytest.raises(Invalid) as refused:
        await work_orders.record_finding(order_id, finding=odd, by=cast["officer"])
    assert refused.value.path == ("serviceNumber",)


async def test_what_was_handed_in_is_what_is_published(cast: Cast) -> None:
    """A draft is kept while the answer is written; before and afterwards the draft is closed."""
    order_id = await cast.order()
    with pytest.raises(IllegalMove):
        await work_orders.draft_reply(order_id, text="还没签收。", by=cast["officer"])
    await cast.bring(order_id, "contact")
    for draft in ("写到一半\r\n", "", "👨‍👩‍👧 好"):
        await work_orders.draft_reply(order_id, text=draft, by=cast["officer"])
    await work_orders.record_finding(
        order_id, finding=replace(STAFF, attribution=Attribution.AGENCY), by=cast["officer"]
    )
    await work_orders.submit_rectification(order_id, measures="改", reply="已经补上。", by=cast["officer"])
    with pytest.raises(IllegalMove):
        await work_orders.draft_reply(order_id, text="没人看过的话", by=cast["officer"])
    await work_orders.review(order_id, approve=True, reason="好", by=cast["supervisor"])
    with pytest.raises(IllegalMove):
        await work_orders.draft_reply(order_id, text="公开以后再改", by=cast["officer"])
    assert await fetch_value("select reply from work_order") == "已经补上。"


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "字" * 2001])
async def test_a_draft_that_cannot_be_kept_is_refused_in_words(cast: Cast, text: str) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "contact")
    with pytest.raises(Invalid):
        await work_orders.draft_reply(order_id, text=text, by=cast["officer"])
