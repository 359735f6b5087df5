"""Who may do what (action × role), and which rows each role sees (reach: view × role).

Source: docs/rules.md §2, §8. A role that is not listed may not do the action and sees no rows.

Reach conditions are SQL with `{t}` for the row and `:name` for a field of the actor (always a parameter). Views put
them into every statement; `lock` in the use cases uses the same text, so “not yours” and “not there” get the same
answer.
"""

import re
from typing import Final

from domain.actor import Actor, Scope
from domain.errors import Forbidden
from domain.moves.flow import actions
from domain.moves.ratings import ACTS, REVEAL
from domain.moves.work_orders import MOVES

PUBLIC, RATER, SYSTEM = "PUBLIC", "RATER", "SYSTEM"
USER = "USER"  # a user a channel has signed for: sees what a rater sees, for all visits of that person
CHANNEL, BUSINESS, SUBSCRIBER = "CHANNEL", "BUSINESS", "SUBSCRIBER"
OFFICER, HEAD, HALL_MANAGER = "CASE_OFFICER", "AGENCY_HEAD", "HALL_MANAGER"
DISPATCHER, SUPERVISOR, REVIEWER, MODERATOR = "DISPATCHER", "SUPERVISOR", "REVIEWER", "MODERATOR"
HR, AUDITOR, STAFF, HOTLINE = "HR", "AUDITOR", "WINDOW_STAFF", "HOTLINE_AGENT"
ADMINISTRATOR, SECURITY = "SYSTEM_ADMINISTRATOR", "SECURITY_ADMINISTRATOR"

# The desks of the managing department: city-wide, or for one district if the account has one.
DESKS: Final = (DISPATCHER, SUPERVISOR, REVIEWER, MODERATOR, HR, AUDITOR)
RATED: Final = (STAFF, HOTLINE)
ACCOUNTS: Final = frozenset({OFFICER, HEAD, HALL_MANAGER, *DESKS, *RATED, ADMINISTRATOR, SECURITY})
CLIENTS: Final = frozenset({CHANNEL, BUSINESS, SUBSCRIBER})
ALL: Final = ACCOUNTS | CLIENTS | {PUBLIC, RATER, USER, SYSTEM}

# The kinds of subject whose events each role reads. Events of scores go to the roles that reach the score, except the
# rated persons: their own score becomes visible only after all ratings behind it were shown, which would tear gaps into
# the sequence of events; they read it from `appraisals`.
RATINGS: Final = frozenset({"evaluation", "work_order"})
SCORES: Final = frozenset({"appraisal"})
HEARS: dict[str, frozenset[str]] = {
    SUBSCRIBER: RATINGS,
    AUDITOR: RATINGS,
    SUPERVISOR: RATINGS | SCORES,
    HR: SCORES,
    HEAD: SCORES,
}

MAY: dict[str, frozenset[str]] = {
    # Moves of orders and ratings; the roles come from the tables of moves.
    **actions([*MOVES.values(), *ACTS.values(), REVEAL]),
    "service_event.record": frozenset({BUSINESS}),
    # The platform itself sends the reminder by text message; a channel uses the signed user (`user.assert`) instead.
    "invitation.hand_out": frozenset({SYSTEM}),
    "evaluation.submit": frozenset({PUBLIC, RATER, CHANNEL}),
    "weight_plan.draft": frozenset({HR}),
    "weight_plan.adopt": frozenset({HR, SUPERVISOR}),
    "period.open": frozenset({HR, SYSTEM}),
    "period.compute": frozenset({HR, SYSTEM}),
    "period.settle": frozenset({HR}),
    "period.adjust": frozenset({HR, SYSTEM}),
    "appraisal.simulate": frozenset({HR, SUPERVISOR}),
    "appraisal.export": frozenset({HR}),
    "directory.change": frozenset({ADMINISTRATOR, BUSINESS, SYSTEM}),  # a client needs the scope, see SCOPE
    "account.change": frozenset({SYSTEM}),
    "account.lock": frozenset({SECURITY, SYSTEM}),
    "client.change": frozenset({ADMINISTRATOR, SYSTEM}),
    "sign_in.lift": frozenset({SECURITY, SYSTEM}),
    # Lets the channel read what a signed user may rate, and raises the assurance of that user's rating.
    "user.assert": frozenset({CHANNEL}),
    # Third parties: reading rating events, and having them delivered.
    "ledger.verify": frozenset({AUDITOR}),
    "board.close": frozenset({SYSTEM}),
    "event.read": frozenset(HEARS),
    "webhook.manage": frozenset({SUBSCRIBER, ADMINISTRATOR}),
}

