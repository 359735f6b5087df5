"""A number on a link is what its list has; keys and moves are named as the reader meets them."""

import html
import re

import pytest

from domain import work_orders
from domain.words import Attribution, Cause, Level, Verdict
from tests.admin.conftest import Enter, Official, sealed
from tests.cast import Cast

TOLD = re.compile(r'<span class="count" aria-live="polite">\D*([\d,]+)')
COUNTED = (  # (address, number) pairs: side navigation, states of the desk, figures of the desk, tabs of a list
    re.compile(
        r'<a class="side-item" href="(/admin/work-orders[^"]*)"(?:(?!</a>).)*<span class="count">([\d,]+)', re.S
    ),
    re.compile(r'<li><a href="(/admin/work-orders[^"]*)">[^<]+</a><b>([\d,]+)</b>'),
    re.compile(r'<b><a href="(/admin/(?:work-orders|evaluations)[^"]*)">([\d,]+)</a></b>'),
    re.compile(r'<a href="(/admin/work-orders[^"]*)"[^>]*>[^<]+ <span>([\d,]+)</span></a>'),
)


async def numbers_on_links(official: Official) -> set[tuple[str, str]]:
    pages = await official.see("/admin"), await official.see("/admin/work-orders")
    return {(html.unescape(url), n) for page in pages for found in COUNTED for url, n in found.findall(page)}


async def a_busy_city(cast: Cast) -> None:
    for until in ("", "sign", "contact", "finding", "submit", "approve", "callback"):
        await cast.bring(await cast.order(), until) if until else await cast.order()
    await cast.order(Level.VERY_DISSATISFIED)
    await cast.rate(Level.SATISFIED)


@pytest.mark.parametrize("login", ["officer", "hall", "head", "dispatcher", "supervisor", "moderator", "reviewer"])
async def test_a_number_on_a_link_is_what_its_list_has(enter: Enter, cast: Cast, login: str) -> None:
    await a_busy_city(cast)
    official = await enter(login)
    numbers = await numbers_on_links(official)
    assert numbers
    for url, n in numbers:
        told = TOLD.search(await official.see(url))
        assert told is not None, url
        assert told[1] == n, url


async def test_the_halls_bad_ratings_of_today_open_as_these(enter: Enter, cast: Cast) -> None:
    await a_busy_city(cast)
    bad = [(url, n) for url, n in await numbers_on_links(await enter("hall")) if url.startswith("/admin/evaluations")]
    assert [n for _, n in bad] == ["8"]


async def test_what_is_explained_is_submitted_as_an_explanation(enter: Enter, cast: Cast) -> None:
    order_id = await cast.order()
    await cast.bring(order_id, "contact")
    unfounded = work_orders.NewFinding(Verdict.UNFOUNDED, Attribution.NONE, Cause.OTHER, "清单一直在")
    await work_orders.record_finding(order_id, finding=unfounded, by=cast["officer"])
    officer = await enter("officer")
    for url in ("/admin", f"/admin/work-orders/{sealed(order_id)}?move=submit"):
        page = await officer.see(url)
        assert "提交说明" in page
        assert "提交整改" not in page
    form = await officer.send(f"/admin/work-orders/{sealed(order_id)}/rectification", version=4, state="EXPLAINED")
    assert "请写情况说明" in form.text


KEYS = {
    "officer": {"e", "j", "/"},
    "moderator": {"a", "h", "f", "s", "m", "u", "x", "j", "/"},
    "hr": {"j", "/"},
    "clerk": set(),
    "administrator": set(),
}


@pytest.mark.parametrize("login", list(KEYS))
async def test_the_page_of_keys_lists_those_of_ones_own_role(enter: Enter, login: str) -> None:
    page = await (await enter(login)).see("/admin/keys")
    table = page[page.index("<table") : page.index("</table>")]
    told = set(re.findall(r"<kbd>([^<]+)</kbd>", table))
    assert told == KEYS[login] | {"?", "g", "h", "Esc"} | ({"k", "Enter"} if "j" in KEYS[login] else set())
