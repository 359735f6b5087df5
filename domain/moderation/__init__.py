"""Moderation: what of a rater's words the public reads, and whether a rating counts."""

from domain.moderation.finding import Found, Personal, find
from domain.moderation.inspecting import inspect_waiting, read_findings
from domain.moderation.masking import Span, masked
from domain.moderation.moderating import Outcome, moderate, moderate_each
from domain.moderation.reading import postpone, reveal, undo

__all__ = [
    "Found",
    "Outcome",
    "Personal",
    "Span",
    "find",
    "inspect_waiting",
    "masked",
    "moderate",
    "moderate_each",
    "postpone",
    "read_findings",
    "reveal",
    "undo",
]
