"""Two moderators, or one on two pages: the second learns who did what, and nothing is lost."""

import asyncio

import pytest

from domain.errors import Conflict, IllegalMove
from domain.moderation import moderate
from domain.words import ModerationAction as A
from storage.transactions import transaction
from tests.cast import Cast, column, somebody_waits
from tests.domain.test_moderating import WHY, waiting


async def test_of_two_moderators_the_second_learns_who_did_what_and_loses_nothing(cast: Cast) -> None:
    id = await waiting(cast)
    await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator"])
    for action in (A.PUBLISH, A.HIDE):
        with pytest.raises(Conflict, match="审核员") as refused:
            await moderate([id], action, reason="看过了", by=cast["moderator2"])
        assert "公开了文字" in refused.value.zh
    assert await column("select action from moderation_act") == ["PUBLISH"]


async def test_two_moderators_at_the_same_moment(cast: Cast) -> None:
    id, published = await waiting(cast), asyncio.Event()

    async def hide() -> None:
        await published.wait()
        await moderate([id], A.HIDE, reason="广告", by=cast["moderator2"])

    hiding = asyncio.create_task(hide())
    async with transaction():
        await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator"])
        published.set()
        await somebody_waits()
    with pytest.raises(Conflict, match="审核员"):
        await hiding
    assert await column("select action from moderation_act") == ["PUBLISH"]


async def test_a_form_that_was_opened_before_somebody_acted_is_refused(cast: Cast) -> None:
    id = await waiting(cast)
    await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator2"])
    await moderate([id], A.RESTORE, reason="再看看", by=cast["moderator2"])
    with pytest.raises(Conflict, match="审核员乙"):
        await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator"], versions={id: 0})
    await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator"], versions={id: 2})


async def test_a_version_that_never_was_is_a_conflict_too(cast: Cast) -> None:
    id = await waiting(cast)
    with pytest.raises(Conflict) as never:
        await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator"], versions={id: 9})
    assert "对不上" in never.value.zh


async def test_who_changed_it_last_is_told_also_if_it_was_oneself(cast: Cast) -> None:
    id = await waiting(cast)
    await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator2"])
    await moderate([id], A.RESTORE, reason=WHY, by=cast["moderator"])
    with pytest.raises(Conflict) as beaten:
        await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator"], versions={id: 1})
    assert beaten.value.zh.startswith("您自己（别的页面或上一次点击）刚刚先把文字放回待审")


async def test_the_own_second_click_is_no_conflict(cast: Cast) -> None:
    id = await waiting(cast)
    await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator"])
    with pytest.raises(IllegalMove, match="PUBLISHED"):
        await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator"])
