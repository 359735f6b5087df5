"""The numbers of the rules, as rows with their authority, so that they can be shown and changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.words import Authority
from domain.working_days import DayType
from storage.transactions import execute_many, fetch, fetch_value, transaction

SHENZHEN_2021 = "shenzhen-2021"
FROM_THE_START = date(2021, 1, 1)


@dataclass(frozen=True, slots=True)
class RuleValue:
    """One value: days (WORKING or NATURAL), a number of TIMES, or a SWITCH (0 or 1)."""

    key: str
    value: int
    unit: str
    authority: str
    note: str

    @property
    def day_type(self) -> DayType:
        """The kind of days; only for values in days."""
        return DayType(self.unit)


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of one profile, by key."""

    profile_id: int
    name: str
    version: int
    rules: Mapping[str, RuleValue]

    def __getitem__(self, key: str) -> RuleValue:
        return self.rules[key]


async def in_force(on: date) -> Rulebook:
    """The rules that hold on that day: of the newest profile that has begun and not ended."""
    rows = await fetch(
        """
        select p.id, p.key as profile, p.version, r.key, r.value, r.unit, r.authority, r.note from rule r
        join rule_profile p on p.id = r.profile_id
        where p.id = (select id from rule_profile where effective_from <= $1 and (effective_to is null or effective_to
          >= $1)
                      order by effective_from desc, version desc limit 1)
        """,
        on,
    )
    rules = {r["key"]: RuleValue(r["key"], r["value"], r["unit"], r["authority"], r["note"]) for r in rows}
    return Rulebook(rows[0]["id"], rows[0]["profile"], rows[0]["version"], rules)


_SEED: tuple[tuple[str, int, str, Authority, str], ...] = (
    ("sign", 1, "WORKING", Authority.OURS, "派单后1个工作日内签收，到期由系统签收并提醒"),
    ("return", 1, "WORKING", Authority.TEXT, "退回应在1个工作日内说明理由，最多2次（外地为2个工作日）"),
    ("return_times", 2, "TIMES", Authority.TEXT, "最多退回2次，之后由派单员审定"),
    ("contact", 3, "WORKING", Authority.TEXT, "派单后3个工作日内联系评价人（原文自收到起算）"),
    ("urgent_contact", 1, "WORKING", Authority.OURS, "非常不满意或涉及人员作风的，1个工作日内联系"),
    ("rectify", 10, "WORKING", Authority.TEXT, "一般情况10个工作日内整改（第三方摘要）；自派单起算为本平台默认"),
    ("extension", 10, "WORKING", Authority.TEXT, "到期前可申请延期一次，最多10个工作日"),
    ("yellow", 2, "WORKING", Authority.OURS, "到期前2个工作日提醒（期限长于2个工作日的）"),
    ("supervise", 1, "WORKING", Authority.TEXT, "逾期1个工作日转督办（见于外地文件）"),
    ("circulate", 5, "WORKING", Authority.TEXT, "督办后5个工作日通报（见于外地文件）"),
    ("appeal", 3, "WORKING", Authority.TEXT, "申诉在3个工作日内提出（见于外地文件）"),
    ("appeal_decide", 5, "WORKING", Authority.OURS, "申诉5个工作日内复核"),
    ("statement", 2, "WORKING", Authority.OURS, "认定个人责任前，2个工作日内可以陈述"),
    ("review", 2, "WORKING", Authority.OURS, "办结2个工作日内审核"),
    ("callback", 4, "WORKING", Authority.TEXT, "审核通过后4个工作日内回访（参照文件）"),
    ("callback_tries", 3, "TIMES", Authority.OURS, "3次联系不上算无法联系"),
    ("callback_days", 2, "TIMES", Authority.OURS, "3次联系应分在2天"),
    ("redo", 5, "WORKING", Authority.OURS, "回访不满意，5个工作日内重办"),
    ("final", 2, "WORKING", Authority.OURS, "第二次不满意后2个工作日内审定"),
    ("prompt", 3, "NATURAL", Authority.TEXT, "未评的第3天提醒一次（见于外地文件）"),
    ("prompt_stop", 7, "NATURAL", Authority.OURS, "7天后不再提醒"),
    ("rate_until", 30, "NATURAL", Authority.OURS, "办事后30天内可以评价"),
    ("supplement", 30, "NATURAL", Authority.OURS, "工单办结后30天内可以追评一次"),
    ("default_rating", 0, "SWITCH", Authority.OURS, "不生成默认评价"),
    ("reveal_minutes", 30, "TIMES", Authority.OURS, "查看联系方式30分钟后失效"),
    ("staff_delay", 7, "NATURAL", Authority.OURS, "评价满7天才会给本人看"),
    ("staff_batch", 5, "TIMES", Authority.OURS, "满5条一起给本人看"),
)


async def seed() -> None:
    """Write the profile shenzhen-2021, once."""
    async with transaction():
        profile = await fetch_value(
            """insert into rule_profile (key, version, name, effective_from) values ($1, 1, $2, $3)
               on conflict do nothing returning id""",
            SHENZHEN_2021,
            "深圳2021（默认）",
            FROM_THE_START,
        )
        if profile is not None:
            await execute_many(
                "insert into rule (profile_id, key, value, unit, authority, note) values ($1, $2, $3, $4, $5, $6)",
                [(profile, *row) for row in _SEED],
            )
