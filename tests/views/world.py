"""A small city of random rows, written straight into the tables, and read back as plain dicts for the oracle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

import asyncpg

from domain import calendar, rulebook, tallies
from domain.collecting import seed as forms
from domain.words import Entry, Level, RatingKind, Stage, WorkOrderState
from tests.views.world_appraisals import appraise
from tests.views.world_board import tell
from tests.views.world_directory import directory

Rows = list[dict[str, Any]]
PEOPLE = 40  # each comes several times
TABLES = [
    "district",
    "agency",
    "hall",
    "service_window",
    "service",
    "staff_member",
    "form",
    "dimension",
    "tag",
    "client",
    "service_event",
    "invitation",
    "evaluation",
    "evaluation_dimension",
    "evaluation_tag",
    "text_inspection",
    "work_order",
    "deadline",
    "finding",
    "work_order_move",
    "calendar_day",
    "city_clock",
    "weight_plan",
    "appraisal_period",
    "appraisal",
    "appraisal_figure",
    "appraisal_adjustment",
    "board_told",
]
BAD = ("DISSATISFIED", "VERY_DISSATISFIED")
VERDICTS = ("VALID_RESPONSIBLE", "UNFOUNDED")
TEXTS = ("办得很快，谢谢！", "排队太久 <b>两小时</b>", "材料要了三遍 — “不合理”", "ok 👍")


@dataclass
class World:
    """The rows of every table, by table."""

    tables: dict[str, Rows]

    def __getitem__(self, table: str) -> Rows:
        return self.tables[table]

    def find(self, table: str, row_id: int | None) -> dict[str, Any] | None:
        return next((row for row in self.tables[table] if row["id"] == row_id), None)


async def read(url: str) -> World:
    """The rows, at a moment that stays: a day or an hour that began meanwhile would tell the truth twice."""
    connection = await asyncpg.connect(url)
    try:
        now = await connection.fetchval("select city_now()")
        await connection.execute(
            "create or replace function city_now() returns timestamptz language sql stable parallel safe "
            f"as $$ select '{now.isoformat()}'::timestamptz $$"
        )
        loaded = {t: [dict(r) for r in await connection.fetch(f"select * from {t}")] for t in TABLES}
        loaded["now"] = [{"now": await connection.fetchval("select city_now()")}]
        return World(loaded)
    finally:
        await connection.close()


class Writer:
    """Inserts dicts; ids come back."""

    def __init__(self, connection: Any, random: Random) -> None:
        self.connection, self.random = connection, random

    async def add(self, table: str, **row: Any) -> int:
        names, marks = ", ".join(f'"{n}"' for n in row), ", ".join(f"${n}" for n in range(1, len(row) + 1))
        added: int = await self.connection.fetchval(
            f"insert into {table} ({names}) values ({marks}) returning id", *row.values()
        )
        return added

    def some(self, values: Sequence[Any]) -> Any:
        return self.random.choice(values)

    def maybe(self, value: Any, odds: float = 0.5) -> Any:
        return value if self.random.random() < odds else None


async def write(url: str, seed: int, *, ratings: int = 60) -> None:
    """Fill an empty migrated database, to which domain is connected: forms, calendar and rules seed themselves."""
    await forms.seed()
    await calendar.seed()
    await rulebook.seed()
    connection = await asyncpg.connect(url)
    try:
        async with connection.transaction():
            await connection.execute("insert into city_clock (city_kind, city_name) values ('test', '滨海市')")
            await _write(Writer(connection, Random(seed)), ratings)
    finally:
        await connection.close()


async def _write(w: Writer, ratings: int) -> None:
    places = await directory(w)
    now = await w.connection.fetchval("select city_now()")
    profile = await w.connection.fetchval("select id from rule_profile limit 1")
    tally = tallies.Tally()
    client = await w.add(
        "client",
        name="综合受理平台",
        kind="BUSINESS",
        key_hash=b"1" * 32,
        agency_id=places["agency"][0],
        scopes=[],
        origins=[],
        is_enabled=True,
        created_at=now,
    )
    account = await w.add(
        "account",
        login="officer",
        name="钱办",
        password_hash="-",
        roles=["CASE_OFFICER"],
        agency_id=places["agency"][0],
        is_enabled=True,
    )
    for number in range(ratings):
        event = await _event(w, places, client, number, now, tally)
        if w.random.random() < 0.8:
            rating = await _evaluation(w, event, now, tally)
            if rating["level"] in BAD:
                await _order(w, rating, event, places, profile, account, now)
    for step in tally.steps():
        await w.connection.execute(step.sql, *step.values)
    # Of their own dice: the rest stays what it was.
    await appraise(Writer(w.connection, Random(7)), places, now.date())
    await tell(Writer(w.connection, Random(8)), places, now.astimezone(calendar_zone()).date())


async def _event(
    w: Writer, places: Any, client: int, number: int, now: datetime, tally: tallies.Tally
) -> dict[str, Any]:
    stage = w.some(list(Stage))
    at = now - timedelta(minutes=w.random.randint(5, 60 * 24 * 40))
    n = w.random.randrange(4)
    offline = stage not in (Stage.ONLINE, Stage.HOTLINE_CALL)
    agency = w.some(places["agency"])
    row = {
        "case_number": f"BH-{number:05}",
        "service_number": 1,
        "stage": stage.value,
        "service_id": w.some(places["service"]),
        "agency_id": agency,
        "district_id": w.some(places["district"]),
        "hall_id": places["hall"][n % 2] if offline else None,
        "window_id": places["window"][n] if offline else None,
        "staff_id": w.maybe(w.some(places["staff"]), 0.8),
        "happened_at": at,
        "recorded_at": at,
        "client_id": w.maybe(client, 0.7),
        "rater_ref": UUID(int=number % PEOPLE + 1),
    }
    row["id"] = await w.add("service_event", **row)
    await w.add(
        "invitation",
        service_event_id=row["id"],
        entries=[e.value for e in (Entry.RECEIPT_QR, Entry.MY_BUSINESS)],
        issued_at=at,
        expires_at=at + timedelta(days=30),
    )
    place = tallies.CountedAt(row["district_id"], agency, row["service_id"], row["hall_id"], row["staff_id"])
    tally.add_event(place, at)
    return row | {"place": place}


async def _evaluation(w: Writer, event: dict[str, Any], now: datetime, tally: tallies.Tally) -> dict[str, Any]:
    level = w.some([*BAD, *[level.value for level in Level]])
    kind = w.some([*RatingKind, *[RatingKind.VOLUNTARY] * 6])
    entry, standing = w.some(list(Entry)), w.some(["VALID"] * 8 + ["SUSPECT", "VOID"])
    at = event["happened_at"] + (now - event["happened_at"]) * w.random.random() * 0.9
    day = at.astimezone(calendar_zone()).date()
    text = w.maybe(w.some(TEXTS), 0.7)
    scene = {"ONLINE": "ONLINE", "HOTLINE_CALL": "HOTLINE"}.get(event["stage"], "WINDOW")
    form = await w.connection.fetchval("select id from form where scene = $1", scene)
    row = {
        "service_event_id": event["id"],
        "form_id": form,
        "level": level,
        "kind": kind.value,
        "entry": entry.value,
        "stage": event["stage"],
        "standing": standing,
        "assurance": w.some(["AUTHENTICATED", "POSSESSION", "PRESENT", "NONE"]),
        "agency_id": event["agency_id"],
        "district_id": event["district_id"],
        "service_id": event["service_id"],
        "hall_id": event["hall_id"],
        "window_id": event["window_id"],
        "staff_id": event["staff_id"],
        "text_raw": text,
        "text_covered": text and w.maybe("［遮盖］" + text, 0.5),
        "text_masked": text and w.maybe(text.replace("小时", "＊"), 0.6),
        "text_public": text and w.maybe("［公开］" + text, 0.5),
        "anonymous_to_agency": w.random.random() < 0.5,
        "rated_at": at,
        "rated_on": day,
        "shown_to_staff_on": w.maybe(day + timedelta(days=8)),
        "rater_ref": event["rater_ref"],
        "receipt_index": w.random.randbytes(16),
        "input_hash": b"0" * 32,
    }
    row["id"] = await w.add("evaluation", **row)
    if text and w.random.random() < 0.8:
        half = text.replace("两", "*")
        found = {"half": half, "found": "[]", "kinds": ["NONE"], "inspected_at": now, "finder": 2}
        found["covered"] = text.replace("三", "████")
        await w.add("text_inspection", id=row["id"], **found)
    tags = [r["id"] for r in await w.connection.fetch("select id from tag where level = $1", level)]
    tags = w.random.sample(tags, w.random.randint(0, 3))
    for tag in tags:
        await w.add("evaluation_tag", evaluation_id=row["id"], tag_id=tag)
    dimensions = []
    for found in await w.connection.fetch("select id from dimension where form_id = $1", form):
        if given := w.maybe(w.some(list(Level))):
            dimensions.append((found["id"], given))
            await w.add("evaluation_dimension", evaluation_id=row["id"], dimension_id=found["id"], level=given.value)
    if standing != "VOID":
        tally.add_rating(
            event["place"],
            at,
            day,
            visited_at=event["happened_at"],
            level=Level(level),
            kind=kind,
            entry=entry,
            tags=tags,
            dimensions=dimensions,
        )
    return row


async def _order(w: Writer, rating: Any, event: Any, places: Any, profile: int, account: int, now: datetime) -> None:
    at, state = rating["rated_at"], w.some(list(WorkOrderState))
    closed = w.maybe(now, 1) if state in ("CLOSED", "VOIDED") else None
    due = closed or at + timedelta(days=w.random.randint(-5, 12))
    outcome = w.maybe(w.some(["SATISFIED", "FAIRLY_SATISFIED", "DISSATISFIED", "UNREACHABLE"]))
    reply = w.maybe("已整改，谢谢您的意见。")
    order = await w.add(
        "work_order",
        number=f"{w.random.randrange(10**10):010}",
        evaluation_id=rating["id"],
        agency_id=w.some([rating["agency_id"], w.some(places["agency"])]),
        district_id=rating["district_id"],
        rated_staff_id=rating["staff_id"],
        state=state.value,
        version=w.random.randint(1, 5),
        is_urgent=w.random.random() < 0.5,
        is_hidden=w.random.random() < 0.5,
        cause=w.some(["STAFF_CONDUCT", "EFFICIENCY", "PLATFORM"]),
        dispatched_at=at,
        dispatched_on=rating["rated_on"],
        next_due_at=due,
        officer_id=w.maybe(w.some(places["staff"])),
        told=rating["id"] % 3,
        urged=w.random.randint(0, 3),
        supervision=0,
        reply=reply,
        replied_on=reply and rating["rated_on"] + timedelta(days=3),
        callback=outcome,
        approved_at=w.maybe(now),
        reopened=0,
        closed_at=closed,
    )
    for kind, days in (("SIGN", 1), ("CONTACT", 3), ("RECTIFY", 10), ("CONTACT_YELLOW", 2)):
        await _deadline(w, order, kind, days, rating["rated_on"], profile)
    for n in range(w.random.randint(0, 2)):
        await w.add(
            "finding",
            work_order_id=order,
            verdict=VERDICTS[n],
            attribution="STAFF",
            cause="EFFICIENCY",
            staff_id=w.maybe(w.some(places["staff"])),
            note=f"核实{n}",
            found_by_id=account,
            found_at=now,
        )
    for n in range(w.random.randint(1, 3)):
        await w.add(
            "work_order_move",
            work_order_id=order,
            move=w.some(["dispatch", "sign", "contact", "urge"]),
            from_state=w.maybe("DISPATCHED"),
            to_state=state.value,
            actor_kind="ACCOUNT",
            actor_role=w.some(["CASE_OFFICER", "SUPERVISOR", "REVIEWER"]),
            actor_id=account,
            actor_name="钱办",
            reason=w.maybe("电话联系 13800000001"),
            at=at + timedelta(hours=n),
            on=rating["rated_on"],
        )


async def _deadline(w: Writer, order: int, kind: str, days: int, start: date, profile: int) -> None:
    due = start + timedelta(days=w.random.randint(1, days + 4))
    moment = datetime.combine(due, datetime.max.time().replace(microsecond=0), calendar_zone())
    await w.add(
        "deadline",
        subject_kind="work_order",
        subject_id=order,
        kind=kind,
        is_alarm=kind.endswith("_YELLOW"),
        generation=1,
        owner=w.some(["CASE_OFFICER", "DISPATCHER"]),
        rule=kind.lower(),
        profile_id=profile,
        authority=w.some(["ours", "text"]),
        counted_from=start,
        days=days,
        day_type=w.some(["WORKING", "NATURAL"]),
        calendar_version=1,
        due_on=due,
        due_at=moment,
        provisional=w.random.random() < 0.1,
        met_at=w.maybe(moment + timedelta(hours=w.random.randint(-60, 30))),
        cancelled_at=w.maybe(moment, 0.1),
    )


def calendar_zone() -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo("Asia/Shanghai")
