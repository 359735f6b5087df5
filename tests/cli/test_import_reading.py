"""What a file may look like, and what is said about each line that is wrong."""

import csv
import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.importing.reading import rows
from cli.importing.rows import COLUMNS
from domain.collecting import NewServiceEvent
from domain.errors import DomainError
from domain.files.lines import LONGEST_LINE, records
from domain.files.lines import lines as file_lines
from domain.words import Stage
from settings import Unusable

GOOD = {
    "caseNumber": "BH-1", "serviceNumber": 1, "stage": "ACCEPTANCE", "serviceCode": "S1", "agencyCode": "A1",
    "happenedAt": "2026-11-20T09:30:00+08:00",
}  # fmt: skip


def lines(path: Path, *said: str | bytes) -> Path:
    path.write_bytes(b"".join((line if isinstance(line, bytes) else line.encode()) + b"\n" for line in said))
    return path


def told(path: Path) -> dict[int, str]:
    """line → reason, for the bad ones."""
    return {row.line: row.event.zh for row in rows(path) if isinstance(row.event, DomainError)}


def test_json_and_csv_say_the_same(tmp_path: Path) -> None:
    nested = {**GOOD, "rater": {"name": "演示市民1", "mobile": "15400000001"}}
    flat = {**GOOD, "raterName": "演示市民1", "raterMobile": "15400000001"}
    as_json = lines(tmp_path / "a.ndjson", json.dumps(nested), json.dumps(flat))
    values = ",".join(str(flat.get(name, "")) for name in COLUMNS)
    as_csv = lines(tmp_path / "a.csv", b"\xef\xbb\xbf" + ",".join(COLUMNS).encode(), values)
    events = [row.event for path in (as_json, as_csv) for row in rows(path)]
    assert events[0] == events[1] == events[2]
    assert isinstance(events[0], NewServiceEvent)
    assert events[0].stage is Stage.ACCEPTANCE


def test_by_its_content_where_the_name_says_nothing(tmp_path: Path) -> None:
    assert told(lines(tmp_path / "export.txt", json.dumps(GOOD))) == {}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"stage": "WAITING"}, "stage"),
        ({"serviceNumber": "one"}, "serviceNumber"),
        ({"serviceNumber": True}, "serviceNumber"),
        ({"happenedAt": "2026-11-20T09:30:00"}, "时区"),
        ({"happenedAt": "yesterday"}, "happenedAt"),
        ({"happenedAt": "0001-01-01T00:00:00+14:00"}, "年份"),
        ({"caseNumber": None}, "caseNumber"),
        ({"caseNumber": 7}, "文字"),
        ({"staffNumber": "\u0000"}, "控制字符"),
        ({"raterName": "x" * 501}, "raterName"),
        ({"rater": "somebody"}, "rater"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_bad_row_is_told_by_field(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    path = lines(tmp_path / "a.ndjson", json.dumps(GOOD), json.dumps({**GOOD, **change}))
    assert list(told(path)) == [2]
    assert reason in told(path)[2]


def test_a_bad_line_never_takes_its_neighbours_along(tmp_path: Path) -> None:
    good = json.dumps(GOOD)
    path = lines(tmp_path / "a.ndjson", good, "not json", "[1]", b"\xff\xfe", "", "x" * (LONGEST_LINE * 3), good)
    assert list(told(path)) == [2, 3, 4, 6]
    assert [row.line for row in rows(path)] == [1, 2, 3, 4, 6, 7]


def test_a_row_of_another_width_or_an_open_quote_is_one_bad_row(tmp_path: Path) -> None:
    header, good = ",".join(GOOD), ",".join(map(str, GOOD.values()))
    path = lines(tmp_path / "a.csv", header, good, good + ",1", '"' + good, good)
    assert list(told(path)) == [3, 4]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空的"),
        ("caseNumber,raterName\n1,林听涛\n".encode("gbk"), "GBK"),
        ("caseNumber\n".encode("utf-16"), "UTF-16"),
        (b"caseNumber;stage\n", "列名不对"),
        (b"[{}]", "JSON 数组"),
        (b"\x00\xff\x81\x20\xff" * 10, "不是文本"),
    ],
)
def test_a_file_that_is_useless_as_a_whole_is_refused_before_its_first_row(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "a.csv").write_bytes(content)
    with pytest.raises(Unusable, match=sentence):
        list(rows(tmp_path / "a.csv"))


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="读不了"):
        list(rows(tmp_path / "nothing.csv"))


