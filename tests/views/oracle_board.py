"""The board, recounted from the rows: no tally is looked at."""

import math
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from domain.words import Entry, Level, RatingKind
from tests.views.oracle_sight import DAY_ONLY, Says, Thing

if TYPE_CHECKING:
    from tests.views.oracle import Oracle

ZONE = ZoneInfo("Asia/Shanghai")
SCOPES = {
    "districtCode": ("district", "code"),
    "agencyCode": ("agency", "code"),
    "serviceCode": ("service", "code"),
    "hallCode": ("hall", "code"),
    "staffNumber": ("staff_member", "number"),
}
BELOW = {"city": "district", "district": "agency", "agency": "service", "hall": "staff_member"}
KINDS = ["district", "agency", "service", "staff_member"]
COLUMN = {
    "district": "district_id",
    "agency": "agency_id",
    "service": "service_id",
    "hall": "hall_id",
    "staff_member": "staff_id",
}
POINTS = dict(zip(Level, (100, 80, 60, 40, 20), strict=True))
STRANGERS = {"PUBLIC", "CHANNEL", "SUBSCRIBER", "BUSINESS", "RATER", "USER", "SYSTEM_ADMINISTRATOR"} | {
    "SECURITY_ADMINISTRATOR"
}
PERSONS = {"WINDOW_STAFF", "HOTLINE_AGENT", "HALL_MANAGER", "AGENCY_HEAD", "HR", "SUPERVISOR"}
RATED = {"WINDOW_STAFF", "HOTLINE_AGENT"}
HOURS = {"HOUR": 1, "DAY": 24, "WEEK": 24, "MONTH": 24}
BAD = {"DISSATISFIED", "VERY_DISSATISFIED"}


