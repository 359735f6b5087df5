"""What people write: one check for raters and officials alike.

Refused is what no reader could see or trust: control characters, what PostgreSQL cannot store, and the marks that turn
the direction of a line around, by which a text shows other words than it says. Emoji with joiners, hard spaces and rare
characters of names stay as they are.
"""

import re
from unicodedata import category

from domain.errors import Invalid, ReasonRequired

LONGEST = 2000
NEWLINES = re.compile("\r\n?|[\u2028\u2029]")
KEPT_CONTROLS = frozenset("\n\t")
TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
UNFIT_CATEGORIES = frozenset({"Cc", "Cs"})

# Nothing is seen of these alone: spaces, joiners, marks without a letter; then what is a letter only by name.
UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Zs", "Zl", "Zp", "Mn", "Me"})
UNSEEN = frozenset("\u115f\u1160\u3164\uffa0\u2800")


def plain(text: str) -> str:
    """With one kind of line end, whatever machine it was typed on."""
    return NEWLINES.sub("\n", text)


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
