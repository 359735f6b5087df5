"""The words of the rules and the walls of the tables allow the same: neither knows a value that the other does not."""

import re
from enum import StrEnum
from typing import Final

from domain import words
from storage.transactions import fetch
from tests.cast import Cast

WORDS: Final[dict[str, type[StrEnum]]] = {
    "appraisal.subject_kind": words.SubjectKind,
    "appraisal_period.state": words.PeriodState,
    "callback_try.outcome": words.CallbackOutcome,
    "deadline.authority": words.Authority,
    "dimension.target": words.Target,
    "evaluation.assurance": words.Assurance,
    "evaluation.entry": words.Entry,
    "evaluation.kind": words.RatingKind,
    "evaluation.level": words.Level,
    "evaluation.standing": words.Standing,
    "evaluation_dimension.level": words.Level,
    "finding.attribution": words.Attribution,
    "finding.cause": words.Cause,
    "finding.verdict": words.Verdict,
    "form.scene": words.Scene,
    "rule.authority": words.Authority,
    "service_event.stage": words.Stage,
    "tag.level": words.Level,
    "weight_plan.state": words.PlanState,
    "weight_plan.subject_kind": words.SubjectKind,
    "work_order.callback": words.CallbackOutcome,
    "work_order.cause": words.Cause,
    "work_order.state": words.WorkOrderState,
}
# What a column allows beside the words, and which of them it does not allow.
PARTS: Final[dict[str, tuple[type[StrEnum], set[str]]]] = {
    "appraisal.state": (words.PeriodState, {"RUNNING"}),  # a score exists once it was computed
    "directory_revision.change": (words.DirectoryChange, {"UNCHANGED"}),  # what did not change leaves no row
    "evaluation.moderation": (words.ModerationState, {"WAITING"}),  # waiting is null
    "moderation_act.action": (words.ModerationAction, {"REVEAL"}),  # looking is written down, but decides nothing
}
OTHERS: Final = {  # no words of the rules
    "account_act.act",
    "board_told.scope",
    "city_clock.city_kind",
    "client.kind",
    "deadline.day_type",
    "deadline.subject_kind",
    "delivery.status",
    "directory_revision.kind",
    "rule.unit",
    "signing_key.algorithm",
    "staff_member.duty",
    "tally_day.scope",
    "tally_hour.scope",
    "tally_late.scope",
    "work_order_move.actor_kind",
}
LISTS: Final = """
select conrelid::regclass || '.' || attname as name, pg_get_constraintdef(c.oid) as wall
from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and c.conkey = array[a.attnum]
where contype = 'c' and connamespace = 'public'::regnamespace and pg_get_constraintdef(c.oid) ~ 'ANY \\(+ARRAY'
"""


async def allowed() -> dict[str, set[str]]:
    """The values that the walls allow in each column with a list of them."""
    return {row["name"]: set(re.findall(r"'([^']+)'::", row["wall"])) for row in await fetch(LISTS)}


async def test_a_column_allows_what_the_rules_have_a_word_for(cast: Cast) -> None:
    walls = await allowed()
    assert {name: walls.get(name) for name in WORDS} == {name: set(enum) for name, enum in WORDS.items()}
    assert {name: walls[name] ^ set(enum) for name, (enum, _) in PARTS.items()} == {
        n: but for n, (_, but) in PARTS.items()
    }


async def test_no_list_of_words_stands_in_the_walls_alone(cast: Cast) -> None:
    assert set(await allowed()) == WORDS.keys() | PARTS.keys() | OTHERS