ROW = {**GOOD, "raterName": "林听涛", "raterMobile": "15400000001", "raterIdNumber": "990100199001011234"}


def table(*rows: dict[str, object], end: str = "\r\n", delimiter: str = ",") -> str:
    return "".join(delimiter.join(map(str, row)) + end for row in (ROW.keys(), *(row.values() for row in rows)))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("head", ["", "\ufeff", "sep=,\r\n", '\ufeff"sep=,"\n'])
def test_a_table_is_read_whatever_machine_wrote_it(tmp_path: Path, end: str, head: str) -> None:
    (tmp_path / "a.csv").write_bytes((head + table(ROW, {**ROW, "caseNumber": "BH-2"}, end=end)).encode())
    found = [row.event for row in rows(tmp_path / "a.csv")]
    assert [event.case_number for event in found if isinstance(event, NewServiceEvent)] == [ROW["caseNumber"], "BH-2"]


def test_the_separator_a_spreadsheet_names_is_the_one_of_its_table(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=;\n" + table(ROW, delimiter=";"))
    (row,) = rows(tmp_path / "a.csv")
    assert isinstance(row.event, NewServiceEvent)


def test_a_line_break_inside_quotes_ends_no_row(tmp_path: Path) -> None:
    broken = {**ROW, "raterName": '"林听涛\n"', "caseNumber": "BH-2"}
    inside = {**ROW, "raterName": '"林\r\n\r\n听涛"', "caseNumber": "BH-3"}
    (tmp_path / "a.csv").write_bytes(table(ROW, broken, inside, {**ROW, "caseNumber": "BH-4"}).encode())
    found = list(rows(tmp_path / "a.csv"))
    assert [row.line for row in found] == [2, 3, 5, 8]
    assert [row.event.case_number for row in found if isinstance(row.event, NewServiceEvent)] == [
        ROW["caseNumber"], "BH-2", "BH-4",
    ]  # fmt: skip
    assert list(told(tmp_path / "a.csv")) == [5]
    assert "raterName" in told(tmp_path / "a.csv")[5]


def test_a_quote_that_is_never_closed_costs_its_own_row_alone(tmp_path: Path) -> None:
    open_quote = {**ROW, "raterName": '"林听涛', "caseNumber": "BH-1"}
    others = [{**ROW, "caseNumber": f"BH-{n}"} for n in range(2, 300)]
    (tmp_path / "a.csv").write_bytes(table(open_quote, *others, {**open_quote, "caseNumber": "BH-300"}).encode())
    assert list(told(tmp_path / "a.csv")) == [2, 301]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("caseNumber", "2.02611E+15"),
        ("raterMobile", "1.38E+10"),
        ("raterIdNumber", "9.901E+17"),
        ("agencyCode", "1.1990E+17"),
    ],
)
@pytest.mark.parametrize("as_json", [True, False])
def test_what_a_spreadsheet_rounded_is_refused_and_the_cause_is_named(
    tmp_path: Path, field: str, value: str, as_json: bool
) -> None:
    row = {**ROW, field: value}
    path = tmp_path / ("a.ndjson" if as_json else "a.csv")
    path.write_text(json.dumps(row) if as_json else table(row))
    ((_, reason),) = told(path).items()
    assert field in reason
    assert "科学计数" in reason


def test_a_number_that_is_not_written_as_text_is_refused(tmp_path: Path) -> None:
    path = lines(tmp_path / "a.ndjson", json.dumps({**ROW, "raterIdNumber": 990100199001011234}))
    assert "末尾" in told(path)[1]


@given(
    st.lists(st.text(st.sampled_from('甲a ,"\n\r;'), max_size=12), min_size=1, max_size=8),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_what_the_csv_module_writes_is_read_back(values: list[str], end: str) -> None:
    """Line breaks inside quotes are told as one kind; nothing else changes."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([[value, "x"] for value in values])
    found = list(records(file_lines(io.BytesIO(written.getvalue().encode())), ",", 2))
    wanted = [[re.sub("\r\n?", "\n", value), "x"] for value in values]
    assert [record.values for record in found] == wanted
