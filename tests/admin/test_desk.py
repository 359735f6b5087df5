"""The desk: what runs out first, for each role its own."""

from domain import work_orders
from domain.words import Level
from storage.transactions import fetch_value
from tests.admin.conftest import Enter, sealed
from tests.cast import Cast, pass_days


async def test_an_empty_desk_says_what_one_can_look_at(enter: Enter) -> None:
    page = await (await enter("officer")).see("/admin")
    assert "没有等您办的工单" in page
    assert 'href="/admin/evaluations"' in page


async def test_what_runs_out_first_stands_first_with_its_move(enter: Enter, cast: Cast) -> None:
    later = await cast.order()
    await cast.bring(later, "contact")
    now = await cast.order(Level.VERY_DISSATISFIED)
    page = await (await enter("officer")).see("/admin")
    assert page.index(sealed(now)) < page.index(sealed(later))
    assert f'action="/admin/work-orders/{sealed(now)}/signature"' in page
    assert f"/admin/work-orders/{sealed(later)}?move=find" in page


async def test_signing_works_without_script(enter: Enter, cast: Cast) -> None:
    order_id, official = await cast.order(), await enter("officer")
    answer = await official.send(f"/admin/work-orders/{sealed(order_id)}/signature", version=1, **{"from": "desk"})
    assert answer.url.path == "/admin"
    assert "已签收1件" in answer.text
    assert await fetch_value("select state from work_order where id = $1", order_id) == "SIGNED"


async def test_with_script_the_desk_comes_back_alone_with_a_message(enter: Enter, cast: Cast) -> None:
    order_id, official = await cast.order(), await enter("officer")
    url = f"/admin/work-orders/{sealed(order_id)}/signature"
    answer = await official.send(url, htmx=True, version=1, **{"from": "desk"})
    assert answer.text.lstrip().startswith('<div id="desk">')
    assert "<html" not in answer.text
    assert "已签收1件" in answer.text
    late = await official.send(url, htmx=True, version=1, **{"from": "desk"})
    assert late.status_code == 409
    assert "刚刚先办了" in late.text


async def test_the_dispatcher_contacts_for_the_agency_and_calls_back(enter: Enter, cast: Cast) -> None:
    hidden, mended, open_one = await cast.order(), await cast.order(), await cast.order(anonymous_to_agency=False)
    await cast.bring(hidden, "sign")
    await cast.bring(mended, "approve")
    await cast.bring(open_one, "sign")
    dispatcher = await enter("dispatcher")
    desk = await dispatcher.see("/admin")
    assert f"{sealed(hidden)}?move=contact" in desk
    assert f"{sealed(mended)}?move=call_back" in desk
    assert f"{sealed(open_one)}?move=" not in desk
    queue = await dispatcher.see("/admin/callbacks")
    assert f"{sealed(hidden)}?move=contact" in queue
    assert f"{sealed(mended)}?move=call_back" in queue
    assert sealed(open_one) not in queue


async def test_the_supervisor_reviews(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "submit")
    assert f"{sealed(order_id)}?move=review" in await (await enter("supervisor")).see("/admin")


async def test_a_desk_shows_only_what_is_in_reach(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order()
    assert sealed(order_id) not in await (await enter("housing")).see("/admin")


async def test_what_is_over_is_red_and_says_by_how_much(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order()
    await work_orders.sign(order_id, by=cast["officer"])
    await pass_days(45)
    page = await (await enter("officer")).see("/admin/work-orders?tab=overdue")
    assert "badge-due due-overdue" in page
    assert "逾期" in page


async def test_every_role_has_a_desk(enter: Enter, cast: Cast) -> None:
    await cast.order()
    for login in ("head", "hall", "clerk", "hr", "auditor", "moderator", "reviewer", "administrator"):
        assert "<h1" in await (await enter(login)).see("/admin")
