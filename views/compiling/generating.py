"""Turns generated source into a function; no other module calls `exec`."""

from collections.abc import Mapping
from typing import Any


def generated(source: str, constants: Mapping[str, Any]) -> Any:
    """Return the function `build` that the source defines, with the constants as its globals.

    `build` is removed from its own globals: the reference cycle would keep a dropped plan until garbage collection.
    """
    scope = dict(constants)
    exec(source, scope)
    return scope.pop("build")


__all__ = ["generated"]
