"""What kind of fault a failure of storage is. The doors ask here, so that they need not know the database."""

from typing import Final

import asyncpg
from tortoise.exceptions import OperationalError

from storage.transactions import CONNECTION_ERRORS, CONSTRAINT_ERRORS, CONTENTION_ERRORS, Unknown, is_closed

# Everything among which an outage may be; `is_outage` tells which one is.
MAYBE_OUTAGE: Final = (*CONNECTION_ERRORS, *CONTENTION_ERRORS, asyncpg.InterfaceError)


def is_outage(error: BaseException) -> bool:
    """The database is away or too busy: whoever asks may come again."""
    return isinstance(error, (*CONNECTION_ERRORS, *CONTENTION_ERRORS)) or is_closed(error)


def is_unknown(error: BaseException) -> bool:
    """It broke off after it may have been written: never tell anybody that it was not."""
    return isinstance(error, Unknown)


def is_rolled_back(error: BaseException) -> bool:
    """Two wanted the same rows and this one gave way: certainly nothing was saved."""
    return isinstance(error, CONTENTION_ERRORS)


def is_poison(error: BaseException) -> bool:
    """One row breaks a constraint or cannot be stored: it alone is to blame, not its neighbours."""
    return isinstance(error, CONSTRAINT_ERRORS) or is_bad_value(error)


def is_bad_value(error: BaseException) -> bool:
    """A value that no column could hold: NUL in a text, a number out of range. The ORM wraps it."""
    wrapped = error.__cause__ if isinstance(error, OperationalError) else error
    return isinstance(wrapped, asyncpg.DataError)
