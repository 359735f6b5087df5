"""The rater's identity: encrypted under the event's random reference, opened only by a logged reveal."""

import os
from dataclasses import dataclass
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.keys import keyed_hash, keys
from storage.transactions import Connection

KEY_ID = 1
NONCE_BYTES = 12

INSERT = """
insert into vault.identity (ref, key_id, sealed, has_mobile, person_index, mobile_index, created_at)
select t.*, $7 from unnest($1::uuid[], $2::smallint[], $3::bytea[], $4::boolean[], $5::bytea[], $6::bytea[])
  as t (ref, key_id, sealed, has_mobile, person_index, mobile_index)
on conflict (ref) do update set key_id = excluded.key_id, sealed = excluded.sealed, has_mobile = excluded.has_mobile,
  person_index = excluded.person_index, mobile_index = excluded.mobile_index
  where not vault.identity.has_mobile and excluded.has_mobile
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who the rater is, as the business system sent it. Any part may be missing. Never leaves vault and reveal."""

    name: str | None = None
    id_number: str | None = None
    mobile: str | None = None

    def __bool__(self) -> bool:
        return bool(self.name or self.id_number or self.mobile)

    def __repr__(self) -> str:
        return "Identity(…)"


async def deposit(connection: Connection, identities: dict[UUID, Identity]) -> None:
    """Put identities away, in the caller's transaction, as the vault's own role. A missing contact is filled once."""
    given = {ref: identity for ref, identity in identities.items() if identity}
    if not given:
        return
    now = await connection.fetchval("select city_now()")  # the vault's own role reads no table of the city
    await connection.execute("set local role haochaping_vault")
    await connection.execute(
        INSERT,
        list(given),
        [KEY_ID] * len(given),
        [seal(ref, identity) for ref, identity in given.items()],
        [bool(identity.mobile) for identity in given.values()],
        [_index("person", identity.id_number) for identity in given.values()],
        [_index("mobile", identity.mobile) for identity in given.values()],
        now,
    )
    await connection.execute("set local role none")


def seal(ref: UUID, identity: Identity) -> bytes:
    """nonce + AES-256-GCM; the reference is bound in, so a ciphertext moved to another row does not open."""
    nonce = os.urandom(NONCE_BYTES)
    plain = orjson.dumps([identity.name, identity.id_number, identity.mobile])
    return nonce + AESGCM(keys().vault).encrypt(nonce, plain, _bound_to(ref, KEY_ID))


def unseal(ref: UUID, key_id: int, sealed: bytes) -> Identity:
    plain = AESGCM(keys().vault).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(ref, key_id))
    return Identity(*orjson.loads(plain))


def _bound_to(ref: UUID, key_id: int) -> bytes:
    return ref.bytes + key_id.to_bytes(2, "big")


def _index(kind: str, value: str | None) -> bytes | None:
    return keyed_hash(keys().blind_index, f"{kind}:{value.strip().upper()}".encode()) if value else None
