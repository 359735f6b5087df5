"""Managing webhooks: a subscriber manages its own, the system administrator all of them."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

import orjson

from domain import access, outbox, policy, texts
from domain.actor import Actor, ActorKind, Scope
from domain.errors import Conflict, Invalid, NotFound
from domain.policy import SUBSCRIBER
from domain.subscriptions import addresses, documents, signing
from domain.subscriptions.kinds import known
from storage.models import Webhook
from storage.transactions import execute, fetch, fetch_value, transaction

MOST: Final = 20
LONGEST_DOCUMENT: Final = 8_192
KEEP: Final[Any] = object()

# A lock per owner, so that two transactions cannot both count its webhooks and each add one.
ONE_AT_A_TIME = "select pg_advisory_xact_lock(hashtext('webhook'), $1::int)"
# A new webhook begins at the newest position. An owner that reads a day late gets its first events the day after.
HEAD = "select coalesce(max(position), 0) from ledger"
FIRST = "select coalesce(min(position), 1) from ledger"
FORGET_SECRETS = "update webhook set previous_secret = null, previous_until = null where previous_until <= now()"


@dataclass(frozen=True, slots=True)
class NewWebhook:
    """What a webhook should be. KEEP: not given; a new webhook then gets all kinds, all agencies, enabled."""

    url: str
    kinds: Any = KEEP
    agency_code: Any = KEEP
    document: Any = KEEP
    enabled: Any = KEEP


@dataclass(frozen=True, slots=True)
class Made:
    """A new webhook's id and its secret, which is shown once."""

    id: int
    secret: str


async def create(new: NewWebhook, *, by: Actor, client_id: int | None = None) -> Made:
    """Add a webhook that gets events from now on. The administrator says for which client.

    Raises Conflict if the client has MOST webhooks already.
    """
    policy.require(by, "webhook.manage")
    owner = await _owner(by, client_id)
    facts = await _judged(new, owner)
    secret = signing.new_secret()
    async with transaction():
        await execute(ONE_AT_A_TIME, owner.id)
        if await fetch_value("select count(*) from webhook where client_id = $1", owner.id) >= MOST:
            raise Conflict(f"一个订阅方最多{MOST}个接收地址。", f"A subscriber has at most {MOST} webhooks.")
        now, position = await fetch_value("select now()"), await fetch_value(HEAD)
        webhook = await Webhook.create(
            client_id=owner.id,
            secret=signing.seal(secret, owner.id or 0),
            position=position,
            next_at=now,
            created_at=now,
            disabled_because=None if facts.get("is_enabled", True) else "BY_OWNER",
            **facts,
        )
        await outbox.record("webhook.created", "webhook", webhook.id, by)
    return Made(webhook.id, signing.shown(secret))


async def update(webhook_id: int, new: NewWebhook, *, by: Actor, seen: str | None = None) -> None:
    """Change a webhook; when it is enabled again it continues from its position.

    `seen` is the mark from `looked_at`: Conflict if the webhook was changed since.
    """
    policy.require(by, "webhook.manage")
    owner = await _owner_of(webhook_id, by)
    facts = await _judged(new, owner)
    async with transaction():
        webhook = await _lock(webhook_id, by)
        if seen is not None and seen != _state(webhook):
            raise Conflict(
                "您打开之后，别人改过这个接收地址。您写的没有保存，也没有丢；请看过现在的再决定。",
                "Somebody changed this webhook after you opened it. Yours was not saved and is not lost: look at both.",
                path=("meanwhile",),
            )
        is_on, moved = facts.get("is_enabled", webhook.is_enabled), facts["url"] != webhook.url
        if moved or (is_on and not webhook.is_enabled):
            webhook.attempt, webhook.reason, webhook.next_at = 0, None, await fetch_value("select now()")
        webhook.disabled_because = None if is_on else webhook.disabled_because or "BY_OWNER"
        webhook.lease = None  # the worker that is sending stops; another begins when that lease is over
        webhook.update_from_dict(facts)
        await webhook.save()
        await outbox.record("webhook.updated", "webhook", webhook.id, by)


async def looked_at(webhook_id: int, *, by: Actor) -> str:
    """A mark of the webhook's settings, to be given to `update` as `seen`."""
    async with transaction():
        return _state(await _lock(webhook_id, by))


async def delete(webhook_id: int, *, by: Actor) -> None:
    """Delete the webhook and the log of its deliveries."""
    policy.require(by, "webhook.manage")
    async with transaction():
        webhook = await _lock(webhook_id, by)
        await webhook.delete()
        await outbox.record("webhook.deleted", "webhook", webhook_id, by)


async def rotate(webhook_id: int, *, by: Actor) -> str:
    """Set a new secret and return it.

    The old one also signs for a day, so that the receiver can change over.
    """
    policy.require(by, "webhook.manage")
    secret = signing.new_secret()
    async with transaction():
        webhook = await _lock(webhook_id, by)
        webhook.previous_secret = webhook.secret
        webhook.previous_until = await fetch_value("select now() + $1::interval", signing.OVERLAP)
        webhook.secret = signing.seal(secret, webhook.client_id)
        await webhook.save()
        await outbox.record("webhook.secret_rotated", "webhook", webhook.id, by)
    return signing.shown(secret)


