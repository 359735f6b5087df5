"""A service event as it is reported, and the checks that need no database."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain import texts
from domain.clock import CITY_ZONE
from domain.errors import Invalid
from domain.vault import Identity, canonical
from domain.words import Stage

MOST_AHEAD = timedelta(minutes=5)
EARLIEST = datetime(2000, 1, 1, tzinfo=CITY_ZONE)  # no case is older; before 1901 the city's offset was another
LONGEST_CASE_NUMBER = 50
LONGEST_OF_RATER = {"name": 120, "idNumber": 40, "mobile": 32}


@dataclass(frozen=True, slots=True)
class NewServiceEvent:
    """One service as a business system reports it, in the contract's terms. `happened_at` has its offset."""

    case_number: str
    service_number: int
    stage: Stage
    service_code: str
    agency_code: str
    happened_at: datetime
    window_code: str | None = None
    staff_number: str | None = None
    rater: Identity | None = None

    @property
    def key(self) -> tuple[str, int]:
        """Case number and service number, which identify the event."""
        return self.case_number, self.service_number

    def tidied(self) -> "NewServiceEvent":
        """A copy without invisible characters and surrounding blanks, which come with copied text."""
        return replace(
            self,
            case_number=texts.line(self.case_number),
            service_code=texts.line(self.service_code),
            agency_code=texts.line(self.agency_code),
            window_code=texts.line(self.window_code or "") or None,
            staff_number=texts.line(self.staff_number or "") or None,
        )


def check_shape(event: NewServiceEvent, now: datetime) -> None:
    """Raise Invalid for what is wrong whatever the directory contains.

    This also keeps out what PostgreSQL cannot store.
    """
    number = event.case_number
    if not 1 <= len(number) <= LONGEST_CASE_NUMBER or not number.isprintable() or number != number.strip():
        raise Invalid(
            "办件号应为1到50个字符，前后没有空格。",
            "A case number has 1 to 50 characters without spaces around.",
            path=("caseNumber",),
        )
    if texts.is_rounded(number):
        raise _rounded("caseNumber")
    if not 1 <= event.service_number <= 9999:
        raise Invalid("服务次数应为1到9999。", "A service number is 1 to 9999.", path=("serviceNumber",))
    _check_moment(event.happened_at, now)
    if event.rater:
        _check_rater(event.rater)


def _check_moment(happened_at: datetime, now: datetime) -> None:
    if happened_at.utcoffset() is None or happened_at < EARLIEST:
        raise Invalid(
            "办事时间应带时区，且不早于2000年。",
            "The time of the service carries its offset and is not before the year 2000.",
            path=("happenedAt",),
        )
    if happened_at > now + MOST_AHEAD:
        raise Invalid(
            "办事时间晚于现在5分钟以上，请检查时钟。",
            "It happened more than 5 minutes in the future; check the clock.",
            path=("happenedAt",),
        )


def _check_rater(rater: Identity) -> None:
    given = {"name": rater.name, "idNumber": rater.id_number, "mobile": rater.mobile}
    for field, value in given.items():
        longest = LONGEST_OF_RATER[field]
        said = texts.line(value or "")
        if len(said) > longest or not texts.is_line(said):
            raise Invalid(
                f"评价人的这一项最多{longest}个字符，写在一行里，不能有控制字符。",
                f"This part of the rater has at most {longest} characters, one line, no control characters.",
                path=("rater", field),
            )
    _check_number(rater.id_number)
    _check_mobile(rater.mobile)


def _check_number(written: str | None) -> None:
    if not texts.line(written or "") or canonical.document(written or ""):
        return
    if texts.is_rounded(written or ""):
        raise _rounded("rater", "idNumber")
    raise Invalid(
        "证件号码不对：身份证18位，校验位要对（统一社会信用代码也是）；其他证件写字母和数字。请核对，没有就不填。",
        "No document has this number: an identity card has 18 digits and a right check digit (a credit code too), "
        "others have letters and digits. Check it, or leave it out.",
        path=("rater", "idNumber"),
    )


def _check_mobile(written: str | None) -> None:
    if not texts.line(written or "") or canonical.mobile(written or ""):
        return
    if texts.is_rounded(written or ""):
        raise _rounded("rater", "mobile")
    raise Invalid(
        "电话号码不对：请写一个号码，手机11位，座机带区号，境外的以+和国家码开头。请核对，没有就不填。",
        "No telephone has this number: write one, a mobile with 11 digits, a landline with its area code, from abroad "
        "with + and the country code. Check it, or leave it out.",
        path=("rater", "mobile"),
    )


def _rounded(*path: str) -> Invalid:
    return Invalid(
        "这一项被表格软件变成了科学计数（如 9.901E+17），后面的数字已经丢失。请把这一列设为“文本”后重新导出。",
        "A spreadsheet turned this into scientific notation (like 9.901E+17); its last digits are lost. Export it "
        "again with the column set to “Text”.",
        path=path,
    )
