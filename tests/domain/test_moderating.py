"""Texts on their way to the public: published, redacted, hidden, put back; by one person at a time, with reasons."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from domain.errors import Conflict, DomainError, Forbidden, IllegalMove, Invalid, NotAllowed, NotFound, ReasonRequired
from domain.moderation import Detected, Span, detect, inspecting, moderate, moderate_each, postpone, reveal, undo
from domain.moderation.inspecting import inspect_waiting
from domain.personal.masking import ALL_PERSONAL
from domain.words import Attribution, Cause, Level, Verdict
from domain.words import ModerationAction as A
from domain.work_orders import NewFinding, record_finding
from storage.transactions import execute, fetch, fetch_value, transaction
from tests.cast import RESPONSIBLE, Cast, column, relay_all, somebody_waits

TEXT = "打了三次138 0013 8000，陈窗口说系统坏了"
WHY = "是公开的服务电话"


async def arrived(cast: Cast, text: str | None = TEXT, level: Level = Level.SATISFIED) -> int:
    """A text that nobody has looked through yet."""
    return (await cast.rate(level, text=text)).evaluation_id


async def waiting(cast: Cast, text: str | None = TEXT, level: Level = Level.SATISFIED) -> int:
    """A text that has been looked through and waits for somebody to decide."""
    id = await arrived(cast, text, level)
    await inspect_waiting()
    return id


async def complaint(cast: Cast, text: str = TEXT) -> tuple[int, int]:
    """A bad rating's order, and the rating, whose text waits."""
    order = await cast.order(text=text)
    await inspect_waiting()
    return order, await fetch_value("select evaluation_id from work_order where id = $1", order)


async def texts(id: int) -> tuple[Any, ...]:
    (row,) = await fetch("select moderation, text_raw, text_public, text_masked from evaluation where id = $1", id)
    return tuple(row)


async def test_what_is_published_is_what_was_written(cast: Cast) -> None:
    id = await waiting(cast)
    assert await texts(id) == (None, TEXT, None, None)
    await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator"])
    assert await texts(id) == ("PUBLISHED", TEXT, TEXT, TEXT)


async def test_a_text_whose_marks_nobody_has_seen_is_not_let_out(cast: Cast) -> None:
    """In the second before it is looked through; one in which nothing is found harms nobody."""
    fresh = await arrived(cast)
    for action, spans in ((A.PUBLISH, None), (A.REDACT, [Span(0, 1)])):
        with pytest.raises(Conflict):
            await moderate([fresh], action, spans=spans, by=cast["moderator"])
        assert await texts(fresh) == (None, TEXT, None, None)
        assert await column("select id from text_inspection") == [fresh], "found once, also where no worker looks"
        await execute("delete from text_inspection")
    await moderate([await arrived(cast, "一次就办好了")], A.PUBLISH, by=cast["moderator"])
    await inspect_waiting()
    await moderate([fresh], A.PUBLISH, reason=WHY, by=cast["moderator"])


async def test_what_is_detected_is_kept_when_one_of_many_is_refused_for_it(cast: Cast) -> None:
    fresh = await arrived(cast)
    (outcome,) = await moderate_each([fresh], A.REDACT, reason=WHY, by=cast["moderator"])
    assert isinstance(outcome.refusal, Conflict)
    assert await column("select id from text_inspection") == [fresh], "so that it can be done at the second try"


async def test_a_redacted_text_shows_a_bar_of_one_width_and_keeps_the_original(cast: Cast) -> None:
    id = await waiting(cast)
    await moderate([id], A.REDACT, spans=[Span(4, 17), Span(18, 21)], by=cast["moderator"])
    shown = "打了三次████，████说系统坏了"
    assert await texts(id) == ("REDACTED", TEXT, shown, shown)


async def test_code_points_are_counted_not_units_of_some_encoding(cast: Cast) -> None:
    id = await waiting(cast, "👍🏽陈窗口很好")
    await moderate([id], A.REDACT, spans=[Span(2, 5)], by=cast["moderator"])
    assert (await texts(id))[2] == "👍🏽████很好"


async def test_a_hidden_text_is_read_by_nobody_outside_and_changes_no_figure(cast: Cast) -> None:
    id = await waiting(cast)
    before = await fetch("select * from tally_day order by 1, 2, 3")
    await moderate([id], A.HIDE, reason="辱骂他人", by=cast["moderator"])
    assert await texts(id) == ("HIDDEN", TEXT, None, None)
    assert await fetch_value("select standing from evaluation where id = $1", id) == "VALID"
    assert await fetch("select * from tally_day order by 1, 2, 3") == before


