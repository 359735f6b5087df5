"""Personal data in texts: found as readers see it, marked for moderators, covered for all others."""

from domain.personal import outside
from domain.personal.detecting import DETECTOR, Detected, Personal, detect
from domain.personal.masking import Span, covered, masked

__all__ = ["DETECTOR", "Detected", "Personal", "Span", "covered", "detect", "masked", "outside"]
