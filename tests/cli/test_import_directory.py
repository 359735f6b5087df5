"""The directory from files: tried out, written whole or not at all, and written twice without a change."""

import csv
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from domain.actor import SYSTEM
from domain.directory.entries import KINDS, Agency, District, Hall, Service, columns
from domain.directory.files import change_rows, open_table, template
from domain.directory.rows import GivenRow, RowError, read
from domain.directory.saving import register, save
from domain.files.tables import Row
from storage.transactions import fetch, fetch_value
from tests.cli.commands import run

BAY = District("449901000000", "海湾区")
BUREAU = Agency("11449900MB9X000238", "人社局", BAY.code)
ITEM = "11449900MB9X000238200000000000"
FILE = "事项编码,事项名称,主办单位代码\n" + "".join(f"{ITEM}{n},事项{n},{BUREAU.code}\n" for n in range(3))


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


async def test_tried_out_then_written_then_the_same_again(database: str, tmp_path: Path) -> None:
    await register([BAY, BUREAU], by=SYSTEM)
    file = tmp_path / "事项.csv"
    file.write_text(FILE)
    tried = run(database, tmp_path, "import", "directory", "service", str(file), "--dry-run")
    assert "试运行，没有写入：新增3条，变更0条，停用0条，不变0条，有误0行" in tried.stdout
    assert await fetch_value("select count(*) from service") == 0
    assert table(tmp_path / "事项.csv.changes.csv")[1] == [
        "2",
        "ADDED",
        f"{ITEM}0",
        "事项0",
        "事项编码",
        "",
        f"{ITEM}0",
    ]
    written = run(database, tmp_path, "import", "directory", "service", str(file), "--reason", "滨机编〔2026〕1号")
    assert "新增3条" in written.stdout
    kept = await fetch("select source, reason from directory_revision where kind = 'service'")
    assert {tuple(row) for row in kept} == {("事项.csv", "滨机编〔2026〕1号")}
    assert "不变3条" in run(database, tmp_path, "import", "directory", "service", str(file)).stdout


async def test_rows_at_fault_come_back_with_line_column_and_reason(database: str, tmp_path: Path) -> None:
    await register([BAY, BUREAU], by=SYSTEM)
    file = tmp_path / "items.csv"
    file.write_text(FILE + f"{ITEM}0,又一次,{BUREAU.code}\n119900,短,{BUREAU.code}\n")
    ended = run(database, tmp_path, "import", "directory", "service", str(file))
    assert (ended.returncode, "什么都没有写入" in ended.stdout) == (1, True)
    heading, *faulty = table(tmp_path / "items.csv.errors.csv")
    assert heading == ["事项编码", "事项名称", "主办单位代码", "行", "列", "原因", "reason"]
    assert [(row[0], row[3], row[4]) for row in faulty] == [(f"{ITEM}0", "5", "事项编码"), ("119900", "6", "事项编码")]
    assert await fetch_value("select count(*) from service") == 0
    ended = run(database, tmp_path, "import", "directory", "service", str(file), "--skip-faulty")
    assert (ended.returncode, "新增3条" in ended.stdout, "有误2行" in ended.stdout) == (0, True, True)
    back = (tmp_path / "items.csv.errors.csv").read_text(encoding="utf-8-sig")
    file.write_text(back.replace("119900,短", f"{ITEM}9,长"))
    assert "有误0行" in run(database, tmp_path, "import", "directory", "service", str(file)).stdout


async def test_what_the_file_does_not_have_ends_when_asked(database: str, tmp_path: Path) -> None:
    await register([BAY, BUREAU], by=SYSTEM)
    file = tmp_path / "items.csv"
    file.write_text(FILE)
    run(database, tmp_path, "import", "directory", "service", str(file))
    file.write_text("".join(FILE.splitlines(keepends=True)[:3]))
    ended = run(database, tmp_path, "import", "directory", "service", str(file), "--end-missing")
    assert "停用1条，不变2条" in ended.stdout
    assert await fetch_value("select name from service where ends_on is not null") == "事项2"


async def test_ndjson_at_fault_comes_back_as_it_was_and_wipes_nothing(database: str, tmp_path: Path) -> None:
    await register([BAY, BUREAU, Hall("H1", "一号大厅", BAY.code, BUREAU.code, "One Hall")], by=SYSTEM)
    file, errors = tmp_path / "halls.ndjson", tmp_path / "halls.ndjson.errors.ndjson"
    file.write_text('{"大厅编码": "H1", "name": ""}\n')
    ended = run(database, tmp_path, "import", "directory", "hall", str(file))
    assert "第1行 大厅名称：这一栏必须填" in ended.stdout
    assert (errors.stat().st_mode & 0o777, str(errors) in ended.stdout.replace("\n", "")) == (0o600, True)
    file.write_text(errors.read_text().replace('"name":""', '"name":"新名称"'))
    assert "变更1条" in run(database, tmp_path, "import", "directory", "hall", str(file)).stdout
    assert [tuple(row) for row in await fetch("select name, name_en from hall")] == [("新名称", "One Hall")]