async def test_putting_back_takes_the_text_from_the_public_and_it_can_be_decided_anew(cast: Cast) -> None:
    id = await waiting(cast)
    await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator"])
    await moderate([id], A.RESTORE, reason="漏了电话", by=cast["moderator"])
    assert await texts(id) == (None, TEXT, None, None)
    await moderate([id], A.REDACT, spans=[Span(4, 17)], by=cast["moderator"])
    assert await column("select action from moderation_act order by id") == ["PUBLISH", "RESTORE", "REDACT"]


@pytest.mark.parametrize(
    ("start", "end", "path"),
    [(-1, 3, "start"), (len(TEXT), len(TEXT) + 1, "start"), (0, len(TEXT) + 1, "end"), (5, 5, "end"), (5, 2, "end")],
)
async def test_redacting_outside_the_text_is_refused_with_its_place(
    cast: Cast, start: int, end: int, path: str
) -> None:
    id = await waiting(cast)
    with pytest.raises(Invalid) as refused:
        await moderate([id], A.REDACT, spans=[Span(0, 1), Span(start, end)], by=cast["moderator"])
    assert refused.value.path == ("spans", "1", path)
    assert await texts(id) == (None, TEXT, None, None)


async def test_spans_go_with_one_text_and_with_redacting_only(cast: Cast) -> None:
    ids, clean = [await waiting(cast), await waiting(cast)], await waiting(cast, "很好")
    for call in ({"ids": ids, "action": A.REDACT, "spans": [Span(0, 1)]}, {"ids": [clean], "action": A.REDACT},
                 {"ids": ids[:1], "action": A.PUBLISH, "spans": [Span(0, 1)]}):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            await moderate(by=cast["moderator"], **call)  # type: ignore[arg-type]
        assert refused.value.path == ("spans",)


async def test_a_verified_complaint_cannot_be_hidden_only_redacted(cast: Cast) -> None:
    order, id = await complaint(cast)
    await cast.bring(order, "finding")
    with pytest.raises(NotAllowed) as refused:
        await moderate([id], A.HIDE, reason="影响不好", by=cast["moderator"])
    assert "沉默" in refused.value.zh
    await moderate([id], A.REDACT, spans=[Span(4, 17)], by=cast["moderator"])


async def test_a_complaint_that_was_hidden_before_it_was_verified_waits_again(cast: Cast) -> None:
    order, id = await complaint(cast)
    await moderate([id], A.HIDE, reason="影响不好", by=cast["moderator"])
    await cast.bring(order, "finding")
    assert await texts(id) == (None, TEXT, None, None)
    ((action, role, before, after, version),) = await fetch(
        "select action, actor_role, from_state, to_state, version from moderation_act order by id desc limit 1"
    )
    assert (action, role, before, after, version) == ("RESTORE", cast["officer"].role, "HIDDEN", "WAITING", 2)
    await relay_all()
    assert len(await column("select position from ledger where kind = 'evaluation.restored'")) == 1
    with pytest.raises(Conflict):
        await undo(by=cast["moderator"])
    await moderate([id], A.REDACT, spans=[Span(4, 17)], by=cast["moderator"])


async def test_an_unfounded_one_stays_hidden_and_a_public_one_stays_public(cast: Cast) -> None:
    (hidden, first), (public, second) = await complaint(cast), await complaint(cast)
    await moderate([first], A.HIDE, reason="辱骂他人", by=cast["moderator"])
    await moderate([second], A.REDACT, spans=[Span(4, 17)], by=cast["moderator"])
    await cast.bring(hidden, "contact")
    unfounded = NewFinding(Verdict.UNFOUNDED, Attribution.NONE, Cause.GUIDE_MATERIAL, "清单在取号机旁")
    await record_finding(hidden, finding=unfounded, by=cast["officer"])
    await cast.bring(public, "finding")
    assert [(await texts(id))[0] for id in (first, second)] == ["HIDDEN", "REDACTED"]


