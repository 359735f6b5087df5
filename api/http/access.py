"""Finds the actor of a request by its bearer key or access token; without one it is the public."""

from asyncio import Task, create_task, shield
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from time import monotonic
from typing import Final

from api.errors import ApiError, unauthenticated
from api.http.throttle import Throttle
from domain.actor import PUBLIC, Actor

Lookup = Callable[[bytes], Awaitable[tuple[Actor, ...]]]

SECONDS_REMEMBERED: Final = 2.0  # a revoked key works this long at most
KEYS_REMEMBERED: Final = 10_000
LONGEST_KEY: Final = 200
GUESSES_PER_MINUTE: Final = 60


class Access:
    """Finds the Actor for the headers of a request.

    `lookup` takes the SHA-256 of a key and returns the actors it may act as, none if the key is unknown. Unknown keys
    are throttled by address before the database is asked; a key that was valid when last looked up is not counted.
    """

    def __init__(
        self, lookup: Lookup, *, guesses: Throttle | None = None, clock: Callable[[], float] = monotonic
    ) -> None:
        self.lookup, self.clock = lookup, clock
        self.guesses = guesses or Throttle(GUESSES_PER_MINUTE)
        self.known: OrderedDict[bytes, tuple[float, tuple[Actor, ...]]] = OrderedDict()
        self.asking: dict[bytes, Task[tuple[Actor, ...]]] = {}

    async def actor(self, headers: Mapping[bytes, bytes], address: str = "") -> Actor:
        """Return the actor of a request.

        Raises ApiError if the key is wrong (it is never treated as the public), if there were too many wrong keys, or
        if the account does not have the role in X-Role.
        """
        key, role = headers.get(b"authorization"), headers.get(b"x-role")
        actors: tuple[Actor, ...] = (PUBLIC,)
        if key is not None:
            digest = sha256(_token(key.decode("latin-1")).encode()).digest()
            until, actors = self.known.get(digest, (0.0, ()))
            if self.clock() >= until:
                actors = await self._looked_up(digest, actors, address)
        if not actors:
            raise unauthenticated()
        return actors[0] if role is None else in_role(actors, role.decode("latin-1"))

    async def _looked_up(self, digest: bytes, before: tuple[Actor, ...], address: str) -> tuple[Actor, ...]:
        """Look up a key, once for all requests that bring it at the same moment.

        The look-up is shielded: if one request is cancelled, the others still get the answer.
        """
        if (asking := self.asking.get(digest)) is None:
            if is_guess := not before:
                self.guesses.admit(address)
            asking = self.asking[digest] = create_task(self._ask(digest, address if is_guess else None))
            asking.add_done_callback(lambda _: self.asking.pop(digest, None))
        return await shield(asking)

    async def _ask(self, digest: bytes, guesser: str | None) -> tuple[Actor, ...]:
        """Ask `lookup` and keep the answer for two seconds, also for unknown keys.

        A guess was counted before; it is given back if the key is good or the look-up failed.
        """
        actors: tuple[Actor, ...] | None = None
        try:
            actors = await self.lookup(digest)
        finally:
            if guesser is not None and (actors or actors is None):  # a good key, or the look-up failed
                self.guesses.give_back(guesser)
        self.known[digest] = (self.clock() + SECONDS_REMEMBERED, actors)
        self.known.move_to_end(digest)
        if len(self.known) > KEYS_REMEMBERED:
            self.known.popitem(last=False)
        return actors


def in_role(actors: tuple[Actor, ...], role: str) -> Actor:
    """Return the actor with the role named in X-Role, without a name the first. Raises ApiError FORBIDDEN."""
    if not role:
        return actors[0]
    for actor in actors:
        if actor.role == role.strip():
            return actor
    raise ApiError(
        "FORBIDDEN",
        "这个账号没有 X-Role 所写的角色。请换一个角色，或请安全管理员开通。",
        "This account does not have the role named in X-Role. Name another, or ask the administrator for it.",
        status=403,
    )


def _token(header: str) -> str:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip() or len(token) > LONGEST_KEY:
        raise unauthenticated()
    return token.strip()
