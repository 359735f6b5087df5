"""Work orders, with their terms and the days counted, findings, timeline, and open moves."""

from domain.moves.work_orders import FLOW, OPEN, may_contact
from domain.policy import AUDITOR, DISPATCHER, OFFICER, RATER, REVIEWER, SUBSCRIBER, SUPERVISOR
from domain.words import WorkOrderState
from domain.work_orders.hiding import Disclosed
from views.compiling.member import (
    Column,
    Derived,
    Identity,
    JoinedRow,
    Many,
    Reference,
    References,
    columns,
    hidden_from,
)
from views.compiling.statement import Asking
from views.compiling.view import Filter, Ordering, View
from views.nouns.explaining import explain
from views.nouns.roles import AGENCY_SIDE, KNOW_THE_DAY, READ_NO_NOTES

OPEN_STATES = ", ".join(f"'{state.value}'" for state in sorted(OPEN))
IS_OPEN = f"{{t}}.state in ({OPEN_STATES})"
DAY_AFTER = "(({v}::date + 1)::timestamp at time zone 'Asia/Shanghai')"


def _moves(asking: Asking, state: str, is_hidden: bool) -> list[str]:
    """Return the moves that the viewer may make now.

    Who contacts depends on whether the rater is hidden.
    """
    role = asking.actor.role
    return [
        move
        for move in FLOW.open_to(WorkOrderState(state), role)
        if move != "contact" or may_contact(role, is_hidden=is_hidden)
    ]


# The agency must not find a hidden rater in its own system by the minute, so its officer sees the day of the rating.
NOT_HIDDEN = "case when not {t}.is_hidden then {t}.dispatched_at end"
DISPATCHED_UNSEEN = """{t}.move = 'dispatch' and exists (
  select from work_order o where o.id = {t}.work_order_id and o.is_hidden)"""
# Nor must the agency find the rater by the person who served, where few visits fit (domain/work_orders/hiding.py).
WHO_WAS_RATED = (
    f"case when not {{t}}.is_hidden or {{t}}.told < {Disclosed.NO_PERSON.value} then {{t}}.rated_staff_id end"
)
WHO_WAS_FOUND = f"""case when not exists (select from work_order o where o.id = {{t}}.work_order_id and o.is_hidden
  and o.told >= {Disclosed.NO_PERSON.value}) then {{t}}.staff_id end"""
# Notes by others than the agency may name a rater who is hidden from it, so the agency reads them covered.
COVERED_NOTE = """case when {t}.actor_role is distinct from 'CASE_OFFICER' and exists (
  select from work_order o where o.id = {t}.work_order_id and o.is_hidden)
  then {t}.reason_covered else {t}.reason end"""
NO_NOTES = hidden_from(*READ_NO_NOTES)
COARSE = (*KNOW_THE_DAY, OFFICER)  # ordering by the second would reveal what the mask hides


def _keys(case_number: str = "null") -> str:
    """Return the SQL of the search keys of an order.

    They are the number (n…), agency (a…), service item (s…) and case number (c…). `case_number` is the SQL of the case
    number, null for roles that may not know it.
    """
    return f"""(select array['n' || {{t}}.number, 'a' || {{t}}.agency_id, 's' || e.service_id, 'c' || {case_number}]
  from evaluation e left join service_event s on s.id = e.service_event_id where e.id = {{t}}.evaluation_id)"""


KEYS = {
    **dict.fromkeys((DISPATCHER, SUPERVISOR, REVIEWER, AUDITOR), _keys("s.case_number")),
    OFFICER: _keys("case when not {t}.is_hidden then s.case_number end"),
}

BY_DAY = {
    "DUE": Ordering(3, "city_day({t}.next_due_at)", "day", tie="{t}.number::bigint", descending=False),
    "LATEST": Ordering(4, "{t}.dispatched_on", "day", tie="{t}.number::bigint"),
}