async def test_who_verifies_while_somebody_hides_waits_and_puts_the_text_back(cast: Cast) -> None:
    (order, id), hidden = await complaint(cast), asyncio.Event()
    await cast.bring(order, "contact")

    async def verify() -> None:
        await hidden.wait()
        await record_finding(order, finding=RESPONSIBLE, by=cast["officer"])

    verifying = asyncio.create_task(verify())
    async with transaction():
        await moderate([id], A.HIDE, reason="影响不好", by=cast["moderator"])
        hidden.set()
        await somebody_waits()
    await verifying
    assert await texts(id) == (None, TEXT, None, None)


async def test_the_newest_finding_says_whether_a_complaint_is_verified(cast: Cast) -> None:
    order = await cast.order(text=TEXT)
    await cast.bring(order, "contact")
    unfounded = NewFinding(Verdict.UNFOUNDED, Attribution.NONE, Cause.GUIDE_MATERIAL, "清单在取号机旁")
    await record_finding(order, finding=unfounded, by=cast["officer"])
    await execute(
        """insert into finding (work_order_id, verdict, attribution, cause, note, found_by_id, found_at)
           select work_order_id, 'VALID_RESPONSIBLE', 'ITEM_PROCESS', 'PROCESS_POLICY', '复核改认', found_by_id,
             city_now() from finding"""
    )
    id = await fetch_value("select evaluation_id from work_order where id = $1", order)
    with pytest.raises(NotAllowed):
        await moderate([id], A.HIDE, reason="影响不好", by=cast["moderator"])


async def test_bars_alone_are_no_text(cast: Cast) -> None:
    id = await waiting(cast, "陈窗口，很慢！")
    for spans in ([Span(0, 7)], [Span(0, 3), Span(4, 6)]):
        with pytest.raises(Invalid) as refused:
            await moderate([id], A.REDACT, spans=spans, by=cast["moderator"])
        assert refused.value.path == ("spans",)
    await moderate([id], A.REDACT, spans=[Span(0, 3)], by=cast["moderator"])


@pytest.mark.parametrize("text", ["13800138000", "138 0013 8000，陈窗口！", "a.b@example.com / 粤B12345"])
async def test_a_verified_complaint_of_nothing_but_personal_data_is_masked_as_a_whole_and_says_so(
    cast: Cast, text: str
) -> None:
    """It may not be hidden and has no word to leave: the public reads that there was personal data, and never which."""
    order, id = await complaint(cast, text)
    await cast.bring(order, "finding")
    with pytest.raises(NotAllowed):
        await moderate([id], A.HIDE, reason="只有电话", by=cast["moderator"])
    await moderate([id], A.REDACT, spans=[Span(0, len(text))], by=cast["moderator"])
    assert await texts(id) == ("REDACTED", text, ALL_PERSONAL, ALL_PERSONAL)
    await undo(by=cast["moderator"])
    assert await texts(id) == (None, text, None, None)


async def test_a_word_beside_the_number_stays(cast: Cast) -> None:
    id = await waiting(cast, "电话13800138000")
    with pytest.raises(Invalid):
        await moderate([id], A.REDACT, spans=[Span(0, 13)], by=cast["moderator"])
    await moderate([id], A.REDACT, spans=[Span(2, 13)], by=cast["moderator"])
    assert (await texts(id))[2] == "电话████"


@pytest.mark.parametrize("action", [A.HIDE, A.RESTORE, A.SUSPECT, A.OPEN_ORDER])
async def test_what_needs_a_reason_is_refused_without(cast: Cast, action: A) -> None:
    id = await waiting(cast)
    with pytest.raises(ReasonRequired):
        await moderate([id], action, reason="  ", by=cast["moderator"])


async def test_without_words_there_is_nothing_to_moderate(cast: Cast) -> None:
    with pytest.raises(IllegalMove, match="no words"):
        await moderate([await waiting(cast, None)], A.PUBLISH, by=cast["moderator"])


async def test_all_or_nothing(cast: Cast) -> None:
    clean, wordless = await waiting(cast, "很好"), await waiting(cast, None)
    with pytest.raises(IllegalMove):
        await moderate([clean, wordless], A.HIDE, reason="重复", by=cast["moderator"])
    with pytest.raises(NotFound) as refused:
        await moderate([clean, 10**9], A.HIDE, reason="重复", by=cast["moderator"])
    assert refused.value.path == ("ids", "1")
    assert (await texts(clean))[0] is None


