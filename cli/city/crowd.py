"""Random service events and opinions for the invented city; the same seed gives the same ones."""

from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from random import Random
from typing import Final

from cli.city import bureaus, people, rhythm, texts
from cli.city.plan import CityPlan
from domain.collecting import NewServiceEvent
from domain.collecting.seed import FORMS, HOTLINE, NATIONAL
from domain.words import Entry, Level, Scene, Stage

ENTRIES: Final = {
    Stage.ACCEPTANCE: {
        Entry.WINDOW_DEVICE: 44,
        Entry.RECEIPT_QR: 22,
        Entry.SMS_LINK: 20,
        Entry.MY_BUSINESS: 9,
        Entry.SELF_TERMINAL: 5,
    },
    Stage.DELIVERY: {Entry.WINDOW_DEVICE: 50, Entry.SMS_LINK: 35, Entry.MY_BUSINESS: 15},
    Stage.ONLINE: {Entry.WEB_PORTAL: 40, Entry.MINI_PROGRAM: 28, Entry.APP_ISZ: 24, Entry.MY_BUSINESS: 8},
    Stage.HOTLINE_CALL: {Entry.HOTLINE_12345: 65, Entry.SMS_LINK: 35},
}
GOOD: Final = {Level.VERY_SATISFIED: 932, Level.SATISFIED: 50, Level.FAIRLY_SATISFIED: 18}
BAD: Final = {Level.DISSATISFIED: 7, Level.VERY_DISSATISFIED: 3}
ITEM_SKEW: Final = 1.1  # a few items of each bureau make most of its traffic
DUTY: Final = {
    Stage.ACCEPTANCE: "综合受理",
    Stage.DELIVERY: "统一出件",
    Stage.CORRECTION: "补正缴费",
    Stage.PAYMENT: "补正缴费",
    Stage.CONSULT: "导办咨询",
}


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a rater says, with the codes of the contract."""

    level: Level
    tags: tuple[str, ...]
    dimensions: tuple[tuple[str, Level], ...]
    text: str | None
    anonymous: bool


class Crowd:
    """Draws service events and opinions of one city."""

    def __init__(self, city: CityPlan, seed: int, *, bad_per_10000: float) -> None:
        self.city, self.dice, self.bad_share = city, Random(seed), bad_per_10000 / 10_000
        self._pen, self._staff = Random(seed + 7), city.staff_names()  # apart, so that slips change nothing else
        shares = {city.agencies[name]: share for name, share in bureaus.BUREAUS.items() if share}
        self._agencies, self._shares = list(shares), list(accumulate(shares.values()))
        self._weights = {
            code: list(accumulate(1 / n**ITEM_SKEW for n in range(1, len(items) + 1)))
            for code, items in city.items.items()
        }
        self._counters = {duty: [c for c in city.counters if c.duty == duty] for duty in set(bureaus.COUNTERS)}

    def arrive(self, case_number: str, at: datetime, *, windows_open: bool) -> NewServiceEvent:
        """Return the first service event of a new case."""
        stage = rhythm.stage(self.dice, windows_open=windows_open)
        return self.serve(case_number, 1, stage, self._item(stage), at)

    def serve(self, case_number: str, number: int, stage: Stage, item: str, at: datetime) -> NewServiceEvent:
        """Return a service event of a case, at a suitable place and by a suitable person."""
        window, staff = self._place(stage)
        identity = people.rater(self.dice) if self.dice.random() < 0.95 else None
        return NewServiceEvent(case_number, number, stage, item, item[:18], at, window, staff, identity)

    def entry(self, stage: Stage) -> Entry:
        """Return the entry through which a rater of this stage comes."""
        ways = ENTRIES.get(stage, ENTRIES[Stage.ACCEPTANCE])
        return self.dice.choices(list(ways), list(ways.values()))[0]

    def opinion(self, stage: Stage, item: str, entry: Entry | None = None, staff: str | None = None) -> Opinion:
        """Return a random opinion on a service event."""
        bad = self.dice.random() < self.bad_share
        levels = BAD if bad else GOOD
        level = self.dice.choices(list(levels), list(levels.values()))[0]
        scene = _scene(stage, entry)
        tags = self._tags(scene, level)
        text = texts.complaint(self.dice, tags, self.city.item_names[item]) if bad else self._praise()
        text = texts.slip(self._pen, text, self._staff.get(staff or "")) if text else None
        return Opinion(level, tags, self._dimensions(scene, level), text, self.dice.random() < (0.72 if bad else 0.95))

    def _item(self, stage: Stage) -> str:
        agency = (
            self.city.agencies[bureaus.HOTLINE]
            if stage is Stage.HOTLINE_CALL
            else self.dice.choices(self._agencies, cum_weights=self._shares)[0]
        )
        return self.dice.choices(self.city.items[agency], cum_weights=self._weights[agency])[0]

    def _place(self, stage: Stage) -> tuple[str | None, str | None]:
        if stage is Stage.HOTLINE_CALL:
            return None, self.dice.choice(self.city.hotline)
        if stage is Stage.ONLINE:
            return None, None
        counter = self.dice.choice(self._counters[DUTY[stage]])
        return counter.code, self.dice.choice(counter.staff)

    def _tags(self, scene: Scene, level: Level) -> tuple[str, ...]:
        offered = [tag[0] for tag in (HOTLINE if scene is Scene.HOTLINE else NATIONAL)[level]]
        wanted = self.dice.choices((0, 1, 2, 3), (6, 58, 28, 8) if level in BAD else (55, 28, 12, 5))[0]
        return tuple(self.dice.sample(offered, min(wanted, len(offered))))

    def _dimensions(self, scene: Scene, level: Level) -> tuple[tuple[str, Level], ...]:
        if self.dice.random() > 0.35:
            return ()
        return tuple((code, self._near(level)) for code, *_ in FORMS[scene])

    def _near(self, level: Level) -> Level:
        """Return a level for a dimension: mostly the overall one, sometimes the next one, rarely a bad one."""
        chance, order = self.dice.random(), list(Level)
        if chance < 0.004:
            return Level.DISSATISFIED
        return order[min(order.index(level) + 1, 4)] if chance < 0.08 and level not in BAD else level

    def _praise(self) -> str | None:
        return texts.praise(self.dice) if self.dice.random() < 0.07 else None


def _scene(stage: Stage, entry: Entry | None) -> Scene:
    if stage is Stage.HOTLINE_CALL or entry is Entry.HOTLINE_12345:
        return Scene.HOTLINE
    return Scene.ONLINE if stage is Stage.ONLINE else Scene.WINDOW
