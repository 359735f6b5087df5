"""Passwords of accounts: hashed with argon2id, in a thread, so that the event loop is not blocked.

The same canonical form is used when a password is made and when somebody signs in.
"""

import asyncio
from functools import cache
from typing import Final
from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn import zxcvbn

from domain import texts
from domain.errors import Invalid

HASHER = PasswordHasher()
SHORTEST, LONGEST = 10, 200
HARD_TO_GUESS: Final = 3  # zxcvbn's score, 0 to 4: at least 10^8 guesses
LONGEST_JUDGED: Final = 72


async def make(password: str, *, known: tuple[str, ...] = ()) -> str:
    """The hash to store; Invalid if the password could not be typed again or is easy to guess.

    `known`: login and name, which the password must not resemble.
    """
    return await asyncio.to_thread(_make, password, known)


async def is_right(password: str, kept: str | None) -> bool:
    """Whether the password matches the stored hash; False without an account (`kept` is None).

    Without an account a hash is verified all the same, so that the time taken does not tell which logins exist.
    """
    right = await asyncio.to_thread(_is_right, password, kept or _nobodys())
    return right and kept is not None


def canonical(password: str) -> str:
    """The form that is hashed: Unicode NFC, without surrounding blanks, which come with copying."""
    return normalize("NFC", password).strip()


def _make(password: str, known: tuple[str, ...]) -> str:
    said = canonical(password)
    if said != normalize("NFC", password) or texts.seen(said) != said or not texts.is_line(said):
        raise _wrong(
            "口令前后不能有空格，也不能有看不见的字符。",
            "A password has no blank around it, and no character that nobody sees.",
        )
    if not SHORTEST <= len(said) <= LONGEST:
        raise _wrong(f"口令应为{SHORTEST}到{LONGEST}个字符。", f"A password has {SHORTEST} to {LONGEST} characters.")
    if zxcvbn(said[:LONGEST_JUDGED], user_inputs=list(known))["score"] < HARD_TO_GUESS:
        raise _wrong(
            "这个口令太容易猜到（常用词、重复、键盘顺序、日期或姓名）。请换一个，比如几个不相干的词。",
            "This password is guessed too soon (common words, repeats, rows of keys, dates or names). Take another, "
            "such as several words that have nothing to do with each other.",
        )
    return HASHER.hash(said)


def _is_right(password: str, kept: str) -> bool:
    """Try the canonical form, then the text as typed.

    The latter is for passwords made before there was a canonical form.
    """
    said = canonical(password)
    return (len(said) <= LONGEST and _verify(said, kept)) or (
        said != password and len(password) <= LONGEST and _verify(password, kept)
    )


def _verify(password: str, kept: str) -> bool:
    try:
        return HASHER.verify(kept, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def _wrong(zh: str, en: str) -> Invalid:
    return Invalid(zh, en, path=("password",))


@cache
def _nobodys() -> str:
    """A hash to verify when there is no account."""
    return HASHER.hash("nobody")
