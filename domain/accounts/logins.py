"""Logins of accounts: in small, half-width letters, however they are typed."""

from typing import Final
from unicodedata import normalize

from domain import texts
from domain.errors import Invalid
from storage.transactions import fetch_value

LONGEST: Final = 60

# Old logins that differ only in upper and lower case are kept; each is found in its exact spelling.
STORED: Final = "select login from account where login in ($1, $2) order by login = $2 desc limit 1"


def canonical(login: str) -> str:
    """The form in which logins are stored and looked up."""
    return normalize("NFKC", texts.line(login)).lower()[:LONGEST].replace("\x00", "")


def as_written(login: str) -> str:
    """The login as typed, for old logins that are not canonical."""
    return texts.line(login)[:LONGEST].replace("\x00", "")


def new(login: str) -> str:
    """A new login in its canonical form; Invalid if it is empty, too long or has blanks."""
    said = canonical(login)
    if (
        not said
        or len(texts.line(login)) > LONGEST
        or not texts.is_line(texts.line(login))
        or any(map(str.isspace, said))
    ):
        raise Invalid(
            f"账号应为1到{LONGEST}个字符，没有空格；大小写不分。",
            f"A login has 1 to {LONGEST} characters without blanks; small and capital letters are the same.",
            path=("login",),
        )
    return said


async def stored(login: str) -> str:
    """The login of the account that is meant; its canonical form if there is none."""
    return await fetch_value(STORED, canonical(login), as_written(login)) or canonical(login)
