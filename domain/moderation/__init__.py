"""Moderation: what the public reads of a rater's text, and whether a rating counts."""

from domain.moderation.again import Looked, inspect_again, left
from domain.moderation.inspecting import inspect_waiting, read_findings
from domain.moderation.moderating import Outcome, moderate, moderate_each
from domain.moderation.reading import postpone, reveal, undo
from domain.personal.finding import Found, Personal, find
from domain.personal.masking import Span, masked

__all__ = [
    "Found",
    "Looked",
    "Outcome",
    "Personal",
    "Span",
    "find",
    "inspect_again",
    "inspect_waiting",
    "left",
    "masked",
    "moderate",
    "moderate_each",
    "postpone",
    "read_findings",
    "reveal",
    "undo",
]
