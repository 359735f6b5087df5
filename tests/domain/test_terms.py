"""Terms of an order: when the first one ends, on whom lateness is booked, and what sending back costs."""

from dataclasses import replace

import pytest

from domain import work_orders
from domain.errors import Conflict
from domain.words import CallbackOutcome, Level
from storage.models import WorkOrder
from storage.transactions import execute, fetch, fetch_value
from tests.cast import Cast, column, expire_all, pass_days, pass_working_days


async def test_an_order_is_first_due_when_its_first_term_ends_whichever_that_is(cast: Cast) -> None:
    await execute("update rule set value = 5 where key = 'sign'")
    await cast.order()
    (order,) = await fetch("select next_due_at from work_order")
    assert order["next_due_at"] == await fetch_value("select due_at from deadline where kind = 'CONTACT'")


async def test_every_term_longer_than_two_working_days_has_its_yellow_light(cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "approve")
    alarms = await column("select kind from deadline where is_alarm order by kind")
    assert alarms == ["CALLBACK_YELLOW", "CONTACT_YELLOW", "RECTIFY_YELLOW"]
    await pass_working_days(7)
    moves = await column("select move from work_order_move where move like 'warn%'")
    assert moves == ["warn_callback"]


async def test_left_alone_the_agency_is_urged_once_for_each_term_it_owes(cast: Cast) -> None:
    order_id = await cast.order(anonymous_to_agency=False)
    await pass_days(30)
    assert (await WorkOrder.get(id=order_id)).state == "SIGNED"
    assert await fetch_value("select urged from work_order") == 2
    kinds = await column("select kind from outbox where kind like 'work_order.%' order by id")
    assert [kinds.count(f"work_order.{kind}") for kind in ("urged", "signed", "warned")] == [2, 1, 2]
    assert await expire_all() == 0


async def test_the_agency_of_a_hidden_rater_is_not_urged_for_the_dispatchers_lateness(cast: Cast) -> None:
    await cast.order()
    await pass_days(30)
    assert await fetch_value("select urged from work_order") == 1
    moves = await column("select move from work_order_move where move ~ '^(urge|overdue)' order by id")
    assert moves == ["overdue_contact", "urge_rectify"]
    assert await fetch_value("select count(*) from outbox where kind = 'work_order.term_expired'") == 1


async def test_nobody_is_urged_for_the_lateness_of_a_neighbour(cast: Cast) -> None:
    """Terms run out by sets: each order has its own."""
    late, prompt = await cast.order(anonymous_to_agency=False), await cast.order()
    await cast.bring(prompt, "callback")
    await pass_days(30)
    fresh = await cast.order(anonymous_to_agency=False)
    assert await column("select urged from work_order order by id") == [2, 0, 0]
    await pass_days(30)
    urged = """select o.id, o.urged, count(m.id) as told from work_order o
      left join work_order_move m on m.work_order_id = o.id and m.move like 'urge%' group by o.id order by o.id"""
    assert [tuple(row) for row in await fetch(urged)] == [(late, 2, 2), (prompt, 0, 0), (fresh, 2, 2)]


async def test_a_reminder_of_the_system_does_not_take_the_pen_from_whoever_is_writing(cast: Cast) -> None:
    order_id = await cast.order(anonymous_to_agency=False)
    await cast.bring(order_id, "finding")
    seen = (await WorkOrder.get(id=order_id)).version
    await pass_days(30)
    assert await fetch_value("select urged from work_order") == 1
    await work_orders.explain(order_id, reason="政策如此", by=cast["officer"], version=seen)


