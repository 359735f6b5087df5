"""Sets of roles that see less than everything: the table of docs/rules.md §8."""

from domain.policy import (
    AUDITOR,
    BUSINESS,
    CHANNEL,
    HALL_MANAGER,
    HEAD,
    HOTLINE,
    HR,
    MODERATOR,
    OFFICER,
    PUBLIC,
    RATER,
    STAFF,
    SUBSCRIBER,
)

RATED = (STAFF, HOTLINE)
STRANGERS = (PUBLIC, CHANNEL, SUBSCRIBER)

# These roles see the day only: from the exact time a clerk would know who it was.
KNOW_THE_DAY = (*STRANGERS, *RATED, HALL_MANAGER, HEAD, MODERATOR, HR)

# Reasons, notes and measures are texts between officials and may contain names and numbers. docs/rules.md §8 gives
# these readers no text or a masked one only, and notes have no masked form.
READ_NO_NOTES = (RATER, HALL_MANAGER, HEAD, HR, AUDITOR, MODERATOR)

# The roles on the rated side that work on or watch its orders; the rater may be hidden from them.
AGENCY_SIDE = (OFFICER, HEAD, HALL_MANAGER)

__all__ = [
    "AGENCY_SIDE",
    "AUDITOR",
    "BUSINESS",
    "HALL_MANAGER",
    "HEAD",
    "HR",
    "KNOW_THE_DAY",
    "MODERATOR",
    "PUBLIC",
    "RATED",
    "RATER",
    "READ_NO_NOTES",
    "STRANGERS",
    "SUBSCRIBER",
]
