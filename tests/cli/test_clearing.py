"""Emptying a demonstration city whose filling was interrupted: all of it, and nothing else ever."""

from datetime import timedelta

import pytest

from cli.city.clearing import clear_unfinished
from domain import clock, work_orders
from domain.errors import NotAllowed
from domain.ledger import relay
from storage.transactions import execute, fetch_value
from tests.cast import Cast


async def test_an_unfinished_city_is_emptied_although_its_record_is_append_only(cast: Cast) -> None:
    await clock.set_back(timedelta(days=3))
    await work_orders.reveal(await cast.order(), reason="联系", by=cast["dispatcher"])
    await relay()
    await clear_unfinished()
    for table in ("ledger", "work_order_move", "evidence", "service_event", "city_clock"):
        assert await fetch_value(f"select count(*) from {table}") == 0


async def test_what_was_emptied_is_append_only_again(cast: Cast) -> None:
    await clock.set_back(timedelta(days=3))
    await clear_unfinished()
    for table in ("ledger", "work_order_move", "evidence"):
        with pytest.raises(Exception, match="append-only"):
            await execute(f"truncate {table}")


async def test_a_city_that_lives_in_the_present_is_never_emptied(cast: Cast) -> None:
    await cast.order()
    with pytest.raises(NotAllowed):
        await clear_unfinished()
    assert await fetch_value("select count(*) from work_order") == 1
