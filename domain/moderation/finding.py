"""What in a text may name a person: spans in code points, each with its kind and why it was marked. Pure.

It marks for a person to judge and decides nothing. A mark too many costs a look; one too few shows somebody's number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from domain.moderation import names as staff
from domain.moderation import numbers


class Personal(StrEnum):
    """Kinds of personal data, the gravest first: of two that overlap the first stays."""

    ID_NUMBER = "ID_NUMBER"
    BANK_CARD = "BANK_CARD"
    MOBILE = "MOBILE"
    LANDLINE = "LANDLINE"
    EMAIL = "EMAIL"
    PLATE = "PLATE"
    STAFF_NAME = "STAFF_NAME"


@dataclass(frozen=True, slots=True)
class Found:
    """One span. `basis` is the key of the sentence that says why: “11位，号段有效”."""

    kind: Personal
    start: int
    end: int
    basis: str


PRECEDENCE: Final = {kind: place for place, kind in enumerate(Personal)}
# One character to one character, so that a place in the plain text is the same place in what was written.
FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
CAPITALS: Final = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
SPELT: Final = str.maketrans("〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "0001234567891123456789")

RUN: Final = re.compile(r"\d+(?:[Xx](?![0-9A-Za-z]))?")
GAP: Final = re.compile(r"[ \-–—.·()\u200b\u200c\u200d\ufeff]{1,2}")
LONGEST_JOIN: Final = 19
MONEY_AFTER: Final = re.compile(r" ?[元块万亿]")
MONEY_BEFORE: Final = re.compile(r"[¥￥$] ?$")
LETTER_BEFORE: Final = re.compile(r"[A-Za-z_]-?$")
LETTER_AFTER: Final = re.compile(r"[A-Za-z_]")
EMAIL: Final = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63})+")
PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE: Final = re.compile(
    rf"[{PROVINCES}][A-HJ-NP-Z][ ·•.\-]?"
    r"(?:[A-HJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJK]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9学警港澳挂])(?![A-Z0-9])"
)
FEWEST_IN_PLATE: Final = 2


def find(text: str, names: Sequence[str] = ()) -> list[Found]:
    """Every span, in order, none over another. `names`: of the staff of the agency and hall concerned."""
    plain = text.translate(FULL_WIDTH)
    found = [*_numbers(plain), *_spelt(plain), *_addresses(plain), *_plates(plain.translate(CAPITALS))]
    found += [Found(Personal.STAFF_NAME, *span) for span in staff.find(plain, names)]
    return _apart(found)


def _apart(found: list[Found]) -> list[Found]:
    """Of those that overlap, the gravest; of equal ones the longest."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda f: (PRECEDENCE[f.kind], f.start - f.end, f.start)):
        if all(one.end <= other.start or other.end <= one.start for other in kept):
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


def _numbers(plain: str) -> Iterator[Found]:
    """Digits as they are written: in one piece, or in groups with a blank, a dash or a bracket between."""
    for group in _groups(plain):
        for first in range(len(group)):
            digits = ""
            for last in range(first, len(group)):
                digits += plain[slice(*group[last])]
                if len(digits) > LONGEST_JOIN:
                    break
                lengths = [end - start for start, end in group[first : last + 1]]
                if kind := _kind(digits, lengths):
                    yield from _span(plain, group[first][0], group[last][1], *kind)


def _groups(plain: str) -> Iterator[list[tuple[int, int]]]:
    """Runs of digits that stand so close that they may be one number."""
    group: list[tuple[int, int]] = []
    for match in RUN.finditer(plain):
        if group and not GAP.fullmatch(plain, group[-1][1], match.start()):
            yield group
            group = []
        group.append(match.span())
    if group:
        yield group


def _kind(digits: str, lengths: Sequence[int]) -> tuple[Personal, str] | None:
    """What the digits are. Written in groups, a number has few and long ones, or is spelt digit by digit."""
    if not (len(lengths) == 1 or set(lengths) == {1} or (len(lengths) <= 5 and min(lengths) >= 2)):
        return None
    if numbers.is_identity(digits):
        return Personal.ID_NUMBER, "id.18"
    if numbers.is_old_identity(digits) and len(lengths) == 1:
        return Personal.ID_NUMBER, "id.15"
    if numbers.is_bank_card(digits):
        return Personal.BANK_CARD, "card"
    if numbers.is_mobile(digits):
        return Personal.MOBILE, "mobile"
    if numbers.is_mobile(numbers.without_country(digits)):
        return Personal.MOBILE, "mobile.86"
    return (Personal.LANDLINE, "landline") if numbers.is_landline(digits) else None


def _span(plain: str, start: int, end: int, kind: Personal, basis: str) -> Iterator[Found]:
    """The number with its sign or bracket; not where it is money or part of a longer code of letters and digits."""
    before, after = plain[:start], plain[end:]
    if MONEY_AFTER.match(after) or MONEY_BEFORE.search(before):
        return
    if kind is not Personal.MOBILE and (LETTER_BEFORE.search(before) or LETTER_AFTER.match(after)):
        return
    opened = before.endswith("+") or (before.endswith("(") and ")" in plain[start:end])
    yield Found(kind, start - opened, end, basis)


def _spelt(plain: str) -> Iterator[Found]:
    """A mobile number in Chinese digits, wholly or in part."""
    for match in re.finditer(r"\d{11}(?!\d)", plain.translate(SPELT)):
        start, end = match.span()
        written = plain[start:end]
        if not written.isascii() and numbers.is_mobile(match[0]) and not plain.translate(SPELT)[:start][-1:].isdigit():
            yield Found(Personal.MOBILE, start, end, "mobile.spelt")


def _addresses(plain: str) -> Iterator[Found]:
    yield from (Found(Personal.EMAIL, *match.span(), "email") for match in EMAIL.finditer(plain))


def _plates(plain: str) -> Iterator[Found]:
    for match in PLATE.finditer(plain):
        written = match[0][2:].lstrip(" ·•.-")
        if sum(c.isdigit() for c in written) >= FEWEST_IN_PLATE:
            yield Found(Personal.PLATE, *match.span(), "plate.new" if len(written) == 6 else "plate")
