"""The domain's terms as symbols; they are stored, sent and exported in exactly this spelling.

Sources: docs/rules.md, docs/glossary.md.
"""

from enum import StrEnum


class Level(StrEnum):
    """The five levels, best first (docs/rules.md §3.2). The last two are bad (差评)."""

    VERY_SATISFIED = "VERY_SATISFIED"
    SATISFIED = "SATISFIED"
    FAIRLY_SATISFIED = "FAIRLY_SATISFIED"
    DISSATISFIED = "DISSATISFIED"
    VERY_DISSATISFIED = "VERY_DISSATISFIED"

    @property
    def is_bad(self) -> bool:
        """Whether it is a bad rating (差评): one of the two lowest levels."""
        return self in (Level.DISSATISFIED, Level.VERY_DISSATISFIED)


class RatingKind(StrEnum):
    """How a rating came about; kinds are never mixed (docs/rules.md §3.6)."""

    VOLUNTARY = "VOLUNTARY"
    GUIDED = "GUIDED"
    PROXY = "PROXY"
    DEFAULT = "DEFAULT"
    COMPREHENSIVE = "COMPREHENSIVE"
    INSPECTION = "INSPECTION"


RATER_MADE = (RatingKind.VOLUNTARY, RatingKind.GUIDED, RatingKind.PROXY)


class Stage(StrEnum):
    """At which stage of a case the service happened (docs/rules.md §3.1)."""

    CONSULT = "CONSULT"
    ACCEPTANCE = "ACCEPTANCE"
    CORRECTION = "CORRECTION"
    PAYMENT = "PAYMENT"
    DELIVERY = "DELIVERY"
    ONLINE = "ONLINE"
    HOTLINE_CALL = "HOTLINE_CALL"


class Entry(StrEnum):
    """The way a rater comes to rating (docs/rules.md §3.3)."""

    WEB_PORTAL = "WEB_PORTAL"
    MINI_PROGRAM = "MINI_PROGRAM"
    APP_ISZ = "APP_ISZ"
    WINDOW_DEVICE = "WINDOW_DEVICE"
    WINDOW_QR = "WINDOW_QR"
    RECEIPT_QR = "RECEIPT_QR"
    SMS_LINK = "SMS_LINK"
    SELF_TERMINAL = "SELF_TERMINAL"
    HOTLINE_12345 = "HOTLINE_12345"
    MY_BUSINESS = "MY_BUSINESS"
    PAPER = "PAPER"
    SUGGESTION_BOX = "SUGGESTION_BOX"
    INSPECTION = "INSPECTION"
    SYSTEM_DEFAULT = "SYSTEM_DEFAULT"


class Scene(StrEnum):
    """Which form the rater gets (docs/rules.md §3.4)."""

    ONLINE = "ONLINE"
    WINDOW = "WINDOW"
    HOTLINE = "HOTLINE"


class Target(StrEnum):
    """What a dimension is about (docs/rules.md §3.4)."""

    CASE = "CASE"
    ITEM = "ITEM"
    GUIDE = "GUIDE"
    PLATFORM = "PLATFORM"
    STAFF = "STAFF"
    AGENCY = "AGENCY"
    HOTLINE_CALL = "HOTLINE_CALL"


class Standing(StrEnum):
    """Whether a rating counts: SUSPECT counts until decided; VOID is kept but counts nowhere."""

    VALID = "VALID"
    SUSPECT = "SUSPECT"
    VOID = "VOID"


class Assurance(StrEnum):
    """How sure it is who rated; the first two are real-name (docs/rules.md §3.8)."""

    AUTHENTICATED = "AUTHENTICATED"
    POSSESSION = "POSSESSION"
    PRESENT = "PRESENT"
    NONE = "NONE"


class InvitationState(StrEnum):
    """Whether a service event may still be rated."""

    OPEN = "OPEN"
    RATED = "RATED"
    EXPIRED = "EXPIRED"


class WorkOrderState(StrEnum):
    """The states of docs/rules.md §4.1."""

    DISPATCHED = "DISPATCHED"
    RETURNED = "RETURNED"
    SIGNED = "SIGNED"
    VERIFYING = "VERIFYING"
    APPEALING = "APPEALING"
    RECTIFYING = "RECTIFYING"
    EXPLAINED = "EXPLAINED"
    PENDING_REVIEW = "PENDING_REVIEW"
    PENDING_CALLBACK = "PENDING_CALLBACK"
    REOPENED = "REOPENED"
    CLOSED = "CLOSED"
    VOIDED = "VOIDED"


