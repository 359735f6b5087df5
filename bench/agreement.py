"""All contenders must answer the same before any is measured. Each answers in its own shape; here all become one."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

WRAPPINGS = ("node", "tag")
PAGES = ("edges", "nodes")


class Disagreement(Exception):
    """Two contenders answered differently: there is nothing to compare."""


def plain(value: Any) -> Any:
    """Without the wrappings of connections; a board's figures beside its name; reasons in the order of their codes."""
    if isinstance(value, Mapping):
        if len(value) == 1 and (name := next(iter(value))) in (*PAGES, *WRAPPINGS):
            return plain(value[name])
        told = {key: plain(inner) for key, inner in value.items()}
        board = told.pop("board", None)
        return {key: _moment(key, inner) for key, inner in (told | (board or {})).items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(inner) for inner in value]
    return value


def normal(question: str, data: Mapping[str, Any]) -> Any:
    """The answer itself, whatever the root field is called; the two halves of a board are one board."""
    (root,) = [plain(value) for value in data.values()]
    if question == "board" and isinstance(root, dict):
        root = [*root["first"], *root["rest"]]
    if question == "list":
        root = [row | {"tags": sorted(row["tags"], key=lambda tag: str(tag["code"]))} for row in root]
    return root


def require_same(question: str, expected: Any, found: Any, who: str) -> None:
    """Refuse the run at the first difference, and say where it is."""
    if place := difference(expected, found):
        raise Disagreement(f"{who} answers {question} differently: {place}")


def difference(expected: Any, found: Any, at: str = "$") -> str | None:
    """Where two answers differ, as a sentence; None if they do not."""
    if isinstance(expected, dict) and isinstance(found, dict):
        if expected.keys() != found.keys():
            return f"{at} has {sorted(found)} instead of {sorted(expected)}"
        inner = (difference(expected[key], found[key], f"{at}.{key}") for key in expected)
    elif isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return f"{at} has {len(found)} entries instead of {len(expected)}"
        inner = (difference(a, b, f"{at}[{n}]") for n, (a, b) in enumerate(zip(expected, found, strict=True)))
    else:
        same = expected == found and isinstance(expected, bool) == isinstance(found, bool)
        return None if same else f"{at} is {found!r} instead of {expected!r}"
    return next((place for place in inner if place), None)


def _moment(key: str, value: Any) -> Any:
    if key != "ratedAt" or not isinstance(value, str):
        return value
    return datetime.fromisoformat(value).astimezone(UTC).isoformat()
