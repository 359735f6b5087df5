"""What people sign in by: small letters of half width, however they are typed."""

from typing import Final
from unicodedata import normalize

from domain import texts
from domain.errors import Invalid
from storage.transactions import fetch_value

LONGEST: Final = 60

# Two of before that differ only in their letters' size both stay: each is found as it is written.
STORED: Final = "select login from account where login in ($1, $2) order by login = $2 desc limit 1"


def canonical(login: str) -> str:
    """As it is kept and looked for."""
    return normalize("NFKC", texts.line(login)).lower()[:LONGEST].replace("\x00", "")


def as_written(login: str) -> str:
    return texts.line(login)[:LONGEST].replace("\x00", "")


def new(login: str) -> str:
    """A login as it will be kept; what nobody could type again is refused."""
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
    """The login of the account that is meant; its canonical form where there is none."""
    return await fetch_value(STORED, canonical(login), as_written(login)) or canonical(login)
