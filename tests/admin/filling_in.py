"""Every form an official may meet: the pages they stand on, and what somebody types into each field."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import views
from domain import moderation, subscriptions, work_orders
from domain.moderation import inspect_waiting
from domain.subscriptions import NewWebhook
from domain.words import CallbackOutcome, Level, Role
from domain.words import ModerationAction as A
from storage import models
from storage.transactions import fetch_value
from tests.admin.conftest import password_hash, sealed
from tests.admin.test_webhooks import tried
from tests.cast import Cast


@dataclass(frozen=True, slots=True)
class Place:
    login: str
    url: str


async def places(cast: Cast) -> AsyncIterator[Place]:
    """Pages with forms, each made to stand in the state in which its form is open."""
    for login, until, move in (
        ("officer", "sign", "contact"), ("officer", "contact", "find"), ("officer", "finding", "explain"),
        ("officer", "finding", "submit"), ("supervisor", "submit", "review"), ("dispatcher", "approve", "call_back"),
        ("supervisor", "submit", "urge"),
    ):  # fmt: skip
        order = await cast.order(anonymous_to_agency=False)
        await cast.bring(order, until)
        yield Place(login, f"/admin/work-orders/{sealed(order)}?move={move}")
    yield Place("supervisor", f"/admin/work-orders/{sealed(await _twice(cast))}?move=close")
    drafted = await cast.order(anonymous_to_agency=False)
    await cast.bring(drafted, "finding")
    yield Place("officer", f"/admin/work-orders/{sealed(drafted)}")
    text = (await cast.rate(Level.SATISFIED, text="陈窗口说13800138000")).evaluation_id
    await inspect_waiting()
    yield Place("moderator", f"/admin/moderation/{views.seal_id('Evaluation', text)}")
    await moderation.moderate([text], A.SUSPECT, reason="像是刷的", by=cast["moderator"])
    yield Place("reviewer", "/admin/suspects")
    made = await subscriptions.create(NewWebhook("https://93.184.215.14/hook"), by=cast["subscriber"])
    hook = views.seal_id("Webhook", made.id)
    await tried("FAILED")
    for url in ("/admin/webhooks/new", f"/admin/webhooks/{hook}", f"/admin/webhooks/{hook}/edit"):
        yield Place("administrator", url)
    client = views.seal_id("Client", await fetch_value("select min(id) from client where kind = 'CHANNEL'"))
    for url in ("/admin/clients?new=1", f"/admin/clients/{client}"):
        yield Place("administrator", url)
    yield Place("hr", "/admin/weights/new?kind=AGENCY")
    await models.Account.create(
        login="guard",
        name="安全员",
        password_hash=password_hash(),
        roles=[Role.SECURITY_ADMINISTRATOR],
        agency_id=cast.ids["managing"],
    )
    yield Place("guard", "/admin/accounts?q=officer2")


async def _twice(cast: Cast) -> int:
    order = await cast.order(anonymous_to_agency=False)
    await cast.bring(order, "approve")
    no = CallbackOutcome.DISSATISFIED
    await work_orders.record_callback(order, outcome=no, by=cast["dispatcher"])
    await work_orders.submit_rectification(order, measures="再改", reply="已再改", by=cast["officer"])
    await work_orders.review(order, approve=True, reason="可以", by=cast["supervisor"])
    await work_orders.record_callback(order, outcome=no, by=cast["dispatcher"])
    return order