class Verdict(StrEnum):
    """The verdict of a finding (docs/rules.md §4.3)."""

    VALID_RESPONSIBLE = "VALID_RESPONSIBLE"
    VALID_NOT_RESPONSIBLE = "VALID_NOT_RESPONSIBLE"
    UNFOUNDED = "UNFOUNDED"
    MISRATED = "MISRATED"
    MALICIOUS = "MALICIOUS"
    DUPLICATE = "DUPLICATE"
    UNVERIFIABLE = "UNVERIFIABLE"


class Attribution(StrEnum):
    """Who or what was responsible (docs/rules.md §4.3)."""

    STAFF = "STAFF"
    ITEM_PROCESS = "ITEM_PROCESS"
    PLATFORM = "PLATFORM"
    AGENCY = "AGENCY"
    NONE = "NONE"


class DirectoryChange(StrEnum):
    """What a file or program changes of an entry of the directory."""

    ADDED = "ADDED"
    CHANGED = "CHANGED"
    ENDED = "ENDED"
    UNCHANGED = "UNCHANGED"


class Cause(StrEnum):
    """Why it happened (docs/rules.md §4.3)."""

    STAFF_CONDUCT = "STAFF_CONDUCT"
    EFFICIENCY = "EFFICIENCY"
    GUIDE_MATERIAL = "GUIDE_MATERIAL"
    PROCESS_POLICY = "PROCESS_POLICY"
    PLATFORM = "PLATFORM"
    FACILITY = "FACILITY"
    OTHER = "OTHER"


class CallbackOutcome(StrEnum):
    """The rater's answer when called back after the mending."""

    SATISFIED = "SATISFIED"
    FAIRLY_SATISFIED = "FAIRLY_SATISFIED"
    DISSATISFIED = "DISSATISFIED"
    UNREACHABLE = "UNREACHABLE"


class ModerationState(StrEnum):
    """Whether a rating's text is public, and how."""

    WAITING = "WAITING"
    PUBLISHED = "PUBLISHED"
    REDACTED = "REDACTED"
    HIDDEN = "HIDDEN"


class MarkedParts(StrEnum):
    """What is done with parts of a public reply that may be personal data."""

    REDACT = "REDACT"
    KEEP = "KEEP"


class ModerationAction(StrEnum):
    """What moderators and reviewers do with a rating."""

    PUBLISH = "PUBLISH"
    REDACT = "REDACT"
    HIDE = "HIDE"
    SUSPECT = "SUSPECT"
    RESTORE = "RESTORE"
    MAKE_VALID = "MAKE_VALID"
    MAKE_VOID = "MAKE_VOID"
    OPEN_ORDER = "OPEN_ORDER"


class SubjectKind(StrEnum):
    """Whose performance is appraised (docs/rules.md §7)."""

    AGENCY = "AGENCY"
    DISTRICT = "DISTRICT"
    WINDOW_STAFF = "WINDOW_STAFF"
    HOTLINE_AGENT = "HOTLINE_AGENT"


class PeriodState(StrEnum):
    """The state of a period's scores: not computed, previewed by HR, frozen."""

    RUNNING = "RUNNING"
    PREVIEW = "PREVIEW"
    SETTLED = "SETTLED"


class PlanState(StrEnum):
    """The states of a weight plan; a second person adopts it."""

    DRAFT = "DRAFT"
    SUBMITTED = "SUBMITTED"
    ADOPTED = "ADOPTED"


class Role(StrEnum):
    """The roles of accounts (docs/rules.md §2)."""

    CASE_OFFICER = "CASE_OFFICER"
    HALL_MANAGER = "HALL_MANAGER"
    DISPATCHER = "DISPATCHER"
    MODERATOR = "MODERATOR"
    REVIEWER = "REVIEWER"
    SUPERVISOR = "SUPERVISOR"
    HR = "HR"
    AUDITOR = "AUDITOR"
    WINDOW_STAFF = "WINDOW_STAFF"
    HOTLINE_AGENT = "HOTLINE_AGENT"
    AGENCY_HEAD = "AGENCY_HEAD"
    SYSTEM_ADMINISTRATOR = "SYSTEM_ADMINISTRATOR"
    SECURITY_ADMINISTRATOR = "SECURITY_ADMINISTRATOR"


class Term(StrEnum):
    """The terms of an order: kinds of deadline that somebody owes (docs/rules.md §4.2)."""

    SIGN = "SIGN"
    CONTACT = "CONTACT"
    RECTIFY = "RECTIFY"
    REVIEW = "REVIEW"
    CALLBACK = "CALLBACK"
    FINAL = "FINAL"


class Authority(StrEnum):
    """Where a rule comes from; shown beside every rule an administrator can edit."""

    SEED = "seed"
    TEXT = "text"
    UPSTREAM = "upstream"
    OURS = "ours"
