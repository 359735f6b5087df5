"""Spreadsheets that people send: what can be read, and what is refused in one sentence."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from domain.errors import DomainError, Invalid
from domain.files import workbooks
from domain.files.tables import Headings, Row, letter, read

HEADINGS = Headings({"编码": "code", "code": "code", "名称": "name", "日期": "day"}, ("code",), ("行",))
Making = Callable[[Any], None]


def book(*rows: list[Any], then: Making = lambda book: None) -> io.BytesIO:
    made = Workbook()
    for row in rows:
        made.worksheets[0].append(row)
    then(made)
    data = io.BytesIO()
    made.save(data)
    return data


def rows_of(data: io.BytesIO, name: str = "x.xlsx") -> list[Row]:
    return list(read(data, name, HEADINGS).rows)


def test_a_sheet_says_what_a_csv_says() -> None:
    as_sheet = rows_of(
        book(["编码", "名称", "日期"], ["01", " 甲 ", date(2026, 3, 1)], [], ["02", None, datetime(2026, 3, 2)])
    )
    assert [(row.line, row.values) for row in as_sheet] == [
        (2, {"code": "01", "name": "甲", "day": date(2026, 3, 1)}),
        (4, {"code": "02", "name": None, "day": date(2026, 3, 2)}),
    ]
    as_csv = rows_of(io.BytesIO("编码,名称,日期\n01, 甲 ,2026-03-01\n".encode()), "x.csv")
    assert [(row.line, row.values) for row in as_csv] == [(2, {"code": "01", "name": "甲", "day": "2026-03-01"})]


def test_the_heading_may_stand_lower_and_the_first_sheet_be_empty() -> None:
    def with_an_empty_sheet(made: Any) -> None:
        made.create_sheet("空", 0)

    data = book([], ["行", "编码"], [7, "01"], then=with_an_empty_sheet)
    assert [(row.line, row.values) for row in rows_of(data)] == [(3, {"code": "01"})]


def test_a_formula_spoils_its_row_only() -> None:
    first, second = rows_of(book(["编码", "名称"], ["01", "=A2&A3"], ["02", "乙"]))
    assert isinstance(first.values, DomainError)
    assert "B 列是公式" in first.values.zh
    assert second.values == {"code": "02", "name": "乙"}


def changed(old: bytes, new: bytes) -> io.BytesIO:
    """A workbook whose sheet has other XML."""
    whole, data = zipfile.ZipFile(book(["编码", "名称"], [7, "甲"])), io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name in whole.namelist():
            text = whole.read(name)
            packed.writestr(name, text.replace(old, new) if "sheet1.xml" in name else text)
    return data


def test_every_single_byte_that_is_damaged_leaves_one_sentence_or_rows() -> None:
    good = book(["编码", "名称"], *([f"{n}", "甲"] for n in range(3))).getvalue()
    for place in range(0, len(good), 97):
        bad = good[:place] + bytes([good[place] ^ 0x55]) + good[place + 1 :]
        with suppress(Invalid):
            rows_of(io.BytesIO(bad))


@pytest.mark.parametrize("told", [b'<dimension ref="A1"/>', b'<dimension ref="A1:B2"/>', b""])
def test_no_row_is_lost_by_a_wrong_dimension(told: bytes) -> None:
    assert len(rows_of(changed(b'<dimension ref="A1:B2"/>', told))) == 1
    row = b'</row><row r="3"><c r="A3"><v>8</v></c></row><row r="400000"><c r="A400000"><v>9</v></c></row></sheetData>'
    with pytest.raises(Invalid, match="more than"):
        rows_of(changed(b"</row></sheetData>", row))


def merged(made: Any) -> None:
    made.worksheets[0].merge_cells("A2:A3")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (lambda: book(["编码"], ["01"], ["02"], then=merged), "A2:A3 是合并的"),
        (lambda: book(["名称"], ["甲"]), "缺少 code"),
        (lambda: book(["编码", "电话"], ["01", "1"]), "不认识 电话"),
        (lambda: book(["编码", "code"], ["01", "1"]), "写了两次的 code"),
        (lambda: book(), "是空的"),
        (lambda: io.BytesIO(b"PK\x03\x04 no workbook"), "打不开"),
        (lambda: io.BytesIO(b"\xd0\xcf\x11\xe0" + b"x" * 600), "旧的 .xls"),
        (lambda: changed(b"<v>7</v>", b"<v>x</v>"), "打不开"),
        (lambda: changed(b"</row>", b"<row>"), "打不开"),
        (lambda: changed(b"</sheetData>", b"</sheetData><x:mergeCell ref='A2:A3'/>"), "A2:A3 是合并的"),
        (lambda: io.BytesIO("编码,,名称\n01,,甲\n".encode()), "B 列没有列名"),
        (lambda: io.BytesIO(b""), "是空的"),
        (lambda: io.BytesIO("编码,名称\n01,甲\n".encode("gbk")), "GBK"),
        (lambda: io.BytesIO("编码,名称\n01,甲\n".encode("utf-16")), "UTF-16"),
        (lambda: io.BytesIO(b'[{"code": "01"}]'), "JSON 数组"),
    ],
)
def test_a_file_nobody_can_read_is_refused_in_one_sentence(data: Callable[[], io.BytesIO], why: str) -> None:
    with pytest.raises(Invalid) as wrong:
        rows_of(data())
    assert (why in wrong.value.zh, wrong.value.path) == (True, ("file",)), wrong.value.zh


def test_too_many_rows_and_what_unpacks_to_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    data = book(["编码"], *([f"{n}"] for n in range(12)))
    monkeypatch.setattr(workbooks, "MOST_ROWS", 10)
    with pytest.raises(Invalid, match="more than 10 rows"):
        rows_of(data)
    monkeypatch.setattr(workbooks, "MOST_BYTES", 1000)
    with pytest.raises(Invalid, match="unpacks"):
        rows_of(data)


def test_trailing_separators_of_a_csv_are_no_columns() -> None:
    (row,) = rows_of(io.BytesIO("编码,名称,,\n01,甲,,\n".encode()), "x.csv")
    assert row.values == {"code": "01", "name": "甲"}


def test_a_cell_with_an_error_spoils_its_row() -> None:
    (row,) = rows_of(book(["编码", "名称"], ["01", "#N/A"]))
    assert isinstance(row.values, DomainError)
    assert "#N/A" in row.values.zh


def test_a_row_with_more_cells_than_columns_is_at_fault() -> None:
    (row,) = rows_of(book(["编码"], ["01", "多"]))
    assert isinstance(row.values, DomainError)
    assert "这一行有2列" in row.values.zh


def test_columns_are_named_as_spreadsheets_do() -> None:
    assert [letter(place) for place in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