async def forget_secrets() -> None:
    """Erase replaced secrets that no longer sign."""
    await execute(FORGET_SECRETS)


async def resume(webhook_id: int, *, after: int | None = None, by: Actor) -> None:
    """Enable the webhook and deliver at once: from its position, or again from after position `after`.

    Raises Invalid if `after` is outside the ledger.
    """
    policy.require(by, "webhook.manage")
    async with transaction():
        webhook = await _lock(webhook_id, by)
        first, head = await fetch_value(FIRST), await fetch_value(HEAD)
        after = webhook.position if after is None else after
        if not first - 1 <= after <= head:
            raise Invalid(
                f"位置应在 {first - 1} 到 {head} 之间。",
                f"The position must be between {first - 1} and {head}.",
                path=("position",),
            )
        webhook.position, webhook.attempt, webhook.reason = after, 0, None
        webhook.is_enabled, webhook.disabled_because = True, None
        webhook.next_at, webhook.lease = await fetch_value("select now()"), None
        await webhook.save()
        await outbox.record("webhook.resumed", "webhook", webhook.id, by, position=after)


async def position(webhook_id: int, *, by: Actor) -> int:
    """The position up to which the webhook has been served."""
    policy.require(by, "webhook.manage")
    async with transaction():
        return int((await _lock(webhook_id, by)).position)


async def subscribers() -> list[tuple[int, str]]:
    """(id, name) of the enabled clients that may have webhooks; for the administrator's choice."""
    rows = await fetch(
        "select id, name from client where kind = 'SUBSCRIBER' and is_enabled and $1 = any(scopes) order by name, id",
        Scope.READ_EVENTS,
    )
    return [(row["id"], row["name"]) for row in rows]


async def _owner(by: Actor, client_id: int | None) -> Actor:
    """The client a webhook is for: the actor itself, or the client the administrator names.

    Raises Invalid if that client is no enabled subscriber that may read events.
    """
    if by.kind is ActorKind.CLIENT:
        return by
    owner = await access.client(client_id) if client_id else None
    if owner is None or owner.role != SUBSCRIBER or not policy.may(owner, "event.read"):
        raise Invalid(
            "请选择接收方：一个启用中的订阅方客户端。", "Say for whom: an enabled subscriber client.", path=("client",)
        )
    return owner


async def _owner_of(webhook_id: int, by: Actor) -> Actor:
    """The client a webhook is for; its rights decide what its document may ask, not the administrator's."""
    async with transaction():
        webhook = await _lock(webhook_id, by)
    return await _owner(by, webhook.client_id)


async def _judged(new: NewWebhook, owner: Actor) -> dict[str, Any]:
    """The columns for what was given, after all checks."""
    facts: dict[str, Any] = {"url": await _address(new.url)}
    if new.kinds is not KEEP:
        kinds = known(new.kinds, owner.role)
        facts["kinds"] = None if kinds is None else list(kinds)
    if new.agency_code is not KEEP:
        facts["agency_id"] = await _agency(new.agency_code)
    if new.document is not KEEP:
        facts |= _question(new.document, owner)
    if new.enabled is not KEEP and new.enabled is not None:
        facts["is_enabled"] = new.enabled
    return facts


async def _address(url: str) -> str:
    """The address, if we may deliver to it; a name that does not resolve yet is accepted."""
    url = texts.line(url)
    place = addresses.take_apart(url)
    try:
        await addresses.resolve(place)
    except addresses.Unreachable as error:
        if error.reason != "NO_NAME":
            raise
    return url


async def _agency(code: str | None) -> int | None:
    if not code:
        return None
    found: int | None = await fetch_value("select id from agency where code = $1", code)
    if found is None:
        raise Invalid(f"没有这个单位：{code[:40]}。", f"There is no such agency: {code[:40]}.", path=("agencyCode",))
    return found


def _question(document: str | None, owner: Actor) -> dict[str, Any]:
    """The columns of the document and of what it asks, as read with the owner's rights."""
    text = texts.plain(document or "").strip()
    if not text:
        return {"document": None, "question": None}
    if len(text) > LONGEST_DOCUMENT:
        raise Invalid(
            f"查询语句最多{LONGEST_DOCUMENT}字。", f"At most {LONGEST_DOCUMENT} characters.", path=("document",)
        )
    return {"document": text, "question": orjson.loads(orjson.dumps(documents.read(text, owner).stored()))}


def _state(webhook: Webhook) -> str:
    chosen = (webhook.url, sorted(webhook.kinds or []), webhook.agency_id, webhook.document, webhook.is_enabled)
    return sha256(repr(chosen).encode()).hexdigest()[:24]


async def _lock(webhook_id: int, by: Actor) -> Webhook:
    """The webhook, locked, if it is within reach; otherwise NotFound."""
    sql, values = policy.within(by, "Webhook", first=2)
    found = await fetch_value(f"select t.id from webhook t where t.id = $1 and {sql} for update", webhook_id, *values)
    if found is None:
        raise NotFound("找不到这个接收地址。", "There is no such webhook.")
    return await Webhook.get(id=webhook_id)
