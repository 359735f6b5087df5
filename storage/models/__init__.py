"""One class per table. Foreign keys, uniqueness, checks and indexes stand in the migrations as SQL."""

from storage.models.access import AccessToken, Account, AccountAct, Client, Session, SignInAttempt, SigningKey
from storage.models.appraisals import Appraisal, AppraisalAdjustment, AppraisalFigure, AppraisalPeriod, WeightPlan
from storage.models.collecting import Invitation, ServiceEvent
from storage.models.directory import (
    Agency,
    Channel,
    DirectoryRevision,
    District,
    Hall,
    Platform,
    Service,
    StaffMember,
    Window,
)
from storage.models.evaluation import Evaluation, EvaluationDimension, EvaluationTag
from storage.models.events import Ledger, Outbox
from storage.models.forms import Dimension, Form, Tag
from storage.models.moderation import ModerationAct, TextInspection, TextPostponement
from storage.models.subscriptions import Delivery, Webhook
from storage.models.time import CalendarDay, Deadline, Rule, RuleProfile
from storage.models.work_order import CallbackTry, Evidence, Finding, Move, WorkOrder

__all__ = [
    "AccessToken",
    "Account",
    "AccountAct",
    "Agency",
    "Appraisal",
    "AppraisalAdjustment",
    "AppraisalFigure",
    "AppraisalPeriod",
    "CalendarDay",
    "CallbackTry",
    "Channel",
    "Client",
    "Deadline",
    "Delivery",
    "Dimension",
    "DirectoryRevision",
    "District",
    "Evaluation",
    "EvaluationDimension",
    "EvaluationTag",
    "Evidence",
    "Finding",
    "Form",
    "Hall",
    "Invitation",
    "Ledger",
    "ModerationAct",
    "Move",
    "Outbox",
    "Platform",
    "Rule",
    "RuleProfile",
    "Service",
    "ServiceEvent",
    "Session",
    "SignInAttempt",
    "SigningKey",
    "StaffMember",
    "Tag",
    "TextInspection",
    "TextPostponement",
    "Webhook",
    "WeightPlan",
    "Window",
    "WorkOrder",
]
