"""Passwords of accounts: argon2id, never on the event loop."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()


async def make(password: str) -> str:
    """The hash to keep."""
    return await asyncio.to_thread(HASHER.hash, password)


async def is_right(password: str, kept: str | None) -> bool:
    """Whether it is the password. Without an account it takes as long, so that nobody learns which logins exist."""
    right = await asyncio.to_thread(_verify, password, kept or _nobodys())
    return right and kept is not None


def _verify(password: str, kept: str) -> bool:
    try:
        return HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return HASHER.hash("nobody")
