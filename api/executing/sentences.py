"""Rewrites the messages of graphql-core for clients.

A message is shortened, freed of Python's error texts, and in Chinese preceded by a sentence that says what to do. Codes
are not changed.
"""

import re
from typing import Final

from domain.errors import ENGLISH

LONGEST: Final = 300
LONGEST_WORD: Final = 60
WORD: Final = re.compile(rf"[^\s'\"]{{{LONGEST_WORD + 1},}}")
OURS: Final = re.compile(r", but encountered error '((?:Date|DateTime) must be [^']*?)\.?'")
PYTHON: Final = re.compile(r", but encountered error '.*?'(?=;|\.?$)", re.DOTALL)

# (pattern of the beginning of a message, what the reader should do); the first match is used.
LEADS: Final = (
    ("Syntax Error", "文档的语法有误，请检查所指的行和列"),
    ("Cannot query field", "没有这个字段，请对照 schema 改正"),
    ("Unknown argument", "没有这个参数，请对照 schema 改正"),
    ("Unknown type", "没有这个类型，请对照 schema 改正"),
    ("Unknown fragment", "没有这个片段，请检查片段的名称"),
    (r"Variable '\$\w+' has invalid value", "有一个变量的值不合要求，请按说明改正"),
    ("Argument ", "有一个参数的值不合要求，请按说明改正"),
    ("Expected value of type", "有一个值的类型不对，请按说明改正"),
)
OTHERWISE: Final = "文档不符合 schema，请按说明改正"


def of_core(message: str, language: str) -> str:
    """Return the message for a reader of this language.

    The original message is kept in it, so that readers can search for it.
    """
    shown = _short(PYTHON.sub("", OURS.sub(r": \1", message)))
    if language == ENGLISH:
        return shown
    lead = next((words for beginning, words in LEADS if re.match(beginning, message)), OTHERWISE)
    return f"{lead}：{shown}"


def _short(message: str) -> str:
    """Cut long words and a long message, so that the answer does not echo arbitrary input."""
    cut = WORD.sub(lambda found: found[0][: LONGEST_WORD - 1] + "…", message[: 20 * LONGEST])
    return cut if len(cut) <= LONGEST else cut[: LONGEST - 1] + "…"
