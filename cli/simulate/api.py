"""A client of the API that repeats each request until its outcome is known."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from settings import Unusable

PAUSE: Final = 0.2
COME_AGAIN: Final = ("UNAVAILABLE", "RATE_LIMITED", "INTERNAL")
INTERNAL_TRIES: Final = 20  # a dying server may answer so a few times; after that it is taken as broken


class GivenUp(Exception):
    """No answer came within `patience` seconds; the outcome is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The data of an answer, or the code of its top-level error."""

    data: Mapping[str, Any]
    error: str | None = None


@dataclass(slots=True)
class Api:
    """The API of one city.

    A write is repeated unchanged: same client key, same input, same idempotency key.
    """

    url: str
    keys: Mapping[str, str]
    patience: float
    latencies: list[float] = field(default_factory=list)
    repeats: int = 0
    faults: int = 0  # answers with a server error, which were asked again
    _http: httpx.AsyncClient = field(init=False)

    def __post_init__(self) -> None:
        limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
        self._http = httpx.AsyncClient(
            base_url=self.url, timeout=httpx.Timeout(30, connect=5), limits=limits, trust_env=False
        )

    async def close(self) -> None:
        await self._http.aclose()

    async def ask(
        self, who: str, document: str, variables: Mapping[str, Any] | None = None, *, measured: bool = False
    ) -> Answer:
        """Ask until there is an answer, and return it; `who` is the name of a key. Raises GivenUp."""
        until, internal = time.monotonic() + self.patience, 0
        while time.monotonic() < until:
            began = time.perf_counter()
            answer = await self._once(who, document, variables)
            internal += answer is not None and answer.error == "INTERNAL"
            if answer is not None and (answer.error not in COME_AGAIN or internal > INTERNAL_TRIES):
                if measured:
                    self.latencies.append(time.perf_counter() - began)
                return answer
            self.repeats += 1
            self.faults += answer is not None and answer.error == "INTERNAL"
            await asyncio.sleep(PAUSE)
        raise GivenUp(f"{self.url} 在{self.patience:.0f}秒内没有答复 / no answer within {self.patience:.0f} s")

    async def check(self) -> None:
        """Check that the city answers and knows all our keys; raises otherwise."""
        for who in self.keys:
            answer = await self.ask(who, "{ viewer { name } }")
            if answer.error:
                raise Unusable(
                    f"{self.url} 不接受 {who} 的密钥（{answer.error}）；请核对 --keys。",
                    f"{self.url} does not accept the {who} key ({answer.error}); see --keys.",
                )

    async def _once(self, who: str, document: str, variables: Mapping[str, Any] | None) -> Answer | None:
        """Ask once; None means that the connection failed or was lost."""
        try:
            response = await self._http.post(
                "/graphql",
                json={"query": document, "variables": variables or {}},
                headers={"Authorization": f"Bearer {self.keys[who]}", "Accept-Language": "zh-CN"},
            )
            said = response.json()
        except (httpx.TransportError, ValueError):
            return None
        errors = said.get("errors") or []
        return Answer(said.get("data") or {}, errors[0].get("extensions", {}).get("code", "?") if errors else None)
