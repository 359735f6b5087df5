"""The whole directory of the invented city, always made the same way."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Final

from cli.city import bureaus, english
from cli.city.codes import credit_code, district_code, item_code
from cli.city.items import by_bureau
from cli.city.people import names
from domain.directory.entries import (
    Agency,
    Channel,
    DirectoryEntry,
    District,
    Hall,
    Platform,
    Service,
    StaffMember,
    Window,
)

HOTLINE_AGENTS: Final = 20
CITY_DISTRICT: Final = district_code(0)

# The six channels of the city (docs/rules.md §3.3): entry, name here, and whether it is a platform of its own.
CHANNELS: Final = (
    ("WEB_PORTAL", "滨海政务服务网", True),
    ("MINI_PROGRAM", "滨海通小程序", True),
    ("APP_ISZ", "i滨海 APP", True),
    ("WINDOW_DEVICE", "窗口评价器", False),
    ("SELF_TERMINAL", "自助服务终端", False),
    ("HOTLINE_12345", "12345热线", False),
)


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter and the staff who may work at it."""

    code: str
    duty: str
    staff: tuple[str, ...]


@dataclass(slots=True)
class CityPlan:
    """All entries of the directory, and the look-ups that the simulation needs."""

    entries: list[DirectoryEntry] = field(default_factory=list)
    agencies: dict[str, str] = field(default_factory=dict)  # name → code
    items: dict[str, list[str]] = field(default_factory=dict)  # agency code → service codes
    officers: dict[str, str] = field(default_factory=dict)  # agency code → staff number of its case officer
    item_names: dict[str, str] = field(default_factory=dict)
    counters: list[Counter] = field(default_factory=list)
    hotline: list[str] = field(default_factory=list)
    halls: list[str] = field(default_factory=list)

    def staff_names(self) -> dict[str, str]:
        """Return the names of the staff by number."""
        return {entry.number: entry.name for entry in self.entries if isinstance(entry, StaffMember)}


@cache
def plan() -> CityPlan:
    """Return the directory of 滨海市."""
    city, people = CityPlan(), names()
    _districts_and_agencies(city)
    _items(city)
    _channels(city)
    _halls(city, people)
    _hotline(city, people)
    _officers(city, people)
    return city


def _districts_and_agencies(city: CityPlan) -> None:
    in_english = english.DISTRICTS
    level = bureaus.CITY_LEVEL
    city.entries.append(District(CITY_DISTRICT, level, is_city=True, name_en=in_english[level]))
    city.entries += [
        District(district_code(n), name, name_en=in_english[name]) for n, name in enumerate(bureaus.DISTRICTS, 1)
    ]
    homes = [(name, CITY_DISTRICT, english.BUREAUS[name]) for name in bureaus.BUREAUS]
    homes += [
        (bureaus.hall_centre(name), district_code(n), english.hall_centre(name))
        for n, name in enumerate(bureaus.DISTRICTS, 1)
    ]
    for number, (name, district, name_en) in enumerate(homes, 1):
        city.agencies[name] = credit_code(number)
        is_managing = name == bureaus.MANAGING
        city.entries.append(Agency(credit_code(number), name, district, is_managing, name_en))


def _items(city: CityPlan) -> None:
    for bureau, items in by_bureau().items():
        agency = city.agencies[bureau]
        city.items[agency] = [item_code(agency, n) for n in range(1, len(items) + 1)]
        for code, name in zip(city.items[agency], items, strict=True):
            city.item_names[code] = name
            city.entries.append(Service(code, name, agency, english.ITEMS.get(name), guide_version="1"))


def _channels(city: CityPlan) -> None:
    owner = city.agencies[bureaus.MANAGING]
    for code, name, is_online in CHANNELS:
        if is_online:
            city.entries.append(Platform(code, name, owner))
        city.entries.append(Channel(code, name, is_online, code if is_online else None))


def _halls(city: CityPlan, people: Iterator[str]) -> None:
    homes = [("滨海市民中心政务服务大厅", CITY_DISTRICT, bureaus.MANAGING, english.hall(None))]
    homes += [
        (f"{name}政务服务大厅", district_code(n), bureaus.hall_centre(name), english.hall(name))
        for n, name in enumerate(bureaus.DISTRICTS, 1)
    ]
    for number, (name, district, centre, name_en) in enumerate(homes, 1):
        code = f"BH{number:02d}"
        city.halls.append(code)
        city.entries.append(Hall(code, name, district, city.agencies[centre], name_en))
        for place, duty in enumerate(bureaus.COUNTERS, 1):
            _counter(city, f"{code}-{place:02d}", f"{place}号窗口（{duty}）", duty, code, city.agencies[centre], people)


def _counter(city: CityPlan, code: str, name: str, duty: str, hall: str, employer: str, people: Iterator[str]) -> None:
    """Add a counter; every second one has two persons."""
    city.entries.append(Window(code, name, hall))
    shifts = 2 if int(code[-2:]) % 2 else 1
    staff = tuple(f"{code}-{'AB'[n]}" for n in range(shifts))
    city.entries += [StaffMember(number, next(people), employer, hall, code) for number in staff]
    city.counters.append(Counter(code, duty, staff))


def _hotline(city: CityPlan, people: Iterator[str]) -> None:
    employer = city.agencies[bureaus.HOTLINE]
    city.hotline = [f"12345-{n:03d}" for n in range(1, HOTLINE_AGENTS + 1)]
    city.entries += [StaffMember(number, next(people), employer, duty="HOTLINE") for number in city.hotline]


def _officers(city: CityPlan, people: Iterator[str]) -> None:
    for number, agency in enumerate(city.agencies.values(), 1):
        city.officers[agency] = f"ZY-{number:03d}"
        city.entries.append(StaffMember(city.officers[agency], next(people), agency, duty="OFFICE"))
    second = city.agencies[bureaus.OFFICERS_OWN]
    city.entries.append(StaffMember("ZY-102", next(people), second, duty="OFFICE"))
