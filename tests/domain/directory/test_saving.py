"""Saving the directory: what is new or changed is written, kept as a revision and told; what is equal is left alone."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain import clock
from domain.actor import PUBLIC, SYSTEM
from domain.directory.comparing import compare
from domain.directory.entries import Agency, Channel, District, Hall, Service, StaffMember, Window
from domain.directory.rows import read
from domain.directory.saving import Faulty, register, revision, save
from domain.errors import Conflict, Forbidden, Invalid
from domain.files.tables import Row
from domain.words import DirectoryChange as Change
from storage.transactions import execute, fetch, fetch_value, transaction
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("database")
BAY = District("449901000000", "海湾区")
BUREAU = Agency("11449900MB9X000238", "人社局", BAY.code)
ITEM = "11449900MB9X0002382000000000001"
CARD = Service(ITEM, "社会保障卡申领", BUREAU.code)
HALL = Hall("H1", "海湾大厅", BAY.code, BUREAU.code)
WINDOW = Window("H1-01", "1号窗口", HALL.code)
CLERK = StaffMember("E1", "林听涛", BUREAU.code, HALL.code, WINDOW.code)
ALL = [CLERK, WINDOW, HALL, CARD, BUREAU, BAY, Channel("SELF_TERMINAL", "自助终端", False)]


def rows(kind: str, *said: dict[str, Any]) -> Any:
    return read(kind, [Row(line, 0, values) for line, values in enumerate(said, 2)])


async def told() -> int:
    count: int = await fetch_value("select count(*) from outbox where kind = 'directory.changed'")
    return count


async def refused(kind: str, *said: dict[str, Any], **how: Any) -> list[tuple[int, str, str]]:
    with pytest.raises(Faulty) as wrong:
        await save(kind, rows(kind, *said), by=SYSTEM, **how)
    return [(error.line, error.column, error.refusal.zh) for error in wrong.value.found.errors]


class TestRegister:
    async def test_entries_may_stand_in_any_order(self) -> None:
        assert await register(ALL, by=SYSTEM) == len(ALL)
        row = (await fetch("select m.name, w.code from staff_member m join service_window w on w.id = m.window_id"))[0]
        assert (row["name"], row["code"]) == (CLERK.name, WINDOW.code)

    async def test_the_same_again_changes_nothing_and_tells_nobody(self) -> None:
        await register(ALL, by=SYSTEM)
        before = await revision()
        assert await register(ALL, by=SYSTEM) == 0
        assert (await told(), await revision()) == (1, before)

    async def test_a_code_nobody_has_is_refused_and_nothing_is_written(self) -> None:
        with pytest.raises(Faulty, match="no such code"):
            await register([BAY, Agency("11449900MB9X000313", "公安局", "449999000000")], by=SYSTEM)
        assert await fetch_value("select count(*) from district") == 0
        assert await told() == 0

    async def test_one_code_twice_is_refused(self) -> None:
        with pytest.raises(Faulty, match="stands twice"):
            await register([BAY, District(BAY.code, "另一个区")], by=SYSTEM)

    async def test_the_public_registers_nothing(self) -> None:
        with pytest.raises(Forbidden):
            await register([BAY], by=PUBLIC)
        with pytest.raises(Forbidden):
            await save("district", [], by=PUBLIC)


async def test_another_name_is_a_change_with_its_before_and_after() -> None:
    await register(ALL, by=SYSTEM)
    found = await save("service", rows("service", {"code": ITEM, "name": "社保卡申领"}), by=SYSTEM, source="事项.csv")
    (change,) = found.changes
    assert (change.change, [(f.name, f.before, f.after) for f in change.fields]) == (
        Change.CHANGED,
        [("name", CARD.name, "社保卡申领")],
    )
    (kept,) = await fetch("select * from directory_revision order by id desc limit 1")
    assert (kept["kind"], kept["code"], kept["change"], kept["source"], kept["actor_name"]) == (
        "service", ITEM, "CHANGED", "事项.csv", SYSTEM.name,
    )  # fmt: skip
    assert kept["fields_changed"] == '[["name", "社会保障卡申领", "社保卡申领"]]'
    assert kept["entry_id"] == await fetch_value("select id from service")
    assert await fetch_value("select name_en from service") is None


async def test_a_column_that_is_not_there_stays_and_a_blank_one_is_emptied() -> None:
    await register([BAY, Agency(BUREAU.code, "人社局", BAY.code, name_en="HR Bureau")], by=SYSTEM)
    await save("agency", rows("agency", {"code": BUREAU.code, "name": "人力资源局"}), by=SYSTEM)
    assert await fetch_value("select name_en from agency") == "HR Bureau"
    await save("agency", rows("agency", {"code": BUREAU.code, "nameEn": " "}), by=SYSTEM)
    assert await fetch_value("select name_en from agency") is None


async def test_stages_of_a_window_are_kept_in_their_order_however_they_are_written() -> None:
    await register(ALL, by=SYSTEM)
    for said in ("DELIVERY、ACCEPTANCE", ["acceptance", "DELIVERY"]):
        await save("window", rows("window", {"code": "H1-01", "stages": said}), by=SYSTEM)
        assert await fetch_value("select stages from service_window") == ["ACCEPTANCE", "DELIVERY"]
    assert await revision() == len(ALL) + 1, "the second says the same"


async def test_what_was_kept_is_never_changed() -> None:
    await register([BAY], by=SYSTEM)
    for act in (
        "update directory_revision set code = 'x'",
        "delete from directory_revision",
        "truncate directory_revision",
    ):
        with pytest.raises(Exception, match=r"append-only|refused|permission"):
            async with transaction():
                await execute(act)


@pytest.mark.parametrize(
    ("kind", "wrong", "column", "why"),
    [
        ("agency", {"code": "11449900MB9X000239"}, "code", "校验码"),
        ("agency", {"code": "11449900MB9X0002"}, "code", "应为18位，这里是16位"),
        ("agency", {"name": ""}, "name", "必须填"),
        ("agency", {"districtCode": "449999000000"}, "districtCode", "目录里没有这个区划"),
        ("agency", {"parentCode": BUREAU.code}, "parentCode", "绕一圈"),
        ("agency", {"name": "人社局 13800138000"}, "name", "个人信息"),
        ("agency", {"isManaging": "也许"}, "isManaging", "是"),
        ("agency", {"telephone": "1"}, "telephone", "不认识"),
        ("service", {"code": "1199010099B4003124000114"}, "code", "这里是24位"),
        ("service", {"code": 11449900123456782000000000001}, "code", "表格软件"),
        ("service", {"code": "1.1449900E+30"}, "code", "表格软件"),
        ("service", {"name": "事" * 201}, "name", "最多200个字"),
        ("service", {"endsOn": "2026-02-30"}, "endsOn", "应为日期"),
        ("service", {"endsOn": "26-2-3"}, "endsOn", "年份不对"),
        ("hall", {"code": "大厅一"}, "code", "编码只能有"),
        ("hall", {"code": 1}, "code", "开头的0"),
        ("hall", {"code": "h1"}, "code", "只差大小写"),
        ("hall", {"name": "\u200b"}, "name", "必须填"),
        ("hall", {"大厅名称": "乙"}, "name", "写了两次"),
        ("hall", {"districtCode": "４４９９０１"}, "districtCode", "6位或12位数字"),
        ("service", {"endsOn": "99999999999999999999-01-01"}, "endsOn", "应为日期"),
        ("staff", {"windowCode": "H9-01"}, "windowCode", "目录里没有这个窗口"),
        ("staff", {"hallCode": "H2", "windowCode": "H1-01"}, "windowCode", "不在 H2"),
        ("staff", {"duty": "BOSS"}, "duty", "之一"),
        ("staff", {"from": "2026-05-02", "endsOn": "2026-05-01"}, "endsOn", "早于"),
        ("window", {"stages": "受理"}, "stages", "没有“受理”这个环节"),
        ("service", {"guideOwnerCode": "11449900MB9X000313"}, "guideOwnerCode", "目录里没有这个单位"),
    ],
)
async def test_a_row_at_fault_is_told_by_line_column_and_reason(
    kind: str, wrong: dict[str, Any], column: str, why: str
) -> None:
    await register([*ALL, Hall("H2", "另一个大厅", BAY.code, BUREAU.code)], by=SYSTEM)
    good: dict[str, dict[str, Any]] = {
        "agency": {"code": BUREAU.code, "name": "人力资源局", "districtCode": BAY.code},
        "service": {"code": ITEM, "name": "社保卡", "agencyCode": BUREAU.code},
        "hall": {"code": "H1", "name": "大厅", "districtCode": BAY.code, "centreAgencyCode": BUREAU.code},
        "staff": {"number": "E1", "name": "林听涛", "employerCode": BUREAU.code},
        "window": {"code": "H1-01", "name": "1号窗口", "hallCode": "H1"},
    }
    before = await revision()
    ((line, at, said),) = await refused(kind, good[kind] | wrong)
    assert (line, at, why in said) == (2, column, True), said
    assert await revision() == before


async def test_whole_or_nothing_unless_the_rows_at_fault_are_left_out() -> None:
    await register([BAY], by=SYSTEM)
    file = ({"code": "449902", "name": "青崖区"}, {"code": "4499", "name": "短"}, {"code": "449902", "name": "又一次"})
    assert [line for line, _, _ in await refused("district", *file)] == [3, 4]
    assert await fetch_value("select count(*) from district") == 1
    found = await save("district", rows("district", *file), by=SYSTEM, skips_faulty=True)
    assert (found.count(Change.ADDED), len(found.errors)) == (1, 2)
    assert await fetch_value("select code from district where name = '青崖区'") == "449902000000"


async def test_what_is_not_in_the_file_ends_only_when_asked() -> None:
    await register([*ALL, Service(ITEM[:-1] + "2", "旧事项", BUREAU.code)], by=SYSTEM)
    file = {"code": ITEM, "name": CARD.name, "agencyCode": BUREAU.code}
    assert (await save("service", rows("service", file), by=SYSTEM)).unchanged == 1
    wrong = {"code": "短", "name": "短", "agencyCode": BUREAU.code}
    with pytest.raises(Faulty):  # the row at fault might be the old item's
        await save("service", rows("service", file, wrong), by=SYSTEM, ends_missing=True, skips_faulty=True)
    found = await save("service", rows("service", file), by=SYSTEM, ends_missing=True)
    assert [(one.line, one.name, one.change) for one in found.changes] == [(0, "旧事项", Change.ENDED)]
    assert await fetch_value("select ends_on from service where name = '旧事项'") == await clock.today()
    assert not (await save("service", rows("service", file), by=SYSTEM, ends_missing=True)).changes
    with pytest.raises(Invalid, match="has no row"):
        await save("service", [], by=SYSTEM, ends_missing=True)


async def test_what_is_not_in_the_file_and_cannot_end_is_told_by_its_code() -> None:
    today = await clock.today()
    starts = {"number": "E2", "name": "白予安", "employerCode": BUREAU.code, "from": f"{today + timedelta(days=9)}"}
    ends = {"number": "E3", "name": "舒望川", "employerCode": BUREAU.code, "endsOn": f"{today + timedelta(days=9)}"}
    await register(ALL, by=SYSTEM)
    await save("staff", rows("staff", starts, ends), by=SYSTEM)
    with pytest.raises(Faulty) as wrong:
        await save("staff", rows("staff", {"number": "E1"}), by=SYSTEM, ends_missing=True)
    assert [(error.line, error.key) for error in wrong.value.found.errors] == [(0, "E2")]
    assert not wrong.value.found.changes, "nothing ends while something is at fault"
    assert "E2" in wrong.value.zh
    found = await save("staff", rows("staff", {"number": "E1"}, {"number": "E2"}), by=SYSTEM, ends_missing=True)
    assert [(one.code, one.change) for one in found.changes] == [("E3", Change.ENDED)], "it was in use until later"


async def test_an_entry_that_others_need_does_not_end(cast: Cast) -> None:
    await cast.order()
    await execute("update agency set code = $1 where id = (select agency_id from work_order)", BUREAU.code)
    ((_, column, why),) = await refused("agency", {"code": BUREAU.code, "endsOn": "2026-12-31"})
    assert column == "endsOn"
    assert "1件在办工单" in why
    assert "个事项" in why


async def test_a_window_does_not_outlive_its_hall() -> None:
    await register(ALL, by=SYSTEM)
    today = await clock.today()
    ((_, _, why),) = await refused("hall", {"code": "H1", "endsOn": f"{today}"})
    assert "1个窗口、1名人员" in why
    for kind, key in (("staff", {"number": "E1"}), ("window", {"code": "H1-01"}), ("hall", {"code": "H1"})):
        await save(kind, rows(kind, {**key, "endsOn": f"{today}"}), by=SYSTEM)
    later = today + timedelta(days=1)
    ((_, column, why),) = await refused(
        "window", {"code": "H1-02", "name": "2号", "hallCode": "H1", "endsOn": f"{later}"}
    )
    assert (column, "停用" in why) == ("hallCode", True)
    ((_, column, _),) = await refused("window", {"code": "H1-01", "endsOn": ""})
    assert column == "hallCode"


PART = "11449900MB9X000313"
BOTH = (
    {"code": PART, "name": "人社局分局", "districtCode": BAY.code, "parentCode": BUREAU.code},
    {"code": BUREAU.code, "name": "人社局", "districtCode": BAY.code},
)


async def test_units_of_one_file_may_be_part_of_each_other_and_end_together() -> None:
    await register([BAY], by=SYSTEM)
    await save("agency", rows("agency", *BOTH), by=SYSTEM)
    assert await fetch_value("select p.code from agency a join agency p on p.id = a.parent_id") == BUREAU.code
    ((_, column, _),) = await refused("agency", {"code": BUREAU.code, "parentCode": PART})
    assert column == "parentCode"
    await save("agency", rows("agency", *({"code": one["code"], "endsOn": "2026-12-31"} for one in BOTH)), by=SYSTEM)
    assert await fetch_value("select count(*) from agency where ends_on = '2026-12-31'") == 2
    await save("agency", rows("agency", *({"code": one["code"], "endsOn": ""} for one in BOTH)), by=SYSTEM)
    assert await fetch_value("select count(*) from agency where ends_on is null") == 2


@pytest.mark.parametrize(
    ("whole", "part"),
    [
        ({"endsOn": "2026-01-01"}, {}),
        ({"endsOn": "2026-01-01"}, {"endsOn": "2099-01-01"}),
        ({"endsOn": "2026-01-01"}, {"name": "另一个名称"}),
    ],
)
async def test_no_unit_outlives_the_one_that_it_is_part_of(whole: dict[str, str], part: dict[str, str]) -> None:
    await register([BAY], by=SYSTEM)
    new = (BOTH[1] | whole, BOTH[0] | part)
    assert [line for line, _, _ in await refused("agency", *new)] == [3]
    await save("agency", rows("agency", *BOTH), by=SYSTEM)
    assert await refused("agency", {"code": BUREAU.code} | whole, {"code": PART} | part)
    await save("agency", rows("agency", {"code": BUREAU.code} | whole, {"code": PART, "parentCode": ""}), by=SYSTEM)
    assert await fetch_value("select count(*) from agency where parent_id is not null") == 0, "it may leave instead"


async def test_a_unit_that_is_refused_takes_along_what_names_it_and_nothing_else() -> None:
    await register([BAY], by=SYSTEM)
    lost = BOTH[1] | {"districtCode": "449999000000"}
    other = {"code": "11449900MB9X0004XT", "name": "住建局", "districtCode": BAY.code}
    found = await save("agency", rows("agency", BOTH[0], lost, other), by=SYSTEM, skips_faulty=True)
    assert [(error.line, error.column) for error in found.errors] == [(2, "parentCode"), (3, "districtCode")]
    assert [one.name for one in found.changes] == ["住建局"]


async def test_a_unit_that_others_name_as_owner_does_not_end() -> None:
    owner = Agency(PART, "大数据中心", BAY.code)
    owned = Service(ITEM[:-1] + "3", "网办事项", BUREAU.code, guide_owner=PART, platform_owner=PART)
    await register([*ALL, owner, owned], by=SYSTEM)
    ((_, _, why),) = await refused("agency", {"code": PART, "endsOn": "2026-12-31"})
    assert "1个事项的办事指南、1个事项的平台" in why


async def test_a_family_of_units_that_is_missing_ends_together() -> None:
    other = {"code": "11449900MB9X0004XT", "name": "住建局", "districtCode": BAY.code}
    await register([BAY], by=SYSTEM)
    await save("agency", rows("agency", *BOTH, other), by=SYSTEM)
    found = await save("agency", rows("agency", other), by=SYSTEM, ends_missing=True)
    assert [one.change for one in found.changes] == [Change.ENDED] * 2


async def test_nothing_ends_in_a_dry_run_either_while_a_row_is_at_fault() -> None:
    await register(ALL, by=SYSTEM)
    found = await compare("district", rows("district", {"code": "449902", "name": ""}), ends_missing=True)
    assert (found.changes, len(found.errors)) == ([], 1)


async def test_who_works_at_a_window_moves_with_it() -> None:
    gone = StaffMember("E9", "旧同事", BUREAU.code, HALL.code, WINDOW.code, ends_on=date(2020, 1, 1))
    await register([*ALL, Hall("H2", "另一个大厅", BAY.code, BUREAU.code), gone], by=SYSTEM)
    tried = await compare("window", rows("window", {"code": "H1-01", "hallCode": "H2"}))
    assert [one.code for one in tried.followers] == ["E1"]
    await save("window", rows("window", {"code": "H1-01", "hallCode": "H2"}), by=SYSTEM, reason="搬迁")
    assert (
        await fetch_value("select h.code from staff_member m join hall h on h.id = m.hall_id where number = 'E1'")
        == "H2"
    )
    (kept,) = await fetch("select kind, fields_changed, reason from directory_revision order by id desc limit 1")
    assert tuple(kept) == ("staff", '[["hall", "H1", "H2"]]', "搬迁")
    assert (await save("staff", rows("staff", {"number": "E1", "name": "林听海"}), by=SYSTEM)).count(
        Change.CHANGED
    ) == 1


async def test_a_day_of_a_spreadsheet_is_a_day_also_with_a_time() -> None:
    await register(ALL, by=SYSTEM)
    for _ in range(2):
        told = {"code": ITEM, "endsOn": datetime(2026, 12, 1, 8, 30)}
        found = await save("service", rows("service", told), by=SYSTEM)
    assert (found.unchanged, await fetch_value("select ends_on from service")) == (1, date(2026, 12, 1))


async def test_names_may_have_wide_blanks_and_rare_characters() -> None:
    await register([BAY], by=SYSTEM)
    await save("district", rows("district", {"code": BAY.code, "name": "市民中心　一楼𱍕"}), by=SYSTEM)
    assert await fetch_value("select name from district") == "市民中心　一楼𱍕"


async def test_a_long_file_name_is_cut_and_a_long_reason_refused() -> None:
    await save("district", rows("district", {"code": BAY.code, "name": "区"}), by=SYSTEM, source="长" * 300 + "\udc80")
    assert await fetch_value("select length(source) from directory_revision") == 200
    with pytest.raises(Invalid):
        await save("district", [], by=SYSTEM, reason="长" * 501)


async def test_a_clerk_who_moves_to_a_window_is_in_its_hall() -> None:
    await register([*ALL, Hall("H2", "另一个大厅", BAY.code, BUREAU.code), Window("H2-01", "1号", "H2")], by=SYSTEM)
    (change,) = (await save("staff", rows("staff", {"number": "E1", "windowCode": "H2-01"}), by=SYSTEM)).changes
    assert [(f.name, f.before, f.after) for f in change.fields] == [("hall", "H1", "H2"), ("window", "H1-01", "H2-01")]


async def test_what_was_compared_before_somebody_changed_the_directory_is_compared_again() -> None:
    await register([BAY], by=SYSTEM)
    seen = await revision()
    await register([District("449902000000", "青崖区")], by=SYSTEM)
    with pytest.raises(Conflict, match="compare again"):
        await save("district", rows("district", {"code": BAY.code, "name": "海湾新区"}), by=SYSTEM, seen=seen)
    await save("district", rows("district", {"code": BAY.code, "name": "海湾新区"}), by=SYSTEM, seen=await revision())
