"""Events about scores: settled, or adjusted since. They never contain the score."""

import asyncpg

from domain.outbox import Happening
from domain.words import SubjectKind

SETTLED, ADJUSTED = "appraisal.settled", "appraisal.adjusted"


def told(kind: str, row: asyncpg.Record, period: str) -> Happening:
    """The event; it carries the agency only for an agency's own score."""
    agency = row["agency_id"] if row["subject_kind"] == SubjectKind.AGENCY else None
    facts = {"period": period, "subjectKind": row["subject_kind"]}
    return Happening(kind, "appraisal", row["id"], agency, facts)
