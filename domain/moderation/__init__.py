"""Moderation: what the public reads of a rater's text, and whether a rating counts."""

from domain.moderation.again import Looked, inspect_again, left
from domain.moderation.inspecting import inspect_waiting, read_detected
from domain.moderation.moderating import Outcome, moderate, moderate_each
from domain.moderation.reading import postpone, reveal, undo
from domain.personal.detecting import Detected, Personal, detect
from domain.personal.masking import Span, masked

__all__ = [
    "Detected",
    "Looked",
    "Outcome",
    "Personal",
    "Span",
    "detect",
    "inspect_again",
    "inspect_waiting",
    "left",
    "masked",
    "moderate",
    "moderate_each",
    "postpone",
    "read_detected",
    "reveal",
    "undo",
]
