"""The columns of directory entries: their names in files, API and tables, and how a value is read and checked.

A column stands once, beside the field of the entry that it describes (domain/directory/entries.py). File headings,
templates, comparisons, statements and error messages follow from it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime
from typing import Any, Final, get_type_hints

from domain import cells, texts
from domain.errors import Invalid
from domain.words import Stage

YES: Final = frozenset({"true", "yes", "1", "是"})
NO: Final = frozenset({"false", "no", "0", "否"})
YEARS: Final = range(1949, 2101)
FORMULA: Final = ("=", "＝")
ERRORS: Final = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
ROUNDED_FROM: Final = 10**15  # a spreadsheet's number keeps fifteen digits

Reader = Callable[[Any, "Column"], object]


@dataclass(frozen=True, slots=True)
class Sort:
    """A sort of values: how one is read, checked and stored.

    `read`: turns what a file or program gave into the value. `check`: returns the value as it is stored or raises
    Invalid. `refers`: the kind of entry whose code it is. `is_public`: people outside read it, so it is searched for
    personal data. `example`: for the template. `sql`: the type in statements; `kept` makes what the column holds of it,
    `told` makes it of what the column holds.
    """

    read: Reader
    sql: str = "text"
    kept: str = "{}"
    told: str = "{}"
    check: Callable[[Any], Any] | None = None
    refers: str | None = None
    longest: int = 60
    is_public: bool = False
    example: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a column is called: in Chinese, in the API and as the other heading; and its sort of values."""

    zh: str
    api: str
    sort: Sort


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a kind of entry: its field, what it is called, its values, and the value of a blank."""

    name: str
    zh: str
    api: str
    sort: Sort
    default: object = MISSING

    @property
    def is_required(self) -> bool:
        """Whether it must be filled in."""
        return self.default is MISSING

    @property
    def stored(self) -> str:
        """The column of the table."""
        return f"{self.name}_id" if self.sort.refers else self.name

    def value(self, given: object) -> object:
        """The value, read and checked; the default for a blank. Raises Invalid with the column as path."""
        try:
            blank = given is None or (isinstance(given, str) and texts.tidy(given) is None)
            value = None if blank else self.sort.read(given, self)
            if value is not None and self.sort.check is not None:
                value = self.sort.check(value)
        except Invalid as wrong:
            raise Invalid(wrong.zh, wrong.en, path=(self.api,)) from None
        if value is not None:
            return value
        if self.is_required:
            raise Invalid("这一栏必须填。", "This must be filled in.", path=(self.api,))
        return self.default


def columns_of(entry: type) -> Mapping[str, Column]:
    """The columns of a kind of entry by field name; a field without a default must be filled in."""
    hints = get_type_hints(entry, include_extras=True)
    return {
        one.name: Column(one.name, told.zh, told.api, told.sort, one.default)
        for one in fields(entry)
        for told in hints[one.name].__metadata__
    }


def text(given: object, column: Column) -> str:
    """A text of one line. A number is taken if it has not more digits than a spreadsheet keeps."""
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        raise Invalid("应为文字。", "This must be text.")
    if isinstance(given, float) or (isinstance(given, int) and given >= ROUNDED_FROM):
        raise _rounded(str(given))
    value = texts.line(cells.bare(str(given)))
    if value.startswith(FORMULA) or value in ERRORS:
        raise Invalid(
            f"这是公式或出错的值（{value[:24]}）。请改成真正的值。",
            f"This is a formula or an error ({value[:24]}). Put its real value.",
        )
    if texts.is_rounded(value):
        raise _rounded(value)
    if len(value) > column.sort.longest or not texts.is_line(value):
        raise Invalid(
            f"最多{column.sort.longest}个字，且不能有换行等控制字符。",
            f"At most {column.sort.longest} characters, none of them a control character.",
        )
    return value


def written(given: object, column: Column) -> str:
    """The same for codes of any length: as a number one may have lost its leading zeros, so numbers are refused."""
    if isinstance(given, int | float) and not isinstance(given, bool):
        raise Invalid(
            f"这里是数字 {given}，开头的0可能已经丢失；请把这一列设为“文本”再填。",
            f"This is the number {given}, whose leading zeros may be lost: set the column to “Text”.",
        )
    return text(given, column)


def day(given: object, column: Column) -> date:
    """A day as 2026-11-28, 2026/11/28, 20261128 or 2026年11月28日, or as a spreadsheet's date; a time is dropped."""
    if isinstance(given, datetime):
        value = given.date()
    elif isinstance(given, date):
        value = given
    else:
        said = str(given).strip().replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-")
        try:
            parts = [int(part) for part in said.split("-")]
            value = date(*parts) if len(parts) == 3 else date.fromisoformat(said)
        except (TypeError, ValueError, OverflowError):
            raise Invalid("应为日期，例如 2026-11-28。", "This must be a day such as 2026-11-28.") from None
    if value.year not in YEARS:
        raise Invalid("年份不对。", "The year is impossible.")
    return value


def truth(given: object, column: Column) -> bool:
    """是 or 否, true or false."""
    said = str(given).strip().lower()
    if said not in YES | NO:
        raise Invalid("应为“是”或“否”。", "This must be true or false.")
    return said in YES


def stages(given: object, column: Column) -> str:
    """Stages in their order, as ACCEPTANCE,DELIVERY; given as a list, or with commas or 、 between them."""
    said = given if isinstance(given, list | tuple) else re.split(r"[,，、;；\s]+", str(given).strip())
    names = {str(one).strip().upper() for one in said if str(one).strip()}
    if strange := sorted(names - set(Stage)):
        raise Invalid(
            f"没有“{strange[0][:20]}”这个环节；有 {'、'.join(Stage)}。",
            f"There is no stage {strange[0][:20]!r}; there are {', '.join(Stage)}.",
        )
    return ",".join(stage for stage in Stage if stage in names)


def _rounded(value: str) -> Invalid:
    return Invalid(
        f"被表格软件变成了数字（{value[:24]}），后面几位可能已经丢失；请把这一列设为“文本”再填。",
        f"A spreadsheet made a number of it ({value[:24]}), its last digits may be lost: set the column to “Text”.",
    )
