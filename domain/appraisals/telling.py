"""What others hear of scores: that one was settled or has changed since; never the score."""

import asyncpg

from domain.outbox import Happening
from domain.words import SubjectKind

SETTLED, ADJUSTED = "appraisal.settled", "appraisal.adjusted"


def told(kind: str, row: asyncpg.Record, period: str) -> Happening:
    """Of an agency's score as the agency's own; of a person's or a district's as nobody's."""
    agency = row["agency_id"] if row["subject_kind"] == SubjectKind.AGENCY else None
    facts = {"period": period, "subjectKind": row["subject_kind"]}
    return Happening(kind, "appraisal", row["id"], agency, facts)
