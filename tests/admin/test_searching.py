"""An order is found by its number, its item, its agency, and by its case where one may know the case."""

import re

import pytest

from storage.transactions import fetch_value
from tests.admin.conftest import Enter, sealed
from tests.cast import Cast

FOUND = re.compile(r'class="row-link" href="/admin/work-orders/([^"?]+)"')


async def case_of(order_id: int) -> str:
    return str(
        await fetch_value(
            "select s.case_number from work_order o join evaluation e on e.id = o.evaluation_id "
            "join service_event s on s.id = e.service_event_id where o.id = $1",
            order_id,
        )
    )


async def found(enter: Enter, login: str, words: str) -> list[str]:
    page = await (await enter(login)).see(f"/admin/work-orders?tab=all&q={words}")
    return FOUND.findall(page)


async def test_an_order_is_found_by_number_item_and_agency(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order()
    number = await fetch_value("select number from work_order where id = $1", order_id)
    for words in (number, "保障卡", "人力资源", f" {number} "):
        assert await found(enter, "supervisor", words) == [sealed(order_id)], words
    for words in ("公共租赁", number[:-1], "没有这样的"):
        assert await found(enter, "supervisor", words) == [], words


@pytest.mark.parametrize("login", ["dispatcher", "supervisor", "reviewer", "auditor"])
async def test_whoever_may_know_the_case_finds_by_it(enter: Enter, cast: Cast, login: str) -> None:
    order_id = await cast.order()
    assert await found(enter, login, await case_of(order_id)) == [sealed(order_id)]


async def test_the_officer_finds_by_the_case_only_where_the_rater_is_not_hidden(enter: Enter, cast: Cast) -> None:
    hidden, open_one = await cast.order(), await cast.order(anonymous_to_agency=False)
    assert await found(enter, "officer", await case_of(hidden)) == []
    assert await found(enter, "officer", await case_of(open_one)) == [sealed(open_one)]


@pytest.mark.parametrize("login", ["head", "hall", "hr", "moderator"])
async def test_whoever_may_not_know_the_case_finds_nothing_by_it(enter: Enter, cast: Cast, login: str) -> None:
    order_id = await cast.order(anonymous_to_agency=False)
    assert await found(enter, login, await case_of(order_id)) == []