async def test_what_is_missing_and_cannot_end_is_told(database: str, tmp_path: Path) -> None:
    await register([BAY, BUREAU, Service(f"{ITEM}0", "事项0", BUREAU.code)], by=SYSTEM)
    file = tmp_path / "agencies.csv"
    file.write_text(f"code,name,districtCode\n11449900MB9X000313,公安局,{BAY.code}\n")
    ended = run(database, tmp_path, "import", "directory", "agency", str(file), "--end-missing", "--dry-run")
    assert f"文件里没有的 {BUREAU.code}：还有1个事项" in ended.stdout
    assert table(tmp_path / "agencies.csv.errors.csv")[1][0] == BUREAU.code


async def test_rows_at_fault_stay_at_fault_until_somebody_mends_them(database: str, tmp_path: Path) -> None:
    book = Workbook()
    for cells in (
        ["大厅编码", "大厅名称", "停用日期"], ["H1", "=A2"], [101, "甲"], ["H3", "#N/A"], ["H4", "", date(2026, 3, 1)],
        ["大厅五", "-1层大厅"],
    ):  # fmt: skip
        book.worksheets[0].append(cells)
    book.save(tmp_path / "halls.xlsx")
    csv_file = tmp_path / "halls.csv"
    csv_file.write_text('大厅编码,大厅名称\nW1,H1,多了一格\nW2,"没有合上\n')
    lines = tmp_path / "halls.ndjson"
    lines.write_text('{"code": "H1"\n{"code": "H2", "name": ""}\n')
    for file, ending, count in ((tmp_path / "halls.xlsx", "csv", 5), (csv_file, "csv", 2), (lines, "ndjson", 2)):
        run(database, tmp_path, "import", "directory", "hall", str(file), "--dry-run")
        with file.with_name(f"{file.name}.errors.{ending}").open("rb") as data:
            back = list(read("hall", open_table("hall", data, f"x.{ending}").rows))
        assert [type(row) for row in back] == [RowError] * count, back
    with (tmp_path / "halls.xlsx.errors.csv").open("rb") as data:
        said = [row.cells for row in open_table("hall", data, "x.csv").rows]
    assert said[3][2] == "2026-03-01", "a day comes back as a day"
    mended = tmp_path / "mended.csv"
    text = (tmp_path / "halls.xlsx.errors.csv").read_text(encoding="utf-8-sig").replace("大厅五", "H5")
    mended.write_text(text)
    with mended.open("rb") as data:
        *_, last = read("hall", open_table("hall", data, "x.csv").rows)
    assert isinstance(last, GivenRow)
    assert last.values["name"] == "-1层大厅", "our own apostrophe goes again"


def test_a_kind_or_file_that_is_not_there(database: str, tmp_path: Path) -> None:
    assert "没有“shop”这一类" in run(database, tmp_path, "import", "directory", "shop", "x.csv").stderr
    assert "读不了文件" in run(database, tmp_path, "import", "directory", "hall", str(tmp_path / "x.csv")).stderr
    assert ".xlsx 或 .csv" in run(database, tmp_path, "import", "template", "hall", str(tmp_path / "x.ods")).stderr


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_has_every_column_and_can_be_read_back(kind: str, tmp_path: Path) -> None:
    for ending in ("csv", "xlsx"):
        path = tmp_path / f"x.{ending}"
        path.write_bytes(template(kind, ending))
        with path.open("rb") as data:
            assert open_table(kind, data, path.name).fields == list(columns(kind))
    book = load_workbook(tmp_path / "x.xlsx")
    assert {one.number_format for one in book.worksheets[0].column_dimensions.values()} == {"@"}, (
        "codes keep their digits"
    )
    about = book["说明"]
    assert [row[0].value for row in about.iter_rows(min_row=2)] == [one.zh for one in columns(kind).values()]


async def test_the_examples_of_the_templates_are_valid(database: str) -> None:
    for kind in KINDS:
        example = {one.api: one.sort.example for one in columns(kind).values() if one.is_required}
        (row,) = read(kind, [Row(2, 0, example)])
        assert not hasattr(row, "refusal"), row


async def test_a_report_of_changes_is_harmless_in_a_spreadsheet(database: str) -> None:
    await register([BAY], by=SYSTEM)
    found = await save("district", read("district", [Row(2, 0, {"code": BAY.code, "name": "-1+1"})]), by=SYSTEM)
    assert list(change_rows(found))[1][3:] == ["'-1+1", "名称", "海湾区", "'-1+1"]
