"""What kind of fault a failure of storage is. The doors ask here, so that they need not know the database."""

import asyncpg

from storage.transactions import CONNECTION_ERRORS, CONSTRAINT_ERRORS


def is_outage(error: BaseException) -> bool:
    """The database is away or too busy: whoever asks may come again."""
    return isinstance(error, CONNECTION_ERRORS) and not is_poison(error)


def is_poison(error: BaseException) -> bool:
    """One row breaks a constraint or cannot be stored: it alone is to blame, not its neighbours."""
    return isinstance(error, CONSTRAINT_ERRORS)


def is_bad_value(error: BaseException) -> bool:
    """A value that no column could hold: NUL in a text, a number out of range."""
    return isinstance(error, asyncpg.DataError)