async def test_who_was_faster_is_told_in_words_not_in_codes(cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "approve")
    seen = (await WorkOrder.get(id=order_id)).version
    outcome = CallbackOutcome.UNREACHABLE
    await work_orders.record_callback(order_id, outcome=outcome, by=cast["dispatcher"])
    await work_orders.reveal(order_id, reason="再打一次", by=cast["dispatcher"])
    await pass_working_days(7)
    colleague = replace(cast["dispatcher"], id=cast["supervisor"].id)
    with pytest.raises(Conflict) as beaten:
        await work_orders.record_callback(order_id, outcome=outcome, by=colleague, version=seen)
    assert "派单员刚刚先办了“回访，没有打通”" in beaten.value.zh
    assert "派单员 was faster to record a callback that was not answered" in beaten.value.en


async def test_a_completion_sent_back_in_time_keeps_its_due_moment(cast: Cast) -> None:
    order_id = await cast.order()
    due = await fetch_value("select due_at from deadline where kind = 'RECTIFY'")
    await cast.bring(order_id, "submit")
    await _send_back(order_id, cast)
    assert (await WorkOrder.get(id=order_id)).state == "RECTIFYING"
    assert await fetch_value("select next_due_at from work_order") == due


async def test_a_warning_whose_moment_is_past_is_not_given_after_sending_back(cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "submit")
    await execute("update deadline set due_at = city_now() - interval '1 minute' where kind = 'RECTIFY_YELLOW'")
    await _send_back(order_id, cast)
    await expire_all()
    assert await column("select move from work_order_move where move = 'warn_rectify'") == []


async def test_the_supervisors_reading_time_is_not_taken_from_the_agency(cast: Cast) -> None:
    """Handed in with ten days left, sent back a month later: ten days are left."""
    order_id = await cast.order()
    await cast.bring(order_id, "submit")
    await pass_days(30)
    await _send_back(order_id, cast)
    first, second = await fetch("select * from deadline where kind = 'RECTIFY' order by generation")
    assert first["cancelled_at"] is not None
    assert (second["days"], second["owner"], second["rule"]) == (10, "CASE_OFFICER", "rectify")
    assert await fetch_value("select next_due_at > city_now() from work_order")
    assert await fetch_value("select urged from work_order") == 0
    await work_orders.submit_rectification(order_id, measures="写清了", reply="已补上。", by=cast["officer"])
    await work_orders.review(order_id, approve=True, reason="好", by=cast["supervisor"])
    met = await fetch("select generation from deadline where kind = 'RECTIFY' and met_at is not null")
    assert [row["generation"] for row in met] == [2]


async def test_a_completion_that_came_too_late_stays_late_when_it_is_sent_back(cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "finding")
    await pass_days(30)
    await work_orders.submit_rectification(order_id, measures="改", reply="改了。", by=cast["officer"])
    await _send_back(order_id, cast)
    assert await column("select generation from deadline where kind = 'RECTIFY'") == [1]
    assert await fetch_value("select next_due_at < city_now() from work_order")


async def test_after_a_second_dissatisfied_callback_the_supervisor_has_a_term_of_their_own(cast: Cast) -> None:
    order_id = await cast.order(Level.VERY_DISSATISFIED)
    await cast.bring(order_id, "approve")
    for again in (True, False):
        await work_orders.record_callback(order_id, outcome=CallbackOutcome.DISSATISFIED, by=cast["dispatcher"])
        if again:
            await work_orders.submit_rectification(order_id, measures="又改", reply="又改了。", by=cast["officer"])
            await work_orders.review(order_id, approve=True, reason="好", by=cast["supervisor"])
    (final,) = await fetch("select * from deadline where kind = 'FINAL'")
    assert (final["owner"], final["days"], final["rule"], final["authority"]) == ("SUPERVISOR", 2, "final", "ours")
    assert await fetch_value("select next_due_at from work_order") == final["due_at"]
    await pass_working_days(7)
    assert "overdue_final" in await column("select move from work_order_move")
    await work_orders.close(order_id, reason="已尽力", by=cast["supervisor"])
    assert await fetch_value("select met_at is not null from deadline where kind = 'FINAL'")


async def _send_back(order_id: int, cast: Cast) -> None:
    await work_orders.review(order_id, approve=False, reason="没写清楚", by=cast["supervisor"])
