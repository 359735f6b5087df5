"""An order's life: the usual way, every refused move, callbacks. Its terms: test_terms; who judges: test_judging."""

import asyncio
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from domain import clock, work_orders
from domain.errors import Conflict, DomainError, Forbidden, IllegalMove, Invalid, NotAllowed, NotFound, ReasonRequired
from domain.words import Attribution, CallbackOutcome, Cause, Stage, Verdict, WorkOrderState
from domain.work_orders import FLOW, NewFinding, moving
from storage.models import WorkOrder
from storage.transactions import fetch_value, transaction
from tests.cast import RESPONSIBLE, Cast, column, pass_days


async def state(order_id: int) -> str:
    return (await WorkOrder.get(id=order_id)).state


async def test_a_bad_rating_is_mended_answered_and_closed(cast: Cast) -> None:
    order_id = await cast.order(text="没有清单")
    await cast.bring(order_id, "callback")
    order = await WorkOrder.get(id=order_id)
    assert (order.state, order.callback, order.reply) == ("CLOSED", "SATISFIED", "已补上清单。")
    assert order.next_due_at == order.closed_at
    moves = await column("select move from work_order_move where work_order_id = $1 order by id", order_id)
    assert moves == ["dispatch", "sign", "contact", "find_responsible", "submit", "approve", "settle"]
    assert await fetch_value("select count(*) from deadline where met_at is null and cancelled_at is null") == 0


async def test_every_move_that_the_table_does_not_name_is_refused() -> None:
    for name, move in FLOW.moves.items():
        for other in set(WorkOrderState) - move.sources:
            with pytest.raises(IllegalMove):
                FLOW.next(name, other)


async def test_a_closed_order_takes_no_move_at_all(cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "callback")
    for call in _every_move(order_id, cast):
        with pytest.raises(DomainError):
            await call
    assert await state(order_id) == "CLOSED"


async def test_of_two_officers_the_second_is_told_who_was_faster(cast: Cast) -> None:
    order_id = await cast.order()
    outcomes = await asyncio.gather(
        *[work_orders.sign(order_id, by=cast[who]) for who in ("officer", "officer2")], return_exceptions=True
    )
    (conflict,) = [o for o in outcomes if isinstance(o, Conflict)]
    assert "刚刚先办了" in conflict.zh
    assert await column("select move from work_order_move where move = 'sign'") == ["sign"]


async def test_an_order_that_moved_since_it_was_looked_at_is_a_conflict(cast: Cast) -> None:
    order_id = await cast.order()
    seen = (await WorkOrder.get(id=order_id)).version
    await work_orders.sign(order_id, by=cast["officer2"])
    with pytest.raises(Conflict) as beaten:
        await work_orders.record_contact(order_id, note="已联系", by=cast["dispatcher"], version=seen)
    assert f"{cast['officer2'].name}刚刚先办了“签收”" in beaten.value.zh
    with pytest.raises(Conflict) as alone:
        await work_orders.sign(order_id, by=cast["officer2"], version=seen)
    assert alone.value.zh.startswith("您自己（别的页面或上一次点击）刚刚先办了“签收”")


async def test_urging_leaves_the_page_good_on_which_the_officer_writes(cast: Cast) -> None:
    order_id = await cast.order()
    seen = (await WorkOrder.get(id=order_id)).version
    urgent = partial(work_orders.urge, order_id, note="快些", by=cast["supervisor"], version=seen)
    await urgent()
    await urgent()
    assert (await WorkOrder.get(id=order_id)).urged == 1, "sent twice, it is one reminder"
    await clock.shift(timedelta(minutes=2))
    await urgent()
    assert (await WorkOrder.get(id=order_id)).urged == 2
    await work_orders.sign(order_id, by=cast["officer"], version=seen)
    assert await state(order_id) == "SIGNED"


async def test_a_note_is_refused_where_its_row_is_not_open(cast: Cast) -> None:
    """Notes change no state, but the table of moves decides about them too."""
    order_id = await cast.order()
    for name, by, error in (("call", "dispatcher", IllegalMove), ("urge", "officer", NotAllowed)):
        with pytest.raises(error):
            async with transaction():
                await moving.note(await moving.lock(order_id, by=cast[by]), name, by=cast[by])
    assert await column("select move from work_order_move") == ["dispatch"]


async def test_another_agencys_order_is_not_there(cast: Cast) -> None:
    order_id = await cast.order()
    with pytest.raises(NotFound):
        await work_orders.sign(order_id, by=cast["housing"])
    with pytest.raises(NotFound):
        await work_orders.urge(order_id, note="快些", by=cast["hill_supervisor"])


async def test_only_the_roles_of_the_table_may(cast: Cast) -> None:
    order_id = await cast.order()
    for who in ("dispatcher", "supervisor", "hr", "auditor", "clerk", "head", "public", "channel"):
        with pytest.raises(Forbidden):
            await work_orders.sign(order_id, by=cast[who])


