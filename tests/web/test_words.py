"""Every symbol of the trade has words in both languages, and the words of both ask for the same facts."""

import re
from enum import StrEnum
from string import Formatter

import pytest

import admin_ui.routes  # noqa: F401  (its words are in the catalogue)
from admin_ui.words import ALL as ADMIN
from citizen_ui.words import WORDS
from domain import words as trade
from web import catalogue
from web.catalogue import say
from web.language import speak
from web.words import SHARED

FAMILIES: dict[type[StrEnum], str] = {
    trade.Level: "level", trade.RatingKind: "kind", trade.Stage: "stage", trade.Entry: "entry", trade.Standing:
    "standing", trade.Assurance: "assurance", trade.WorkOrderState: "state", trade.Verdict: "verdict",
    trade.Cause: "cause", trade.Attribution: "attribution", trade.CallbackOutcome: "outcome", trade.Role: "role",
    trade.Term: "term", trade.Authority: "authority", trade.SubjectKind: "subjectKind",
    trade.PeriodState: "periodState", trade.PlanState: "planState",
}  # fmt: skip


@pytest.mark.parametrize("symbols", FAMILIES, ids=lambda symbols: symbols.__name__)
def test_every_symbol_has_words(symbols: type[StrEnum]) -> None:
    assert [s for s in symbols if f"{FAMILIES[symbols]}.{s}" not in SHARED] == []


@pytest.mark.parametrize("words", [SHARED, WORDS], ids=["shared", "citizen"])
def test_both_languages_ask_for_the_same_facts(words: catalogue.Words) -> None:
    def facts(sentence: str) -> set[str]:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name}

    assert [key for key, (zh, en) in words.items() if facts(zh) != facts(en)] == []


def test_no_typed_space_stands_between_chinese_and_digits() -> None:
    """The style sheet makes the thin gap; only a clock time and % are set off by hand."""
    gap = re.compile(r"[\u4e00-\u9fff] [\d{]|[\d}] [\u4e00-\u9fff]")
    spaced = {key: zh for key, (zh, _) in (SHARED | WORDS).items() if gap.search(zh)}
    assert set(spaced) <= {"deadline.today", "deadline.today.short", "deadline.due", "deadline.full", "terms.sentence",
                           "error.500.number"}  # fmt: skip


def test_two_rooms_cannot_say_different_things_under_one_key() -> None:
    catalogue.add(SHARED)
    with pytest.raises(ValueError, match="product"):
        catalogue.add({"product": ("别的", "Another")})


# What their numbers can never be: one.
NEVER_ONE = {"trial.few", "days.text.many", "reveal.hint", "rate.limit", "reasons.text", "days.title", "days.label"}
NOUNS = (
    "days ratings orders periods drafts receivers batches addresses keys logins sessions subjects texts "
    "characters parts minutes"
)
MANY = re.compile(rf"\b1 (?:(?!of |at |the )[a-z-]+ ){{0,2}}(?:{'|'.join(NOUNS.split())})\b")


@pytest.mark.parametrize("words", [SHARED, WORDS, ADMIN], ids=["shared", "citizen", "admin"])
def test_one_is_never_told_as_many(words: catalogue.Words) -> None:
    class One(dict[str, str]):
        def __missing__(self, key: str) -> str:
            return "1"

    said = {key: catalogue.COUNTING.vformat(en, (), One()) for key, (_, en) in words.items()}
    assert {key: en for key, en in said.items() if key not in NEVER_ONE and MANY.search(en)} == {}


def test_english_tells_one_and_many_apart() -> None:
    speak("en")
    assert say("deadline.ok", n=1) == "1 working day left"
    assert say("deadline.ok", n=2) == "2 working days left"
    assert say("desk.head", name="Lin", n="1") == "Lin, 1 order of your agency is overdue"
    assert say("desk.head", name="Lin", n="1,204") == "Lin, 1,204 orders of your agency are overdue"
