"""What people write: one check for raters and officials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import texts

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize("text", ["你好", FAMILY, "硬\u00a0空格", "两行\n一格\t", "𠮷野家", "\ue000", "a\u0301"])
def test_what_people_write_may_stay_as_it_is(text: str) -> None:
    assert texts.is_fit(text)
    assert texts.tidy(text) == text.strip()


TURNING = [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))]


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x7f", "\u0085", "\ud800", *TURNING])
def test_what_nobody_could_see_or_trust_is_never_kept(bad: str) -> None:
    assert not texts.is_fit(f"前{bad}后")


def test_line_ends_of_every_machine_are_one() -> None:
    assert texts.tidy(" 一\r\n二\r三\u2028四 ") == "一\n二\n三\n四"


@pytest.mark.parametrize("text", [None, "", " \n", "\u200b", "\u200d\ufe0f", "\u3000", "\u3164", "\u2800", "\u0301"])
def test_what_cannot_be_seen_is_no_text(text: str | None) -> None:
    assert texts.tidy(text) is None


def test_a_name_is_one_line() -> None:
    assert texts.is_line("阿卜杜拉·买买提")
    assert not texts.is_line("一\n二")


UNTYPED = [
    "\u00ad",
    "\u061c",
    "\u200b",
    "\u200c",
    "\u200d",
    "\u200e",
    "\u2060",
    "\ufe0f",
    "\ufeff",
    "\U000e0041",
    *TURNING,
]


@pytest.mark.parametrize("unseen", UNTYPED)
def test_what_came_with_copied_text_and_nobody_sees_is_dropped_and_the_words_stay(unseen: str) -> None:
    said = f"{unseen}材料{unseen}交了3{unseen}次{unseen}"
    assert texts.plain(said) == "材料交了3次"
    assert texts.needed(said, "note", "说明", "a note") == "材料交了3次"
    assert texts.is_fit(texts.plain(said))


SHOWN = [
    FAMILY, "🏳\ufe0f\u200d🌈", "👩🏽\u200d🚒", "❤\ufe0f", "ℹ\ufe0f", "1\ufe0f\u20e3", "葛\U000e0100城",
    "می\u200cخواهم", "क्\u200dष", "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "👁\ufe0f\u200d🗨\ufe0f",
]  # fmt: skip


@pytest.mark.parametrize("shown", SHOWN)
def test_what_joins_or_chooses_a_character_is_seen_and_stays(shown: str) -> None:
    assert texts.plain(shown) == shown


@given(st.text())
def test_dropping_twice_drops_nothing_more_and_no_letter_ever(text: str) -> None:
    once = texts.seen(text)
    assert texts.seen(once) == once
    assert [c for c in once if c.isalnum()] == [c for c in text if c.isalnum()]


@given(st.text(st.sampled_from("12中a👨👩\u200d\u200c\ufe0f\u20e3\u200b\U000e0041🏴\U000e007f")))
def test_nobody_hides_a_mark_behind_another(text: str) -> None:
    once = texts.seen(text)
    assert texts.seen(once) == once
    assert not any(f"{a}{mark}{b}" in once for a in "12中a" for b in "12中a" for mark in "\u200d\u200c\u200b")
