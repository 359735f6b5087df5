"""Turns one row of an import, with the names of the contract, into a service event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from domain import texts
from domain.collecting import NewServiceEvent
from domain.errors import Invalid
from domain.vault import Identity
from domain.words import Stage

REQUIRED: Final = ("caseNumber", "serviceNumber", "stage", "serviceCode", "agencyCode", "happenedAt")
OPTIONAL: Final = ("windowCode", "staffNumber")
FLAT_RATER: Final = {"raterName": "name", "raterIdNumber": "idNumber", "raterMobile": "mobile"}
COLUMNS: Final = (*REQUIRED, *OPTIONAL, *FLAT_RATER)
NAMES: Final = ("name", "raterName")
NESTED: Final = "rater"
LONGEST_VALUE: Final = 500
YEARS: Final = range(2000, 2101)


def event_of(row: Mapping[str, Any]) -> NewServiceEvent:
    """Return the event that this row reports. Raises Invalid with the field at fault."""
    if unknown := next((name for name in row if name not in COLUMNS and name != NESTED), None):
        raise _wrong(unknown[:40], "不认识这个字段", "is not a field of the contract")
    if missing := next((name for name in REQUIRED if row.get(name) in (None, "")), None):
        raise _wrong(missing, "没有填", "is missing")
    return NewServiceEvent(
        _text(row, "caseNumber") or "",
        _number(row["serviceNumber"]),
        _stage(row["stage"]),
        _text(row, "serviceCode") or "",
        _text(row, "agencyCode") or "",
        _moment(row["happenedAt"]),
        _text(row, "windowCode"),
        _text(row, "staffNumber"),
        _rater(row),
    )


def _rater(row: Mapping[str, Any]) -> Identity | None:
    """Return the rater from three columns or from one nested object; None if there is none."""
    nested = row.get(NESTED)
    if nested is None:
        return Identity(*(_text(row, name) for name in FLAT_RATER)) or None
    if not isinstance(nested, dict) or not {*nested} <= {*FLAT_RATER.values()}:
        raise _wrong(NESTED, "应为含 name、idNumber、mobile 的对象", "must be an object of name, idNumber and mobile")
    return Identity(*(_text(nested, name) for name in FLAT_RATER.values())) or None


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise _wrong(
            name, "应为文字，加引号；数字会丢失开头的0和末尾几位", "must be text in quotes: numbers lose digits"
        )
    value = texts.line(value)
    if len(value) > LONGEST_VALUE or not value.isprintable():
        raise _wrong(
            name,
            f"超过{LONGEST_VALUE}字，或含有控制字符",
            f"is over {LONGEST_VALUE} characters or has control characters",
        )
    if name not in NAMES and texts.is_rounded(value):
        raise _wrong(
            name,
            f"被表格软件变成了科学计数（{value[:20]}），后面的数字已经丢失；请把这一列设为“文本”后重新导出",
            f"was turned into scientific notation by a spreadsheet ({value[:20]}), its last digits are lost: "
            "export it again with the column set to “Text”",
        )
    return value


def _number(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 9:
        return int(value)
    raise _wrong("serviceNumber", "应为整数", "must be a whole number")


def _stage(value: Any) -> Stage:
    try:
        return Stage(value)
    except ValueError:
        raise _wrong("stage", f"应为 {'、'.join(Stage)} 之一", f"is one of {', '.join(Stage)}") from None


def _moment(value: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise _wrong(
            "happenedAt", "应形如 2026-11-23T09:30:00+08:00", "must look like 2026-11-23T09:30:00+08:00"
        ) from None
    if moment.tzinfo is None:
        raise _wrong("happenedAt", "缺少时区，例如 +08:00", "lacks its offset, such as +08:00")
    if moment.year not in YEARS:
        raise _wrong("happenedAt", "年份不对", "has an impossible year")
    return moment


def _wrong(field: str, zh: str, en: str) -> Invalid:
    return Invalid(f"{field} {zh}。", f"{field} {en}.", path=(field,))
