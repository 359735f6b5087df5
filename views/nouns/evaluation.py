"""Ratings of service events. docs/rules.md §8 says which role sees how much of them."""

from domain.policy import (
    ALL,
    AUDITOR,
    DISPATCHER,
    HALL_MANAGER,
    HEAD,
    HOTLINE,
    HR,
    MODERATOR,
    OFFICER,
    RATER,
    REVIEWER,
    STAFF,
    SUPERVISOR,
    SYSTEM,
    USER,
)
from domain.work_orders import hiding
from views.compiling.member import Column, Identity, JoinedRow, Many, Reference, References, columns, hidden_from
from views.compiling.view import Filter, Ordering, View
from views.nouns.roles import AGENCY_SIDE, KNOW_THE_DAY, RATED, STRANGERS, SUBSCRIBER

NO_REASONS = hidden_from(HR, AUDITOR)
TAGS = "array(select g.tag_id from evaluation_tag g where g.evaluation_id = {t}.id order by g.tag_id)"
RAW, MASKED, PUBLISHED = "{t}.text_raw", "{t}.text_masked", "{t}.text_public"
# The original with personal data half hidden; every character keeps its place (domain/moderation/inspecting.py).
HALF = "(select i.half from text_inspection i where i.id = {t}.id)"
# The same with all personal data covered, for the agency that must rectify without knowing who rated. It is what
# moderators decided; before that, what the inspection found, names of staff included; and until the inspection has run
# (about a second), what was found when the text came in.
COVERED = "coalesce((select i.covered from text_inspection i where i.id = {t}.id), {t}.text_covered)"
IS_OWN_ORDER = "exists (select from work_order o where o.evaluation_id = {t}.id and o.agency_id = :agency)"
OF_OWN_ORDER = f"""case when not {IS_OWN_ORDER} then {MASKED} when not {{t}}.anonymous_to_agency then {RAW}
  else coalesce({MASKED}, {COVERED}) end"""
# How the text of this reader is covered: null if it is whole, so that nothing needs to be said.
HOW_COVERED = f"""case when {RAW} is null or not {{t}}.anonymous_to_agency or not {IS_OWN_ORDER} then null
  when coalesce({MASKED}, {COVERED}) is null then 'WAITS'
  when coalesce({MASKED}, {COVERED}) <> {RAW} then 'COVERED' end"""
WHOLE_TEXT = dict.fromkeys((RATER, DISPATCHER, SUPERVISOR, REVIEWER), RAW)
MASKED_TEXT = {**dict.fromkeys((HALL_MANAGER, HEAD, *RATED), MASKED), MODERATOR: HALF}
NO_TEXT = hidden_from(SUBSCRIBER, HR, AUDITOR, SYSTEM)

# From the time of day the agency's own system could name whom it served then. Its officer sees only the day, in the
# order of days.
NOT_HIDDEN = "case when not {t}.anonymous_to_agency then {t}.rated_at end"
COARSE = (*KNOW_THE_DAY, OFFICER)

# While the rater is hidden, what would narrow the visit down to fewer than five is shown more coarsely
# (domain/work_orders/hiding.py). Window and person are hidden from the agency's side. The stage at a counter is shown
# only to the rater, the managing department and, in batches, the rated person, because the agency can also read what
# everybody can read.
TELLS = """(not {{t}}.anonymous_to_agency or not exists (
  select from work_order o where o.evaluation_id = {{t}}.id and o.is_hidden and o.told >= {step}))"""
STAGE_AS_TOLD = f"""case when {{t}}.stage in ({hiding.NO_COUNTER})
  or {TELLS.format(step=hiding.Disclosed.NO_STAGE.value)} then {{t}}.stage end"""
KNOW_THE_VISIT = (RATER, DISPATCHER, SUPERVISOR, REVIEWER, MODERATOR, HR, AUDITOR, SYSTEM, *RATED)


