"""Ratings: what raters submit, stored together with everything that follows from it."""

from domain.evaluations.following import Followed, follow
from domain.evaluations.submission import Submission
from domain.evaluations.submitting import Submitted, submit, submit_one

__all__ = ["Followed", "Submission", "Submitted", "follow", "submit", "submit_one"]
