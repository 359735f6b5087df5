"""The fixed cast of the tests: two districts, three agencies, a hall, people with roles, and what they usually do."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from domain import calendar, clock, founding, ledger, pulse, work_orders, working_days
from domain.actor import PUBLIC, SYSTEM, Actor, ActorKind, Scope
from domain.collecting import NewServiceEvent, Recorded, forms, hand_out, record
from domain.evaluations import Submission, Submitted, submit_one
from domain.vault import Identity
from domain.words import Attribution, CallbackOutcome, Cause, Entry, Level, Role, Stage, Verdict
from storage import models
from storage.transactions import fetch, fetch_value

BUREAU, HOUSING, MANAGING = "11990100MB2C00001A", "11990100MB2C00002B", "11990100MB2C00003C"


@dataclass
class Cast:
    """Everybody by name. Ids are the database's own."""

    ids: dict[str, int] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    numbers: Any = field(default_factory=lambda: count(1))

    def __getitem__(self, name: str) -> Actor:
        return self.actors[name]

    async def event(
        self,
        *,
        stage: Stage = Stage.ACCEPTANCE,
        rater: Identity | None = None,
        at: datetime | None = None,
        **facts: Any,
    ) -> Recorded:
        """One service event at window 1, served by 陈窗口, reported by the business system."""
        event = NewServiceEvent(
            case_number=f"BH-{next(self.numbers):06}",
            service_number=1,
            stage=stage,
            service_code=facts.pop("service", "S-CARD"),
            agency_code=facts.pop("agency", BUREAU),
            happened_at=at or await clock.now(),
            window_code=None if stage is Stage.ONLINE else "H1-W01",
            staff_number=None if stage is Stage.ONLINE else "E001",
            rater=rater if rater is not None else Identity("赵评", "990100199001011234", "13800000001"),
            **facts,
        )
        (outcome,) = await record([event], by=self["business"])
        assert isinstance(outcome, Recorded), outcome
        return outcome

    async def rate(
        self,
        level: Level = Level.DISSATISFIED,
        *,
        tags: Sequence[str] = (),
        entry: Entry | None = None,
        stage: Stage = Stage.ACCEPTANCE,
        **said: Any,
    ) -> Submitted:
        """A fresh event, rated. A bad one gets the tag 没有提供材料清单 unless told otherwise."""
        event = await self.event(stage=stage)
        token = await hand_out(event.service_event_id, entry, by=SYSTEM) if entry else event.token
        usual = {Level.DISSATISFIED: ("208",), Level.VERY_DISSATISFIED: ("109",)}.get(level, ())
        return await submit_one(Submission(token, level, PUBLIC, tags=tuple(tags) or usual, **said))

    async def order(self, level: Level = Level.DISSATISFIED, **said: Any) -> int:
        """A bad rating's order."""
        rated = await self.rate(level, **said)
        order_id: int = await fetch_value("select id from work_order where evaluation_id = $1", rated.evaluation_id)
        return order_id

    async def bring(self, order_id: int, until: str) -> None:
        """Take the order along the usual way up to and including the named step."""
        hidden = await fetch_value("select is_hidden from work_order where id = $1", order_id)
        for name, step in self._steps(order_id, caller="dispatcher" if hidden else "officer"):
            await step()
            if name == until:
                return

    def _steps(self, order_id: int, caller: str) -> list[tuple[str, Any]]:
        return [
            ("sign", lambda: work_orders.sign(order_id, by=self["officer"])),
            ("contact", lambda: work_orders.record_contact(order_id, note="问清了经过", by=self[caller])),
            ("finding", lambda: work_orders.record_finding(order_id, finding=RESPONSIBLE, by=self["officer"])),
            (
                "submit",
                lambda: work_orders.submit_rectification(
                    order_id, measures="补了清单", reply="已补上清单。", by=self["officer"]
                ),
            ),
            ("approve", lambda: work_orders.review(order_id, approve=True, reason="整改到位", by=self["supervisor"])),
            (
                "callback",
                lambda: work_orders.record_callback(order_id, outcome=CallbackOutcome.SATISFIED, by=self["dispatcher"]),
            ),
        ]


RESPONSIBLE = work_orders.NewFinding(
    Verdict.VALID_RESPONSIBLE, Attribution.ITEM_PROCESS, Cause.GUIDE_MATERIAL, "取号机旁没有清单"
)


async def assemble() -> Cast:
    """Found a test city in an empty database and put the cast on stage."""
    forms.forget()
    calendar.forget()
    await founding.found("test", "滨海市")
    cast = Cast()
    await _directory(cast.ids)
    await _people(cast)
    return cast


