"""Finds numbers that name a person: telephone, identity card, bank card; whole or in groups. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

# Segments of mobile numbers in use in the mainland; 154, 160 and others are not assigned.
SEGMENTS: Final = re.compile(r"1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
# Area code and number: three digits for the largest cities, four elsewhere. A local number begins with 2 to 8.
LANDLINE: Final = re.compile(r"0(?:10|2[0-57-9])[2-8]\d{7}|0[3-9]\d{2}[2-8]\d{6,7}")
BIN: Final = re.compile(r"62|60|9558|4|5[1-5]|35")
# In front of a mobile number: the country code, or the 0 formerly dialled before numbers of other cities.
COUNTRY: Final = re.compile(r"(?:(?:00)?86|0)(?=1)")
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS: Final = "10X98765432"
REGIONS: Final = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83)
)
FIRST_YEAR, LAST_YEAR = 1900, 2100


RUN: Final = re.compile(r"\d+(?:[Xx](?![0-9A-Za-z]))?|(?<![0-9A-Za-z])[Xx](?![0-9A-Za-z])")
# For text in which letters were read as digits: a run with no further letter beside it.
WHOLE_RUN: Final = re.compile(r"(?<![A-Za-z_])\d+[Xx]?(?![0-9A-Za-z_])")
FEWEST_REAL: Final = 7
# Characters that are neither letter nor digit may stand inside a number; units and currencies end it.
GAP: Final = re.compile(r"[^\w%‰℃°¥$€£]*_*[^\w%‰℃°¥$€£]*")
LONGEST_GAP: Final = 8
SHORTEST, LONGEST = 10, 19
# Dates, times and amounts in a row are no personal number, even if their digits look like one.
DAY: Final = r"(?:19|20)\d\d ?[-./] ?\d{1,2} ?[-./] ?\d{1,2}|\d{1,2}[-./]\d{1,2}"
HOUR: Final = r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?"
AMOUNT: Final = r"\d{1,4}\.\d\d"
LISTED: Final = frozenset("、,;")
GROUPED: Final = frozenset({(3, 4, 4), (4, 4, 3), (3, 3, 5), (3, 2, 2, 2, 2), (2, 3, 4, 4), (6, 8, 4), (6, 4, 4, 4)})
RATHER: Final = re.compile(rf"(?:(?:{DAY}|{HOUR}|{AMOUNT})(?: ?[-~,、;至] ?| |$))+")


@dataclass(frozen=True, slots=True)
class Number:
    """The kind of number between two places, and the basis on which it was recognised."""

    start: int
    end: int
    kind: str
    basis: str


def read(plain: str, *, run: re.Pattern[str] = RUN) -> Iterator[Number]:
    """The numbers in a text, written in one piece or in groups without letters in between."""
    for group in _groups(plain, run):
        for first in range(len(group)):
            yield from _from(plain, group, first)


def _from(plain: str, group: Sequence[tuple[int, int]], first: int) -> Iterator[Number]:
    """The numbers that begin with the group's run number `first`."""
    digits, lengths = "", []
    for start, end in group[first : first + LONGEST]:
        digits += plain[start:end]
        lengths.append(end - start)
        if len(digits) > LONGEST:
            return
        known = _kind(digits, lengths) if len(digits) >= SHORTEST else None
        if known and not _is_rather(plain, group[first : first + len(lengths)], lengths):
            yield Number(group[first][0], end, *known)


def _is_rather(plain: str, group: Sequence[tuple[int, int]], lengths: Sequence[int]) -> bool:
    """Whether the digits are dates, times, amounts or a list of other numbers: 15、245、12、1807."""
    if len(lengths) < 3:
        return False
    gaps = {plain[end:start].strip() for (_, end), (start, _) in pairwise(group)}
    if len(gaps) == 1 and gaps <= LISTED and set(lengths) != {1} and tuple(lengths) not in GROUPED:
        return True
    return RATHER.fullmatch(plain, group[0][0], group[-1][1]) is not None


def _groups(plain: str, run: re.Pattern[str]) -> Iterator[list[tuple[int, int]]]:
    """Runs of digits so close together that they may be one number."""
    group: list[tuple[int, int]] = []
    for match in run.finditer(plain):
        if group and not _is_gap(plain, group[-1][1], match.start()):
            yield group
            group = []
        group.append(match.span())
    if group:
        yield group


def _is_gap(plain: str, start: int, end: int) -> bool:
    return end - start <= LONGEST_GAP and GAP.fullmatch(plain, start, end) is not None


def _kind(digits: str, lengths: Sequence[int]) -> tuple[str, str] | None:
    """(kind, basis) of the digits, or None.

    Bank cards and landlines are recognised only if the digits are grouped as people group them; `lengths` are those of
    the groups.
    """
    if is_identity(digits):
        return "ID_NUMBER", "id.18"
    if is_old_identity(digits) and len(lengths) == 1:
        return "ID_NUMBER", "id.15"
    if is_mobile(digits):
        return "MOBILE", "mobile"
    if is_mobile(without_country(digits)):
        return "MOBILE", "mobile.86"
    if not (len(lengths) == 1 or set(lengths) == {1} or (len(lengths) <= 5 and min(lengths) >= 2)):
        return None
    if is_bank_card(digits):
        return "BANK_CARD", "card"
    return ("LANDLINE", "landline") if is_landline(digits) else None


def is_mobile(digits: str) -> bool:
    """Whether the digits are a mainland mobile number."""
    return SEGMENTS.fullmatch(digits) is not None


def without_country(digits: str) -> str:
    """The digits without the country code or the leading 0 of a mobile number."""
    return COUNTRY.sub("", digits, count=1) if COUNTRY.match(digits) else digits


def is_landline(digits: str) -> bool:
    """Whether the digits are a mainland landline number with its area code."""
    return LANDLINE.fullmatch(digits) is not None


def is_identity(digits: str) -> bool:
    """18 digits: region, a date that exists, and the check digit of GB 11643."""
    if len(digits) != 18 or not digits[:17].isdigit() or not _born(digits[:2], digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return CHECK_DIGITS[total % 11] == digits[17].upper()


def is_old_identity(digits: str) -> bool:
    """15 digits, as issued before 1999: no check digit, but a region and a date."""
    return len(digits) == 15 and digits.isdigit() and _born(digits[:2], f"19{digits[6:12]}")


def is_bank_card(digits: str) -> bool:
    """16 to 19 digits with an issuer's prefix and a right Luhn sum."""
    return 16 <= len(digits) <= 19 and digits.isdigit() and BIN.match(digits) is not None and _luhn(digits)


def _born(region: str, day: str) -> bool:
    try:
        born = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return int(region) in REGIONS and FIRST_YEAR <= born.year < LAST_YEAR


def _luhn(digits: str) -> bool:
    doubled = [int(d) * 2 for d in digits[-2::-2]]
    return (sum(map(int, digits[-1::-2])) + sum(d - 9 if d > 9 else d for d in doubled)) % 10 == 0