# What a client needs besides its role.
SCOPE: dict[str, str] = {
    "service_event.record": Scope.RECORD_EVENTS,
    "directory.change": Scope.CHANGE_DIRECTORY,
    "evaluation.submit": Scope.SUBMIT_RATINGS,
    "user.assert": Scope.SUBMIT_RATINGS,
    "event.read": Scope.READ_EVENTS,
    "webhook.manage": Scope.READ_EVENTS,
}

# Conditions of reach. A desk of the managing department is city-wide, or has one district.
EVERYBODY: Final = "true"
DISTRICT_WIDE: Final = "(:district::bigint is null or {t}.district_id = :district)"
CITY_WIDE: Final = ":district::bigint is null"
OF_AGENCY: Final = "{t}.agency_id = :agency"
PUBLISHED: Final = "{t}.text_public is not null and {t}.standing <> 'VOID'"

# A rated person sees the rating, its order and the own score in no other role they hold: staff see their ratings in
# batches only (docs/rules.md §8).
OF_ANOTHER: Final = "(:staff::bigint is null or {t}.staff_id is distinct from :staff)"
ABOUT_ANOTHER: Final = "(:staff::bigint is null or {t}.rated_staff_id is distinct from :staff)"
RATING_OF_DESK: Final = f"{DISTRICT_WIDE} and {OF_ANOTHER}"
ORDER_OF_DESK: Final = f"{DISTRICT_WIDE} and {ABOUT_ANOTHER}"
UNLIMITED: Final = ":district::bigint is null and :staff::bigint is null"

# Visits of the person a channel has signed for; the vault finds them by the numbers in the assertion (decision 0010).
SIGNED_FOR: Final = "{t}.rater_ref = any(:rater_refs)"
# Issuing a key anew makes a new client of the same agency, so rows of all clients of that agency count.
OF_CLIENT: Final = (
    "({t}.client_id = :id or exists (select from client c where c.id = {t}.client_id and c.agency_id = :agency))"
)

# A client owned by an agency reads only positions before the first event of today, even if a later event is dated
# earlier: so its sequence has neither gaps nor repeats.
UNTIL_YESTERDAY: Final = """(:agency::bigint is null or {t}.position < coalesce(
  (select min(today.position) from ledger today where today.occurred_on = city_today()), 9223372036854775807))"""
# The ids of the agency and of all agencies below it: their systems are taken to know one another's visitors.
HOUSE: Final = """array(with recursive house as (select a.id from agency a where a.id = :agency
  union select a.id from agency a join house on a.parent_id = house.id) select id from house)"""
# An agency that served, employs, hosts or handles what was rated can tell whose visit it was; as a subscriber it reads
# the rating only after that day. The day is tested first, so the subqueries run only for today's ratings.
NOT_OF_THE_HOUSE_TODAY: Final = f"""(:agency::bigint is null or {{t}}.rated_on < city_today() or not (
  {{t}}.agency_id = any({HOUSE})
  or exists (select from staff_member m where m.id = {{t}}.staff_id and m.agency_id = any({HOUSE}))
  or exists (select from hall h where h.id = {{t}}.hall_id and h.agency_id = any({HOUSE}))
  or exists (select from work_order o where o.evaluation_id = {{t}}.id and o.agency_id = any({HOUSE}))))"""
# A role reaches an event when it reaches the rating or the order that the event is about.
OF_SUBJECT: Final = f"""({UNLIMITED} or case {{t}}.subject_kind
  when 'evaluation' then exists (
    select from evaluation e where e.id = {{t}}.subject_id and {RATING_OF_DESK.format(t="e")})
  when 'work_order' then exists (
    select from work_order o where o.id = {{t}}.subject_id and {ORDER_OF_DESK.format(t="o")})
  else {CITY_WIDE} end)"""

