"""Covers parts of a text: with bars of one length for the public, half for moderators. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from domain.errors import Invalid
from domain.personal.detecting import Detected, Personal, detect
from domain.personal.seeing import counts, shown_as

BAR: Final = "████"
# Published instead of a text that is personal data as a whole.
ALL_PERSONAL: Final = "（全文是个人信息，已遮盖 · all of it was personal data, masked）"
HIDDEN: Final = "*"
MOST_SPANS: Final = 100
# How many digits stay readable in front and at the end.
SHOWN: Final = {
    Personal.ID_NUMBER: (4, 4),
    Personal.BANK_CARD: (4, 4),
    Personal.MOBILE: (3, 4),
    Personal.LANDLINE: (4, 2),
    Personal.PLATE: (2, 1),
}


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a text, in code points: from `start` to before `end`."""

    start: int
    end: int


def check(spans: Sequence[Span], text: str) -> None:
    """Raise Invalid if a span lies outside the text, with its place in the path, or if there are too many."""
    if len(spans) > MOST_SPANS:
        raise Invalid(f"一次最多遮盖{MOST_SPANS}处。", f"At most {MOST_SPANS} spans at once.", path=("spans",))
    for number, span in enumerate(spans):
        wrong = "start" if not 0 <= span.start < len(text) else "end" if not span.start < span.end <= len(text) else ""
        if wrong:
            raise Invalid(
                f"要遮盖的第{number + 1}处超出了文字：文字共{len(text)}字，起点从0数起，终点要在起点之后。",
                f"Span {number + 1} lies outside the text, which has {len(text)} characters (start from 0, end after).",
                path=("spans", str(number), wrong),
            )


def masked(text: str, spans: Iterable[Span | Detected]) -> str:
    """The text with a bar over each part.

    Parts that touch get one bar, so that neither length nor number of the parts can be told.
    """
    told, at = [], 0
    for span in joined(spans):
        told += [text[at : span.start], BAR]
        at = span.end
    return "".join([*told, text[at:]])


def covered(text: str) -> str:
    """The text with a bar over everything that is found in it."""
    return masked(text, detect(text))


def is_readable(shown: str) -> bool:
    """Whether the text has letters or digits beside the bars."""
    return any(character.isalnum() for character in shown)


def joined(spans: Iterable[Span | Detected]) -> list[Span]:
    """The spans in order, with overlapping and touching ones joined."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start, s.end)):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(Span(span.start, span.end))
    return found


def half(text: str, found: Iterable[Detected]) -> str:
    """The text as a moderator reads it: numbers half hidden, names open, all characters in place."""
    told = list(text)
    for one in found:
        for place in _hidden(one, text):
            told[place] = HIDDEN
    return "".join(told)


def _hidden(one: Detected, text: str) -> list[int]:
    """The places of the characters that `half` hides."""
    if one.kind is Personal.STAFF_NAME:
        return []
    if one.kind is Personal.EMAIL:
        sign = next(place for place in range(one.start, one.end) if shown_as(text[place]) == "@")
        return list(range(min(one.start + 1, sign - 1), sign))
    front, end = SHOWN[one.kind]
    places = [place for place in range(one.start, one.end) if counts(text[place])]
    return places[front : len(places) - end]
