"""The one place where generated source becomes a function."""

from collections.abc import Mapping
from typing import Any


def generated(source: str, constants: Mapping[str, Any]) -> Any:
    """The function `build` that the source defines, with these constants around it. It does not stand among its own
    globals: that would be a circle, and a forgotten plan would wait for the collector.
    """
    scope = dict(constants)
    exec(source, scope)
    return scope.pop("build")


__all__ = ["generated"]
