"""Classifies failures of storage, so that callers need not know the database."""

from typing import Final

import asyncpg
from tortoise.exceptions import OperationalError

from storage.transactions import CONNECTION_ERRORS, CONSTRAINT_ERRORS, CONTENTION_ERRORS, Unknown, is_closed

# The exceptions that may be an outage; `is_outage` decides.
MAYBE_OUTAGE: Final = (*CONNECTION_ERRORS, *CONTENTION_ERRORS, asyncpg.InterfaceError)


def is_outage(error: BaseException) -> bool:
    """Whether the database is away or too busy, so that trying again later may help."""
    return isinstance(error, (*CONNECTION_ERRORS, *CONTENTION_ERRORS)) or is_closed(error)


def is_unknown(error: BaseException) -> bool:
    """Whether a write may have been stored although it failed; never report it as not saved."""
    return isinstance(error, Unknown)


def is_rolled_back(error: BaseException) -> bool:
    """Whether the database rolled back because two wanted the same rows: nothing was saved."""
    return isinstance(error, CONTENTION_ERRORS)


def is_poison(error: BaseException) -> bool:
    """Whether one row breaks a constraint or cannot be stored; the others in its batch are fine."""
    return isinstance(error, CONSTRAINT_ERRORS) or is_bad_value(error)


def is_bad_value(error: BaseException) -> bool:
    """Whether a value fits no column: NUL in a text, a number out of range. The ORM wraps the error."""
    wrapped = error.__cause__ if isinstance(error, OperationalError) else error
    return isinstance(wrapped, asyncpg.DataError)
