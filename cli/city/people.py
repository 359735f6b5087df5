"""Invented people. Their given names are words of sea and weather; no real person is meant."""

from collections.abc import Iterator
from itertools import product
from random import Random
from typing import Final

from stdnum.cn import ric

from domain.vault import Identity

_SURNAMES: Final = "林陈黄张李吴刘王郑何曾叶苏许钟梁邓谢赖温"
_GIVEN: Final = (
    "听涛",
    "望潮",
    "晴川",
    "海若",
    "知帆",
    "云舟",
    "晓屿",
    "沐汐",
    "映澜",
    "霁月",
    "青屿",
    "远汀",
    "清和",
    "南风",
    "星野",
    "渔歌",
    "若汐",
    "千帆",
    "潮生",
    "朝岚",
)
_WALK: Final = 163  # coprime to 400, so that neighbours in the list do not share a name


def names() -> Iterator[str]:
    """Yield four hundred names, each once."""
    every = [surname + given for surname, given in product(_SURNAMES, _GIVEN)]
    yield from (every[n * _WALK % len(every)] for n in range(len(every)))


def rater(dice: Random) -> Identity:
    """Return the identity of an invented rater.

    It has a number in place of a name, an area that no identity card has, and a mobile number that cannot be dialled
    (no segment of the mainland begins with 154).
    """
    number = dice.randrange(100_000)
    born = f"{dice.randrange(1950, 2008)}{dice.randrange(1, 13):02d}{dice.randrange(1, 29):02d}"
    id_number = card(f"449900{born}{dice.randrange(1000):03d}")
    return Identity(
        f"演示市民{number:05d}", id_number if dice.random() < 0.3 else None, f"154{dice.randrange(10**8):08d}"
    )


def card(body: str) -> str:
    """Return the identity number of these seventeen digits, with the check digit of GB 11643."""
    return body + ric.calc_check_digit(f"{body}0")
