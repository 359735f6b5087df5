"""The kinds of entries of the directory, with their columns; entries name each other by code.

`KINDS` has them in the order in which they can be written: what others name comes first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Annotated, ClassVar, Final, TypeAlias

from domain.directory import codes
from domain.directory.columns import Column, Sort, Told, columns_of, day, stages, text, truth, written

AREA: Final = Sort(text, check=codes.area, longest=12, example="449901000000")
CREDIT: Final = Sort(text, check=codes.credit, longest=18, example="11449900MB9X000238")
ITEM: Final = Sort(text, check=codes.item, longest=33, example="11449900MB9X0002382000000000001")
OWN: Final = Sort(written, check=codes.own, longest=32, example="BH01")
NAME: Final = Sort(text, is_public=True)
LONG_NAME: Final = Sort(text, is_public=True, longest=120)
PERSON: Final = Sort(text, example="林听涛")
DUTY: Final = Sort(text, check=codes.one_of("WINDOW", "HOTLINE", "OFFICE"), example="WINDOW")
YES_OR_NO: Final = Sort(truth, sql="boolean", example="否")
STAGES: Final = Sort(
    stages,
    kept="string_to_array({}, ',')",
    told="array_to_string({}, ',')",
    example="ACCEPTANCE、DELIVERY",
)
DAY: Final = Sort(day, sql="date", example="2026-03-01")

OF_DISTRICT: Final = replace(AREA, refers="district")
OF_AGENCY: Final = replace(CREDIT, refers="agency")
OTHER_AGENCY: Final = replace(OF_AGENCY, example="")
OF_HALL: Final = replace(OWN, refers="hall")
OF_WINDOW: Final = replace(OWN, refers="window", example="BH01-01")
OF_PLATFORM: Final = replace(OWN, refers="platform", example="WEB_PORTAL")
OF_SERVICE: Final = replace(ITEM, refers="service")

English: TypeAlias = Annotated[str | None, Told("英文名称", "nameEn", LONG_NAME)]
LastDay: TypeAlias = Annotated[date | None, Told("停用日期", "endsOn", replace(DAY, example=""))]


@dataclass(frozen=True, slots=True)
class District:
    """A district, or the city itself. `ends_on`, here and below: the last day in use."""

    table: ClassVar[str] = "district"
    words: ClassVar[tuple[str, str]] = ("区划", "districts")
    code: Annotated[str, Told("行政区划代码", "code", AREA)]
    name: Annotated[str, Told("名称", "name", replace(NAME, example="海湾区"))]
    is_city: Annotated[bool, Told("是否市级", "isCity", YES_OR_NO)] = False
    name_en: Annotated[str | None, Told("英文名称", "nameEn", NAME)] = None
    ends_on: LastDay = None


@dataclass(frozen=True, slots=True)
class Agency:
    """A government unit. `parent`: the unit that it is part of. `is_managing`: whether it manages the scheme."""

    table: ClassVar[str] = "agency"
    words: ClassVar[tuple[str, str]] = ("单位", "agencies")
    code: Annotated[str, Told("统一社会信用代码", "code", CREDIT)]
    name: Annotated[str, Told("单位名称", "name", replace(LONG_NAME, example="滨海市人力资源和社会保障局"))]
    district: Annotated[str, Told("所属区划代码", "districtCode", OF_DISTRICT)]
    is_managing: Annotated[bool, Told("是否主管部门", "isManaging", YES_OR_NO)] = False
    name_en: English = None
    parent: Annotated[str | None, Told("上级单位代码", "parentCode", OTHER_AGENCY)] = None
    ends_on: LastDay = None


@dataclass(frozen=True, slots=True)
class Hall:
    """A service hall. `agency`: the centre that runs it."""

    table: ClassVar[str] = "hall"
    words: ClassVar[tuple[str, str]] = ("大厅", "halls")
    code: Annotated[str, Told("大厅编码", "code", OWN)]
    name: Annotated[str, Told("大厅名称", "name", replace(LONG_NAME, example="滨海市民中心政务服务大厅"))]
    district: Annotated[str, Told("所在区划代码", "districtCode", OF_DISTRICT)]
    agency: Annotated[str, Told("管理单位代码", "centreAgencyCode", OF_AGENCY)]
    name_en: English = None
    ends_on: LastDay = None


@dataclass(frozen=True, slots=True)
class Window:
    """A window of a hall."""

    table: ClassVar[str] = "service_window"
    words: ClassVar[tuple[str, str]] = ("窗口", "windows")
    code: Annotated[str, Told("窗口编码", "code", replace(OWN, example="BH01-01"))]
    name: Annotated[str, Told("窗口名称", "name", replace(NAME, example="1号窗口（社会保障）"))]
    hall: Annotated[str, Told("大厅编码", "hallCode", OF_HALL)]
    stages: Annotated[str | None, Told("办理环节", "stages", STAGES)] = None
    ends_on: LastDay = None


@dataclass(frozen=True, slots=True)
class Platform:
    """An online platform. `agency` owns it: bad ratings about the platform go there."""

    table: ClassVar[str] = "platform"
    words: ClassVar[tuple[str, str]] = ("平台", "platforms")
    code: Annotated[str, Told("平台编码", "code", replace(OWN, example="WEB_PORTAL"))]
    name: Annotated[str, Told("平台名称", "name", replace(NAME, example="滨海政务服务网"))]
    agency: Annotated[str, Told("负责单位代码", "agencyCode", OF_AGENCY)]
    ends_on: LastDay = None


@dataclass(frozen=True, slots=True)
class Channel:
    """An online or other channel. `platform`: the platform it belongs to."""

    table: ClassVar[str] = "channel"
    words: ClassVar[tuple[str, str]] = ("渠道", "channels")
    code: Annotated[str, Told("渠道编码", "code", replace(OWN, example="WEB_PORTAL"))]
    name: Annotated[str, Told("渠道名称", "name", replace(NAME, example="滨海政务服务网"))]
    is_online: Annotated[bool, Told("是否线上", "isOnline", YES_OR_NO)]
    platform: Annotated[str | None, Told("平台编码", "platformCode", OF_PLATFORM)] = None
    ends_on: LastDay = None


@dataclass(frozen=True, slots=True)
class Service:
    """A service item and its responsible agency.

    `guide_owner` and `platform_owner`: the agencies that answer for its guide and for the platform it runs on, where
    these are others.
    """

    table: ClassVar[str] = "service"
    words: ClassVar[tuple[str, str]] = ("事项", "service items")
    code: Annotated[str, Told("事项编码", "code", ITEM)]
    name: Annotated[str, Told("事项名称", "name", replace(NAME, longest=200, example="社会保障卡申领"))]
    agency: Annotated[str, Told("主办单位代码", "agencyCode", OF_AGENCY)]
    name_en: Annotated[str | None, Told("英文名称", "nameEn", replace(NAME, longest=200))] = None
    guide_owner: Annotated[str | None, Told("办事指南负责单位代码", "guideOwnerCode", OTHER_AGENCY)] = None
    guide_version: Annotated[str | None, Told("办事指南版本", "guideVersion", Sort(text, longest=20))] = None
    platform_owner: Annotated[str | None, Told("平台负责单位代码", "platformOwnerCode", OTHER_AGENCY)] = None
    ends_on: LastDay = None


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A person who serves. `agency`: the employer, who answers for conduct. `duty`: WINDOW, HOTLINE or OFFICE."""

    table: ClassVar[str] = "staff_member"
    words: ClassVar[tuple[str, str]] = ("人员", "staff")
    number: Annotated[str, Told("工号", "number", replace(OWN, example="BH01-01-A"))]
    name: Annotated[str, Told("姓名", "name", PERSON)]
    agency: Annotated[str, Told("用人单位代码", "employerCode", OF_AGENCY)]
    hall: Annotated[str | None, Told("大厅编码", "hallCode", OF_HALL)] = None
    window: Annotated[str | None, Told("窗口编码", "windowCode", OF_WINDOW)] = None
    duty: Annotated[str, Told("岗位", "duty", DUTY)] = "WINDOW"
    starts_on: Annotated[date | None, Told("上岗日期", "from", replace(DAY, example=""))] = None
    ends_on: LastDay = None


DirectoryEntry: TypeAlias = District | Agency | Hall | Window | Platform | Channel | Service | StaffMember
KINDS: Final[Mapping[str, type[DirectoryEntry]]] = {
    "district": District,
    "agency": Agency,
    "hall": Hall,
    "window": Window,
    "platform": Platform,
    "channel": Channel,
    "service": Service,
    "staff": StaffMember,
}


def key_of(kind: str) -> str:
    """The field that tells entries of this kind apart: the code, and of staff the number."""
    return "number" if kind == "staff" else "code"


def kind_of(entry: DirectoryEntry) -> str:
    """The name of the entry's kind."""
    return next(kind for kind, known in KINDS.items() if type(entry) is known)


@cache
def columns(kind: str) -> Mapping[str, Column]:
    """The columns of a kind by field name, in the order of its template."""
    return columns_of(KINDS[kind])


@cache
def headings(kind: str) -> Mapping[str, str]:
    """Heading of a file → field: the API's names and the Chinese ones."""
    known = columns(kind).values()
    return {one.api: one.name for one in known} | {one.zh: one.name for one in known}
