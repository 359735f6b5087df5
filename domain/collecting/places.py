"""Turns the codes of reported service events into rows of the directory, for a whole batch at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import asyncpg

from domain.actor import Actor
from domain.clock import day_of
from domain.collecting.reported import NewServiceEvent
from domain.errors import Invalid, NotAllowed, NotFound
from domain.tallies import CountedAt
from storage.transactions import fetch


@dataclass(frozen=True, slots=True)
class ServicePlace:
    """The rows a service event names.

    The district is the hall's; without a window it is the agency's (docs/rules.md §6).
    """

    service_id: int
    agency_id: int
    district_id: int
    hall_id: int | None
    window_id: int | None
    staff_id: int | None

    def counts_in(self) -> CountedAt:
        """Where the event is counted."""
        return CountedAt(self.district_id, self.agency_id, self.service_id, self.hall_id, self.staff_id)


@dataclass(frozen=True, slots=True)
class KnownPlaces:
    """Everything the batch names, by code."""

    agencies: Mapping[str, asyncpg.Record]
    services: Mapping[str, asyncpg.Record]
    windows: Mapping[str, asyncpg.Record]
    staff: Mapping[str, asyncpg.Record]

    def of(self, event: NewServiceEvent, by: Actor) -> ServicePlace:
        """The place of one event.

        Raises NotFound for an unknown code, Invalid for an entry that had ended by that day, NotAllowed if the client
        may report only for another agency.
        """
        day = day_of(event.happened_at)
        agency = self._known(self.agencies, event.agency_code, day, "agencyCode", "单位", "agency")
        service = self._known(self.services, event.service_code, day, "serviceCode", "事项", "service")
        window = (
            self._known(self.windows, event.window_code, day, "windowCode", "窗口", "window")
            if event.window_code
            else None
        )
        staff = (
            self._known(self.staff, event.staff_number, day, "staffNumber", "工号", "staff number")
            if event.staff_number
            else None
        )
        if by.agency is not None and by.agency != agency["id"]:
            raise NotAllowed(
                "这个密钥只能报送本单位的办件。",
                "This key may report its own agency's events only.",
                path=("agencyCode",),
            )
        return ServicePlace(
            service["id"],
            agency["id"],
            window["district_id"] if window else agency["district_id"],
            window["hall_id"] if window else None,
            window["id"] if window else None,
            staff["id"] if staff else None,
        )

    @staticmethod
    def _known(rows: Mapping[str, asyncpg.Record], code: str, day: date, path: str, zh: str, en: str) -> asyncpg.Record:
        row = rows.get(code)
        if row is None:
            raise NotFound(
                f"没有编码为{code[:40]}的{zh}，请核对目录。",
                f"There is no {en} {code[:40]}; check the directory.",
                path=(path,),
            )
        if row["ends_on"] is not None and row["ends_on"] < day:
            raise Invalid(
                f"编码为{code[:40]}的{zh}在{row['ends_on']:%Y-%m-%d}停用，那天以后的办件不能记在它名下。",
                f"The {en} {code[:40]} ended on {row['ends_on']}; what happened later is not its own.",
                path=(path,),
            )
        return row


async def find_places(events: Sequence[NewServiceEvent]) -> KnownPlaces:
    """The rows that the events of a batch name."""
    return KnownPlaces(
        await _by_code(
            "select code, id, ends_on, district_id from agency where code = any($1)", {e.agency_code for e in events}
        ),
        await _by_code("select code, id, ends_on from service where code = any($1)", {e.service_code for e in events}),
        await _by_code(
            """select w.code, w.id, least(w.ends_on, h.ends_on) as ends_on, w.hall_id, h.district_id
               from service_window w join hall h on h.id = w.hall_id where w.code = any($1)""",
            {e.window_code for e in events},
        ),
        await _by_code(
            "select number as code, id, ends_on from staff_member where number = any($1)",
            {e.staff_number for e in events},
        ),
    )


async def _by_code(sql: str, codes: set[str | None]) -> dict[str, asyncpg.Record]:
    asked = [code for code in codes if code and code.isprintable()]  # PostgreSQL accepts no NUL and no lone surrogate
    return {row["code"]: row for row in await fetch(sql, asked)} if asked else {}