# Scores (domain/appraisals). Until they are settled only HR sees them. Persons see their own score after all ratings
# behind it have been shown in batches; earlier, the figures would reveal the ratings not yet shown.
SETTLED: Final = "{t}.state = 'SETTLED'"
ALL_SHOWN: Final = """not exists (select from evaluation e join appraisal_period p on p.id = {t}.period_id
  where e.staff_id = {t}.staff_id and e.rated_on between p.first_day and p.last_day
    and e.standing <> 'VOID' and e.shown_to_staff_on is null)"""

REACH: dict[str, dict[str, str]] = {
    **{
        view: dict.fromkeys(ALL, EVERYBODY)
        for view in ("District", "Agency", "Hall", "Window", "Service", "Form", "Dimension", "Tag")
    },
    **{view: {ADMINISTRATOR: EVERYBODY} for view in ("Client", "SigningKey", "Channel")},
    "StaffMember": dict.fromkeys(ACCOUNTS | {CHANNEL, BUSINESS, RATER, USER}, EVERYBODY),
    "ServiceEvent": {
        BUSINESS: OF_CLIENT,
        RATER: "{t}.id = :service_event",
        USER: SIGNED_FOR,
        OFFICER: "exists (select from work_order o join evaluation e on e.id = o.evaluation_id "
        f"where e.service_event_id = {{t}}.id and o.agency_id = :agency and not o.is_hidden "
        f"and {ABOUT_ANOTHER.format(t='o')})",
        **dict.fromkeys((DISPATCHER, SUPERVISOR, REVIEWER, AUDITOR), DISTRICT_WIDE),
    },
    "Invitation": {
        RATER: "{t}.service_event_id = :service_event",
        USER: f"{{t}}.service_event_id = any(array(select s.id from service_event s where {SIGNED_FOR.format(t='s')}))",
        BUSINESS: "exists (select from service_event s where s.id = {t}.service_event_id and "
        f"{OF_CLIENT.format(t='s')})",
    },
    "Evaluation": {
        PUBLIC: PUBLISHED,
        CHANNEL: PUBLISHED,
        RATER: "{t}.id = :evaluation",
        USER: SIGNED_FOR,
        SUBSCRIBER: NOT_OF_THE_HOUSE_TODAY,
        **dict.fromkeys((OFFICER, HEAD), f"{OF_AGENCY} and {OF_ANOTHER}"),
        HALL_MANAGER: f"{{t}}.hall_id = :hall and {OF_ANOTHER}",
        **dict.fromkeys(DESKS, RATING_OF_DESK),
        # Only ratings that were released, in batches of at least five after a week (domain/evaluations/releasing.py).
        **dict.fromkeys(RATED, "{t}.staff_id = :staff and {t}.shown_to_staff_on is not null"),
    },
    "WorkOrder": {
        RATER: "{t}.evaluation_id = :evaluation",
        USER: f"exists (select from evaluation e where e.id = {{t}}.evaluation_id and {SIGNED_FOR.format(t='e')})",
        **dict.fromkeys((OFFICER, HEAD), f"{OF_AGENCY} and {ABOUT_ANOTHER}"),
        HALL_MANAGER: "exists (select from evaluation e where e.id = {t}.evaluation_id and e.hall_id = :hall) "
        f"and {ABOUT_ANOTHER}",
        **dict.fromkeys(DESKS, ORDER_OF_DESK),
    },
    "ModerationAct": dict.fromkeys(
        (MODERATOR, REVIEWER, AUDITOR),
        f"({UNLIMITED} or exists (select from evaluation e where e.id = {{t}}.evaluation_id "
        f"and {RATING_OF_DESK.format(t='e')}))",
    ),
    "DirectoryRevision": dict.fromkeys((ADMINISTRATOR, AUDITOR), EVERYBODY),
    "Webhook": {SUBSCRIBER: OF_CLIENT, ADMINISTRATOR: EVERYBODY},
    "Delivery": {
        SUBSCRIBER: f"exists (select from webhook w where w.id = {{t}}.webhook_id and {OF_CLIENT.format(t='w')})",
        # Deliveries to a webhook for one agency's events would reveal how many ratings that agency has; of these the
        # administrator sees only the tests and those not delivered.
        ADMINISTRATOR: "({t}.status <> 'DELIVERED' or {t}.kind = 'test' or exists (select from webhook w "
        "where w.id = {t}.webhook_id and w.agency_id is null))",
    },
    "Appraisal": {
        HR: f"{DISTRICT_WIDE} and {OF_ANOTHER}",
        HEAD: f"{SETTLED} and {{t}}.subject_kind = 'AGENCY' and {OF_AGENCY}",
        SUPERVISOR: f"{SETTLED} and {{t}}.staff_id is null and {DISTRICT_WIDE}",
        **dict.fromkeys(RATED, f"{SETTLED} and {{t}}.staff_id = :staff and {ALL_SHOWN}"),
    },
    # The rules are the same for the whole city, so accounts limited to a district do not reach them.
    "WeightPlan": dict.fromkeys((HR, SUPERVISOR), CITY_WIDE),
    "AppraisalPeriod": {HR: CITY_WIDE},
    # Also for the counts of accounts and failed sign-ins (views/figures/desks/guarding.py).
    "Account": {SECURITY: EVERYBODY},
}

