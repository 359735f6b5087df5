"""Raters' identities, encrypted under the service event's random reference.

They are opened only by a reveal, which is logged.
"""

import os
from dataclasses import dataclass
from uuid import UUID

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain import texts
from domain.keys import keyed_hash, keys
from domain.vault import canonical
from storage.transactions import execute, fetch, fetch_value, require_transaction

KEY_ID = 1
FORM = 2  # form of the hashed numbers: 1 was as the business system wrote them, 2 is canonical
NONCE_BYTES = 12

INSERT = """
insert into vault.identity (ref, key_id, sealed, has_mobile, person_index, mobile_index, form, created_at)
select t.*, $7, $8 from unnest($1::uuid[], $2::smallint[], $3::bytea[], $4::boolean[], $5::bytea[], $6::bytea[])
  as t (ref, key_id, sealed, has_mobile, person_index, mobile_index)
on conflict (ref) do nothing returning ref
"""
STANDING = "select ref, key_id, sealed from vault.identity where ref = any($1::uuid[]) order by ref for update"
OLDER = """
select ref, key_id, sealed from vault.identity where form < $1 order by ref limit $2 for update skip locked
"""
COMPLETE = """
update vault.identity i set key_id = t.key_id, sealed = t.sealed, has_mobile = t.has_mobile,
  person_index = t.person_index, mobile_index = t.mobile_index, form = $7
from unnest($1::uuid[], $2::smallint[], $3::bytea[], $4::boolean[], $5::bytea[], $6::bytea[])
  as t (ref, key_id, sealed, has_mobile, person_index, mobile_index) where i.ref = t.ref
"""


@dataclass(frozen=True, slots=True)
class Identity:
    """A rater's identity as the business system sent it. Any part may be missing.

    It is used only inside the vault, by those who fill it, and in a reveal.
    """

    name: str | None = None
    id_number: str | None = None
    mobile: str | None = None

    def __bool__(self) -> bool:
        return bool(self.name or self.id_number or self.mobile)

    def __repr__(self) -> str:
        return "Identity(…)"

    def canonical(self) -> "Identity":
        """The form that is stored and looked up.

        What is no valid number stays as it was written: it may have been stored before numbers were checked.
        """
        number, mobile = self.id_number, self.mobile
        return Identity(
            texts.line(self.name or "") or None,
            (canonical.document(number) or texts.line(number) or None) if number else None,
            (canonical.mobile(mobile) or texts.line(mobile) or None) if mobile else None,
        )

    def completed_by(self, later: "Identity") -> "Identity":
        """This identity, with missing parts taken from the later one."""
        return Identity(self.name or later.name, self.id_number or later.id_number, self.mobile or later.mobile)


async def deposit(identities: dict[UUID, Identity]) -> None:
    """Store identities in the caller's transaction, as the vault's own role; stored parts stay."""
    given = {ref: told for ref in sorted(identities) if (told := identities[ref].canonical())}
    if not given:
        return
    require_transaction()  # the role is taken for its rest
    now = await fetch_value("select city_now()")  # the vault's own role may not read the city's tables
    await execute("set local role haochaping_vault")
    new = {row["ref"] for row in await fetch(INSERT, *_columns(given), FORM, now)}
    await _complete({ref: identity for ref, identity in given.items() if ref not in new})
    await execute("set local role none")


async def _complete(repeated: dict[UUID, Identity]) -> None:
    """Decrypt the stored identities, add missing parts and encrypt again; never overwrites a part."""
    if not repeated:
        return
    standing = {r["ref"]: unseal(**r) for r in await fetch(STANDING, list(repeated))}
    completed = {ref: known.completed_by(repeated[ref]).canonical() for ref, known in standing.items()}
    changed = {ref: identity for ref, identity in completed.items() if identity != standing[ref]}
    if changed:
        await execute(COMPLETE, *_columns(changed), FORM)


async def renew(most: int) -> int:
    """Encrypt and hash again at most `most` identities of an older form; returns how many."""
    require_transaction()
    await execute("set local role haochaping_vault")
    rows = await fetch(OLDER, FORM, most)
    if rows:
        await execute(COMPLETE, *_columns({r["ref"]: unseal(**r).canonical() for r in rows}), FORM)
    await execute("set local role none")
    return len(rows)


def _columns(identities: dict[UUID, Identity]) -> tuple[list[object], ...]:
    """The columns ref, key, sealed, has_mobile, person_index, mobile_index."""
    return (
        list(identities),
        [KEY_ID] * len(identities),
        [seal(ref, identity) for ref, identity in identities.items()],
        [bool(identity.mobile) for identity in identities.values()],
        [index("person", identity.id_number) for identity in identities.values()],
        [index("mobile", identity.mobile) for identity in identities.values()],
    )


def seal(ref: UUID, identity: Identity) -> bytes:
    """Nonce and AES-256-GCM, bound to the reference: moved to another row it cannot be decrypted."""
    nonce = os.urandom(NONCE_BYTES)
    plain = orjson.dumps([identity.name, identity.id_number, identity.mobile])
    return nonce + AESGCM(keys().vault).encrypt(nonce, plain, _bound_to(ref, KEY_ID))


def unseal(ref: UUID, key_id: int, sealed: bytes) -> Identity:
    """Decrypt an identity; raises cryptography's InvalidTag if it was sealed for another reference."""
    plain = AESGCM(keys().vault).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _bound_to(ref, key_id))
    return Identity(*orjson.loads(plain))


def _bound_to(ref: UUID, key_id: int) -> bytes:
    return ref.bytes + key_id.to_bytes(2, "big")


def index(kind: str, value: str | None) -> bytes | None:
    """The keyed hash of a canonical number, by which a person is found but not read; None for None."""
    return keyed_hash(keys().blind_index, f"{kind}:{value.upper()}".encode()) if value else None
