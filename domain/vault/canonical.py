"""The one form in which a person's numbers are stored, compared and looked up. Pure.

The business system writes +86 139…, the channel 139…; both mean one telephone. What cannot be a number becomes None: it
could be stored, but the person could never be found by it.
"""

import re
from contextlib import suppress
from datetime import date
from typing import Final
from unicodedata import normalize

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number
from stdnum.cn import ric, uscc
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_10

from domain import texts

CITY: Final = "CN"
# Mobile numbers are recognised by their shape only: new segments are issued faster than a table would be updated.
MOBILE: Final = re.compile(r"1[3-9]\d{9}")
UNGIVEN: Final = re.compile(r"1[3-9]|1\d{10}")
DASHES: Final = re.compile("[‐-―−－﹣~～]")
AROUND: Final = re.compile(r"^[^\w+(]+|[^\w)]+$")
DIALLED: Final = re.compile(r"(tel:)?[+\d\s\-.()/]{5,40}((转|分机|ext\.?|x|#)\s*\d{1,6})?", re.IGNORECASE)
EXTENSION: Final = re.compile(r"转|分机")

LIKE_AN_X: Final = re.compile("(?<=[0-9])[\u0425\u03a7\u00d7]$")  # Cyrillic, Greek, times
# A masked number (1101**********002X) fits many people, who would then read one another's visits.
MASKED: Final = re.compile("[*?#•●○■□×]|X{3}")
CARD: Final = re.compile(r"\d{17}[\dX]")
OLD_CARD: Final = re.compile(r"\d{15}")
CREDIT_CODE: Final = re.compile(r"[0-9A-HJ-NPQRTUWXY]{2}[1-9]\d{5}[0-9A-HJ-NPQRTUWXY]{10}")
TRUNCATED: Final = re.compile(r"\d{13,}X?")  # no other document has so many digits
SHORTEST, LONGEST = 5, 30
FIRST_YEAR, LAST_YEAR = 1850, 2100


def mobile(text: str) -> str | None:
    """The telephone number in its one form; None if the text is not exactly one valid number.

    Mainland numbers as they are dialled in the city, others with + and country code.
    """
    said = AROUND.sub("", DASHES.sub("-", _written(text)))
    if MOBILE.fullmatch(said):
        return said
    if not DIALLED.fullmatch(said):
        return None
    with suppress(NumberParseException):
        number = phonenumbers.parse(EXTENSION.sub("x", said), CITY)
        national = str(number.national_number)
        if number.country_code != phonenumbers.country_code_for_region(CITY):
            return format_number(number, PhoneNumberFormat.E164) if is_valid_number(number) else None
        if MOBILE.fullmatch(national):
            return national if not number.extension else None
        return _landline(number) if is_valid_number(number) and not UNGIVEN.match(national) else None
    return None


def document(text: str) -> str | None:
    """The document number in its one form; None if it cannot be one.

    Identity cards and credit codes need a right check digit; old cards of 15 digits become the new number of 18. Other
    documents are reduced to letters and digits.
    """
    said = _written(text).upper()
    if texts.is_rounded(said):
        return None
    said = LIKE_AN_X.sub("X", said)
    if MASKED.search(said):
        return None
    number = "".join(c for c in said if c.isalnum())
    if CARD.fullmatch(number):
        return number if _is_card(number) or _is_credit_code(number) else None
    if OLD_CARD.fullmatch(number):
        return _renewed(number) or (number if mod_11_10.is_valid(number) else None)  # or a business's, before 2015
    if CREDIT_CODE.fullmatch(number):
        return number if _is_credit_code(number) else None
    if TRUNCATED.fullmatch(number) or not any(map(str.isdecimal, number)):
        return None
    return number if SHORTEST <= len(number) <= LONGEST else None


def _written(text: str) -> str:
    """The text in half width, with digits of every script as 0 to 9 and without invisible characters."""
    said = normalize("NFKC", texts.line(text))
    return "".join(str(int(c)) if c.isdecimal() else c for c in said).strip()


def _landline(number: phonenumbers.PhoneNumber) -> str:
    """The number without spaces and dashes, with its extension after 转."""
    local = re.sub(r"\D", "", format_number(_without_extension(number), PhoneNumberFormat.NATIONAL))
    return f"{local}转{number.extension}" if number.extension else local


def _without_extension(number: phonenumbers.PhoneNumber) -> phonenumbers.PhoneNumber:
    return phonenumbers.PhoneNumber(country_code=number.country_code, national_number=number.national_number)


def _is_card(number: str) -> bool:
    """GB 11643: a date that exists, and the check digit.

    The area is not checked: areas are created and merged.
    """
    return _was(number[6:14]) and ric.calc_check_digit(number) == number[-1]


def _is_credit_code(number: str) -> bool:
    """Whether it is a unified social credit code with its check digit (GB 32100)."""
    with suppress(ValidationError, ValueError):
        return bool(CREDIT_CODE.fullmatch(number)) and uscc.calc_check_digit(number) == number[-1]
    return False


def _renewed(number: str) -> str | None:
    """The number of 18 digits for a card of 15, with century and check digit; None without a valid date."""
    if not _was(f"19{number[6:12]}"):
        return None
    longer = f"{number[:6]}19{number[6:]}"
    return longer + ric.calc_check_digit(f"{longer}0")


def _was(day: str) -> bool:
    """Whether the day (YYYYMMDD) exists and lies from FIRST_YEAR to before LAST_YEAR."""
    try:
        return FIRST_YEAR <= date.fromisoformat(day).year < LAST_YEAR
    except ValueError:
        return False
