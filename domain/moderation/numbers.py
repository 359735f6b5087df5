"""Numbers that name a person: telephone, identity card, bank card. Pure: digits in, a yes or no out."""

import re
from datetime import date
from typing import Final

# Segments of mobile numbers given out in the mainland; 154, 160 and their like are nobody's.
SEGMENTS: Final = re.compile(r"1(?:3\d|4[5-9]|5[0-35-9]|6[2567]|7[0-8]|8\d|9[0-35-9])\d{8}")
# Area code and number: three digits for the largest cities, four elsewhere. A local number begins with 2 to 8.
LANDLINE: Final = re.compile(r"0(?:10|2[0-57-9])[2-8]\d{7}|0[3-9]\d{2}[2-8]\d{6,7}")
BIN: Final = re.compile(r"62|60|9558|4|5[1-5]|35")
COUNTRY: Final = re.compile(r"(?:00)?86(?=1)")
WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_DIGITS: Final = "10X98765432"
REGIONS: Final = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83)
)
FIRST_YEAR, LAST_YEAR = 1900, 2100


def is_mobile(digits: str) -> bool:
    return SEGMENTS.fullmatch(digits) is not None


def without_country(digits: str) -> str:
    return COUNTRY.sub("", digits, count=1) if COUNTRY.match(digits) else digits


def is_landline(digits: str) -> bool:
    return LANDLINE.fullmatch(digits) is not None


def is_identity(digits: str) -> bool:
    """Eighteen: region, a day that was, and the check digit of GB 11643."""
    if len(digits) != 18 or not digits[:17].isdigit() or not _born(digits[:2], digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return CHECK_DIGITS[total % 11] == digits[17].upper()


def is_old_identity(digits: str) -> bool:
    """Fifteen, as issued before 1999: no check digit, but a region and a day."""
    return len(digits) == 15 and digits.isdigit() and _born(digits[:2], f"19{digits[6:12]}")


def is_bank_card(digits: str) -> bool:
    """Sixteen to nineteen, of an issuer's range, and Luhn's sum is right."""
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
