"""Checks and cleaning of text that people write; the same for raters and officials.

Removed silently: characters that are invisible and that nobody types on purpose (direction marks, zero-width spaces,
soft hyphens). They come with copied text and would hide a number from the search for personal data. Refused: control
characters, and what PostgreSQL cannot store. Kept: emoji with joiners, no-break spaces and rare characters of names.
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

# A text of only these shows nothing: spaces, joiners, marks without a letter; then blanks that Unicode calls letters.
UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})
UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800")

# Invisible everywhere.
INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a]"
)
# Invisible alone, but they change how their neighbours look: emoji families, Arabic and Indian letters, variants of a
# character, flags.
JOINERS: Final = frozenset("\u200c\u200d")
VARIANTS: Final = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
FLAG: Final = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f)|[\U000e0000-\U000e007f]")
AT_TIMES: Final = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0000-\U000e007f\U000e0100-\U000e01ef]")
KEYCAP: Final = "\u20e3"
EMOJI: Final = frozenset({"So", "Sm"})
AS_EMOJI: Final = EMOJI | {"Sk", "Po", "Pd"}
WITH_VARIANTS: Final = AS_EMOJI | {"Lo"}
JOINED_SCRIPTS: Final = range(0x0590, 0x1CF0)

# How a spreadsheet writes a number of eighteen digits; the last digits are lost.
ROUNDED: Final = re.compile(r"\d+\.\d*E\+?\d+|\d+E\+\d+", re.IGNORECASE)


def plain(text: str) -> str:
    r"""The text with "\n" as its only line end and without invisible characters."""
    return seen(NEWLINES.sub("\n", text))


def seen(text: str) -> str:
    """The text without invisible characters; what is displayed stays exactly the same."""
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
    """A name, number or code without invisible characters and without surrounding blanks."""
    return seen(text).strip()


def is_rounded(text: str) -> bool:
    """Whether a spreadsheet made the number scientific (9.901E+17): its last digits are then lost."""
    return ROUNDED.fullmatch(normalize("NFKC", line(text))) is not None


def _shows(character: str, before: list[str], after: str) -> bool:
    """Whether the character changes what is displayed.

    `before` are the characters kept so far, `after` is the next one, or "".
    """
    if character in JOINERS:
        return _joins(_base(before)) and _joins(after)
    if character in VARIANTS:
        last = before[-1] if before else ""
        if last.isascii():
            return after == KEYCAP and last != ""
        return last == "ℹ" or category(last) in (AS_EMOJI if character in "\ufe0e\ufe0f" else WITH_VARIANTS)
    return True


def _base(before: list[str]) -> str:
    """The character a joiner follows, skipping modifiers of its looks; "" if there is none."""
    return next((c for c in reversed(before) if c not in VARIANTS and category(c) not in ("Sk", "Mn", "Cf")), "")


def _joins(character: str) -> bool:
    """Whether a joiner has an effect beside this character: an emoji, or a letter of a script that joins."""
    return character != "" and (
        category(character) in EMOJI or (ord(character) in JOINED_SCRIPTS and category(character)[0] in "LM")
    )


def tidy(text: str | None) -> str | None:
    """The text after `plain`, without surrounding blanks; None if nothing of it is visible."""
    if not text:
        return None
    said = plain(text).strip()
    return said if any(map(_is_seen, said)) else None


def is_fit(text: str) -> bool:
    """Whether every character may be stored and displayed."""
    return not any((category(c) in UNFIT_CATEGORIES and c not in KEPT_CONTROLS) or c in TURNING for c in text)


def is_line(text: str) -> bool:
    """Whether the text is fit and is a single line, as a name or a number must be."""
    return is_fit(text) and not any(c in "\n\t\u2028\u2029" for c in text)


def needed(text: str | None, field: str, zh: str, en: str, *, longest: int = LONGEST) -> str:
    """A required text, tidied: visible, at most `longest` characters, and fit to be kept.

    `field` is the path in the error; `zh` and `en` name the text in its message. Raises ReasonRequired if nothing is
    visible, Invalid if it is too long or not fit.
    """
    said = tidy(text)
    if said is None:
        raise ReasonRequired(f"请写{zh}。", f"Please write {en}.", path=(field,))
    return fitting(said, field, zh, en, longest=longest)


def fitting(text: str, field: str, zh: str, en: str, *, longest: int = LONGEST) -> str:
    """The text unchanged, blank or not; Invalid if it is longer than `longest` or not fit."""
    if len(text) > longest or not is_fit(text):
        raise Invalid(
            f"{zh}最多{longest}字，不能有控制字符。",
            f"At most {longest} characters for {en}, no control characters.",
            path=(field,),
        )
    return text


def _is_seen(character: str) -> bool:
    return category(character) not in UNSEEN_CATEGORIES and character not in UNSEEN
