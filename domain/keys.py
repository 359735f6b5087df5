"""Keys derived from one master key, one per purpose, so that a leak affects only one purpose."""

import hmac
from dataclasses import dataclass
from typing import Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.errors import Invalid

MASTER_BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """A 32-byte key per purpose. Derived once at start-up and set by `use`."""

    vault: bytes
    blind_index: bytes
    seal: bytes
    cursor: bytes
    proof: bytes
    receipt: bytes
    session: bytes
    webhook: bytes

    @classmethod
    def derive(cls, master: bytes) -> Self:
        """All keys from the master key; Invalid unless that has 32 bytes."""
        if len(master) != MASTER_BYTES:
            raise Invalid("主密钥应为32字节（64位十六进制）。", "The master key must be 32 bytes (64 hex digits).")
        return cls(*(_derive(master, purpose) for purpose in cls.__slots__))

    def __repr__(self) -> str:
        return "Keys(…)"


def _derive(master: bytes, purpose: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"haochaping/{purpose}".encode()).derive(master)


def keyed_hash(key: bytes, value: bytes) -> bytes:
    """HMAC-SHA-256, 32 bytes."""
    return hmac.digest(key, value, "sha256")


_keys: Keys | None = None


def use(keys: Keys) -> None:
    """Set the keys; called once by the composition root."""
    global _keys
    _keys = keys


def keys() -> Keys:
    """The keys; RuntimeError if `use` was not called."""
    if _keys is None:
        raise RuntimeError("domain.keys.use(…) has not been called by the composition root")
    return _keys