# A role reads an event of a score when it reaches the score; the condition is the one of `Appraisal`.
NO_SCORE: Final = "{t}.subject_kind <> 'appraisal'"
OF_SCORE: Final = {
    role: "({t}.subject_kind = 'appraisal' and exists (select from appraisal a where a.id = {t}.subject_id and "
    f"({reach.replace('{t}', 'a')})))"
    for role, reach in REACH["Appraisal"].items()
}
REACH["RatingEvent"] = {
    SUBSCRIBER: f"{NO_SCORE} and {UNTIL_YESTERDAY}",
    AUDITOR: f"{NO_SCORE} and {OF_SUBJECT}",
    SUPERVISOR: f"({NO_SCORE} and {OF_SUBJECT}) or {OF_SCORE[SUPERVISOR]}",
    HR: OF_SCORE[HR],
    HEAD: OF_SCORE[HEAD],
}


def may(actor: Actor, action: str) -> bool:
    """Whether the actor's role, and for a client also its scope, allows the action.

    An unknown action raises KeyError, so that a typing mistake is not taken for a refusal.
    """
    scope = SCOPE.get(action) if actor.role in CLIENTS else None
    return actor.role in MAY[action] and (scope is None or scope in actor.scopes)


def require(actor: Actor, action: str) -> None:
    """Raise Forbidden unless the actor may do the action (see `may`)."""
    if not may(actor, action):
        raise Forbidden(
            "您现在的身份不能做这件事。请换一个有权限的角色，或联系管理员。",
            "You may not do this in your present role. Use a role or key that may, or ask the administrator.",
        )


def reach(actor_role: str, view: str) -> str | None:
    """The SQL condition for the rows of the view that this role sees; None if it sees none."""
    return REACH[view].get(actor_role)


def require_city(actor: Actor, action: str) -> None:
    """Raise Forbidden unless the actor may do the action and is not limited to a district.

    For actions that hold for the whole city.
    """
    require(actor, action)
    if actor.district is not None:
        raise Forbidden("这件事只有市一级可以做。", "This is for the city's desk; yours is a district's.")


def within(actor: Actor, view: str, *, first: int) -> tuple[str, list[object]]:
    """The rows of a view this actor reaches, as a SQL condition for the alias `t` and its values.

    Parameters are numbered from `first`. The system reaches all rows; a role that is not listed reaches none.
    """
    condition = EVERYBODY if actor.role == SYSTEM else reach(actor.role, view)
    return bind(condition or "false", actor, alias="t", first=first)


def bind(condition: str, actor: Actor, *, alias: str, first: int = 1) -> tuple[str, list[object]]:
    """The condition as SQL for one alias, and the values of its parameters.

    Each `:name` becomes a parameter, numbered from `first`.
    """
    values: list[object] = []
    numbers: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        name = found[1]
        if name not in numbers:
            numbers[name] = first + len(values)
            values.append(getattr(actor, name))
        return f"${numbers[name]}"

    return re.sub(r"(?<!:):([a-z_]+)", number, condition.replace("{t}", alias)), values
