"""A deadline badge has one state at a time, in words; red is for overdue alone."""

from datetime import date
from typing import Any

import pytest

from web.deadlines import Badge
from web.language import ZH, speak

TODAY = date(2026, 9, 28)


@pytest.mark.parametrize(
    ("badge", "state", "words"),
    [
        ({"due_on": date(2026, 10, 9), "left": 4}, "ok", "剩4个工作日"),
        ({"due_on": date(2026, 9, 30), "left": 2}, "soon", "剩2个工作日"),
        ({"due_on": date(2026, 9, 29), "left": 1}, "soon", "明天到期"),
        ({"due_on": date(2026, 10, 8), "left": 1}, "soon", "剩1个工作日"),
        ({"due_on": TODAY, "left": 0}, "today", "今天 23:59 到期"),
        ({"due_on": date(2026, 9, 25), "left": -1}, "overdue", "逾期1个工作日"),
        ({"due_on": date(2026, 9, 27), "left": 0}, "overdue", "已逾期"),
        ({"due_on": date(2026, 9, 25), "left": -1, "paused": True}, "paused", "申诉中，暂停"),
        ({"due_on": date(2027, 1, 4), "left": 60, "provisional": True}, "provisional", "1月4日，暂定"),
        ({"due_on": date(2026, 9, 25), "left": -1, "met": True}, "done", "按期办结"),
        ({"due_on": date(2026, 9, 25), "left": -1, "met": True, "late": 2}, "done_late", "逾期2个工作日办结"),
    ],
)
def test_each_state_has_its_words(badge: dict[str, Any], state: str, words: str) -> None:
    speak(ZH)
    shown = Badge(today=TODAY, **badge)
    assert (shown.state, shown.words) == (state, words)
