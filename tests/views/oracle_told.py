"""What a stranger is told of a scope below the city, from the rows of what was told: whole batches, nothing else."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from domain.words import Entry, Level, RatingKind
from tests.views.oracle_figures import BAD, POINTS, ZONE, begin, limits, ratio
from tests.views.oracle_sight import Says, Thing

if TYPE_CHECKING:
    from tests.views.oracle_board import Board

TOTALS = ("visits", "visited", "ratings", "opinion", "named", "after", "due")
SPLIT = ("levels", "kinds", "entries")
COLUMN = {"district": "district_id", "agency": "agency_id", "service": "service_id", "hall": "hall_id"}


class Told:
    """One scope, for one asker."""

    def __init__(self, board: "Board", kind: str, row: Any, start: date, to: date) -> None:
        self.board, self.kind, self.row, self.start, self.to = board, kind, row, start, to
        self.end = min(to, board.oracle.today - timedelta(days=1))
        if board.oracle.actor.staff is not None:
            self.end = board.shown(self.end)
        self.rows = sorted(
            (r for r in board.world["board_told"] if r["scope"] == kind.upper() and r["scope_id"] == row["id"]),
            key=lambda r: r["day"],
        )

    def batches(self, family: str, subject: int = 0) -> list[tuple[date, date, list[int]]]:
        """First day, last day, how many of each cell: those that lie inside the days asked for."""
        points = [r for r in self.rows if r["family"] == family and r["subject"] == subject]
        found = [
            (a["day"] + timedelta(days=1), z["day"], [m - n for n, m in zip(a["counts"], z["counts"], strict=True)])
            for a, z in pairwise(points)
        ]
        return [one for one in found if self.start <= one[0] and one[1] <= self.end]

    def sums(self, family: str, size: int, subject: int = 0) -> list[int]:
        return [sum(one[2][at] for one in self.batches(family, subject)) for at in range(size)]

    def days(self, family: str) -> tuple[date, date] | None:
        batches = self.batches(family)
        return (batches[0][0], batches[-1][1]) if batches else None

    def answer(self, boards: int) -> dict[str, Any]:
        (events,), (ratings,), (due,) = (self.sums(name, 1) for name in ("visits", "ratings", "due"))
        rated, unrated = self.sums("visited", 2)
        (good, bad), (named, _), (pleased, displeased) = (self.sums(name, 2) for name in ("opinion", "named", "after"))
        levels = self.sums("levels", 5)
        n = good + bad
        low, high = limits(bad)
        points = sum(times * POINTS[level] for times, level in zip(levels, Level, strict=True))
        return {
            "events": events,
            "ratings": ratings,
            "bad": bad,
            "byLevel": _named("level", Level, levels),
            "byKind": _named("kind", RatingKind, self.sums("kinds", 6)),
            "byEntry": _named("entry", Entry, self.sums("entries", 14)),
            "badPer10000": ratio(bad * 10_000, n),
            "badPer10000Low": low * 10_000 / n if n else None,
            "badPer10000High": high * 10_000 / n if n else None,
            "goodRate": ratio(good, n),
            "activeRate": ratio(rated, rated + unrated),
            "badReplyRate": ratio(min(bad, self.acted("opinion", lambda e, o: o.get("reply"))), bad),
            "callbackRectifyRate": ratio(min(named, self.acted("named", _rectified)), named),
            "onTimeRate": ratio(min(due, self.on_time()), due),
            "postRectifySatisfaction": ratio(pleased, pleased + displeased),
            "score": ratio(points, sum(levels)),
            "counted": [self.counted(name) for name in (*TOTALS, *SPLIT)],
            "byDimension": self.dimensions(),
            "topTags": self.tags,
            "series": lambda args: self.series(boards, args),
        }

    def counted(self, name: str) -> dict[str, Any]:
        is_live = self.kind == "district" and name in TOTALS
        days = self.board.days(self.start, self.to) if is_live else self.days(name)
        return {"family": name.upper(), "from": days and days[0], "to": days and days[1]}

    def complaints(self, days: tuple[date, date] | None) -> list[Any]:
        return [
            e
            for e in self.board.world["evaluation"]
            if days
            and e[COLUMN[self.kind]] == self.row["id"]
            and days[0] <= e["rated_on"] <= days[1]
            and e["level"] in BAD
            and e["standing"] != "VOID"
            and e["kind"] in ("VOLUNTARY", "GUIDED", "PROXY")
        ]

    def acted(self, family: str, is_done: Callable[[Any, Any], Any]) -> int:
        orders = {o["evaluation_id"]: o for o in self.board.world["work_order"]}
        return sum(bool(is_done(e, orders.get(e["id"], {}))) for e in self.complaints(self.days(family)))

    def on_time(self) -> int:
        days = self.days("due")
        return self.board.due(self.kind, self.row, *days)[1] if days else 0

    def dimensions(self) -> list[Any]:
        found = []
        for one in sorted({r["subject"] for r in self.rows if r["family"] == "dimension"}):
            good, bad = self.sums("dimension", 2, one)
            if good + bad:
                thing = Thing("Dimension", self.board.world.find("dimension", one))
                found.append({"dimension": thing, "ratings": good + bad, "bad": bad})
        return found

    def tags(self, args: Any) -> list[Any]:
        if not 1 <= args["first"] <= 100:
            raise Says("BAD_VARIABLE")
        counted = [
            (self.sums("tag", 1, tag)[0], tag) for tag in {r["subject"] for r in self.rows if r["family"] == "tag"}
        ]
        most = sorted((-count, tag) for count, tag in counted if count)[: args["first"]]
        return [{"tag": Thing("Tag", self.board.world.find("tag", tag)), "count": -count} for count, tag in most]

    def series(self, boards: int, args: Any) -> list[Any]:
        step = args["step"]
        self.board.judge_step(self.kind, step, self.start, self.to, boards)
        if step == "HOUR":
            return []
        found: dict[datetime, list[int]] = {}
        for at, family in enumerate(("ratings", "opinion")):
            for first, last, counts in self.batches(family):
                if _step(step, first) == _step(step, last):
                    found.setdefault(_step(step, first), [0, 0])[at] += counts[at]
        return [
            {"at": at, "ratings": found.get(at, [0, 0])[0], "bad": found.get(at, [0, 0])[1]}
            for at in self.board.steps(step, self.start, self.end)
        ]


def _step(step: str, day: date) -> datetime:
    return begin(step, datetime(day.year, day.month, day.day, 12, tzinfo=ZONE))


def _rectified(evaluation: Any, order: Any) -> bool:
    is_known = evaluation["assurance"] in ("AUTHENTICATED", "POSSESSION")
    return bool(is_known and order.get("callback") and order.get("approved_at"))


def _named(name: str, symbols: Any, told: list[int]) -> list[Any]:
    return [{name: s.value, "count": n} for s, n in zip(symbols, told, strict=True)]
