"""Lists: filters in the address, keyset paging, and an empty place that says which condition to drop."""

import re

from admin_ui.work_orders import list as page_of
from domain.words import Level
from tests.admin.conftest import Enter, sealed
from tests.cast import Cast

ROW = re.compile(r'class="row-link" href="/admin/work-orders/([^"]+)"')


async def test_filters_are_chips_in_the_address(enter: Enter, cast: Cast) -> None:
    new, signed = await cast.order(), await cast.order()
    await cast.bring(signed, "sign")
    official = await enter("officer")
    page = await official.see("/admin/work-orders?state=SIGNED")
    assert ROW.findall(page) == [sealed(signed)]
    assert "状态：待联系" in page
    assert 'class="filter-off" href="/admin/work-orders"' in page
    both = await official.see("/admin/work-orders?state=SIGNED&state=DISPATCHED")
    assert set(ROW.findall(both)) == {sealed(new), sealed(signed)}


async def test_an_empty_list_says_which_condition_to_drop(enter: Enter, cast: Cast) -> None:
    await cast.order()
    page = await (await enter("officer")).see("/admin/work-orders?state=DISPATCHED&cause=FACILITY")
    assert "没有符合条件的工单" in page
    assert "去掉“原因：场地设施”有1件" in page
    assert "去掉“状态：待签收”有0件" in page


async def test_paging_goes_on_where_the_page_ended(enter: Enter, cast: Cast) -> None:
    orders = {sealed(await cast.order()) for _ in range(page_of.PER_PAGE + 3)}
    official = await enter("officer")
    first = await official.see("/admin/work-orders")
    (after,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = await official.see(after.replace("&amp;", "&"))
    assert len(ROW.findall(first)) == page_of.PER_PAGE
    assert set(ROW.findall(first) + ROW.findall(second)) == orders
    assert "回到第一页" in second


async def test_a_cursor_that_is_not_ours_is_refused_kindly(enter: Enter) -> None:
    answer = await (await enter("officer")).client.get("/admin/work-orders?after=AAAAAAAAAAAAAAAAAAAAAA")
    assert answer.status_code == 422
    assert "请从第一页重新开始" in answer.text


async def test_values_nobody_knows_are_ignored(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order()
    page = await (await enter("officer")).see("/admin/work-orders?state=NONSENSE&tab=nonsense&cause=%00")
    assert ROW.findall(page) == [sealed(order_id)]


async def test_search_finds_by_number_and_by_agency(enter: Enter, cast: Cast) -> None:
    order_id, other = await cast.order(), await cast.order()
    official = await enter("supervisor")
    number = re.search(
        r"<b aria-current=\"page\">(\d{10})</b>", await official.see(f"/admin/work-orders/{sealed(order_id)}")
    )
    assert number
    assert ROW.findall(await official.see(f"/admin/work-orders?tab=all&q={number[1]}")) == [sealed(order_id)]
    found = ROW.findall(await official.see("/admin/work-orders?tab=all&q=人力资源"))
    assert set(found) == {sealed(order_id), sealed(other)}
    assert ROW.findall(await official.see("/admin/work-orders?tab=all&q=住房保障")) == []


async def test_with_script_only_the_list_comes_back(enter: Enter, cast: Cast) -> None:
    await cast.order()
    answer = await (await enter("officer")).see("/admin/work-orders?state=DISPATCHED", **{"HX-Request": "true"})
    assert answer.lstrip().startswith('<div id="list">')


async def test_ratings_are_listed_with_what_became_of_them(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order(text="没有清单，跑了两趟")
    await cast.rate(Level.VERY_SATISFIED)
    official = await enter("officer")
    bad, everything = await official.see("/admin/evaluations"), await official.see("/admin/evaluations?tab=all")
    assert "没有清单，跑了两趟" in bad
    assert f'href="/admin/work-orders/{sealed(order_id)}"' in bad
    assert bad.count("<tr data-row>") == 1
    assert everything.count("<tr data-row>") == 2


async def test_a_clerk_sees_no_rating_before_its_batch(enter: Enter, cast: Cast) -> None:
    await cast.order(text="态度不好")
    page = await (await enter("clerk")).see("/admin/evaluations")
    assert "态度不好" not in page
    assert "还没有评价" in page
