"""Personal data in texts: found as readers see it, marked for moderators, covered for all others."""

from domain.personal import outside
from domain.personal.finding import FINDER, Found, Personal, find
from domain.personal.masking import Span, covered, masked

__all__ = ["FINDER", "Found", "Personal", "Span", "covered", "find", "masked", "outside"]
