"""What the codes of the directory must look like."""

import re
from collections.abc import Callable
from typing import Final

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from domain.errors import Invalid

AREA: Final = re.compile(r"[0-9]{6}([0-9]{6})?")
AREA_LENGTH: Final = 12  # six digits, padded with zeros as the national interfaces do (docs/rules.md §10)
ITEM: Final = re.compile(r"[0-9A-Z]{31,33}")
OWN: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]*")
CREDIT_LENGTH: Final = 18


def area(code: str) -> str:
    """The administrative division code in twelve digits; six may be given."""
    if not AREA.fullmatch(code):
        raise Invalid(
            f"行政区划代码应为6位或12位数字，这里是{len(code)}位。",
            f"A division code has 6 or 12 digits; this has {len(code)} characters.",
        )
    return code.ljust(AREA_LENGTH, "0")


def credit(code: str) -> str:
    """A unified social credit code with the right check digit (GB 32100)."""
    code = code.upper()
    if len(code) != CREDIT_LENGTH:
        raise Invalid(
            f"统一社会信用代码应为{CREDIT_LENGTH}位，这里是{len(code)}位。",
            f"A unified social credit code has {CREDIT_LENGTH} characters; this has {len(code)}.",
        )
    try:
        return str(uscc.validate(code))
    except InvalidChecksum:
        raise Invalid(
            "统一社会信用代码的最后一位（校验码）对不上，请核对有没有抄错。",
            "The last character, the check digit, does not fit: a character was mistyped.",
        ) from None
    except ValidationError:
        raise Invalid(
            "统一社会信用代码里有不会出现的字符，或机构类别不对。",
            "A unified social credit code has no such character or category.",
        ) from None


def item(code: str) -> str:
    """The code of a service item: 31 to 33 digits and capital letters (docs/rules.md §10)."""
    code = code.upper()
    if not ITEM.fullmatch(code):
        raise Invalid(
            f"事项编码应为31至33位数字和字母，这里是{len(code)}位。",
            f"An item code has 31 to 33 digits and letters; this has {len(code)} characters.",
        )
    return code


def own(code: str) -> str:
    """A code that the city gives by itself, to a hall, a window or a person."""
    if not OWN.fullmatch(code):
        raise Invalid(
            "编码只能有数字、字母和 . _ -，以数字或字母开头。",
            "A code has digits, letters and . _ - only, and begins with a digit or letter.",
        )
    return code


def one_of(*values: str) -> Callable[[str], str]:
    """A check that the value is one of these, in capitals."""

    def check(value: str) -> str:
        if value.upper() not in values:
            raise Invalid(f"应为 {'、'.join(values)} 之一。", f"This must be one of {', '.join(values)}.")
        return value.upper()

    return check
