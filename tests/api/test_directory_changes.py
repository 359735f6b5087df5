"""saveDirectory: the city's system of record adds, changes and ends entries; each has an outcome of its own."""

from typing import Any

import pytest

from domain import access
from domain.actor import Scope
from storage.transactions import fetch_value
from tests.api.conftest import Api
from tests.cast import column

SAVE = """
mutation ($entries: [DirectoryEntryInput!]!, $dryRun: Boolean! = false) {
  saveDirectory(entries: $entries, dryRun: $dryRun) {
    outcomes { __typename ... on DirectorySaved { code change } ... on Refusal { refused: code message path } } } }
"""
BUREAU = "11449900MB9X000238"
ITEM = "11449900MB9X0002382000000000001"
AREA = "449977000000"
CITY: list[dict[str, Any]] = [
    {"staff": {"number": "E1", "name": "林听涛", "employerCode": BUREAU, "windowCode": "N1-01", "from": "2026-03-01"}},
    {"window": {"code": "N1-01", "name": "1号窗口", "hallCode": "N1", "stages": ["DELIVERY", "ACCEPTANCE"]}},
    {"hall": {"code": "N1", "name": "新大厅", "districtCode": AREA, "centreAgencyCode": BUREAU}},
    {"service": {"code": ITEM, "name": "社会保障卡申领", "agencyCode": BUREAU, "guideVersion": "2"}},
    {"agency": {"code": BUREAU, "name": "人社局", "nameEn": "HR Bureau", "districtCode": AREA}},
    {"district": {"code": "449977", "name": "海湾区"}},
]


@pytest.fixture
async def record(api: Api) -> Api:
    """The API with a system of record among its clients."""
    scopes = [Scope.RECORD_EVENTS, Scope.CHANGE_DIRECTORY]
    api.keys["record"] = await access.add_client("机构编制系统", "BUSINESS", scopes=scopes)
    return api


async def saved(api: Api, *entries: dict[str, Any], by: str = "record", **how: Any) -> list[Any]:
    answer = await api.ask(SAVE, by=by, entries=list(entries), **how)
    return [one.get("change") or (one["refused"], one["path"]) for one in answer["data"]["saveDirectory"]["outcomes"]]


async def test_entries_name_each_other_in_any_order_and_the_same_again_changes_nothing(record: Api) -> None:
    assert await saved(record, *CITY, dryRun=True) == ["ADDED"] * len(CITY)
    assert await fetch_value("select count(*) from agency where code = $1", BUREAU) == 0
    assert await saved(record, *CITY) == ["ADDED"] * len(CITY)
    assert await saved(record, *CITY) == ["UNCHANGED"] * len(CITY)
    assert await fetch_value("select stages from service_window where code = 'N1-01'") == ["ACCEPTANCE", "DELIVERY"]
    assert await column("select distinct actor_name from directory_revision") == ["机构编制系统"]
    assert await fetch_value("select count(*) from outbox where kind = 'directory.changed'") == 1


async def test_what_is_left_out_stays_and_null_empties(record: Api) -> None:
    await saved(record, *CITY)
    agency = {"code": BUREAU, "name": "人力资源局", "districtCode": AREA}
    assert await saved(record, {"agency": agency}) == ["CHANGED"]
    assert await fetch_value("select name_en from agency where code = $1", BUREAU) == "HR Bureau"
    assert await saved(record, {"agency": agency | {"nameEn": None}}) == ["CHANGED"]
    assert await fetch_value("select name_en from agency where code = $1", BUREAU) is None


async def test_a_refusal_never_fails_its_neighbours(record: Api) -> None:
    wrong = {"agency": {"code": "11449900MB9X000239", "name": "人社局", "districtCode": AREA}}
    lost = {"service": {"code": ITEM, "name": "社保卡", "agencyCode": BUREAU}}
    twice = {"district": {"code": AREA, "name": "又一次"}}
    assert await saved(record, wrong, CITY[-1], lost, twice) == [
        ("INVALID", ["code"]),
        "ADDED",
        ("NOT_FOUND", ["agencyCode"]),
        ("INVALID", ["code"]),
    ]


async def test_what_others_need_does_not_end(record: Api) -> None:
    await saved(record, *CITY)
    hall = {"code": "N1", "name": "新大厅", "districtCode": AREA, "endsOn": "2026-12-31"}
    assert await saved(record, {"hall": hall}) == [("NOT_ALLOWED", ["endsOn"])]
    window = {"code": "N1-01", "name": "1号窗口", "hallCode": "N1", "endsOn": "2026-12-31"}
    clerk = {"number": "E1", "name": "林听涛", "employerCode": BUREAU, "endsOn": "2026-12-31"}
    together = ({"hall": hall}, {"window": window}, {"staff": clerk})
    assert await saved(record, *together, dryRun=True) == ["ENDED"] * 3
    assert await saved(record, *together) == ["ENDED"] * 3, "in whatever order they are sent"


async def test_only_a_system_of_record_may(record: Api) -> None:
    for who in ("business", "channel", "officer", "public"):
        answer = await record.ask(SAVE, by=who, entries=[CITY[-1]])
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN", who
    answer = await record.ask(SAVE, by="record", entries=[])
    assert "1 到 1000" in answer["errors"][0]["message"]
    answer = await record.ask(SAVE, by="record", entries=[{"district": CITY[-1]["district"], "hall": None}])
    assert answer["errors"]


async def test_a_system_of_one_agency_does_not_keep_the_citys_directory(record: Api) -> None:
    code = await fetch_value("select code from agency limit 1")
    with pytest.raises(Exception, match="one agency"):
        await access.add_client("一个局的系统", "BUSINESS", agency=code, scopes=[Scope.CHANGE_DIRECTORY])