@pytest.mark.parametrize(
    ("hidden", "caller", "refused"), [(True, "dispatcher", "officer"), (False, "officer", "dispatcher")]
)
async def test_while_the_rater_is_hidden_the_department_contacts(
    cast: Cast, hidden: bool, caller: str, refused: str
) -> None:
    order_id = await cast.order(anonymous_to_agency=hidden)
    await work_orders.sign(order_id, by=cast["officer"])
    with pytest.raises(NotAllowed):
        await work_orders.record_contact(order_id, note="通了", by=cast[refused])
    await work_orders.record_contact(order_id, note="通了", by=cast[caller])
    owner = await fetch_value("select owner from deadline where kind = 'CONTACT'")
    assert owner == {"dispatcher": "DISPATCHER", "officer": "CASE_OFFICER"}[caller]


async def test_void_verdicts_are_a_reviewers(cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "contact")
    for verdict in (Verdict.MISRATED, Verdict.MALICIOUS, Verdict.DUPLICATE):
        finding = NewFinding(verdict, Attribution.NONE, Cause.OTHER, "看过了")
        with pytest.raises(NotAllowed):
            await work_orders.record_finding(order_id, finding=finding, by=cast["officer"])


async def test_an_unfounded_rating_is_explained(cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "contact")
    finding = NewFinding(Verdict.UNFOUNDED, Attribution.NONE, Cause.OTHER, "清单一直在")
    await work_orders.record_finding(order_id, finding=finding, by=cast["officer"])
    assert await state(order_id) == "EXPLAINED"


async def test_a_dissatisfied_rater_is_served_once_more_and_then_the_supervisor_closes(cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "approve")
    await work_orders.record_callback(order_id, outcome=CallbackOutcome.DISSATISFIED, by=cast["dispatcher"])
    assert await state(order_id) == "RECTIFYING"
    assert await column("select days from deadline where kind = 'RECTIFY' order by generation") == [10, 5]
    await work_orders.submit_rectification(order_id, measures="又改了", reply="又改了。", by=cast["officer"])
    await work_orders.review(order_id, approve=True, reason="好", by=cast["supervisor"])
    await work_orders.record_callback(order_id, outcome=CallbackOutcome.DISSATISFIED, by=cast["dispatcher"])
    assert await state(order_id) == "REOPENED"
    await work_orders.close(order_id, reason="已尽力", by=cast["supervisor"])
    assert await state(order_id) == "CLOSED"


async def test_three_tries_on_two_days_close_an_order_whose_rater_cannot_be_reached(cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "approve")
    for _ in range(3):
        await work_orders.record_callback(order_id, outcome=CallbackOutcome.UNREACHABLE, by=cast["dispatcher"])
    assert await state(order_id) == "PENDING_CALLBACK"
    await pass_days(1)
    await work_orders.record_callback(order_id, outcome=CallbackOutcome.UNREACHABLE, by=cast["dispatcher"])
    assert (await state(order_id), await fetch_value("select callback from work_order")) == ("CLOSED", "UNREACHABLE")


async def test_revealing_needs_a_reason_is_logged_and_stays_shut_to_the_agency_of_a_hidden_rater(cast: Cast) -> None:
    hidden, shown = await cast.order(), await cast.order(anonymous_to_agency=False)
    with pytest.raises(NotAllowed):
        await work_orders.reveal(hidden, reason="联系", by=cast["officer"])
    with pytest.raises(ReasonRequired):
        await work_orders.reveal(shown, reason="", by=cast["officer"])
    revealed = await work_orders.reveal(shown, reason="联系", by=cast["officer"])
    assert revealed.identity.mobile == "13800000001"
    assert "13800000001" not in repr(revealed)
    assert await column("select kind from outbox where kind = 'rater.revealed'") == ["rater.revealed"]


def _every_move(order_id: int, cast: Cast) -> list[Any]:
    return [
        work_orders.sign(order_id, by=cast["officer"]),
        work_orders.record_contact(order_id, note="通了", by=cast["dispatcher"]),
        work_orders.record_finding(order_id, finding=RESPONSIBLE, by=cast["officer"]),
        work_orders.explain(order_id, reason="说明", by=cast["officer"]),
        work_orders.submit_rectification(order_id, measures="改", reply="改", by=cast["officer"]),
        work_orders.review(order_id, approve=True, reason="好", by=cast["supervisor"]),
        work_orders.record_callback(order_id, outcome=CallbackOutcome.SATISFIED, by=cast["dispatcher"]),
        work_orders.record_callback(order_id, outcome=CallbackOutcome.UNREACHABLE, by=cast["dispatcher"]),
        work_orders.urge(order_id, note="快", by=cast["supervisor"]),
        work_orders.close(order_id, reason="完", by=cast["supervisor"]),
        work_orders.reveal(order_id, reason="看", by=cast["dispatcher"]),
    ]


async def test_a_finding_about_a_person_asks_for_the_number_where_nobody_is_on_record(cast: Cast) -> None:
    order_id = await cast.order(stage=Stage.ONLINE, anonymous_to_agency=False)
    await cast.bring(order_id, "contact")
    finding = NewFinding(Verdict.VALID_RESPONSIBLE, Attribution.STAFF, Cause.STAFF_CONDUCT, "问过了")
    with pytest.raises(Invalid, match="give the staff number") as refusal:
        await work_orders.record_finding(order_id, finding=finding, by=cast["officer"])
    assert refusal.value.path == ("staffNumber",)
    assert await state(order_id) == "VERIFYING"
