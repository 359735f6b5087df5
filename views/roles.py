"""Which roles see less than all: the table of domain.md §8, as sets."""

from domain.policy import (
    AUDITOR,
    BUSINESS,
    CHANNEL,
    HALL_MANAGER,
    HEAD,
    HOTLINE,
    HR,
    MODERATOR,
    PUBLIC,
    RATER,
    STAFF,
    SUBSCRIBER,
)

RATED = (STAFF, HOTLINE)
STRANGERS = (PUBLIC, CHANNEL, SUBSCRIBER)

# A time that tells the second tells the clerk who it was.
KNOW_THE_DAY = (*STRANGERS, *RATED, HALL_MANAGER, HEAD, MODERATOR, HR)

__all__ = [
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
    "STRANGERS",
    "SUBSCRIBER",
]
