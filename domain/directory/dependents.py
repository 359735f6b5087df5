"""What keeps an entry from ending: orders that are open and entries that would be left without it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from domain.errors import NotAllowed
from storage.transactions import fetch


@dataclass(frozen=True, slots=True)
class Dependent:
    """Entries that name an entry: what they are in Chinese and in English (one, several), and where they are found.

    `used`: SQL of whether one (`t`) is in use for longer than the entry (`o`).
    """

    zh: str
    en: tuple[str, str]
    table: str
    column: str
    used: str = "(t.ends_on is null or t.ends_on > o.ends_on)"


# Counted as they would be after the file, in comparing.py.
UNITS: Final = Dependent("个下属单位", ("unit", "units"), "agency", "parent_id")
ORDERS: Final = Dependent("件在办工单", ("open order", "open orders"), "work_order", "agency_id", "t.closed_at is null")
DEPENDENTS: Final[Mapping[str, tuple[Dependent, ...]]] = {
    "district": (
        Dependent("个单位", ("agency", "agencies"), "agency", "district_id"),
        Dependent("个大厅", ("hall", "halls"), "hall", "district_id"),
        Dependent("个账号", ("account", "accounts"), "account", "district_id", "t.is_enabled"),
    ),
    "agency": (
        ORDERS,
        Dependent("个事项", ("service item", "service items"), "service", "agency_id"),
        Dependent("个大厅", ("hall", "halls"), "hall", "agency_id"),
        Dependent("名人员", ("person", "people"), "staff_member", "agency_id"),
        Dependent("个平台", ("platform", "platforms"), "platform", "agency_id"),
        Dependent(
            "个事项的办事指南", ("guide of a service item", "guides of service items"), "service", "guide_owner_id"
        ),
        Dependent(
            "个事项的平台", ("platform of a service item", "platforms of service items"), "service", "platform_owner_id"
        ),
        Dependent("个账号", ("account", "accounts"), "account", "agency_id", "t.is_enabled"),
        Dependent("个接入系统", ("client", "clients"), "client", "agency_id", "t.is_enabled"),
    ),
    "hall": (
        Dependent("个窗口", ("window", "windows"), "service_window", "hall_id"),
        Dependent("名人员", ("person", "people"), "staff_member", "hall_id"),
        Dependent("个账号", ("account", "accounts"), "account", "hall_id", "t.is_enabled"),
    ),
    "window": (Dependent("名人员", ("person", "people"), "staff_member", "window_id"),),
    "platform": (Dependent("个渠道", ("channel", "channels"), "channel", "platform_id"),),
}


async def of(kind: str, ends: Mapping[int, date]) -> dict[int, list[tuple[Dependent, int]]]:
    """Id → what is in use for longer than the entry would be, and how many; entries that nothing needs are left out.

    `ends`: id → last day, of the entries that would end together.
    """
    found: dict[int, list[tuple[Dependent, int]]] = {}
    for one in DEPENDENTS.get(kind, ()) if ends else ():
        rows = await fetch(
            f"select o.id, count(*) as n from {one.table} t "
            f"join unnest($1::bigint[], $2::date[]) as o (id, ends_on) on t.{one.column} = o.id "
            f"where {one.used} group by 1",
            list(ends),
            list(ends.values()),
        )
        for row in rows:
            found.setdefault(row["id"], []).append((one, row["n"]))
    return found


def refusal(held: Sequence[tuple[Dependent, int]]) -> NotAllowed:
    """The refusal to end an entry that these need."""
    zh = "、".join(f"{n}{one.zh}" for one, n in held)
    en = ", ".join(f"{n} {one.en[n != 1]}" for one, n in held)
    return NotAllowed(
        f"还有{zh}，不能停用。请先转到别处，或先停用它们。", f"It has {en}. Move or end them first.", path=("endsOn",)
    )
