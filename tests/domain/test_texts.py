"""What people write: one check for raters and officials."""

import pytest

from domain import texts

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize("text", ["你好", FAMILY, "硬\u00a0空格", "两行\n一格\t", "𠮷野家", "\ue000", "a\u0301"])
def test_what_people_write_may_stay_as_it_is(text: str) -> None:
    assert texts.is_fit(text)
    assert texts.tidy(text) == text.strip()


TURNING = [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))]


@pytest.mark.parametrize("bad", ["\x00", "\x07", "\x7f", "\u0085", "\ud800", *TURNING])
def test_what_nobody_could_see_or_trust_is_refused(bad: str) -> None:
    assert not texts.is_fit(f"前{bad}后")


def test_line_ends_of_every_machine_are_one() -> None:
    assert texts.tidy(" 一\r\n二\r三\u2028四 ") == "一\n二\n三\n四"


@pytest.mark.parametrize("text", [None, "", " \n", "\u200b", "\u200d\ufe0f", "\u3000", "\u3164", "\u2800", "\u0301"])
def test_what_cannot_be_seen_is_no_text(text: str | None) -> None:
    assert texts.tidy(text) is None


def test_a_name_is_one_line() -> None:
    assert texts.is_line("阿卜杜拉·买买提")
    assert not texts.is_line("一\n二")
