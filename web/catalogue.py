"""The texts of the pages, a Chinese and an English sentence per key. An unknown key is a KeyError."""

from collections.abc import Mapping
from string import Formatter
from typing import Any

from web.language import EN, language

Words = Mapping[str, tuple[str, str]]

_words: dict[str, tuple[str, str]] = {}


def add(words: Words) -> None:
    """Add the texts of a part of the pages. Raises ValueError if a key has another text already."""
    for key, pair in words.items():
        if _words.setdefault(key, pair) != pair:
            raise ValueError(f"{key} is already in the catalogue with other words")


def say(key: str, **facts: object) -> str:
    """Return the sentence of this key in the language of the request, with the facts filled in."""
    zh, en = _words[key]
    sentence = en if language() == EN else zh
    if not facts:
        return sentence
    return COUNTING.vformat(sentence, (), facts) if ":|" in sentence else sentence.format(**facts)


def say_for(case: str, key: str, **facts: object) -> str:
    """Return the sentence of `{key}.{case}` if there is one, else that of `key`.

    Example: `move.submit.EXPLAINED` before `move.submit`.
    """
    own = f"{key}.{case}"
    return say(own if own in _words else key, **facts)


class Counting(Formatter):
    """Formats singular and plural: `{n} {n:|day|days}`. `n` may be a number or a formatted number."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if not format_spec.startswith("|"):
            return str(super().format_field(value, format_spec))
        one, many = format_spec[1:].split("|")
        return one if str(value) == "1" else many


COUNTING = Counting()


def has(key: str) -> bool:
    """Return whether there is a sentence with this key."""
    return key in _words
