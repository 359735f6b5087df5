"""Sealed ids and cursors: one AES block each, so that they tell neither order nor time, and nothing correlates.

id = AES(row 8 bytes · zeros 6 · view 2); the zeros prove that it is ours.
cursor = AES(key 8 · tie 6 · view 1 · order 1), with another key.
"""

import base64
from binascii import Error as Base64Error
from collections.abc import Sequence
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

BLOCK: Final = 16
TEXT: Final = 22


class Seal:
    """Blocks are single and never repeat a plaintext by accident of position, so ECB is the plain block cipher here."""

    def __init__(self, id_key: bytes, cursor_key: bytes) -> None:
        ids, cursors = (Cipher(AES(key), ECB()) for key in (id_key, cursor_key))
        self._seal_ids, self._open_ids = ids.encryptor().update, ids.decryptor().update
        self._seal_cursors, self._open_cursors = cursors.encryptor().update, cursors.decryptor().update

    def ids(self, tag: int, rows: Sequence[int | None]) -> list[str]:
        """All ids of a page in one call of the cipher. None is sealed too; whoever builds does not look at it."""
        tail = tag.to_bytes(8, "big")
        return _texts(self._seal_ids(b"".join([(row or 0).to_bytes(8, "big") + tail for row in rows])))

    def open(self, text: str) -> tuple[int, int] | None:
        """(view, row) of an id of ours, else None."""
        block = _block(text)
        plain = self._open_ids(block) if block else b""
        if len(plain) != BLOCK or plain[8:14] != bytes(6):
            return None
        return int.from_bytes(plain[14:], "big"), int.from_bytes(plain[:8], "big")

    def cursors(self, tag: int, order: int, places: Sequence[tuple[int, int]]) -> list[str]:
        """Cursors hold the key, not the position, so paging survives a deletion; bound to view and order."""
        tail = bytes([tag, order])
        return _texts(
            self._seal_cursors(
                b"".join([k.to_bytes(8, "big", signed=True) + t.to_bytes(6, "big") + tail for k, t in places])
            )
        )

    def open_cursor(self, text: str, tag: int, order: int) -> tuple[int, int] | None:
        block = _block(text)
        plain = self._open_cursors(block) if block else b""
        if len(plain) != BLOCK or plain[14:] != bytes([tag, order]):
            return None
        return int.from_bytes(plain[:8], "big", signed=True), int.from_bytes(plain[8:14], "big")


def _texts(blocks: bytes) -> list[str]:
    return [base64.urlsafe_b64encode(blocks[at : at + BLOCK])[:TEXT].decode() for at in range(0, len(blocks), BLOCK)]


def _block(text: str) -> bytes | None:
    """The block, of exactly our spelling: two spellings of one id would be two ids."""
    if len(text) != TEXT:
        return None
    try:
        block = base64.b64decode(text.encode() + b"==", altchars=b"-_", validate=True)
    except (Base64Error, ValueError):
        return None
    return block if base64.urlsafe_b64encode(block)[:TEXT].decode() == text else None
