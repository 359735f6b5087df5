"""The board, recounted from the rows: no tally is looked at."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from domain.words import Entry, Level, RatingKind
from tests.views.oracle_figures import BAD, POINTS, ZONE, begin, counts, limits, ratio
from tests.views.oracle_sight import Says, Thing
from tests.views.oracle_told import Told

if TYPE_CHECKING:
    from tests.views.oracle import Oracle

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
KEEPERS = {"SYSTEM_ADMINISTRATOR", "SECURITY_ADMINISTRATOR"}
DESKS = {"DISPATCHER", "SUPERVISOR", "REVIEWER", "MODERATOR", "HR", "AUDITOR"}
HOURLY = DESKS - {"MODERATOR", "HR"}
PERSONS = {"WINDOW_STAFF", "HOTLINE_AGENT", "HALL_MANAGER", "AGENCY_HEAD", "HR", "SUPERVISOR"}
RATED = {"WINDOW_STAFF", "HOTLINE_AGENT"}
MADE = ("VOLUNTARY", "GUIDED", "PROXY")
COUNTED = ("VISITS", "VISITED", "RATINGS", "OPINION", "NAMED", "AFTER", "DUE", "LEVELS", "KINDS", "ENTRIES")
SPLITS = ("byLevel", "byKind", "byEntry", "score", "byDimension", "topTags", "counted")
HOURS = {"HOUR": 1, "DAY": 24, "WEEK": 24, "MONTH": 24}


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
            self.not_a_keeper(kind)
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
        if kind == "staff_member" and not self.tells(row, start, to):
            raise Says("FORBIDDEN")
        return self.of(kind, row, start, to)

    def not_a_keeper(self, kind: str) -> None:
        if kind != "city" and self.oracle.role in KEEPERS:
            raise Says("FORBIDDEN")

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

    def tells(self, staff: Any, start: date, to: date) -> bool:
        """Of a person one sees: the own, one with an order that is reached, or thirty ratings."""
        if self.oracle.role in RATED:
            return True
        end = self.shown(to) if self.oracle.actor.staff is not None else to
        rated = [
            e
            for e in self.world["evaluation"]
            if e["staff_id"] == staff["id"] and e["kind"] in MADE and e["standing"] != "VOID"
        ]
        if sum(start <= e["rated_on"] <= end for e in rated) >= 30:
            return True
        orders = [o for o in self.world["work_order"] if o["rated_staff_id"] == staff["id"]]
        on = {e["id"]: e["rated_on"] for e in self.world["evaluation"]}
        return any(start <= on[o["evaluation_id"]] <= to and self.oracle.reaches("WorkOrder", o) for o in orders)

    def shown(self, to: date) -> date:
        """The own figures end at the last batch."""
        mine = [e for e in self.world["evaluation"] if e["staff_id"] == self.oracle.actor.staff]
        return min([to, max((e["rated_on"] for e in mine if e["shown_to_staff_on"]), default=date.min)])

    def watches(self, kind: str, row: Any) -> bool:
        """Live for this asker."""
        a = self.oracle.actor
        if kind in ("city", "staff_member"):
            return True
        if kind == "district":
            return a.role in DESKS and a.district in (None, row["id"])
        if a.staff is not None:
            return False
        agency = self.world.find("agency", row["agency_id"]) if kind == "service" else row
        if a.role in DESKS:
            return a.district in (None, (agency or {})["district_id"])
        if a.role == "HALL_MANAGER":
            return bool(kind == "hall" and a.hall == row["id"])
        return bool(a.role == "AGENCY_HEAD" and kind != "hall" and a.agency == (agency or {})["id"])

    def of(self, kind: str, row: Any, start: date, to: date, boards: int = 1) -> dict[str, Any]:
        self.not_a_keeper(kind)
        end = self.shown(to) if kind == "staff_member" and self.oracle.actor.staff is not None else to
        seen = self.shown(date.max) if kind == "staff_member" and self.oracle.actor.staff is not None else date.max
        answer = self.live(kind, row, start, to, end, seen, boards)
        if not self.watches(kind, row):
            told = Told(self, kind, row, start, to).answer(boards)
            answer |= told if kind != "district" else {name: told[name] for name in SPLITS}
            if kind == "district":
                answer |= {name: None for name, n in answer["behind"].items() if 0 < n < 5}
        return answer

    def live(self, kind: str, row: Any, start: date, to: date, end: date, seen: date, boards: int) -> dict[str, Any]:
        events = self.rows("service_event", kind, row, lambda r: r["happened_at"].astimezone(ZONE).date(), start, end)
        valid = [
            r
            for r in self.rows("evaluation", kind, row, lambda r: r["rated_on"], start, end)
            if r["standing"] != "VOID"
        ]
        made = [r for r in valid if r["kind"] in MADE]
        bad = [r for r in made if r["level"] in BAD]
        n, b = len(made), len(bad)
        orders = {o["evaluation_id"]: o for o in self.world["work_order"]}
        known = [orders.get(r["id"], {}) for r in bad]
        real = [orders.get(r["id"], {}) for r in bad if r["assurance"] in ("AUTHENTICATED", "POSSESSION")]
        called = [o for o in known if o.get("callback") not in (None, "UNREACHABLE")]
        due, on_time = self.due(kind, row, start, end)
        low, high = limits(b)
        is_few = kind == "staff_member" and n < 5 and self.oracle.role in RATED
        told = [] if is_few or (kind == "staff_member" and self.oracle.role == "HR") else made
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
            "behind": {
                "activeRate": len(events),
                "badReplyRate": b,
                "callbackRectifyRate": len(real),
                "onTimeRate": due,
                "postRectifySatisfaction": len(called),
            },
            "score": ratio(sum(POINTS[Level(r["level"])] for r in made), n),
            "counted": [
                {"family": name, "from": days and days[0], "to": days and days[1]}
                for name in COUNTED
                for days in [self.days(start, end)]
            ],
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
            if rating["standing"] != "VOID" and rating["kind"] in MADE
        )

    def days(self, start: date, end: date) -> tuple[date, date] | None:
        last = min(end, self.oracle.today)
        return (start, last) if start <= last else None

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
        self.judge_step(kind, step, start, to, boards)
        ratings, bad = (
            Counter(begin(step, r["rated_at"]) for r in made),
            Counter(begin(step, r["rated_at"]) for r in made if r["level"] in BAD),
        )
        steps = [s for s in self.steps(step, start, last) if s < self.oracle.now]
        return [{"at": s, "ratings": ratings[s], "bad": bad[s]} for s in steps]

    def judge_step(self, kind: str, step: str, start: date, to: date, boards: int) -> None:
        hourly = self.oracle.role in HOURLY and self.oracle.actor.staff is None
        if step == "HOUR" and kind not in ("city", "district") and not hourly:
            raise Says("FORBIDDEN")
        asked = len(self.steps(step, start, to))
        if asked > 1000 or asked * boards > 10_000:
            raise Says("BAD_VARIABLE")

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
        rows = [r for r in rows if below != "staff_member" or (self.sees(r) and self.tells(r, start, to))]
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
