"""The words of the pages: one key, a Chinese and an English sentence. A key nobody wrote is an error at once."""

from collections.abc import Mapping

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
    return sentence.format(**facts) if facts else sentence


def has(key: str) -> bool:
    return key in _words
