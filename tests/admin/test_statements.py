"""What a page costs: a count is asked once, however often it is shown, and only by answers that show it."""

import pytest

import views
from domain.words import Level
from storage import reading
from tests.admin.conftest import HTMX, Enter, sealed
from tests.cast import Cast
from web.catalogue import say

Statement = tuple[str, str]
ORDERS, TEXTS = "/admin/work-orders", "/admin/moderation"
# Who looks where: statements of the whole page, and of its block alone, where the frame's counts are left out.
PAGES = (
    ("officer", "/admin", 5, 5),
    ("head", "/admin", 9, 9),
    ("moderator", "/admin", 6, 6),
    ("reviewer", "/admin", 5, 5),
    ("officer", ORDERS, 5, 5),
    ("moderator", ORDERS, 7, 5),
    ("moderator", TEXTS, 8, 6),
    ("reviewer", "/admin/suspects", 3, 1),
    ("supervisor", "/admin/evaluations", 2, 1),
)


@pytest.fixture
def sent(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> list[Statement]:
    """The statements by which something was read, with their values."""
    reader, sent = reading.reader(), list[Statement]()
    fetch = reader.fetch

    async def counting(sql: str, *values: object) -> object:
        sent.append((sql, repr(values)))
        return await fetch(sql, *values)

    monkeypatch.setattr(reader, "fetch", counting)
    return sent


@pytest.mark.parametrize(("login", "url", "whole", "block"), PAGES)
async def test_nothing_is_asked_twice_nor_for_a_frame_that_is_not_shown(
    enter: Enter, cast: Cast, sent: list[Statement], login: str, url: str, whole: int, block: int
) -> None:
    await cast.order(Level.VERY_DISSATISFIED, text="跑了两趟，希望一开始就给清单")
    official = await enter(login)
    for headers, most in (({}, whole), (HTMX, block)):
        sent.clear()
        page = await official.see(url, **headers)
        assert ("<html" in page) is not headers
        assert (len(sent), len(set(sent))) == (most, most)


async def test_a_move_counts_what_is_left_once_and_after_it(enter: Enter, cast: Cast, sent: list[Statement]) -> None:
    order_id, official = await cast.order(), await enter("officer")
    sent.clear()
    url = f"{ORDERS}/{sealed(order_id)}/signature"
    answer = await official.send(url, htmx=True, version=1, **{"from": "desk"})
    assert '<a href="/admin/work-orders?state=SIGNED">待联系</a><b>1</b>' in answer.text
    assert len(sent) == len(set(sent)) == 5


async def test_the_frame_counts_what_was_put_off_and_what_still_waits_is_the_rest(enter: Enter, cast: Cast) -> None:
    ids = [(await cast.rate(Level.SATISFIED, text="窗口同志很耐心")).evaluation_id for _ in range(3)]
    moderator = await enter("moderator")
    await moderator.see(TEXTS)
    await moderator.send(f"{TEXTS}/{views.seal_id('Evaluation', ids[0])}/delay")
    page = await moderator.see(TEXTS)
    assert '<span class="count">3</span>' in page
    assert say("texts.waiting", n=2) in page
    assert say("texts.later", n=1) in page
