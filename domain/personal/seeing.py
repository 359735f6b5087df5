"""A text as its readers see it: without invisible characters, with every digit as a plain digit.

Each place is known in the original. Many characters look like one: `①③⁹`, `１３９`, `𝟙𝟛𝟡`, `١٣٩` and
`1<U+2060>3<U+2060>9` are all read as 139. Unicode's own tables (`unicodedata`) tell which; lookalikes of other scripts
are those of UTS 39, from a package.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from unicodedata import category, digit, normalize, numeric

from confusable_homoglyphs.confusables import confusables_data

# Format characters (joiners, marks of direction, tags, soft hyphens) and what only decorates the character before it.
UNSEEN: Final = frozenset({"Cf", "Mn", "Me"})
DECORATING: Final = frozenset({"Mn", "Me"})
# Letters by name only; the four fillers of Hangul and the empty cell of Braille show nothing.
EMPTY: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800\u17b4\u17b5")
# Digits without a value in Unicode: a circle for nought, the spoken digits of radio, and 两 (two of something).
SPOKEN: Final = {"○": "0", "◯": "0", "⭕": "0", "洞": "0", "幺": "1", "两": "2", "拐": "7", "勾": "9"}
ALIKE: Final = {"O": "0", "o": "0", "l": "1", "I": "1", "|": "1"}
# Letters that are never read as a digit; the Latin ones that may be are in ALIKE.
LATIN: Final = frozenset("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ")


@dataclass(frozen=True, slots=True)
class Seen:
    """A text in three readings of equal length, with their places in the original.

    `plain` as it is read; `spelt` with Chinese digits turned into digits; `alike` with lookalikes turned into digits
    too. `places[n]` is where their n-th character stands in `text`.
    """

    text: str
    plain: str
    spelt: str
    alike: str
    places: list[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The same span in the original text.

        It includes invisible characters inside and marks that decorate its last character.
        """
        last = self.places[end - 1] + 1
        while last < len(self.text) and category(self.text[last]) in DECORATING:
            last += 1
        return self.places[start], last


def see(text: str) -> Seen:
    """The readings of a text."""
    told: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        shown = shown_as(character)
        told.append(shown)
        places.extend([place] * len(shown))
    plain = "".join(told)
    spelt = "".join(map(_spelt, plain))
    return Seen(text, plain, spelt, "".join(map(_alike, spelt)), places)


@lru_cache(maxsize=8192)
def shown_as(character: str) -> str:
    """One character as it is displayed: nothing, itself, or the plain character it is a form of."""
    if character in EMPTY or category(character) in UNSEEN:
        return ""
    return "".join(_digits(c) for c in normalize("NFKC", character))


def counts(character: str) -> bool:
    """Whether the character may be read as a digit or a letter."""
    shown = shown_as(character)
    return any(c.isalnum() or _alike(_spelt(c)).isdigit() for c in shown)


def _digits(character: str) -> str:
    if category(character) in UNSEEN:
        return ""
    value = digit(character, None)
    return character if value is None else str(value)


@lru_cache(maxsize=8192)
def _spelt(character: str) -> str:
    if character.isascii():
        return character
    if character in SPOKEN:
        return SPOKEN[character]
    value = numeric(character, -1)
    return str(int(value)) if value in range(10) else character


@lru_cache(maxsize=8192)
def _alike(character: str) -> str:
    if character in ALIKE:
        return ALIKE[character]
    if character in LATIN or character.isdigit():
        return character
    return next(_readings(character), character)


def _readings(character: str) -> Iterator[str]:
    """The digits that a character is a lookalike of."""
    for other in confusables_data.get(character, ()):
        if len(other["c"]) == 1 and other["c"].isascii():
            if other["c"] in ALIKE:
                yield ALIKE[other["c"]]
            elif other["c"].isdigit():
                yield other["c"]
