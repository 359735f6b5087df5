"""The members that are more than a column, as the oracle has read them in docs/rules.md."""

import io
import re
from copy import copy
from datetime import UTC, date, datetime, timedelta
from typing import Any

import segno

from domain.actor import rater
from domain.collecting import proofs
from domain.collecting.recording import handed_out
from domain.words import Entry, Level, Stage
from tests.views.oracle_sight import DAY_ONLY, FINAL, ZONE, Says, Thing
from tests.views.oracle_visits import Visits
from tests.views.world import World

WHOLE_TEXT, MASKED_TEXT = (
    {"RATER", "USER", "DISPATCHER", "SUPERVISOR", "REVIEWER"},
    {"HALL_MANAGER", "AGENCY_HEAD", "WINDOW_STAFF", "HOTLINE_AGENT"},
)
NO_NOTES = {"RATER", "USER", "HALL_MANAGER", "AGENCY_HEAD", "HR", "AUDITOR", "MODERATOR"}
HIDDEN_FROM = {"RATER", "USER"}
NAMES = {
    "VERY_SATISFIED": ("非常满意", "Very satisfied"),
    "SATISFIED": ("满意", "Satisfied"),
    "FAIRLY_SATISFIED": ("基本满意", "Fairly satisfied"),
    "DISSATISFIED": ("不满意", "Dissatisfied"),
    "VERY_DISSATISFIED": ("非常不满意", "Very dissatisfied"),
}
MOVES = {
    ("DISPATCHED", "CASE_OFFICER"): ["sign"],
    ("VERIFYING", "CASE_OFFICER"): ["find"],
    ("RECTIFYING", "CASE_OFFICER"): ["explain", "submit"],
    ("EXPLAINED", "CASE_OFFICER"): ["submit"],
    ("PENDING_REVIEW", "SUPERVISOR"): ["review"],
    ("PENDING_CALLBACK", "DISPATCHER"): ["call_back"],
    ("REOPENED", "SUPERVISOR"): ["close"],
}
DESK_NAMES = {
    "CASE_OFFICER": ("承办单位", "Agency"),
    "DISPATCHER": ("派单员", "Dispatcher"),
    "SUPERVISOR": ("督办员", "Supervisor"),
}


