"""Sends events to webhooks: each in the ledger's order from its own position, one attempt at a time.

Many webhooks are served at once, and any number of workers may run: a webhook is leased to one of them. A worker that
is told to stop writes down what was delivered and releases its webhooks. If it is killed, at most a second's deliveries
are not written down; they are repeated under the same ids.
"""

import asyncio
import logging
from contextlib import suppress
from time import monotonic
from typing import Any, Final

from domain.faults import is_outage
from domain.subscriptions import deliveries, leasing, repeats
from domain.subscriptions.attempts import Attempt
from domain.subscriptions.leasing import Leased
from domain.subscriptions.repeats import PendingDelivery
from views.feeds import EventText, Feeds
from views.hearing import Heads, news
from workers import payloads
from workers.gateways.webhook import Gateway
from workers.patience import Patience

LOOK_EVERY: Final = 0.2
AT_ONCE: Final = 64
WRITE_EVERY: Final = 1.0  # seconds; with the longest attempt it must stay well within the lease
WRITE_MANY: Final = 25
SLICE: Final = 30.0  # seconds; then the webhook is released, so that tests, repeats and changes are noticed
LEAVING: Final = 2.0  # seconds that attempts under way have to end when the worker stops
FARTHEST: Final = 100_000  # positions read at once, so that looking for a rare kind ends before lease and timeout
GATEWAYS: Final = 500  # connections kept open; far more than AT_ONCE
SIGNATURE_SHOWN: Final = 12

log = logging.getLogger("haochaping.deliveries")


async def keep_delivering(sender: "Sender | None" = None) -> None:
    """Look for webhooks with something to send, until the process ends."""
    sender, patience = sender or Sender(), Patience("deliveries", log)
    try:
        while True:
            try:
                await sender.round()
                patience.over()
            except Exception as error:
                await patience.bear(error)
                continue
            await asyncio.sleep(LOOK_EVERY)
    finally:
        await sender.close()


class Kept:
    """The progress of one webhook: how far it has got, and what is not yet written down."""

    def __init__(self, webhook: Leased) -> None:
        self.webhook, self.place = webhook, webhook.position
        self.done, self.written = list[Attempt](), monotonic()

    async def note(self, attempt: Attempt, position: int) -> bool:
        """Note an attempt for the event at `position`; returns False if sending must stop.

        After a failure everything is written down at once, and the position stays.
        """
        self.done.append(attempt)
        if attempt.reason is not None:
            await self.write()
            return False
        return await self.pass_by(position)

    async def pass_by(self, place: int) -> bool:
        """Note that nothing up to `place` is left to be sent; returns False if sending must stop.

        Progress is written down every WRITE_EVERY seconds or WRITE_MANY attempts, which also renews the lease.
        """
        self.place = max(self.place, place)
        is_time = len(self.done) >= WRITE_MANY or monotonic() - self.written > WRITE_EVERY
        return await self.write() if is_time else True

    async def write(self, *, is_over: bool = False) -> bool:
        """Write progress down; returns False if the lease is lost or the webhook was disabled."""
        done, self.done, self.written = self.done, [], monotonic()
        return await deliveries.progress(self.webhook, done, self.place, is_over=is_over)


