"""The trade's words as enums of the schema, in the spelling that storage, webhooks and exports use."""

from enum import StrEnum

import strawberry

from domain import words

strawberry.enum(
    words.Level, description="The five levels of a rating, best first. The last two are bad ratings (差评)."
)
strawberry.enum(words.RatingKind, description="How a rating came about. Kinds are counted apart and never mixed.")
strawberry.enum(words.Stage, description="Where in a case the service happened: one collection point each.")
strawberry.enum(words.Entry, description="The door through which the rater came.")
strawberry.enum(words.Target, description="What a dimension of a form is about.")
strawberry.enum(
    words.Standing,
    description="Whether a rating counts. SUSPECT counts until decided; VOID is kept and counts nowhere.",
)
strawberry.enum(
    words.Assurance,
    description="How sure it is who rated. AUTHENTICATED and POSSESSION are real-name.",
)
strawberry.enum(words.InvitationState, description="Whether a service event may still be rated.")
strawberry.enum(words.WorkOrderState, description="Where a work order stands on its way from dispatch to closing.")
strawberry.enum(words.Verdict, description="What the verification of a bad rating found.")
strawberry.enum(words.Attribution, description="Whose doing the trouble was.")
strawberry.enum(words.Cause, description="Why the trouble happened.")
strawberry.enum(words.CallbackOutcome, description="What the rater said when called back after the mending.")
strawberry.enum(
    words.ModerationAction,
    description="What moderators and reviewers do: PUBLISH, REDACT, HIDE, RESTORE texts; SUSPECT a rating, MAKE_VALID "
    "or MAKE_VOID what is suspect; OPEN_ORDER for a rating that is not bad but reports a problem.",
)
strawberry.enum(
    words.MarkedParts,
    description="What becomes of the parts of a public answer that may be personal data: REDACT covers them, KEEP "
    "leaves them, and the reason says why.",
)
strawberry.enum(
    words.DirectoryChange,
    description="What became of an entry of the directory; UNCHANGED: it stood there as it was sent.",
)
strawberry.enum(words.SubjectKind, description="Whose performance is appraised.")
strawberry.enum(
    words.PeriodState,
    description="How far a period's scores are: RUNNING not computed, PREVIEW for HR to look at, SETTLED frozen.",
)
strawberry.enum(words.Role, description="The roles of officials' accounts. A request acts as one of them.")


@strawberry.enum(description="The order of a list of ratings. LATEST: newest first.")
class EvaluationOrder(StrEnum):
    LATEST = "LATEST"


@strawberry.enum(description="The order of a list of work orders. DUE: what runs out first; LATEST: newest first.")
class WorkOrderOrder(StrEnum):
    DUE = "DUE"
    LATEST = "LATEST"


@strawberry.enum(
    description="Figures that are told together: a figure of one rests on the same days as its neighbours."
)
class CountFamily(StrEnum):
    VISITS = "VISITS"
    VISITED = "VISITED"
    RATINGS = "RATINGS"
    OPINION = "OPINION"
    NAMED = "NAMED"
    AFTER = "AFTER"
    DUE = "DUE"
    LEVELS = "LEVELS"
    KINDS = "KINDS"
    ENTRIES = "ENTRIES"


@strawberry.enum(
    description="The width of one point of a series. The public sees HOUR for the city and districts only."
)
class Step(StrEnum):
    HOUR = "HOUR"
    DAY = "DAY"
    WEEK = "WEEK"
    MONTH = "MONTH"