class Members(Visits):
    """The value of any field of a row."""

    # members that are more than a column

    def ask(self, type_: str, field: str, thing: Any, args: Any) -> Any:
        """The value of any field."""
        if isinstance(thing, dict):
            value = thing[field]
            return value(args) if callable(value) else value
        if "entry" in thing.more and not self.holds_proof:
            return self.as_holder(type_, field, thing, args)
        known = getattr(self, f"{type_}_{field}", None)
        if known:
            return known(thing, args)
        if field == "id":
            return self.seal(type_, thing.row["id"])
        if (type_, field) in REFERENCES:
            to, column, hidden = REFERENCES[type_, field]
            return self.thing(to, thing.row[column], hidden=self.role in hidden)
        return thing.row[re.sub(r"([A-Z])", r"_\1", field).lower()]

    holds_proof = False

    def as_holder(self, type_: str, field: str, thing: Thing, args: Any) -> Any:
        """Whoever holds a proof is the rater of its event, below it too."""
        event = thing.row["id"] if type_ == "ServiceEvent" else thing.row["service_event_id"]
        holder = copy(self)
        holder.actor, holder.role, holder.holds_proof = rater(service_event=event), "RATER", True
        told = holder.ask(type_, field, thing, args)
        if isinstance(told, Thing) and told.type in ("ServiceEvent", "Invitation"):
            told.more["entry"] = thing.more["entry"]
        return told

    def tags_of(self, row: Any) -> list[Any]:
        ids = sorted(t["tag_id"] for t in self.world["evaluation_tag"] if t["evaluation_id"] == row["id"])
        return [self.world.find("tag", i) for i in ids]

    def Evaluation_tags(self, thing: Thing, args: Any) -> Any:
        return [] if self.role in ("HR", "AUDITOR") else [Thing("Tag", t) for t in self.tags_of(thing.row)]

    def Evaluation_dimensions(self, thing: Thing, args: Any) -> Any:
        rows = [d for d in self.world["evaluation_dimension"] if d["evaluation_id"] == thing.row["id"]]
        return (
            []
            if self.role in ("HR", "AUDITOR")
            else [Thing("DimensionRating", d) for d in sorted(rows, key=lambda d: d["dimension_id"])]
        )

    def DimensionRating_dimension(self, thing: Thing, args: Any) -> Any:
        return Thing("Dimension", self.world.find("dimension", thing.row["dimension_id"]))

    def Evaluation_text(self, thing: Thing, args: Any) -> Any:
        row = thing.row
        if self.role == "CASE_OFFICER":
            own = any(
                o["evaluation_id"] == row["id"] and o["agency_id"] == self.actor.agency
                for o in self.world["work_order"]
            )
            covered = (self.world.find("text_inspection", row["id"]) or {"covered": None})["covered"]
            covered = row["text_covered"] if covered is None else covered
            for_hidden = covered if row["text_masked"] is None else row["text_masked"]
            return row["text_masked"] if not own else for_hidden if row["anonymous_to_agency"] else row["text_raw"]
        if self.role in WHOLE_TEXT:
            return row["text_raw"]
        if self.role == "MODERATOR":
            return (self.world.find("text_inspection", row["id"]) or {"half": None})["half"]
        return (
            row["text_masked"]
            if self.role in MASKED_TEXT
            else row["text_public"]
            if self.role in ("PUBLIC", "CHANNEL")
            else None
        )

    def Evaluation_ratedAt(self, thing: Thing, args: Any) -> Any:
        unseen = self.role == "CASE_OFFICER" and thing.row["anonymous_to_agency"]
        return None if unseen or self.role in DAY_ONLY else thing.row["rated_at"]

    def Evaluation_supplement(self, thing: Thing, args: Any) -> Any:
        return None

    def Evaluation_reply(self, thing: Thing, args: Any) -> Any:
        answered = [o for o in self.orders_of(thing.row) if o["reply"] is not None]
        return {"text": answered[0]["reply"], "repliedOn": answered[0]["replied_on"]} if answered else None

    def Evaluation_workOrder(self, thing: Thing, args: Any) -> Any:
        return self.first("WorkOrder", self.orders_of(thing.row))

    def WorkOrder_evaluation(self, thing: Thing, args: Any) -> Any:
        return Thing("Evaluation", self.evaluation(thing.row["evaluation_id"]))

    def WorkOrder_jointAgencies(self, thing: Thing, args: Any) -> Any:
        return []

    def WorkOrder_externalNumber(self, thing: Thing, args: Any) -> Any:
        return None

    def WorkOrder_dispatchedAt(self, thing: Thing, args: Any) -> Any:
        unseen = self.role == "CASE_OFFICER" and thing.row["is_hidden"]
        return None if unseen or self.role in DAY_ONLY else thing.row["dispatched_at"]

    def WorkOrder_terms(self, thing: Thing, args: Any) -> Any:
        rows = [d for d in self.world["deadline"] if d["subject_id"] == thing.row["id"] and not d["is_alarm"]]
        return [Thing("Term", d) for d in sorted(rows, key=lambda d: (d["due_at"], d["id"]))]

    def WorkOrder_overdue(self, thing: Thing, args: Any) -> Any:
        return self.overdue(thing.row)

    def WorkOrder_finding(self, thing: Thing, args: Any) -> Any:
        rows = [f for f in self.world["finding"] if f["work_order_id"] == thing.row["id"]]
        return Thing("Finding", max(rows, key=lambda f: f["id"])) if rows and self.role not in HIDDEN_FROM else None

    def Finding_note(self, thing: Thing, args: Any) -> Any:
        return "" if self.role in NO_NOTES else thing.row["note"]

    def WorkOrder_moves(self, thing: Thing, args: Any) -> Any:
        state, hidden = thing.row["state"], thing.row["is_hidden"]
        moves = list(MOVES.get((state, self.role), []))
        if state == "SIGNED" and self.role == ("DISPATCHER" if hidden else "CASE_OFFICER"):
            moves.append("contact")
        return moves + (["urge"] if self.role == "SUPERVISOR" and state not in FINAL else [])

    def WorkOrder_timeline(self, thing: Thing, args: Any) -> Any:
        rows = [m for m in self.world["work_order_move"] if m["work_order_id"] == thing.row["id"]]
        return [Thing("TimelineEntry", m) for m in sorted(rows, key=lambda m: m["id"])]

    def TimelineEntry_at(self, thing: Thing, args: Any) -> Any:
        order = self.world.find("work_order", thing.row["work_order_id"]) or {}
        unseen = self.role == "CASE_OFFICER" and thing.row["move"] == "dispatch" and order["is_hidden"]
        return None if unseen or self.role in DAY_ONLY else thing.row["at"]

    def TimelineEntry_actor(self, thing: Thing, args: Any) -> Any:
        return (
            DESK_NAMES.get(thing.row["actor_role"], ("经办人", "Official"))[self.english]
            if self.role in HIDDEN_FROM
            else thing.row["actor_name"]
        )

    def TimelineEntry_from(self, thing: Thing, args: Any) -> Any:
        return thing.row["from_state"]

    def TimelineEntry_to(self, thing: Thing, args: Any) -> Any:
        return thing.row["to_state"]

    def TimelineEntry_reason(self, thing: Thing, args: Any) -> Any:
        order = self.world.find("work_order", thing.row["work_order_id"]) or {}
        if self.role == "CASE_OFFICER" and order["is_hidden"] and thing.row["actor_role"] != "CASE_OFFICER":
            return thing.row["reason_covered"]
        return None if self.role in NO_NOTES else thing.row["reason"]

    def Term_dueAt(self, thing: Thing, args: Any) -> Any:
        return None if self.role in DAY_ONLY else thing.row["due_at"]

    def Term_metAt(self, thing: Thing, args: Any) -> Any:
        return None if self.role in DAY_ONLY else thing.row["met_at"]

    def Term_explanation(self, thing: Thing, args: Any) -> Any:
        return explained(self.world, thing.row, self.english)

    def ServiceEvent_invitation(self, thing: Thing, args: Any) -> Any:
        return self.first(
            "Invitation", [i for i in self.world["invitation"] if i["service_event_id"] == thing.row["id"]]
        )

    # invitations

    def of_event(self, thing: Thing) -> Any:
        return self.event(thing.row["service_event_id"])

    def Invitation_state(self, thing: Thing, args: Any) -> Any:
        told = self.role == "USER" or thing.more.get("entry") in ("SMS_LINK", "MY_BUSINESS")
        rated = any(
            e["service_event_id"] == thing.row["service_event_id"] and (told or e["id"] == self.actor.evaluation)
            for e in self.world["evaluation"]
            if self.role in ("RATER", "USER")
        )
        return "RATED" if rated else "EXPIRED" if self.now > thing.row["expires_at"] else "OPEN"

    def called(self, row: Any) -> Any:
        return (self.english and row["name_en"]) or row["name"]

    def District_name(self, thing: Thing, args: Any) -> Any:
        return self.called(thing.row)

    Agency_name = Hall_name = Service_name = District_name

    def Invitation_serviceName(self, thing: Thing, args: Any) -> Any:
        return self.called(self.world.find("service", self.of_event(thing)["service_id"]))

    def Invitation_agencyName(self, thing: Thing, args: Any) -> Any:
        return self.called(self.world.find("agency", self.of_event(thing)["agency_id"]))

    def Invitation_stage(self, thing: Thing, args: Any) -> Any:
        return self.of_event(thing)["stage"]

    def Invitation_happenedOn(self, thing: Thing, args: Any) -> Any:
        return day(self.of_event(thing)["happened_at"])

    def Invitation_form(self, thing: Thing, args: Any) -> Any:
        return self.form_of(self.of_event(thing)["stage"], thing.more.get("entry"))

    def own_entry(self, thing: Thing) -> str | None:
        if "entry" in thing.more:
            return str(thing.more["entry"])
        own = handed_out(Stage(self.of_event(thing)["stage"])).value if self.role == "BUSINESS" else None
        return own if own in thing.row["entries"] else None

    def Invitation_token(self, thing: Thing, args: Any) -> Any:
        own = self.own_entry(thing)
        return proofs.issue(thing.row["id"], Entry(own)) if own and "entry" not in thing.more else None

    def Invitation_url(self, thing: Thing, args: Any) -> Any:
        own = self.own_entry(thing)
        if own is None or args.get("entry", "RECEIPT_QR") not in (own, "RECEIPT_QR"):
            raise Says("FORBIDDEN")
        return f"https://pj.example/rate/{proofs.issue(thing.row['id'], Entry(own))}"

    def Invitation_qr(self, thing: Thing, args: Any) -> Any:
        drawn = io.BytesIO()
        segno.make(self.Invitation_url(thing, args), micro=False).save(drawn, kind="svg", scale=4, xmldecl=False)
        return drawn.getvalue().decode().strip()

    def Invitation_serviceEvent(self, thing: Thing, args: Any) -> Any:
        return self.thing("ServiceEvent", thing.row["service_event_id"])

    def Invitation_evaluation(self, thing: Thing, args: Any) -> Any:
        rows = [e for e in self.world["evaluation"] if e["service_event_id"] == thing.row["service_event_id"]]
        return self.first("Evaluation", rows)

    def Invitation_progressUrl(self, thing: Thing, args: Any) -> Any:
        rated = self.Invitation_state(thing, args) == "RATED"
        signed = self.role == "USER"
        return f"https://pj.example/progress/{proofs.receipt_of(thing.row['id'])}" if rated and signed else None

    # forms

    def Form_dimensions(self, thing: Thing, args: Any) -> Any:
        rows = [d for d in self.world["dimension"] if d["form_id"] == thing.row["id"]]
        return [Thing("Dimension", d) for d in sorted(rows, key=lambda d: d["position"])]

    def Form_levels(self, thing: Thing, args: Any) -> Any:
        return [Thing("LevelOption", {"level": level.value, "scene": thing.row["scene"]}) for level in Level]

    def LevelOption_name(self, thing: Thing, args: Any) -> Any:
        return NAMES[thing.row["level"]][self.english]

    def LevelOption_tags(self, thing: Thing, args: Any) -> Any:
        rows = [t for t in self.world["tag"] if t["level"] == thing.row["level"] and thing.row["scene"] in t["scenes"]]
        return [Thing("Tag", t) for t in sorted(rows, key=lambda t: (t["extended"], t["position"], t["id"]))]

    def LevelOption_reasonRequired(self, thing: Thing, args: Any) -> Any:
        return thing.row["level"] in ("DISSATISFIED", "VERY_DISSATISFIED")

    def Dimension_name(self, thing: Thing, args: Any) -> Any:
        return thing.row["name_en" if self.english else "name"]

    def Tag_text(self, thing: Thing, args: Any) -> Any:
        return thing.row["text_en" if self.english else "text"]