def as_told(column: str) -> dict[str, str]:
    """Return the masks for the agency's side of a column that shows who was rated."""
    return dict.fromkeys(
        AGENCY_SIDE, f"case when {TELLS.format(step=hiding.Disclosed.NO_PERSON.value)} then {column} end"
    )


# Members about moderation, for the roles that moderate or audit it. A rater also sees what was decided on the own text.
MODERATING = hidden_from(*(ALL - {MODERATOR, REVIEWER, AUDITOR}))
FATE = hidden_from(*(ALL - {MODERATOR, REVIEWER, AUDITOR, RATER, USER}))
WAITS = "({t}.text_raw is not null and {t}.moderation is null and {t}.standing = 'VALID')"
PUT_OFF = "exists (select from text_postponement p where p.evaluation_id = {t}.id and p.account_id = :id)"
MARKED = """exists (select from moderation_act a where a.evaluation_id = {t}.id and a.action = 'SUSPECT'
  and a.actor_id = :id)"""
HAS_FOUND = """exists (
  select from text_inspection i, unnest(i.kinds) as kind where i.id = {t}.id and kind = any({v}))"""
# Whether the agency has replied, and whether it has rectified, as the board shows it with a published text.
REPLIED = "exists (select from work_order o where o.evaluation_id = {t}.id and o.reply is not null) = {v}"
MENDED = "exists (select from work_order o where o.evaluation_id = {t}.id and o.approved_at is not null)"
# The day on which the rated person was shown this rating, with its batch; for the rated person only.
BATCHES = hidden_from(*(ALL - {STAFF, HOTLINE}))

BY_SECOND = Ordering(1, "{t}.rated_at", "time")
BY_DAY = Ordering(2, "{t}.rated_on", "day", tie="{t}.shuffle")