async def _directory(ids: dict[str, int]) -> None:
    bay = await models.District.create(code="990101", name="海湾区")
    hill = await models.District.create(code="990102", name="山前区")
    bureau = await models.Agency.create(code=BUREAU, name="滨海市人力资源和社会保障局", district_id=bay.id)
    housing = await models.Agency.create(code=HOUSING, name="滨海市住房保障局", district_id=hill.id)
    managing = await models.Agency.create(
        code=MANAGING, name="滨海市政务服务数据管理局", district_id=bay.id, is_managing=True
    )
    hall = await models.Hall.create(code="H1", name="海湾区行政服务大厅", district_id=bay.id, agency_id=managing.id)
    window = await models.Window.create(code="H1-W01", name="1号窗口", hall_id=hall.id)
    card = await models.Service.create(code="S-CARD", name="社会保障卡申领", agency_id=bureau.id)
    flat = await models.Service.create(code="S-FLAT", name="公共租赁住房申请", agency_id=housing.id)
    clerk = await models.StaffMember.create(
        number="E001", name="陈窗口", agency_id=managing.id, hall_id=hall.id, window_id=window.id
    )
    portal = await models.Platform.create(code="P-PORTAL", name="滨海政务服务网", agency_id=managing.id)
    await models.Channel.create(code=Entry.WEB_PORTAL, name="滨海政务服务网", is_online=True, platform_id=portal.id)
    ids.update(
        bay=bay.id,
        hill=hill.id,
        bureau=bureau.id,
        housing=housing.id,
        managing=managing.id,
        hall=hall.id,
        window=window.id,
        card=card.id,
        flat=flat.id,
        clerk=clerk.id,
    )


async def _people(cast: Cast) -> None:
    ids = cast.ids
    people: list[tuple[str, Role, str, dict[str, int]]] = [
        ("officer", Role.CASE_OFFICER, "林专员", {"agency": ids["bureau"]}),
        ("officer2", Role.CASE_OFFICER, "苏专员", {"agency": ids["bureau"]}),
        ("housing", Role.CASE_OFFICER, "何专员", {"agency": ids["housing"]}),
        ("managing", Role.CASE_OFFICER, "管专员", {"agency": ids["managing"]}),
        ("dispatcher", Role.DISPATCHER, "派单员", {"agency": ids["managing"]}),
        ("supervisor", Role.SUPERVISOR, "督办员", {"agency": ids["managing"]}),
        ("hill_supervisor", Role.SUPERVISOR, "山前督办", {"agency": ids["managing"], "district": ids["hill"]}),
        ("reviewer", Role.REVIEWER, "复核员", {"agency": ids["managing"]}),
        ("moderator", Role.MODERATOR, "审核员", {"agency": ids["managing"]}),
        ("moderator2", Role.MODERATOR, "审核员乙", {"agency": ids["managing"]}),
        ("bureau_reviewer", Role.REVIEWER, "局内复核", {"agency": ids["bureau"]}),
        ("hr", Role.HR, "绩效员", {"agency": ids["managing"]}),
        ("auditor", Role.AUDITOR, "审计员", {"agency": ids["managing"]}),
        ("head", Role.AGENCY_HEAD, "局长", {"agency": ids["bureau"]}),
        ("hall", Role.HALL_MANAGER, "值班长", {"agency": ids["managing"], "hall": ids["hall"]}),
        ("clerk", Role.WINDOW_STAFF, "陈窗口", {"agency": ids["managing"], "staff": ids["clerk"]}),
        ("administrator", Role.SYSTEM_ADMINISTRATOR, "管理员", {"agency": ids["managing"]}),
    ]
    for login, role, name, reach in people:
        account = await models.Account.create(
            login=login,
            name=name,
            password_hash="-",
            roles=[role],
            agency_id=reach["agency"],
            district_id=reach.get("district"),
            hall_id=reach.get("hall"),
            staff_id=reach.get("staff"),
        )
        cast.actors[login] = Actor(ActorKind.ACCOUNT, role, account.id, name, roles=(role,), **reach)
    for name, kind, scope in (
        ("business", "BUSINESS", Scope.RECORD_EVENTS),
        ("channel", "CHANNEL", Scope.SUBMIT_RATINGS),
        ("subscriber", "SUBSCRIBER", Scope.READ_EVENTS),
    ):
        client = await models.Client.create(
            name=name, kind=kind, key_hash=name.encode(), scopes=[scope], origins=[], created_at=await clock.now()
        )
        cast.actors[name] = Actor(ActorKind.CLIENT, kind, client.id, name, scopes=frozenset({scope}))
    cast.actors["public"] = PUBLIC


async def expire_all() -> int:
    """Let every term that is over have its consequence, as the worker's sweep does."""
    return await pulse.expire_all()


async def relay_all() -> None:
    """Let everything that was told stand in the ledger, as the relay does."""
    while (moved := await ledger.relay()) is None or moved.count:
        continue


WAITING = """
select exists (select from pg_locks waiting join pg_locks held using (pid) join pg_database d on d.oid = held.database
  where not waiting.granted and d.datname = current_database())
"""


async def somebody_waits() -> None:
    """Until somebody waits for a lock that somebody else holds."""
    async with asyncio.timeout(20):
        while not await fetch_value(WAITING):
            await asyncio.sleep(0.01)


async def pass_days(days: float) -> int:
    await clock.shift(timedelta(days=days))
    return await expire_all()


async def working_days_pass(days: int) -> None:
    """Until the last of so many working days is over, however many days of rest lie between: as a term ends."""
    now = await clock.now()
    last = working_days.last_day(now.date(), days, (await calendar.load()).days)
    await clock.shift(working_days.end_of(last) + timedelta(minutes=1) - now)


async def pass_working_days(days: int) -> int:
    """The same, and what has run out has its consequences."""
    await working_days_pass(days)
    return await expire_all()


async def column(sql: str, *values: object) -> list[Any]:
    return [row[0] for row in await fetch(sql, *values)]
