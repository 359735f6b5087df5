"""What the oracle knows of ids, cursors and reach: its own few lines of sealing, its own words for who reaches what."""

import base64
import re
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from domain import policy
from domain.actor import Actor
from tests.views.world import World

ZONE = ZoneInfo("Asia/Shanghai")
TAGS = {
    "District": 1,
    "Agency": 2,
    "Hall": 3,
    "Window": 4,
    "Evaluation": 5,
    "Service": 6,
    "StaffMember": 7,
    "ServiceEvent": 8,
    "Invitation": 9,
    "WorkOrder": 10,
    "BoardRow": 11,
    "Appraisal": 30,
}
TABLE = {
    "District": "district",
    "Agency": "agency",
    "Hall": "hall",
    "Window": "service_window",
    "Service": "service",
    "StaffMember": "staff_member",
    "Evaluation": "evaluation",
    "ServiceEvent": "service_event",
    "Invitation": "invitation",
    "WorkOrder": "work_order",
    "Appraisal": "appraisal",
}
DESKS = {"DISPATCHER", "SUPERVISOR", "REVIEWER", "MODERATOR", "HR", "AUDITOR"}
STAFF_SEEN_BY_NOT = {"PUBLIC", "SUBSCRIBER", "SYSTEM"}
DAY_ONLY = {
    "PUBLIC",
    "CHANNEL",
    "SUBSCRIBER",
    "WINDOW_STAFF",
    "HOTLINE_AGENT",
    "HALL_MANAGER",
    "AGENCY_HEAD",
    "MODERATOR",
    "HR",
}
DAY_ORDER = {*DAY_ONLY, "CASE_OFFICER"}
FINAL = {"CLOSED", "VOIDED"}


class Says(Exception):
    """A refusal, by code."""


class Block:
    """Our own ten lines of sealing."""

    def __init__(self, key: bytes) -> None:
        self.cipher = Cipher(algorithms.AES(key), modes.ECB())

    def close(self, plain: bytes) -> str:
        return base64.urlsafe_b64encode(self.cipher.encryptor().update(plain)).decode().rstrip("=")

    def open(self, text: str) -> bytes:
        if not re.fullmatch(r"[A-Za-z0-9_-]{22}", text):
            return b""
        plain = self.cipher.decryptor().update(base64.urlsafe_b64decode(text + "=="))
        return plain if self.close(plain) == text else b""


class Thing:
    """A row of a type; for an invitation also the entry of the proof."""

    def __init__(self, type_: str, row: Any, **more: Any) -> None:
        self.type, self.row, self.more = type_, row, more