WorkOrder = View(
    name="WorkOrder",
    tag=10,
    table="work_order",
    members={
        "id": Identity(),
        **columns(number="String!", state="WorkOrderState!"),
        "evaluation": JoinedRow(type="Evaluation!", sql="{r}.id = {t}.evaluation_id", through=True),
        "agency": Reference(type="Agency!", sql="{t}.agency_id"),
        "jointAgencies": References(type="[Agency!]!", sql="'{}'::bigint[]"),
        "officer": Reference(type="StaffMember", sql="{t}.officer_id", masks=hidden_from(RATER, SUBSCRIBER)),
        "externalNumber": Column(type="String", sql="null::text", masks=hidden_from(SUBSCRIBER)),
        **columns(dispatchedOn="Date!"),
        "dispatchedAt": Column(
            type="DateTime", sql="{t}.dispatched_at", masks={**hidden_from(*KNOW_THE_DAY), OFFICER: NOT_HIDDEN}
        ),
        "terms": Many(
            type="[Term!]!",
            sql="{t}.subject_id",
            order="{t}.due_at, {t}.id",
            where="{t}.subject_kind = 'work_order' and not {t}.is_alarm",
        ),
        "overdue": Column(type="Boolean!", sql=f"({IS_OPEN} and city_now() > {{t}}.next_due_at)"),
        **columns(urged="Int!", supervision="Int!"),
        "finding": JoinedRow(
            type="Finding", sql="{r}.work_order_id = {t}.id", newest="{t}.id desc", masks=hidden_from(RATER, SUBSCRIBER)
        ),
        "moves": Derived(type="[String!]!", of=("state", "raterHidden"), value=_moves),
        "timeline": Many(type="[TimelineEntry!]!", sql="{t}.work_order_id", masks=hidden_from(SUBSCRIBER)),
        "raterHidden": Column(type="Boolean!", sql="{t}.is_hidden", inside=True),
        "isOpen": Column(type="Boolean!", sql=IS_OPEN, inside=True),
        "urgent": Column(type="Boolean!", sql="{t}.is_urgent", inside=True),
        "version": Column(type="Int!", sql="{t}.version", inside=True),
        "row": Column(type="Int!", sql="{t}.id", inside=True),
        "cause": Column(type="Cause!", sql="{t}.cause", inside=True),
        "dueOn": Column(type="Date!", sql="city_day({t}.next_due_at)", inside=True),
        "dueAt": Column(type="DateTime", sql="{t}.next_due_at", inside=True, masks=hidden_from(*KNOW_THE_DAY)),
        "measures": Column(type="String", sql="{t}.measures", inside=True, masks=NO_NOTES),
        "replyDraft": Column(type="String", sql="{t}.reply_draft", inside=True, masks=NO_NOTES),
        "replyDraftVersion": Column(type="Int", sql="{t}.reply_draft_version", inside=True, masks=NO_NOTES),
        "callback": Column(type="CallbackOutcome", sql="{t}.callback", inside=True),
        "reopened": Column(type="Int!", sql="{t}.reopened", inside=True),
        "keys": Column(type="[String!]!", sql=_keys(), inside=True, masks=KEYS),
        "ratedStaff": Reference(
            type="StaffMember",
            sql="{t}.rated_staff_id",
            inside=True,
            masks={**hidden_from(RATER), **dict.fromkeys(AGENCY_SIDE, WHO_WAS_RATED)},
        ),
        "told": Column(type="Int!", sql="{t}.told", inside=True),
    },
    orders={
        "DUE": {
            "*": Ordering(1, "{t}.next_due_at", "time", descending=False),
            **dict.fromkeys(COARSE, BY_DAY["DUE"]),
        },
        "LATEST": {"*": Ordering(2, "{t}.dispatched_at", "time"), **dict.fromkeys(COARSE, BY_DAY["LATEST"])},
    },
    filters={
        "state": Filter("[WorkOrderState!]", "state"),
        "agencyCode": Filter("[String!]", "agency", codes="Agency"),
        "number": Filter("String", "number", "{m} = {v}"),
        "overdue": Filter("Boolean", "overdue", "{m} = {v}"),
        "dueBefore": Filter("Date", "isOpen", f"{{m}} and {{t}}.next_due_at < {DAY_AFTER}"),
        "cause": Filter("[Cause!]", "cause"),
        # Takes at least two keys, because a filter with one value is compared as that value, not as a list.
        "keys": Filter("[String!]", "keys", "{m} && {v}", inside=True),
    },
)

