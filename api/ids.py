"""Sealed ids and cursors: each is one encrypted AES block, so it reveals neither order nor time.

id = AES(row 8 bytes · zeros 6 · view 2); the zeros prove that it was issued here.
cursor = AES(key 8 · tie 6 · view 1 · order 1), with another encryption key.
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
LAST_LETTERS: Final = "AQgw"  # the last letter holds two bits of the block and four zero bits
FILLING: Final = bytes(2)
TO_URL: Final = bytes.maketrans(b"+/", b"-_")
FROM_URL: Final = bytes.maketrans(b"-_+/", b"+/..")  # + and / are not in our alphabet and become invalid
ID: Final = Struct(">QQ")
LARGEST_TAG: Final = 0xFFFF
CURSOR: Final = Struct(">qQ")


class Seal:
    """Seals and opens ids and cursors with two keys.

    ECB is used as the plain block cipher: every text is a single block, and equal blocks occur only for equal ids.
    """

    def __init__(self, id_key: bytes, cursor_key: bytes) -> None:
        ids, cursors = (Cipher(AES(key), ECB()) for key in (id_key, cursor_key))
        self._seal_ids, self._open_ids = ids.encryptor().update, ids.decryptor().update
        self._seal_cursors, self._open_cursors = cursors.encryptor().update, cursors.decryptor().update

    def ids(self, tag: int, rows: Sequence[int | None]) -> list[str]:
        """Return the sealed ids of these rows, encrypted with one call.

        None is sealed as 0, to keep the positions; the builder does not use it.
        """
        return _texts(self._seal_ids(b"".join([ID.pack(row or 0, tag) for row in rows])))

    def open(self, text: str) -> tuple[int, int] | None:
        """Return (view, row) of an id; None if it was not issued here."""
        block = _block(text)
        if block is None:
            return None
        row, tag = ID.unpack(self._open_ids(block))
        return (tag, row) if tag <= LARGEST_TAG else None

    def cursors(self, tag: int, order: int, places: Sequence[tuple[int, int]]) -> list[str]:
        """Return the cursors of these places (key, tie), which are bound to the view and the order.

        A cursor holds the key of its row, not its position, so that paging goes on after a row was deleted.
        """
        of = tag << 8 | order
        return _texts(self._seal_cursors(b"".join([CURSOR.pack(key, tie << 16 | of) for key, tie in places])))

    def open_cursor(self, text: str, tag: int, order: int) -> tuple[int, int] | None:
        """Return (key, tie) of a cursor; None if it was not issued here for this view and order."""
        block = _block(text)
        if block is None:
            return None
        key, rest = CURSOR.unpack(self._open_cursors(block))
        return (key, rest >> 16) if rest & 0xFFFF == tag << 8 | order else None


def _texts(blocks: bytes) -> list[str]:
    """Return each block as 22 letters of base64.

    A block is encoded with two zero bytes added, which makes 24 letters; the last two are cut off.
    """
    filled = b"".join([blocks[at : at + BLOCK] + FILLING for at in range(0, len(blocks), BLOCK)])
    letters = b2a_base64(filled, newline=False).translate(TO_URL).decode("ascii")
    return [letters[at : at + TEXT] for at in range(0, len(letters), TEXT + 2)]


def _block(text: str) -> bytes | None:
    """Return the block of a text, or None unless the text is spelt exactly as we spell it.

    Otherwise one id could be written in several ways.
    """
    if len(text) != TEXT or text[-1] not in LAST_LETTERS:
        return None
    try:
        block = a2b_base64(text.encode("ascii").translate(FROM_URL) + b"==", strict_mode=True)
    except ValueError:
        return None
    return block if len(block) == BLOCK else None