async def test_several_are_published_together_only_where_nothing_was_found(cast: Cast) -> None:
    clean, found = await waiting(cast, "很好"), await waiting(cast)
    with pytest.raises(Invalid) as refused:
        await moderate([clean, found], A.PUBLISH, by=cast["moderator"])
    assert refused.value.path == ("ids", "1")
    done = await moderate_each([found, clean], A.PUBLISH, by=cast["moderator"])
    assert [(one.evaluation_id, type(one.refusal)) for one in done] == [(found, Invalid), (clean, type(None))]
    assert [(await texts(id))[0] for id in (clean, found)] == ["PUBLISHED", None]


@pytest.mark.parametrize("count", [0, 101])
async def test_a_call_has_one_to_a_hundred_ids(cast: Cast, count: int) -> None:
    for act in (moderate, moderate_each):
        with pytest.raises(Invalid) as refused:
            await act(range(1, count + 1), A.PUBLISH, by=cast["moderator"])
        assert refused.value.path == ("ids",)


@pytest.mark.parametrize("who", ["officer", "dispatcher", "supervisor", "reviewer", "hr", "auditor", "clerk", "public"])
async def test_nobody_but_a_moderator_decides_on_texts(cast: Cast, who: str) -> None:
    id = await waiting(cast)
    with pytest.raises(Forbidden):
        await moderate([id], A.PUBLISH, reason=WHY, by=cast[who])


async def test_every_act_stays_and_is_told_without_text_or_reason(cast: Cast) -> None:
    id = await waiting(cast)
    await moderate([id], A.HIDE, reason="写了别人的电话", by=cast["moderator"])
    with pytest.raises(Exception, match="append-only"):
        await execute("update moderation_act set reason = 'x'")
    await relay_all()
    (act,) = await fetch("select action, actor_id, actor_name, actor_role, reason, version from moderation_act")
    who = cast["moderator"]
    assert tuple(act) == ("HIDE", who.id, who.name, who.role, "写了别人的电话", 1)
    (event,) = await fetch("select * from ledger where kind = 'evaluation.moderated'")
    assert event["actor_id"] == cast["moderator"].id
    assert TEXT not in event["facts"]
    assert "电话" not in event["facts"]


async def test_undo_takes_back_the_own_last_act_once(cast: Cast) -> None:
    id = await waiting(cast)
    await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator"])
    assert await undo(by=cast["moderator"]) == id
    assert (await texts(id))[:1] == (None,)
    with pytest.raises(DomainError):
        await undo(by=cast["moderator"])


async def test_what_somebody_else_has_moved_on_is_not_undone(cast: Cast) -> None:
    id = await waiting(cast)
    await moderate([id], A.PUBLISH, reason=WHY, by=cast["moderator"])
    await moderate([id], A.RESTORE, reason="再看看", by=cast["moderator2"])
    with pytest.raises(Conflict, match="审核员乙"):
        await undo(by=cast["moderator"])


async def test_looking_under_the_mask_is_on_record(cast: Cast) -> None:
    id = await waiting(cast)
    assert await reveal(id, span=Span(4, 17), reason="核对是不是公开电话", by=cast["moderator"]) == "138 0013 8000"
    ((action, reason),) = await fetch("select action, reason from moderation_act")
    assert (action, reason) == ("REVEAL", "核对是不是公开电话")


async def test_texts_are_looked_through_before_anybody_reads_them(cast: Cast) -> None:
    id = await arrived(cast)
    await arrived(cast, None)
    assert await inspect_waiting() == 1
    assert await inspect_waiting() == 0
    ((half, kinds),) = await fetch("select half, kinds from text_inspection where id = $1", id)
    assert half == "打了三次138 **** 8000，陈窗口说系统坏了"
    assert kinds == ["MOBILE", "STAFF_NAME"]


async def test_a_text_that_cannot_be_looked_through_holds_up_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [await arrived(cast, text) for text in ("很好", "怪", "不错", TEXT)]

    def fail(text: str, names: Sequence[str] = ()) -> list[Detected]:
        if text == "怪":
            raise ValueError(text)
        return detect(text, names)

    monkeypatch.setattr(inspecting, "detect", fail)
    assert await inspect_waiting() == 3
    assert await inspect_waiting() == 0
    assert await column("select id from text_inspection order by id") == [ids[0], ids[2], ids[3]]


async def test_putting_off_is_the_own_affair(cast: Cast) -> None:
    id = await waiting(cast)
    await postpone(id, by=cast["moderator"])
    await postpone(id, by=cast["moderator"])
    assert await column("select account_id from text_postponement") == [cast["moderator"].id]
