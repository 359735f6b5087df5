"""The words of the pages: one key, a Chinese and an English sentence. A key nobody wrote is an error at once."""

from collections.abc import Mapping
from string import Formatter
from typing import Any

from web.language import EN, language

Words = Mapping[str, tuple[str, str]]

_words: dict[str, tuple[str, str]] = {}


def add(words: Words) -> None:
    """Take in the words of a room. Two rooms must not say different things under one key."""
    for key, pair in words.items():
        if _words.setdefault(key, pair) != pair:
            raise ValueError(f"{key} is already in the catalogue with other words")


def say(key: str, **facts: object) -> str:
    """The sentence of this key in the language of the request, with its facts filled in."""
    zh, en = _words[key]
    sentence = en if language() == EN else zh
    if not facts:
        return sentence
    return COUNTING.vformat(sentence, (), facts) if ":|" in sentence else sentence.format(**facts)


def say_for(case: str, key: str, **facts: object) -> str:
    """The same where one case has words of its own: `move.submit.EXPLAINED` before `move.submit`."""
    own = f"{key}.{case}"
    return say(own if own in _words else key, **facts)


class Counting(Formatter):
    """English knows one and many: `{n} {n:|day|days}`. A fact may be a number or a number as it is written."""

    def format_field(self, value: Any, format_spec: str) -> str:
        if not format_spec.startswith("|"):
            return str(super().format_field(value, format_spec))
        one, many = format_spec[1:].split("|")
        return one if str(value) == "1" else many


COUNTING = Counting()


def has(key: str) -> bool:
    return key in _words