Term = View(
    name="Term",
    table="deadline",
    members={
        **columns(kind="String!", owner="Role!", dueOn="Date!"),
        "dueAt": Column(type="DateTime", sql="{t}.due_at", masks=hidden_from(*KNOW_THE_DAY)),
        **columns(provisional="Boolean!"),
        "metAt": Column(type="DateTime", sql="{t}.met_at", masks=hidden_from(*KNOW_THE_DAY)),
        "explanation": Derived(
            type="String!", of=("countedFrom", "days", "dayType", "dueOn", "provisional"), value=explain
        ),
        **columns(authority="String!"),
        "countedFrom": Column(type="Date!", sql="{t}.counted_from", inside=True),
        "days": Column(type="Int!", sql="{t}.days", inside=True),
        "dayType": Column(type="String!", sql="{t}.day_type", inside=True),
        "metOn": Column(type="Date", sql="city_day({t}.met_at)", inside=True),
        "isOpen": Column(type="Boolean!", sql="({t}.met_at is null and {t}.cancelled_at is null)", inside=True),
        "rule": Column(type="String!", sql="{t}.rule", inside=True),
        "generation": Column(type="Int!", sql="{t}.generation", inside=True),
        "calendarVersion": Column(type="Int!", sql="{t}.calendar_version", inside=True),
    },
)

Finding = View(
    name="Finding",
    table="finding",
    members={
        **columns(verdict="Verdict!", attribution="Attribution!", cause="Cause!"),
        "staff": Reference(type="StaffMember", sql="{t}.staff_id", masks=dict.fromkeys(AGENCY_SIDE, WHO_WAS_FOUND)),
        "note": Column(type="String!", sql="{t}.note", masks=dict.fromkeys(READ_NO_NOTES, "''")),
    },
)

# Only officials see names of officials; a rater sees the desk.
DESK = "coalesce({t}.actor_role, {t}.actor_kind)"


def _actor(asking: Asking, name: str | None, desk: str) -> str:
    chinese, english = DESKS.get(desk, ("经办人", "Official"))
    return name or (english if asking.language == "en" else chinese)


DESKS = {
    OFFICER: ("承办单位", "Agency"),
    DISPATCHER: ("派单员", "Dispatcher"),
    SUPERVISOR: ("督办员", "Supervisor"),
    "SYSTEM": ("系统", "System"),
    RATER: ("评价人", "Rater"),
}

TimelineEntry = View(
    name="TimelineEntry",
    table="work_order_move",
    members={
        "on": Column(type="Date!", sql='{t}."on"'),
        "at": Column(
            type="DateTime",
            sql="{t}.at",
            masks={**hidden_from(*KNOW_THE_DAY), OFFICER: f"case when not ({DISPATCHED_UNSEEN}) then {{t}}.at end"},
        ),
        "actor": Derived(type="String!", of=("actorName", "desk"), value=_actor),
        **columns(move="String!"),
        "from": Column(type="WorkOrderState", sql="{t}.from_state"),
        "to": Column(type="WorkOrderState!", sql="{t}.to_state"),
        "reason": Column(type="String", sql="{t}.reason", masks={**NO_NOTES, OFFICER: COVERED_NOTE}),
        "actorName": Column(type="String", sql="{t}.actor_name", inside=True, masks=hidden_from(RATER)),
        "desk": Column(type="String!", sql=DESK, inside=True),
    },
)

__all__ = ["Finding", "Term", "TimelineEntry", "WorkOrder"]
