"""Finds what in a text may be personal data: spans in code points, with kind and basis. Pure.

It only marks; a moderator decides. A mark too many costs a look, a missing one would publish a person's number.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from domain.personal import names as staff
from domain.personal import numbers
from domain.personal.seeing import Seen, see


class Personal(StrEnum):
    """Kinds of personal data, the gravest first; where two overlap, the graver one is kept."""

    ID_NUMBER = "ID_NUMBER"
    BANK_CARD = "BANK_CARD"
    MOBILE = "MOBILE"
    LANDLINE = "LANDLINE"
    EMAIL = "EMAIL"
    PLATE = "PLATE"
    STAFF_NAME = "STAFF_NAME"


@dataclass(frozen=True, slots=True)
class Detected:
    """One span. `basis` is the key of the sentence that explains it: “11位，号段有效”."""

    kind: Personal
    start: int
    end: int
    basis: str


# The version of this finder; texts searched by an older one are searched again.
DETECTOR: Final = 2
SPELT: Final = {"mobile": "mobile.spelt", "mobile.86": "mobile.spelt"}
PRECEDENCE: Final = {kind: place for place, kind in enumerate(Personal)}
CAPITALS: Final = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}

MONEY_AFTER: Final = re.compile(r" ?[元块万亿]")
MONEY_BEFORE: Final = re.compile(r"[¥$] ?$")
LETTER_BEFORE: Final = re.compile(r"[A-Za-z_]-?$")
LETTER_AFTER: Final = re.compile(r"[A-Za-z_]")
# Also as people write it to avoid detection: blanks around the @, a Chinese full stop, a blank before the end.
EMAIL: Final = re.compile(
    r"[A-Za-z0-9._%+\-]{1,64} {0,2}@ {0,2}[A-Za-z0-9\-]{1,63}"
    r"(?:\.[A-Za-z0-9\-]{1,63}|[ ]?[.。][ ]?(?:com|cn|net|org|edu|gov)(?![A-Za-z0-9]))+"
)
PROVINCES: Final = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
PLATE: Final = re.compile(
    rf"[{PROVINCES}][ ]?[A-HJ-NP-Z][ ·•.\-_]?"
    r"(?:[A-HJK][A-HJ-NP-Z0-9]\d{4}|\d{5}[A-HJK]|[A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9学警港澳挂])(?![A-Z0-9])"
)
FEWEST_IN_PLATE: Final = 2
NEAR: Final = 4  # characters in front of a number that may tell what it is


def detect(text: str, names: Sequence[str] = ()) -> list[Detected]:
    """The spans that may be personal data, in order, without overlaps.

    `names`: of the staff of the agency and hall concerned.
    """
    seen = see(text)
    found = [*_numbers(seen), *_addresses(seen.plain), *_plates(seen.plain.translate(CAPITALS))]
    found += [Detected(Personal.STAFF_NAME, *span) for span in staff.find(seen.plain, names)]
    return _apart([Detected(one.kind, *seen.original(one.start, one.end), one.basis) for one in found], len(text))


def _apart(found: list[Detected], length: int) -> list[Detected]:
    """The spans without overlaps: the gravest are kept, of equally grave ones the longest."""
    kept, taken = [], bytearray(length)
    for one in sorted(found, key=lambda f: (PRECEDENCE[f.kind], f.start - f.end, f.start)):
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"1" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda f: f.start)


def _numbers(seen: Seen) -> Iterator[Detected]:
    """Numbers in digits, then further ones with Chinese digits, then further ones with lookalikes."""
    for number in numbers.read(seen.plain):
        yield from _span(seen.plain, number)
    if seen.spelt != seen.plain:
        for number in numbers.read(seen.spelt):
            if seen.spelt[number.start : number.end] != seen.plain[number.start : number.end]:
                yield from _span(seen.spelt, replace(number, basis=SPELT.get(number.basis, number.basis)))
    if seen.alike != seen.spelt:
        yield from _alike(seen)


def _alike(seen: Seen) -> Iterator[Detected]:
    """Numbers with lookalikes: only next to enough real digits, and never inside a word."""
    for number in numbers.read(seen.alike, run=numbers.WHOLE_RUN):
        start, end = number.start, number.end
        real = sum(map(str.isdigit, seen.spelt[start:end]))
        if real >= numbers.FEWEST_REAL and seen.alike[start:end] != seen.spelt[start:end]:
            yield from _span(seen.alike, number)


def _span(plain: str, number: numbers.Number) -> Iterator[Detected]:
    """The number with its sign or bracket; nothing if it is money or part of a code with letters."""
    start, end, kind = number.start, number.end, Personal(number.kind)
    before = plain[max(start - NEAR, 0) : start]
    if kind is not Personal.ID_NUMBER or number.basis != "id.18":
        if MONEY_AFTER.match(plain, end) or MONEY_BEFORE.search(before):
            return
        if kind is not Personal.MOBILE and (LETTER_BEFORE.search(before) or LETTER_AFTER.match(plain, end)):
            return
    opened = before.endswith("+") or (before.endswith("(") and ")" in plain[start:end])
    yield Detected(kind, start - opened, end, number.basis)


def _addresses(plain: str) -> Iterator[Detected]:
    yield from (Detected(Personal.EMAIL, *match.span(), "email") for match in EMAIL.finditer(plain))


def _plates(plain: str) -> Iterator[Detected]:
    for match in PLATE.finditer(plain):
        written = re.sub(r"[ ·•.\-_]", "", match[0])[2:]
        if sum(c.isdigit() for c in written) >= FEWEST_IN_PLATE:
            yield Detected(Personal.PLATE, *match.span(), "plate.new" if len(written) == 6 else "plate")
