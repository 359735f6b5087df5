"""Proofs: the right to rate one service event through one entry (docs/rules.md §3.8).

A proof is AES-SIV over (invitation, entry): forging one means forging a 128-bit tag, and the proof of one entry tells
nothing about another's. A receipt is 60 keyed bits over the invitation; it shows progress, which a used proof never
does.
"""

import base64
import secrets
from binascii import Error as Base64Error
from collections.abc import Collection
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV

from domain.errors import ProofInvalid
from domain.keys import keyed_hash, keys
from domain.words import Entry

ENTRIES = tuple(Entry)
TOKEN_BYTES = 16 + 9
RECEIPT_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECEIPT_LENGTH = 12
RATERS_ALONE = (Entry.SMS_LINK, Entry.MY_BUSINESS)  # proofs that only the rater gets: no clerk, no business system
SHARED = frozenset({Entry.WINDOW_DEVICE, Entry.SELF_TERMINAL, Entry.HOTLINE_12345, Entry.PAPER})  # not the rater's own


def issue(invitation_id: int, entry: Entry) -> str:
    """The proof for this entry: 34 characters that are safe in a URL."""
    plain = invitation_id.to_bytes(8, "big") + bytes([ENTRIES.index(entry)])
    return _written(_cipher().encrypt(plain, [b"proof"]))


def read(token: str) -> tuple[int, Entry]:
    """(invitation, entry) of a genuine proof; ProofInvalid for anything else."""
    try:
        sealed = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
        if len(sealed) != TOKEN_BYTES or _written(sealed) != token:  # one spelling only: two texts are two proofs
            raise unknown()
        plain = _cipher().decrypt(sealed, [b"proof"])
    except (InvalidTag, Base64Error, ValueError, UnicodeEncodeError):
        raise unknown() from None
    return int.from_bytes(plain[:8], "big"), ENTRIES[plain[8]]


def is_given(entry: Entry, given_out: Collection[str]) -> bool:
    """Whether the proof of this entry was issued; `given_out` are the invitation's recorded entries.

    MY_BUSINESS is always: its proof is issued on reading, which records nothing. That one exists shows that a channel
    had signed for the event's own rater (domain/collecting/assertions.py).
    """
    return entry is Entry.MY_BUSINESS or entry in given_out


def _written(sealed: bytes) -> str:
    return base64.urlsafe_b64encode(sealed).rstrip(b"=").decode()


def unknown() -> ProofInvalid:
    """The error for a proof that is not genuine or was not issued."""
    return ProofInvalid(
        "我们认不出这个链接，可能复制时少了几个字。请重新扫码，或从短信里重新点开。",
        "We do not recognise this link; a few characters may be missing. Scan the code again or reopen the message.",
        path=("token",),
    )


def receipt_of(invitation_id: int) -> str:
    """The receipt of the invitation's rating, like 7K3F-9Q2M-4D8T."""
    number = int.from_bytes(keyed_hash(keys().receipt, invitation_id.to_bytes(8, "big"))[:8], "big") >> 4
    letters = "".join(RECEIPT_ALPHABET[number >> shift & 31] for shift in range(55, -1, -5))
    return "-".join(letters[n : n + 4] for n in range(0, RECEIPT_LENGTH, 4))


def mark_of(invitation_id: int) -> str:
    """The mark a browser keeps after rating: it shows that this browser rated, and gives no access."""
    return keyed_hash(keys().receipt, b"rated:" + invitation_id.to_bytes(8, "big"))[:12].hex()


def receipt_index(receipt: str) -> bytes:
    """The keyed hash stored for a receipt; equal in any spacing, case or look-alike letters."""
    plain = "".join(c for c in receipt.upper() if c.isalnum()).replace("O", "0").replace("I", "1").replace("L", "1")
    return keyed_hash(keys().receipt, b"index:" + plain.encode())[:16]


def random_digits(length: int) -> str:
    """A random text of so many digits."""
    return "".join(secrets.choice("0123456789") for _ in range(length))


def _cipher() -> AESSIV:
    return _cipher_of(keys().proof)


@lru_cache(maxsize=1)
def _cipher_of(key: bytes) -> AESSIV:
    return AESSIV(key)
