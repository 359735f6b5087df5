"""Speaking to the API as a machine client does: again and again until it is known what became of what was sent."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import httpx

from settings import Unusable

PAUSE: Final = 0.2
COME_AGAIN: Final = ("UNAVAILABLE", "RATE_LIMITED", "INTERNAL")
INTERNAL_TRIES: Final = 20  # a server that dies in the middle may say so; one that keeps saying it is broken


class GivenUp(Exception):
    """No answer within the patience; what became of it is not known."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The data, or the code of a top-level error."""

    data: Mapping[str, Any]
    error: str | None = None


@dataclass(slots=True)
class Api:
    """One city's API. A write is only ever repeated as it was: same key, same input, same idempotency key."""

    url: str
    keys: Mapping[str, str]
    patience: float
    latencies: list[float] = field(default_factory=list)
    repeats: int = 0
    faults: int = 0  # answers that owned to a fault of the server, asked again
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
        """Until there is an answer. `who` is the name of a key."""
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
        """Whether the city answers and knows all our keys."""
        for who in self.keys:
            answer = await self.ask(who, "{ viewer { name } }")
            if answer.error:
                raise Unusable(
                    f"{self.url} 不接受 {who} 的密钥（{answer.error}）；请核对 --keys。",
                    f"{self.url} does not accept the {who} key ({answer.error}); see --keys.",
                )

    async def _once(self, who: str, document: str, variables: Mapping[str, Any] | None) -> Answer | None:
        """One try; None: the connection was lost, or there is nobody."""
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
