"""The seal and the public address, which the composition root gives to the views once."""

from collections.abc import Sequence
from typing import Protocol


class Seal(Protocol):
    """Turns ids and cursors into opaque text and back (api/ids.py).

    `tag` is the view's number. `open` returns the tag and row number of a sealed id, or None if it was not issued
    here. A place is (key, tie); `open_cursor` returns None if the cursor does not belong to this tag and order.
    """

    def ids(self, tag: int, rows: Sequence[int | None]) -> list[str]: ...
    def open(self, text: str) -> tuple[int, int] | None: ...
    def cursors(self, tag: int, order: int, places: Sequence[tuple[int, int]]) -> list[str]: ...
    def open_cursor(self, text: str, tag: int, order: int) -> tuple[int, int] | None: ...


_seal: Seal | None = None
_address = ""


def use(*, seal: Seal, public_url: str = "") -> None:
    """Set the seal and the public address; the composition root calls this once."""
    global _seal, _address
    _seal, _address = seal, public_url.rstrip("/")


def seal() -> Seal:
    """Return the seal. Raises RuntimeError before `use` was called."""
    if _seal is None:
        raise RuntimeError("views.use(seal=…) has not been called by the composition root")
    return _seal


def address() -> str:
    """Return the public address without a slash at its end."""
    return _address