REFERENCES: dict[tuple[str, str], tuple[str, str, set[str]]] = {
    ("Agency", "district"): ("District", "district_id", set()),
    ("Agency", "parent"): ("Agency", "parent_id", set()),
    ("Hall", "district"): ("District", "district_id", set()),
    ("Window", "hall"): ("Hall", "hall_id", set()),
    ("Service", "agency"): ("Agency", "agency_id", set()),
    ("StaffMember", "agency"): ("Agency", "agency_id", set()),
    **{(t, "service"): ("Service", "service_id", set()) for t in ("ServiceEvent", "Evaluation")},
    **{(t, "agency"): ("Agency", "agency_id", set()) for t in ("ServiceEvent", "Evaluation", "WorkOrder")},
    ("ServiceEvent", "window"): ("Window", "window_id", set()),
    ("ServiceEvent", "staff"): ("StaffMember", "staff_id", set()),
    ("Evaluation", "serviceEvent"): ("ServiceEvent", "service_event_id", set()),
    ("WorkOrder", "officer"): ("StaffMember", "officer_id", HIDDEN_FROM),
}


def day(moment: datetime) -> date:
    return moment.astimezone(ZONE).date()


def micros(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def explained(world: World, term: Any, english: bool) -> str:
    """Day by day from the calendar; a new run begins where the fate of days changes."""
    known = {d["day"]: d for d in world["calendar_day"]}
    runs: list[tuple[str, list[date], list[int]]] = []
    at, n = term["counted_from"], 0
    while n < term["days"]:
        at += timedelta(days=1)
        entry = known.get(at)
        works = (entry["is_working"] if entry else at.weekday() < 5) or term["day_type"] == "NATURAL"
        n += works
        fate = "" if works else (entry and entry["name"]) or ("weekend" if english else "周末")
        if not runs or runs[-1][0] != fate:
            runs.append((fate, [], []))
        runs[-1][1].append(at)
        runs[-1][2].append(n)
    if not runs or runs[-1][1][-1] != term["due_on"]:
        runs = []
    zh, en = [], []
    for fate, days, numbers in runs:
        first, last, more = f"{days[0]:%m-%d}", f"{days[-1]:%m-%d}", len(days) > 1
        when_zh, when_en = (f"{first}至{last}", f"{first} to {last}") if more else (first, first)
        zh.append(
            f"{when_zh}{fate}不计"
            if fate
            else f"{when_zh}为第{numbers[0]}至{numbers[-1]}天"
            if more
            else f"{when_zh}为第{numbers[0]}天"
        )
        en.append(
            f"{when_en} not counted ({fate})"
            if fate
            else f"{when_en} day {numbers[0]} to {numbers[-1]}"
            if more
            else f"{when_en} day {numbers[0]}"
        )
    start, due, count = term["counted_from"], term["due_on"], term["days"]
    working = term["day_type"] == "WORKING"
    if english:
        end = ". Next year's holidays are not announced yet: provisional." if term["provisional"] else "."
        return (
            f"{start} does not count; {count} {'working' if working else 'natural'} {'day' if count == 1 else 'days'}: "
            + "".join(f"{r}; " for r in en)
            + f"due {due} 23:59:59{end}"
        )
    end = "。次年放假安排未公布，暂定。" if term["provisional"] else "。"
    return (
        f"{start}当天不计，共{count}个{'工作日' if working else '自然日'}："
        + "".join(f"{r}；" for r in zh)
        + f"{due} 23:59:59到期{end}"
    )
