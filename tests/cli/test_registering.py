"""Registering the directory in bulk: what is new or changed is written and told, what is equal is left alone."""

from datetime import date

import pytest

from domain.actor import PUBLIC, SYSTEM
from domain.directory.registering import Agency, Channel, District, Guide, Hall, Service, StaffMember, Window, register
from domain.errors import Conflict, Forbidden, NotFound
from storage.transactions import fetch, fetch_value

BAY = District("449901000000", "海湾区")
BUREAU = Agency("11449900MB9X000238", "人社局", BAY.code)
CARD = Service("S1", "社会保障卡申领", BUREAU.code)
HALL = Hall("H1", "海湾大厅", BAY.code, BUREAU.code)
WINDOW = Window("H1-01", "1号窗口", HALL.code)
CLERK = StaffMember("E1", "林听涛", BUREAU.code, HALL.code, WINDOW.code)
GUIDE = Guide(CARD.code, 1, BUREAU.code, date(2026, 3, 1))
ALL = [CLERK, GUIDE, WINDOW, HALL, CARD, BUREAU, BAY, Channel("SELF_TERMINAL", "自助终端", False)]


async def told() -> int:
    count: int = await fetch_value("select count(*) from outbox where kind = 'directory.changed'")
    return count


@pytest.mark.usefixtures("database")
class TestRegister:
    async def test_entries_may_stand_in_any_order(self) -> None:
        assert await register(ALL, by=SYSTEM) == len(ALL)
        row = (await fetch("select m.name, w.code from staff_member m join service_window w on w.id = m.window_id"))[0]
        assert (row["name"], row["code"]) == (CLERK.name, WINDOW.code)

    async def test_the_same_again_changes_nothing_and_tells_nobody(self) -> None:
        await register(ALL, by=SYSTEM)
        assert await register(ALL, by=SYSTEM) == 0
        assert await told() == 1

    async def test_another_name_is_a_change_of_the_same_row(self) -> None:
        await register(ALL, by=SYSTEM)
        assert await register([Service(CARD.code, "社保卡申领", BUREAU.code)], by=SYSTEM) == 1
        assert [row["name"] for row in await fetch("select name from service")] == ["社保卡申领"]
        assert await told() == 2

    async def test_a_code_nobody_has_is_refused_and_nothing_is_written(self) -> None:
        with pytest.raises(NotFound):
            await register([BAY, Agency("11449900MB9X000313", "公安局", "449999000000")], by=SYSTEM)
        assert await fetch_value("select count(*) from district") == 0
        assert await told() == 0

    async def test_one_code_twice_in_a_call_is_refused(self) -> None:
        with pytest.raises(Conflict):
            await register([BAY, District(BAY.code, "另一个区")], by=SYSTEM)

    async def test_the_public_registers_nothing(self) -> None:
        with pytest.raises(Forbidden):
            await register([BAY], by=PUBLIC)
