"""What in a text may name a person: found as readers see it, marked for those who judge, covered for the others."""

from domain.personal import outside
from domain.personal.finding import FINDER, Found, Personal, find
from domain.personal.masking import Span, covered, masked

__all__ = ["FINDER", "Found", "Personal", "Span", "covered", "find", "masked", "outside"]
