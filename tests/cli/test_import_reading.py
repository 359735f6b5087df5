"""What a file may look like, and what is said about each line that is wrong."""

import json
from pathlib import Path

import pytest

from cli.import_reading import LONGEST_LINE, rows
from cli.import_rows import COLUMNS
from domain.collecting import NewServiceEvent
from domain.errors import DomainError
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
