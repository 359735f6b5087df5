"""A contact that was looked at stays in sight of that person and session until the promised moment."""

from datetime import timedelta

import pytest

from domain import clock, work_orders
from storage.transactions import execute, fetch_value
from tests.admin.conftest import PASSWORD, AtDesk, Enter, Official, sealed
from tests.cast import Cast

NUMBER = "13800000001"
WORDS = "接通了，希望有清单"


async def looked(dispatcher: Official, order: int) -> str:
    url = f"/admin/work-orders/{sealed(order)}"
    await dispatcher.see(url)
    await dispatcher.send(f"{url}/reveal", reveal_reason="代单位联系")
    return url


@pytest.fixture
async def order(cast: Cast) -> int:
    order = await cast.order()
    await cast.bring(order, "sign")
    return order


async def test_it_stays_after_reload_until_its_time_is_over(enter: Enter, cast: Cast, order: int) -> None:
    dispatcher = await enter("dispatcher")
    url = await looked(dispatcher, order)
    assert NUMBER in await dispatcher.see(url)
    await clock.shift(timedelta(minutes=29))
    assert NUMBER in await dispatcher.see(url)
    await clock.shift(timedelta(minutes=2))
    assert NUMBER not in await dispatcher.see(url)
    assert await fetch_value("select count(*) from work_order_move where move = 'reveal'") == 1, "one look, told once"


async def test_nobody_else_sees_it_nor_the_same_person_in_another_session_or_role(
    enter: Enter, cast: Cast, order: int
) -> None:
    dispatcher = await enter("dispatcher")
    url = await looked(dispatcher, order)
    assert NUMBER not in await (await enter("dispatcher")).see(url)
    assert NUMBER not in await (await enter("supervisor")).see(url)
    assert NUMBER not in await (await enter("officer")).see(url)
    await execute("update account set roles = '{DISPATCHER,SUPERVISOR}' where login = 'dispatcher'")
    await dispatcher.send("/admin/session/role", role="SUPERVISOR")
    assert NUMBER not in await dispatcher.see(url)
    await dispatcher.send("/admin/session/role", role="DISPATCHER")
    assert NUMBER in await dispatcher.see(url)
    await dispatcher.send("/admin/session/end")
    await dispatcher.send("/admin/session", login="dispatcher", password=PASSWORD)
    assert NUMBER not in await dispatcher.see(url)


async def test_it_shuts_with_the_order_and_with_the_rater(enter: Enter, cast: Cast) -> None:
    shown = await cast.order(anonymous_to_agency=False)
    officer = await enter("officer")
    url = await looked(officer, shown)
    assert NUMBER in await officer.see(url)
    await execute("update work_order set is_hidden = true")
    assert NUMBER not in await officer.see(url)
    await execute("update work_order set is_hidden = false")
    await cast.bring(shown, "callback")
    assert NUMBER not in await officer.see(url)


async def test_without_script_the_note_that_is_being_written_comes_back_with_the_number(
    enter: Enter, cast: Cast, order: int
) -> None:
    dispatcher, url = await enter("dispatcher"), f"/admin/work-orders/{sealed(order)}"
    await dispatcher.see(f"{url}?move=contact")
    seen = await dispatcher.send(f"{url}/reveal", reveal_reason="联系", move="contact", note=WORDS)
    assert NUMBER in seen.text
    assert f"{WORDS}</textarea>" in seen.text
    refused = await dispatcher.send(f"{url}/reveal", reveal_reason="", move="contact", note=WORDS)
    assert f"{WORDS}</textarea>" in refused.text


@pytest.mark.browser
async def test_a_note_that_is_being_written_stays_while_the_contact_is_looked_at(
    at_desk: AtDesk, cast: Cast, order: int
) -> None:
    page = await at_desk("dispatcher")
    for address in (f"/admin/work-orders/{sealed(order)}", f"/admin/work-orders/{sealed(order)}?move=contact"):
        await page.goto(address)
        if "move" not in address:
            await page.click(".moves >> text=记录联系")
        await page.fill("#note", WORDS)
        if "move" in address:
            await work_orders.reveal(order, reason="别处", by=cast["dispatcher"])
        else:
            await page.click(".reveal summary")
            await page.fill("#reveal_reason", "联系")
            await page.click(".reveal .btn")
        await page.wait_for_selector(f"#rater >> text={NUMBER}")
        assert await page.input_value("#note") == WORDS
    await page.click(".moves-form .btn-primary")
    await page.wait_for_selector(".toast >> text=已记录联系")
    assert await page.locator(f"#rater >> text={NUMBER}").count() == 1, "it was promised until its time"


@pytest.mark.browser
async def test_beside_an_open_note_the_look_sends_no_note(at_desk: AtDesk, cast: Cast, order: int) -> None:
    page = await at_desk("dispatcher")
    await page.goto(f"/admin/work-orders/{sealed(order)}?move=contact")
    await page.fill("#note", WORDS)
    await page.click(".reveal summary")
    await page.fill("#reveal_reason", "联系")
    await page.keyboard.press("Enter")
    await page.click(".reveal .btn")
    await page.wait_for_selector(f"#rater >> text={NUMBER}")
    assert await page.input_value("#note") == WORDS
    assert await fetch_value("select state from work_order where id = $1", order) == "SIGNED"