class Board:
    """Figures for one asker."""

    def __init__(self, oracle: "Oracle") -> None:
        self.oracle, self.world = oracle, oracle.world

    def ask(self, args: Any) -> Any:
        named = {k: v for k, v in (args.get("scope") or {}).items() if v is not None}
        if len(named) > 1:
            raise Says("BAD_VARIABLE")
        kind, row = "city", None
        if named:
            ((argument, code),) = named.items()
            kind, column = SCOPES[argument]
            if kind == "staff_member" and self.oracle.role not in PERSONS:
                raise Says("FORBIDDEN")
            row = next((r for r in self.world[kind] if r[column] == code), None)
            if row is None:
                raise Says("BAD_VARIABLE")
            if kind == "staff_member" and not self.sees(row):
                raise Says("FORBIDDEN")
        if any(not 2000 <= day.year <= 2100 for day in (args.get("from"), args.get("to")) if day):
            raise Says("BAD_VARIABLE")
        to = args.get("to") or self.oracle.today
        start = args.get("from") or to
        if start > to:
            raise Says("BAD_VARIABLE")
        return self.of(kind, row, start, to)

    def sees(self, staff: Any) -> bool:
        a = self.oracle.actor
        home = self.world.find("agency", staff["agency_id"]) or {}
        if a.staff == staff["id"] and a.role not in RATED:
            return False
        return {
            "WINDOW_STAFF": a.staff == staff["id"],
            "HOTLINE_AGENT": a.staff == staff["id"],
            "HALL_MANAGER": a.hall == staff["hall_id"],
            "AGENCY_HEAD": a.agency == staff["agency_id"],
            "HR": a.district in (None, home["district_id"]),
            "SUPERVISOR": a.district in (None, home["district_id"]),
        }.get(a.role, False)

    def rows(self, table: str, kind: str, row: Any, at: Callable[[Any], date], start: date, to: date) -> list[Any]:
        return [
            r for r in self.world[table] if (kind == "city" or r[COLUMN[kind]] == row["id"]) and start <= at(r) <= to
        ]

    def of(self, kind: str, row: Any, start: date, to: date, boards: int = 1) -> dict[str, Any]:
        seen, small = date.max, kind not in ("city", "district")
        if small and self.oracle.role in RATED:
            mine = [e for e in self.world["evaluation"] if e["staff_id"] == self.oracle.actor.staff]
            seen = max((e["rated_on"] for e in mine if e["shown_to_staff_on"]), default=date.min)
        if small and self.oracle.role in STRANGERS:
            seen = self.oracle.today - timedelta(days=1)
        end = min(to, seen)
        events = self.rows("service_event", kind, row, lambda r: r["happened_at"].astimezone(ZONE).date(), start, end)
        valid = [
            r
            for r in self.rows("evaluation", kind, row, lambda r: r["rated_on"], start, end)
            if r["standing"] != "VOID"
        ]
        made = [r for r in valid if r["kind"] in ("VOLUNTARY", "GUIDED", "PROXY")]
        bad = [r for r in made if r["level"] in BAD]
        n, b = len(made), len(bad)
        orders = {o["evaluation_id"]: o for o in self.world["work_order"]}
        known = [orders.get(r["id"], {}) for r in bad]
        real = [orders.get(r["id"], {}) for r in bad if r["assurance"] in ("AUTHENTICATED", "POSSESSION")]
        called = [o for o in known if o.get("callback") not in (None, "UNREACHABLE")]
        due, on_time = self.due(kind, row, start, end)
        low, high = limits(b)
        told = made if not small or n >= 5 or self.oracle.role not in STRANGERS | RATED else []
        if kind == "staff_member" and self.oracle.role == "HR":
            told = []
        return {
            "scope": "city" if row is None else row["number" if kind == "staff_member" else "code"],
            "from": start,
            "to": to,
            "events": len(events),
            "ratings": n,
            "bad": b,
            "byLevel": counts("level", Level, Counter(r["level"] for r in made)),
            "byKind": counts("kind", RatingKind, Counter(r["kind"] for r in valid)),
            "byEntry": counts("entry", Entry, Counter(r["entry"] for r in valid)),
            "badPer10000": ratio(b * 10_000, n),
            "badPer10000Low": low * 10_000 / n if n else None,
            "badPer10000High": high * 10_000 / n if n else None,
            "goodRate": ratio(n - b, n),
            "activeRate": ratio(self.rated(events, seen), len(events)),
            "badReplyRate": ratio(sum(bool(o.get("reply")) for o in known), b),
            "callbackRectifyRate": ratio(
                sum(bool(o.get("callback") and o.get("approved_at")) for o in real), len(real)
            ),
            "onTimeRate": ratio(on_time, due),
            "postRectifySatisfaction": ratio(sum(o["callback"] != "DISSATISFIED" for o in called), len(called)),
            "score": ratio(sum(POINTS[Level(r["level"])] for r in made), n),
            "byDimension": self.dimensions(told),
            "topTags": lambda args: self.tags(told, args),
            "series": lambda args: self.series(kind, made, start, to, end, boards, args),
            "children": lambda args: self.children(kind, row, start, to, boards, args),
        }

    def rated(self, events: list[Any], seen: date) -> int:
        """Which of these visits were rated, whenever, as far as the asker may know."""
        visits = {event["id"] for event in events}
        return sum(
            rating["service_event_id"] in visits and rating["rated_on"] <= seen
            for rating in self.world["evaluation"]
            if rating["standing"] != "VOID" and rating["kind"] in ("VOLUNTARY", "GUIDED", "PROXY")
        )

    def due(self, kind: str, row: Any, start: date, to: date) -> tuple[int, int]:
        due = on_time = 0
        for d in self.world["deadline"]:
            order = self.world.find("work_order", d["subject_id"]) or {}
            rating = self.world.find("evaluation", order["evaluation_id"]) or {}
            if (
                d["kind"] != "RECTIFY"
                or d["cancelled_at"]
                or rating["standing"] == "VOID"
                or d["due_at"] > self.oracle.now
            ):
                continue
            if start <= d["due_on"] <= to and (kind == "city" or rating[COLUMN[kind]] == row["id"]):
                due += 1
                on_time += bool(d["met_at"] and d["met_at"] <= d["due_at"] and order["approved_at"])
        return due, on_time

    def dimensions(self, made: list[Any]) -> list[Any]:
        ids = {r["id"] for r in made}
        given = [d for d in self.world["evaluation_dimension"] if d["evaluation_id"] in ids]
        found = sorted({d["dimension_id"] for d in given})
        return [
            {
                "dimension": Thing("Dimension", self.world.find("dimension", i)),
                "ratings": sum(d["dimension_id"] == i for d in given),
                "bad": sum(d["dimension_id"] == i and d["level"] in BAD for d in given),
            }
            for i in found
        ]

    def tags(self, made: list[Any], args: Any) -> list[Any]:
        if not 1 <= args["first"] <= 100:
            raise Says("BAD_VARIABLE")
        ids = {r["id"] for r in made}
        found = Counter(t["tag_id"] for t in self.world["evaluation_tag"] if t["evaluation_id"] in ids)
        most = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[: args["first"]]
        return [{"tag": Thing("Tag", self.world.find("tag", tag)), "count": times} for tag, times in most]

    def series(
        self, kind: str, made: list[Any], start: date, to: date, last: date, boards: int, args: Any
    ) -> list[Any]:
        step = args["step"]
        if step == "HOUR" and kind not in ("city", "district") and self.oracle.role in DAY_ONLY:
            raise Says("FORBIDDEN")
        asked = len(self.steps(step, start, to))
        if asked > 1000 or asked * boards > 10_000:
            raise Says("BAD_VARIABLE")
        ratings, bad = (
            Counter(begin(step, r["rated_at"]) for r in made),
            Counter(begin(step, r["rated_at"]) for r in made if r["level"] in BAD),
        )
        steps = [s for s in self.steps(step, start, last) if s < self.oracle.now]
        return [{"at": s, "ratings": ratings[s], "bad": bad[s]} for s in steps]

    @staticmethod
    def steps(step: str, start: date, last: date) -> list[datetime]:
        days = [start + timedelta(days=n) for n in range((last - start).days + 1)]
        hours = [datetime(d.year, d.month, d.day, h, tzinfo=ZONE) for d in days for h in range(0, 24, HOURS[step])]
        return list(dict.fromkeys(begin(step, hour) for hour in hours))

    def children(self, kind: str, row: Any, start: date, to: date, boards: int, args: Any) -> Any:
        if not 1 <= args["first"] <= 100:
            raise Says("BAD_VARIABLE")
        below = BELOW.get(kind)
        number = KINDS.index(below) + 1 if below else 0
        after = self.oracle.place(11, number, args.get("after"))
        rows = sorted(self.world[below], key=lambda r: r["id"]) if below else []
        rows = [
            r
            for r in rows
            if (kind == "city" or r[COLUMN[kind]] == row["id"]) and (after is None or r["id"] > after[0])
        ]
        rows = [r for r in rows if below != "staff_member" or self.sees(r)]
        assert below or not rows
        edges = [
            {
                "cursor": self.oracle.cursor(11, number, r["id"], r["id"]),
                "node": {
                    "scope": r.get("code") or r["number"],
                    "name": (self.oracle.english and r.get("name_en")) or r["name"],
                    "board": lambda _, r=r: self.of(str(below), r, start, to, boards * args["first"]),
                },
            }
            for r in rows[: args["first"]]
        ]
        return {
            "edges": edges,
            "pageInfo": {
                "hasNextPage": len(rows) > args["first"],
                "hasPreviousPage": args.get("after") is not None,
                "startCursor": edges[0]["cursor"] if edges else None,
                "endCursor": edges[-1]["cursor"] if edges else None,
            },
        }


def ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def counts(name: str, symbols: Any, found: Counter[str]) -> list[Any]:
    return [{name: s.value, "count": found[s.value]} for s in symbols]


def begin(step: str, moment: datetime) -> datetime:
    at = moment.astimezone(ZONE).replace(minute=0, second=0, microsecond=0)
    if step == "HOUR":
        return at
    at = at.replace(hour=0)
    return at if step == "DAY" else at.replace(day=1) if step == "MONTH" else at - timedelta(days=at.weekday())


def limits(n: int) -> tuple[float, float]:
    """Garwood's interval by bisection on the Poisson sum."""

    def below(k: int, mean: float) -> float:
        return (
            math.fsum(math.exp(-mean + i * math.log(mean) - math.lgamma(i + 1)) for i in range(k + 1)) if mean else 1.0
        )

    def solve(k: int, p: float) -> float:
        low, high = 0.0, 10.0 * n + 50
        for _ in range(200):
            middle = (low + high) / 2
            low, high = (middle, high) if below(k, middle) > p else (low, middle)
        return low

    return (solve(n - 1, 0.975) if n else 0.0), solve(n, 0.025)
