"""The small quarter of docs/appraisals.md, computed by hand, equals the program's scores to the last digit."""

from decimal import Decimal

from storage.transactions import fetch
from tests.cast import Cast
from tests.domain.appraisals.quarter import live, points, settle

FIGURES = """
select g.key, g.n, g.weight, g.points from appraisal_figure g join appraisal a on a.id = g.appraisal_id
join appraisal_period p on p.id = a.period_id
where p.key = $1 and a.subject_kind = $2 and a.subject_name = $3 and g.points is not null
order by place
"""
SCORE = """
select a.total, a.score, a.n, a.state from appraisal a join appraisal_period p on p.id = a.period_id
where p.key = $1 and a.subject_kind = $2 and a.subject_name = $3
"""
BY_HAND = {
    ("AGENCY", "滨海市人力资源和社会保障局"): (
        9,
        "73.0331",
        {
            "score": "34.7552",
            "on_time_rate": "20.8333",
            "self_rate": "8.3333",
            "bad_reply_rate": "11.1113",
            "circulated": "-2.0000",
        },
    ),
    ("DISTRICT", "海湾区"): (
        13,
        "61.3813",
        {
            "score": "33.6538",
            "on_time_rate": "15.6250",
            "self_rate": "5.7692",
            "bad_reply_rate": "8.3333",
            "circulated": "-2.0000",
        },
    ),
    ("WINDOW_STAFF", "陈窗口"): (5, "95.7286", {"responsibility": "87.3000", "mean": "8.4286"}),
    ("HOTLINE_AGENT", "周话务"): (3, "87.4000", {"responsibility": "81.0000", "mean": "6.4000"}),
}


async def test_the_quarter_by_hand_is_the_programs_to_the_last_digit(cast: Cast) -> None:
    key = await live(cast)
    await settle(key, cast)
    for (kind, name), (n, score, by_figure) in BY_HAND.items():
        figures = {row["key"]: str(row["points"]) for row in await fetch(FIGURES, key, kind, name)}
        assert figures == by_figure, name
        (row,) = await fetch(SCORE, key, kind, name)
        assert (row["n"], str(row["total"]), row["score"], row["state"]) == (n, score, Decimal(score), "SETTLED"), name
        assert points(*by_figure.values()) == Decimal(score), "what is shown adds up to what is said"


async def test_a_few_ratings_below_the_minimum_are_shown_and_not_compared(cast: Cast) -> None:
    key = await live(cast)
    (row,) = await fetch(SCORE, key, "HOTLINE_AGENT", "吴话务")
    assert (row["n"], row["score"]) == (1, None)
    assert row["total"] > 0