Evaluation = View(
    name="Evaluation",
    tag=5,
    table="evaluation",
    members={
        "id": Identity(),
        **columns(
            level="Level!",
            kind="RatingKind!",
            entry="Entry!",
            standing="Standing!",
            assurance="Assurance!",
        ),
        "stage": Column(type="Stage", sql=STAGE_AS_TOLD, masks=dict.fromkeys(KNOW_THE_VISIT, "{t}.stage")),
        "dimensions": Many(
            type="[DimensionRating!]!", sql="{t}.evaluation_id", order="{t}.dimension_id", masks=NO_REASONS
        ),
        "tags": References(type="[Tag!]!", sql=TAGS, masks=NO_REASONS),
        "text": Column(
            type="String", sql=PUBLISHED, masks={**WHOLE_TEXT, **MASKED_TEXT, **NO_TEXT, OFFICER: OF_OWN_ORDER}
        ),
        **columns(ratedOn="Date!"),
        "ratedAt": Column(
            type="DateTime", sql="{t}.rated_at", masks={**hidden_from(*KNOW_THE_DAY), OFFICER: NOT_HIDDEN}
        ),
        "agency": Reference(type="Agency!", sql="{t}.agency_id"),
        "service": Reference(type="Service", sql="{t}.service_id"),
        "window": Reference(
            type="Window", sql="{t}.window_id", masks={**hidden_from(*STRANGERS), **as_told("{t}.window_id")}
        ),
        "staff": Reference(
            type="StaffMember", sql="{t}.staff_id", masks={**hidden_from(*STRANGERS), **as_told("{t}.staff_id")}
        ),
        "serviceEvent": JoinedRow(type="ServiceEvent", sql="{r}.id = {t}.service_event_id"),
        "supplement": JoinedRow(type="Supplement", sql="false", masks=hidden_from(HR, AUDITOR)),
        "reply": JoinedRow(type="Reply", sql="{r}.evaluation_id = {t}.id and {r}.reply is not null"),
        "workOrder": JoinedRow(type="WorkOrder", sql="{r}.evaluation_id = {t}.id"),
        "mended": Column(type="Boolean", sql=MENDED, inside=True),
        "shownOn": Column(type="Date", sql="{t}.shown_to_staff_on", inside=True, masks=BATCHES),
        "district": Reference(type="District!", sql="{t}.district_id", inside=True),
        "hall": Reference(type="Hall", sql="{t}.hall_id", inside=True, masks=hidden_from(*STRANGERS)),
        "row": Column(type="Int!", sql="{t}.id", inside=True),
        "covered": Column(type="String", sql="null::text", inside=True, masks={OFFICER: HOW_COVERED}),
        "moderation": Column(type="String", sql="{t}.moderation", inside=True, masks=FATE),
        "moderationVersion": Column(type="Int", sql="{t}.moderation_version", inside=True, masks=MODERATING),
        "waits": Column(type="Boolean", sql=WAITS, inside=True, masks=FATE),
        "putOff": Column(type="Boolean", sql=PUT_OFF, inside=True, masks=MODERATING),
        "marked": Column(type="Boolean", sql=MARKED, inside=True, masks=MODERATING),
        "shown": Column(type="String", sql=PUBLISHED, inside=True, masks=FATE),
        "inspection": JoinedRow(type="Inspection", sql="{r}.id = {t}.id", inside=True, masks=MODERATING),
        "acts": Many(type="[ModerationAct!]!", sql="{t}.evaluation_id", inside=True, masks=FATE),
    },
    orders={
        "LATEST": {"*": BY_SECOND, **dict.fromkeys(COARSE, BY_DAY)},
        "OLDEST": {"*": Ordering(3, "{t}.rated_on", "day", tie="{t}.shuffle", descending=False)},
    },
    filters={
        "level": Filter("[Level!]", "level"),
        "kind": Filter("[RatingKind!]", "kind"),
        "entry": Filter("[Entry!]", "entry"),
        "stage": Filter("[Stage!]", "stage"),
        "standing": Filter("[Standing!]", "standing"),
        "agencyCode": Filter("[String!]", "agency", codes="Agency"),
        "serviceCode": Filter("[String!]", "service", codes="Service"),
        "districtCode": Filter("[String!]", "district", codes="District"),
        "tag": Filter(
            "[String!]",
            "tags",
            "exists (select from evaluation_tag g where g.evaluation_id = {t}.id and g.tag_id = any({v}))",
            codes="Tag",
        ),
        "from": Filter("Date", "ratedOn", "{m} >= {v}"),
        "to": Filter("Date", "ratedOn", "{m} <= {v}"),
        "shownOn": Filter("Date", "shownOn", "{m} = {v}", inside=True),
        "replied": Filter("Boolean", "mended", REPLIED, inside=True),
        "waits": Filter("Boolean", "waits", "{m}", inside=True),
        "putOff": Filter("Boolean", "putOff", "{m} = {v}", inside=True),
        "marked": Filter("Boolean", "marked", "{m} = {v}", inside=True),
        "found": Filter("[String!]", "waits", HAS_FOUND, inside=True),
    },
)

DimensionRating = View(
    name="DimensionRating",
    table="evaluation_dimension",
    members={"dimension": Reference(type="Dimension!", sql="{t}.dimension_id"), **columns(level="Level!")},
)

# The public reply is stored with the work order; every role that sees the rating reads it.
Reply = View(
    name="Reply",
    table="work_order",
    members={"text": Column(type="String!", sql="{t}.reply"), **columns(repliedOn="Date!")},
)

# Supplementary ratings; no rating has one yet.
Supplement = View(
    name="Supplement",
    table="evaluation",
    members={
        **columns(level="Level!"),
        "text": Column(
            type="String",
            sql=PUBLISHED,
            masks={**WHOLE_TEXT, **MASKED_TEXT, **NO_TEXT, **dict.fromkeys((OFFICER, MODERATOR), MASKED)},
        ),
        **columns(ratedOn="Date!"),
    },
)

__all__ = ["DimensionRating", "Evaluation", "Reply", "Supplement"]
