"""The seal and the public address, which the composition root gives to the views once.

A sealed id or cursor is one AES block: it tells neither order nor time, and no two of them correlate.
id = AES(row 8 bytes · zeros 6 · view 2); the zeros prove that it is ours.
cursor = AES(key 8 · tie 6 · view 1 · order 1), with another key.
"""

from binascii import a2b_base64, b2a_base64
from collections.abc import Sequence
from struct import Struct
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import ECB

BLOCK: Final = 16
TEXT: Final = 22
LAST_LETTERS: Final = "AQgw"  # two bits of the block, four zeros
FILLING: Final = bytes(2)
TO_URL: Final = bytes.maketrans(b"+/", b"-_")
FROM_URL: Final = bytes.maketrans(b"-_+/", b"+/..")  # the letters of the other alphabet are none of ours
ID: Final = Struct(">QQ")
LARGEST_TAG: Final = 0xFFFF
CURSOR: Final = Struct(">qQ")


class Seal:
    """Turns ids and cursors into opaque text and back.

    `tag` is the view's number. `open` returns the tag and row number of a sealed id, or None if it was not issued
    here. A place is (key, tie); `open_cursor` returns None if the cursor does not belong to this tag and order.
    Every text is one block and no plaintext repeats, so ECB is the plain block cipher here.
    """

    def __init__(self, id_key: bytes, cursor_key: bytes) -> None:
        ids, cursors = (Cipher(AES(key), ECB()) for key in (id_key, cursor_key))
        self._seal_ids, self._open_ids = ids.encryptor().update, ids.decryptor().update
        self._seal_cursors, self._open_cursors = cursors.encryptor().update, cursors.decryptor().update

    def ids(self, tag: int, rows: Sequence[int | None]) -> list[str]:
        """All ids of a page in one call of the cipher. None is sealed too; whoever builds does not look at it."""
        return _texts(self._seal_ids(b"".join([ID.pack(row or 0, tag) for row in rows])))

    def open(self, text: str) -> tuple[int, int] | None:
        """(view, row) of an id of ours, else None."""
        block = _block(text)
        if block is None:
            return None
        row, tag = ID.unpack(self._open_ids(block))
        return (tag, row) if tag <= LARGEST_TAG else None

    def cursors(self, tag: int, order: int, places: Sequence[tuple[int, int]]) -> list[str]:
        """Cursors hold the key, not the position, so paging survives a deletion; bound to view and order."""
        of = tag << 8 | order
        return _texts(self._seal_cursors(b"".join([CURSOR.pack(key, tie << 16 | of) for key, tie in places])))

    def open_cursor(self, text: str, tag: int, order: int) -> tuple[int, int] | None:
        block = _block(text)
        if block is None:
            return None
        key, rest = CURSOR.unpack(self._open_cursors(block))
        return (key, rest >> 16) if rest & 0xFFFF == tag << 8 | order else None


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


def _texts(blocks: bytes) -> list[str]:
    """A block in 24 letters of base64, of which the last two only fill up."""
    filled = b"".join([blocks[at : at + BLOCK] + FILLING for at in range(0, len(blocks), BLOCK)])
    letters = b2a_base64(filled, newline=False).translate(TO_URL).decode("ascii")
    return [letters[at : at + TEXT] for at in range(0, len(letters), TEXT + 2)]


def _block(text: str) -> bytes | None:
    """The block, of exactly our spelling: two spellings of one id would be two ids."""
    if len(text) != TEXT or text[-1] not in LAST_LETTERS:
        return None
    try:
        block = a2b_base64(text.encode("ascii").translate(FROM_URL) + b"==", strict_mode=True)
    except ValueError:
        return None
    return block if len(block) == BLOCK else None
