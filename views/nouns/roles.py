"""Which roles see less than all: the table of docs/rules.md §8, as sets."""

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

# A time that tells the second tells the clerk who it was.
KNOW_THE_DAY = (*STRANGERS, *RATED, HALL_MANAGER, HEAD, MODERATOR, HR)

# Officials write to one another in reasons, notes and measures, names and numbers among them: docs/rules.md §8 gives
# these readers no text, or only a masked one, and there is no masked form of a note.
READ_NO_NOTES = (RATER, HALL_MANAGER, HEAD, HR, AUDITOR, MODERATOR)

# Those of the rated side that work or watch its orders, each of a rater who may be hidden from them.
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