class Sight:
    """One actor with a language, before the rows."""

    def __init__(
        self, world: World, ids: bytes, cursors: bytes, actor: Actor, language: str, seen: dict[str, list[str]]
    ) -> None:
        self.world, self.actor, self.role, self.english = world, actor, actor.role, language == "en"
        self.ids, self.cursors, self.handed = Block(ids), Block(cursors), seen
        self.now: datetime = world["now"][0]["now"]
        self.today = self.now.astimezone(ZONE).date()

    # sealing

    def seal(self, type_: str, row_id: int) -> str:
        text = self.ids.close(row_id.to_bytes(8, "big") + TAGS[type_].to_bytes(8, "big"))
        self.handed.setdefault("ids", []).append(text)
        return text

    def cursor(self, tag: int, order: int, key: int, tie: int) -> str:
        text = self.cursors.close(key.to_bytes(8, "big", signed=True) + tie.to_bytes(6, "big") + bytes([tag, order]))
        self.handed.setdefault(f"{tag}.{order}", []).append(text)
        return text

    def place(self, tag: int, order: int, after: str | None) -> tuple[int, int] | None:
        if after is None:
            return None
        plain = self.cursors.open(after)
        if plain[14:] != bytes([tag, order]):
            raise Says("BAD_CURSOR")
        return int.from_bytes(plain[:8], "big", signed=True), int.from_bytes(plain[8:14], "big")

    # reach

    def district_wide(self, row: Any) -> bool:
        return self.actor.district in (None, row["district_id"])

    def is_me(self, staff: int | None) -> bool:
        """Whether somebody is the viewer's own person: nobody sees in another role what is said of them."""
        return staff is not None and staff == self.actor.staff

    def is_mine(self, event: Any) -> bool:
        """Reported by this client, or by one of the same agency."""
        client = self.world.find("client", event["client_id"])
        agency = client["agency_id"] if client else None
        return event["client_id"] == self.actor.id or (agency is not None and agency == self.actor.agency)

    def knows_the_visit(self, rating: Any) -> bool:
        """Whether the viewer's agency, or one below it, serves, employs, hosts or answers for what was rated."""
        concerned = [rating["agency_id"]]
        for table, column in (("staff_member", "staff_id"), ("hall", "hall_id")):
            if row := self.world.find(table, rating[column]):
                concerned.append(row["agency_id"])
        concerned += [o["agency_id"] for o in self.world["work_order"] if o["evaluation_id"] == rating["id"]]
        while concerned:
            agency = self.world.find("agency", concerned.pop()) or {}
            if agency["id"] == self.actor.agency:
                return True
            if agency["parent_id"] is not None:
                concerned.append(agency["parent_id"])
        return False

    def is_signed_for(self, row: Any) -> bool:
        """Of the person whom a channel signed for."""
        return row["rater_ref"] is not None and row["rater_ref"] in self.actor.rater_refs

    def reaches(self, type_: str, row: Any) -> bool:
        a, role = self.actor, self.role
        if type_ == "StaffMember":
            return role not in STAFF_SEEN_BY_NOT
        if type_ == "Evaluation":
            return {
                "RATER": lambda: row["id"] == a.evaluation,
                "USER": lambda: self.is_signed_for(row),
                "CASE_OFFICER": lambda: row["agency_id"] == a.agency and not self.is_me(row["staff_id"]),
                "AGENCY_HEAD": lambda: row["agency_id"] == a.agency and not self.is_me(row["staff_id"]),
                "HALL_MANAGER": lambda: (
                    a.hall is not None and row["hall_id"] == a.hall and not self.is_me(row["staff_id"])
                ),
                "SUBSCRIBER": lambda: a.agency is None or row["rated_on"] < self.today or not self.knows_the_visit(row),
                **dict.fromkeys(
                    ("PUBLIC", "CHANNEL"), lambda: row["text_public"] is not None and row["standing"] != "VOID"
                ),
                **dict.fromkeys(
                    ("WINDOW_STAFF", "HOTLINE_AGENT"),
                    lambda: row["staff_id"] == a.staff and row["shown_to_staff_on"] is not None,
                ),
                **dict.fromkeys(DESKS, lambda: self.district_wide(row) and not self.is_me(row["staff_id"])),
            }.get(role, lambda: False)()
        if type_ == "WorkOrder":
            hall = self.evaluation(row["evaluation_id"])["hall_id"]
            return {
                "RATER": lambda: row["evaluation_id"] == a.evaluation,
                "USER": lambda: self.is_signed_for(self.evaluation(row["evaluation_id"])),
                "CASE_OFFICER": lambda: row["agency_id"] == a.agency and not self.is_me(row["rated_staff_id"]),
                "AGENCY_HEAD": lambda: row["agency_id"] == a.agency and not self.is_me(row["rated_staff_id"]),
                "HALL_MANAGER": lambda: a.hall is not None and hall == a.hall and not self.is_me(row["rated_staff_id"]),
                **dict.fromkeys(DESKS, lambda: self.district_wide(row) and not self.is_me(row["rated_staff_id"])),
            }.get(role, lambda: False)()
        if type_ == "ServiceEvent":
            orders = [
                o
                for o in self.world["work_order"]
                if self.evaluation(o["evaluation_id"])["service_event_id"] == row["id"]
            ]
            return {
                "BUSINESS": lambda: self.is_mine(row),
                "RATER": lambda: row["id"] == a.service_event,
                "USER": lambda: self.is_signed_for(row),
                "CASE_OFFICER": lambda: any(
                    o["agency_id"] == a.agency and not o["is_hidden"] and not self.is_me(o["rated_staff_id"])
                    for o in orders
                ),
                **dict.fromkeys(("DISPATCHER", "SUPERVISOR", "REVIEWER"), lambda: self.district_wide(row)),
                "AUDITOR": lambda: self.auditor_sees_events and self.district_wide(row),
            }.get(role, lambda: False)()
        if type_ == "Invitation":
            event = self.event(row["service_event_id"])
            return {
                "RATER": lambda: event["id"] == a.service_event,
                "USER": lambda: self.is_signed_for(event),
                "BUSINESS": lambda: self.is_mine(event),
            }.get(role, lambda: False)()
        if type_ == "Appraisal":
            own = {"AGENCY_HEAD": row["subject_kind"] == "AGENCY" and row["agency_id"] == a.agency}
            own["SUPERVISOR"] = row["staff_id"] is None and self.district_wide(row)
            own |= dict.fromkeys(("WINDOW_STAFF", "HOTLINE_AGENT"), row["staff_id"] == a.staff and self.all_shown(row))
            own["HR"] = self.district_wide(row) and not self.is_me(row["staff_id"])
            return bool((role == "HR" or row["state"] == "SETTLED") and own.get(role, False))
        return True

    def all_shown(self, appraisal: Any) -> bool:
        """Whether the person has seen every valid rating of the period in a batch."""
        period = self.world.find("appraisal_period", appraisal["period_id"])
        assert period is not None
        return not any(
            e["staff_id"] == appraisal["staff_id"]
            and period["first_day"] <= e["rated_on"] <= period["last_day"]
            and e["standing"] != "VOID"
            and e["shown_to_staff_on"] is None
            for e in self.world["evaluation"]
        )

    @property
    def auditor_sees_events(self) -> bool:
        return "AUDITOR" in policy.REACH["ServiceEvent"]

    def evaluation(self, row_id: int) -> Any:
        return self.world.find("evaluation", row_id)

    def event(self, row_id: int) -> Any:
        return self.world.find("service_event", row_id)

    def thing(self, type_: str, row_id: int | None, *, hidden: bool = False) -> Thing | None:
        row = self.world.find(TABLE[type_], row_id) if row_id is not None and not hidden else None
        return Thing(type_, row) if row and self.reaches(type_, row) else None

    def first(self, type_: str, rows: Iterable[Any]) -> Thing | None:
        return next((Thing(type_, row) for row in rows if self.reaches(type_, row)), None)
