"""Appraisals: weight plans adopted by a second person, periods settled once, scores with all inputs."""

from domain.appraisals.adjusting import adjust
from domain.appraisals.checking import NewPlan
from domain.appraisals.periods import compute, open_periods, settle, simulate
from domain.appraisals.plans import adopt, discard, draft, in_force, revise, submit, weighing
from domain.appraisals.templates import Weighing

__all__ = [
    "NewPlan",
    "Weighing",
    "adjust",
    "adopt",
    "compute",
    "discard",
    "draft",
    "in_force",
    "open_periods",
    "revise",
    "settle",
    "simulate",
    "submit",
    "weighing",
]
