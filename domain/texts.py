"""What people write: one check for raters and officials alike.

Dropped without a word is what nobody sees and nobody typed: marks of direction, blanks of no width, hyphens that show
only at a line's end. They come with copied text, and hide a number from whoever looks for it. Refused is what cannot be
kept: control characters, and what PostgreSQL cannot store. Emoji with joiners, hard spaces and rare characters of names
stay as they are.
"""

import re
from typing import Final
from unicodedata import category, normalize

from domain.errors import Invalid, ReasonRequired

LONGEST = 2000
NEWLINES = re.compile("\r\n?|[\u2028\u2029]")
KEPT_CONTROLS = frozenset("\n\t")
TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
UNFIT_CATEGORIES = frozenset({"Cc", "Cs"})

# Nothing is seen of these alone: spaces, joiners, marks without a letter; then what is a letter only by name.
UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})
UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800")

# Never seen, wherever they stand.
INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a]"
)
# Seen in what they join or choose: families of emoji, Arabic and Indian letters, variants of a character, flags.
JOINERS: Final = frozenset("\u200c\u200d")
VARIANTS: Final = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
FLAG: Final = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]")
AT_TIMES: Final = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0000-\U000e007f\U000e0100-\U000e01ef]")
KEYCAP: Final = "\u20e3"
EMOJI: Final = frozenset({"So", "Sm"})
AS_EMOJI: Final = EMOJI | {"Sk", "Po", "Pd"}
WITH_VARIANTS: Final = AS_EMOJI | {"Lo"}
JOINED_SCRIPTS: Final = range(0x0590, 0x1CF0)

# What a spreadsheet makes of eighteen digits; the last of them are gone.
ROUNDED: Final = re.compile(r"\d+\.\d*E\+?\d+|\d+E\+\d+", re.IGNORECASE)


def plain(text: str) -> str:
    """With one kind of line end, whatever machine it was typed on, and nothing in it that nobody sees."""
    return seen(NEWLINES.sub("\n", text))


def seen(text: str) -> str:
    """Without the characters nobody sees. What is shown stays the same, to the letter."""
    text = INVISIBLE.sub("", text)
    if not AT_TIMES.search(text):
        return text
    text = FLAG.sub(lambda found: found[1] or "", text)
    kept: list[str] = []
    for at, character in enumerate(text):
        if _shows(character, kept, text[at + 1 : at + 2]):
            kept.append(character)
    return "".join(kept)


def line(text: str) -> str:
    """A name, a number or a code as it is meant: nothing unseen in it, no blank around it."""
    return seen(text).strip()


def is_rounded(text: str) -> bool:
    """Whether a spreadsheet took a number for a quantity: 9.901E+17 is no longer anybody's."""
    return ROUNDED.fullmatch(normalize("NFKC", line(text))) is not None


def _shows(character: str, before: list[str], after: str) -> bool:
    if character in JOINERS:
        return _joins(_base(before)) and _joins(after)
    if character in VARIANTS:
        last = before[-1] if before else ""
        if last.isascii():
            return after == KEYCAP and last != ""
        return last == "ℹ" or category(last) in (AS_EMOJI if character in "\ufe0e\ufe0f" else WITH_VARIANTS)
    return True


def _base(before: list[str]) -> str:
    """The character a joiner stands behind, without what only changes its looks."""
    return next((c for c in reversed(before) if c not in VARIANTS and category(c) not in ("Sk", "Mn", "Cf")), "")


def _joins(character: str) -> bool:
    return character != "" and (
        category(character) in EMOJI or (ord(character) in JOINED_SCRIPTS and category(character)[0] in "LM")
    )


def tidy(text: str | None) -> str | None:
    """Plain, and without the blank around it; None where nothing of it can be seen."""
    if not text:
        return None
    said = plain(text).strip()
    return said if any(map(_is_seen, said)) else None


def is_fit(text: str) -> bool:
    """Whether every character may be kept and shown."""
    return not any((category(c) in UNFIT_CATEGORIES and c not in KEPT_CONTROLS) or c in TURNING for c in text)


def is_line(text: str) -> bool:
    """Fit, and one line: a name, a number."""
    return is_fit(text) and not any(c in "\n\t\u2028\u2029" for c in text)


def needed(text: str | None, field: str, zh: str, en: str, *, longest: int = LONGEST) -> str:
    """A text that must be given: something can be seen of it, it is not endless, and all of it may be kept."""
    said = tidy(text)
    if said is None:
        raise ReasonRequired(f"请写{zh}。", f"Please write {en}.", path=(field,))
    return fitting(said, field, zh, en, longest=longest)


def fitting(text: str, field: str, zh: str, en: str, *, longest: int = LONGEST) -> str:
    """A text that may be kept, blank or not."""
    if len(text) > longest or not is_fit(text):
        raise Invalid(
            f"{zh}最多{longest}字，不能有控制字符。",
            f"At most {longest} characters for {en}, no control characters.",
            path=(field,),
        )
    return text


def _is_seen(character: str) -> bool:
    return category(character) not in UNSEEN_CATEGORIES and character not in UNSEEN
