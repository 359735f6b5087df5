"""SQL conditions that board and appraisals share (docs/rules.md §6): `e` is a rating, `o` its order."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.words import RATER_MADE, Level

# No figure below the city rests on fewer, and what is told of a visit fits at least as many (docs/rules.md §8.1).
FEWEST: Final = 5
# Below it nothing is compared, and superiors are not told of a person (docs/rules.md §6).
ENOUGH: Final = 30
SCORES: Final = (100, 80, 60, 40, 20)
BAD: Final = "', '".join(level.value for level in Level if level.is_bad)
MADE: Final = "', '".join(kind.value for kind in RATER_MADE)
IS_MADE: Final = f"e.kind in ('{MADE}')"
COUNTS: Final = f"{IS_MADE} and e.standing <> 'VOID'"
IS_BAD: Final = f"e.level in ('{BAD}')"
BAD_RATING: Final = f"{IS_BAD} and {COUNTS}"
CALLED_BACK: Final = "o.callback is not null and o.approved_at is not null"
REAL_NAME: Final = "e.assurance in ('AUTHENTICATED', 'POSSESSION')"
PLEASED: Final = "o.callback in ('SATISFIED', 'FAIRLY_SATISFIED')"
REACHED: Final = "o.callback in ('SATISFIED', 'FAIRLY_SATISFIED', 'DISSATISFIED')"
POINTS: Final = (
    "case e.level "
    + " ".join(f"when '{level.value}' then {score}" for level, score in zip(Level, SCORES, strict=True))
    + " end"
)
# A term that is due later today is not late yet; a submission counts as on time only if it was then approved.
DUE: Final = """d.subject_kind = 'work_order' and d.kind = 'RECTIFY' and d.cancelled_at is null
  and e.standing <> 'VOID' and d.due_at <= city_now()"""
ON_TIME: Final = "d.met_at <= d.due_at and d.met_at <= o.approved_at"
ANSWERED: Final = "o.reply is not null"

# Name → sum over bad ratings `e` with their orders `o`.
COMPLAINTS: Final = {
    "complaints": "count(*)",
    "answered": f"count(*) filter (where {ANSWERED})",
    "real_name": f"count(*) filter (where {REAL_NAME})",
    "rectified": f"count(*) filter (where {REAL_NAME} and {CALLED_BACK})",
    "pleased": f"count(*) filter (where {PLEASED})",
    "reached": f"count(*) filter (where {REACHED})",
}
# Name → sum over the terms of mending `d` that are due (see DUE).
TERMS: Final = {"due": "count(*)", "on_time": f"count(*) filter (where {ON_TIME})"}


@dataclass(frozen=True, slots=True)
class Share:
    """A figure that is a part divided by a whole, both as names of sums or of SUMS."""

    part: str
    whole: str


# Every share of docs/rules.md §6, once: board, pages, open data and appraisals are made of these.
SHARES: Final = {
    "good_rate": Share("good", "judged"),
    "active_rate": Share("seen", "served"),
    "self_rate": Share("voluntary", "made"),
    "bad_reply_rate": Share("answered", "complaints"),
    "callback_rectify_rate": Share("rectified", "real_name"),
    "on_time_rate": Share("on_time", "due"),
    "post_rectify_satisfaction": Share("pleased", "reached"),
}
# Names in shares that are no sum of their own: each sum that they are made of, added (1) or taken off (-1). `unseen`
# are visits rated after the last day that the asker may know.
SUMS: Final[Mapping[str, Mapping[str, int]]] = {
    "good": {"judged": 1, "bad": -1},
    "seen": {"rated": 1, "unseen": -1},
    "made": {"voluntary": 1, "guided": 1, "proxy": 1},
}


def told_as(parts: dict[str, str]) -> str:
    """A select list of these sums, each under its name."""
    return ", ".join(f"{sql} as {name}" for name, sql in parts.items())