class Sender:
    """The deliveries of one worker process."""

    def __init__(self) -> None:
        self.feeds, self.heads = Feeds(), Heads()
        self.gateways: dict[tuple[int, str], Gateway] = {}
        self.working: dict[int, asyncio.Task[None]] = {}
        self.leaving = False

    async def round(self) -> None:
        """Lease webhooks with something to send and start serving them, at most AT_ONCE at a time."""
        self.heads = await news.look()
        free = AT_ONCE - len(self.working)
        if free <= 0:
            return
        yesterday = min(self.heads.head, (self.heads.today or self.heads.head + 1) - 1)
        for webhook in await leasing.take(self.heads.head, yesterday, most=free):
            if webhook.id in self.working:  # its lease ran out: the task that still works under it is stopped
                self.working[webhook.id].cancel()
            self.working[webhook.id] = asyncio.create_task(self._serve(webhook))

    async def close(self) -> None:
        """Stop: attempts under way have LEAVING seconds to end and be written down, then they are cancelled."""
        self.leaving = True
        if tasks := list(self.working.values()):
            await asyncio.wait(tasks, timeout=LEAVING)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for gateway in self.gateways.values():
            with suppress(Exception):
                await gateway.close()

    async def _gateway(self, webhook: Leased) -> Gateway:
        """The receiver's own gateway with its connection; beyond GATEWAYS the one idle longest is closed."""
        key = (webhook.id, webhook.url)
        gateway = self.gateways.pop(key) if key in self.gateways else Gateway()
        self.gateways[key] = gateway
        if len(self.gateways) > GATEWAYS:
            resting = next(key for key in self.gateways if key[0] not in self.working)
            await self.gateways.pop(resting).close()
        return gateway

    async def _serve(self, webhook: Leased) -> None:
        try:
            if not await self._catch_up(webhook):
                return
            if webhook.is_due:
                await self._follow(webhook)
            else:
                await leasing.put_down(webhook)
        except Exception as error:
            fault = None if is_outage(error) else error
            log.warning("webhook %d rests: %s: %s", webhook.id, type(error).__name__, error, exc_info=fault)
        finally:
            if self.working.get(webhook.id) is asyncio.current_task():
                del self.working[webhook.id]

    async def _catch_up(self, webhook: Leased) -> bool:
        """Send the waiting tests and repeats, as many as a slice has time for; False if the lease is lost."""
        ends = monotonic() + SLICE
        for one in await repeats.waiting(webhook):
            if self._is_over(ends):
                break
            held = await leasing.renew(webhook)
            if not (held and await repeats.settle(webhook, one, await self._beside(webhook, one))):
                return False
        return await leasing.renew(webhook)

    async def _follow(self, webhook: Leased) -> None:
        """Send events from the webhook's position on, until the end, a failure or the end of the slice."""
        topic, tell = payloads.topic(webhook)
        feed = self.feeds.get(topic, webhook.owner, tell)
        kept, number, ends = Kept(webhook), webhook.attempt + 1, monotonic() + SLICE
        while not self._is_over(ends) and (upto := self.heads.upto(webhook.owner)) > kept.place:
            page = await feed.after(kept.place, min(upto, kept.place + FARTHEST))
            for told in page.told:
                if self._is_over(ends):
                    break
                attempt = await self._attempt(webhook, told, number)
                if not await kept.note(attempt, told.position):
                    return
                number = 1
            else:
                if not await kept.pass_by(page.until):
                    return
        await kept.write(is_over=True)

    def _is_over(self, ends: float) -> bool:
        return self.leaving or monotonic() > ends

    async def _beside(self, webhook: Leased, one: PendingDelivery) -> Attempt:
        """Try once: a test, or an event that is to be repeated."""
        if one.position is None:
            text = payloads.test(self.heads.day, webhook.owner)
            return await self._send(webhook, str(one.event_id), None, one.kind, text, 1)
        topic, tell = payloads.topic(webhook, narrowed=False)
        page = await self.feeds.get(topic, webhook.owner, tell).after(one.position - 1, one.position)
        told = next((event for event in page.told if event.position == one.position), None)
        if told is None:
            return Attempt(one.event_id, one.position, one.kind, 1, webhook.now(), 0, "", "", "NO_EVENT")
        return await self._attempt(webhook, told, 1)

    async def _attempt(self, webhook: Leased, told: EventText, number: int) -> Attempt:
        return await self._send(webhook, told.event_id, told.position, told.kind, told.text, number)

    async def _send(
        self, webhook: Leased, event_id: str, position: int | None, kind: str, text: str, number: int
    ) -> Attempt:
        at, body, gateway = webhook.now(), text.encode(), await self._gateway(webhook)
        headers = webhook.signer.headers(event_id, at, body)
        said = await gateway.post(webhook.url, body, headers, at=at)
        facts: Any = {"reason": said.reason, "code": said.code, "answer": said.answer, "wish": said.wish}
        return Attempt(
            event_id, position, kind, number, at, said.took, _shown(headers), text, is_gone=said.is_gone, **facts
        )


def _shown(headers: dict[str, str]) -> str:
    """The headers for the log, with the signature shortened so that it cannot be reused."""
    short = {name: " ".join(_short(part) for part in value.split(" ")) for name, value in headers.items()}
    return "\n".join(f"{name}: {value}" for name, value in short.items())


def _short(value: str) -> str:
    return f"{value[: SIGNATURE_SHOWN - 4]}…{value[-4:]}" if value.startswith("v1,") else value
