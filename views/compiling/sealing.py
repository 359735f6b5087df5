"""What views need from outside, handed over once by the composition root: the seal, and the public address."""

from collections.abc import Sequence
from typing import Protocol


class Seal(Protocol):
    """Ids and cursors ↔ text (api/ids.py)."""

    def ids(self, tag: int, rows: Sequence[int | None]) -> list[str]: ...
    def open(self, text: str) -> tuple[int, int] | None: ...
    def cursors(self, tag: int, order: int, places: Sequence[tuple[int, int]]) -> list[str]: ...
    def open_cursor(self, text: str, tag: int, order: int) -> tuple[int, int] | None: ...


_seal: Seal | None = None
_address = ""


def use(*, seal: Seal, public_url: str = "") -> None:
    """Called once by the composition root."""
    global _seal, _address
    _seal, _address = seal, public_url.rstrip("/")


def seal() -> Seal:
    if _seal is None:
        raise RuntimeError("views.use(seal=…) has not been called by the composition root")
    return _seal


def address() -> str:
    return _address
