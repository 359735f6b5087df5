"""Reads the queue and one text for the moderation page: the list, the marks, what the public sees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from starlette.datastructures import QueryParams

import views
from admin_ui.filters import Filters, menu
from admin_ui.workload import Workload
from domain.actor import Actor
from domain.errors import Invalid
from domain.personal import Detected, Personal, Span, masked
from domain.words import Level
from views.counting import counts
from web import forms
from web.catalogue import say
from web.language import language

PATH = "/admin/moderation"
PER_PAGE = 30
ROW: Any = (
    "id",
    "level",
    "stage",
    "ratedOn",
    "text",
    "moderationVersion",
    "service.name",
    ("inspection", ["found", "half"]),
)
TEXT: Any = (
    *ROW, "row", "moderation", "waits", "standing", "shown", "agency.name", "window.name", "hall.name", "tags.text",
    ("workOrder", ["id", "number", "state", ("finding", ["verdict"])]),
    ("acts", ["on", "at", "action", "actor", "reason", "spans"]),
)  # fmt: skip
# Filter → the kinds of personal data that it stands for.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "PHONE": (Personal.MOBILE, Personal.LANDLINE),
    "NUMBER": (Personal.ID_NUMBER, Personal.BANK_CARD),
    "NAME": (Personal.STAFF_NAME,),
    "OTHER": (Personal.EMAIL, Personal.PLATE),
    "NONE": ("NONE",),
}
OWN = "OWN"


@dataclass(frozen=True, slots=True)
class Queue:
    """The left side: the texts that wait, oldest first."""

    filters: Filters
    page: views.Page
    waiting: int
    put_off: int
    oldest: date | None
    later: bool

    def place(self, sealed: str) -> int | None:
        """Return the place of a text in the queue, from 1; None if it is not on the first page."""
        ids = [row["id"] for row in self.page.rows]
        return ids.index(sealed) + 1 if sealed in ids and not self.filters.query.get("after") else None

    def next(self, sealed: str) -> str:
        """Return the text below this one, else the one above."""
        ids = [row["id"] for row in self.page.rows]
        if sealed not in ids:
            return ids[0] if ids else ""
        at = ids.index(sealed)
        return next(iter([*ids[at + 1 : at + 2], *ids[max(at - 1, 0) : at]]), "")


async def queue(query: QueryParams, work: Workload) -> Queue:
    """What waits is what was not put off: the frame counts both together."""
    me, later = work.me, query.get("tab") == "later"
    texts = await work.texts()
    put_off = await counts("Evaluation", "ratedOn", actor=me, only={"waits": True, "putOff": True})
    waiting = {day: n - put_off.get(day, 0) for day, n in texts.items() if n > put_off.get(day, 0)}
    filters = await _filters(query, me)
    where: dict[str, Any] = {"waits": True, "putOff": later, **filters.where}
    if "found" in where:
        where["found"] = [kind for group in where["found"] for kind in GROUPS[group]]
    page = await views.page(
        "Evaluation", ROW, actor=me, where=where, order="OLDEST", first=PER_PAGE, after=query.get("after"),
        language=language(), counted=True,
    )  # fmt: skip
    return Queue(filters, page, sum(waiting.values()), sum(put_off.values()), min(waiting, default=None), later)


async def _filters(query: QueryParams, me: Actor) -> Filters:
    agencies = await views.every("Agency", ["code", "name"], actor=me, language=language())
    menus = (
        menu(query, "agencyCode", say("texts.agency"), {a["code"]: a["name"] for a in agencies}),
        menu(query, "found", say("texts.found"), {group: say(f"found.{group}") for group in GROUPS}),
        menu(query, "level", say("filter.level"), {level.value: say(f"level.{level}") for level in Level}),
    )
    return Filters(PATH, query, menus, (("tab", "later"),) if query.get("tab") == "later" else ())


@dataclass(frozen=True, slots=True)
class Mark:
    """One span that may be covered, found or chosen by hand."""

    kind: str
    start: int
    end: int
    basis: str
    content: str
    covered: bool

    @property
    def value(self) -> str:
        """The span as the form writes it: start-end."""
        return f"{self.start}-{self.end}"

    @property
    def is_half_hidden(self) -> bool:
        """Whether moderators see its content half hidden."""
        return self.kind not in (Personal.STAFF_NAME, OWN)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text, plain or marked."""

    words: str
    start: int
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The spans chosen in the form.

    `covered`: None if nothing was chosen yet; then all found spans are covered.
    """

    covered: frozenset[tuple[int, int]] | None = None
    own: tuple[tuple[int, int], ...] = ()

    def spans(self) -> list[Span]:
        """Return the covered spans, sorted."""
        return [Span(start, end) for start, end in sorted(self.covered or ())]


def chosen(form: Any, *, length: int | None = None, ranged: bool = True) -> Chosen:
    """Return the spans chosen in a form: s1=3-14 (covered), own=20-22 (chosen by hand).

    With `ranged` also the fields from and to, which count from 1. With the text's length, a place beyond its end is
    refused.
    """
    if "spans" not in form:
        return Chosen()
    covered = {_pair(forms.text(form, name)) for name in form if name[:1] == "s" and name[1:].isdigit()}
    own = [_pair(value) for value in forms.texts(form, "own")]
    if ranged and (forms.text(form, "from") or forms.text(form, "to")):
        first, last = forms.whole(forms.text(form, "from")), forms.whole(forms.text(form, "to"))
        if not first or not last or last < first:
            raise Invalid(say("text.wrong.range"), say("text.wrong.range"), path=("from",))
        if length is not None and last > length:
            beyond = say("text.wrong.beyond", n=length)
            raise Invalid(beyond, beyond, path=("from",))
        own.append((first - 1, last))
        covered.add((first - 1, last))
    return Chosen(frozenset(pair for pair in covered if pair), tuple(dict.fromkeys(pair for pair in own if pair)))


def _pair(value: str) -> tuple[int, int] | None:
    first, _, last = value.partition("-")
    start, end = forms.whole(first), forms.whole(last)
    return None if start is None or end is None else (start, end)


def marks(text: Mapping[str, Any], choice: Chosen) -> list[Mark]:
    """Return the marks of a text: found, and chosen by hand."""
    words = text["text"] or ""
    found = [tuple(one) for one in (text["inspection"] or {"found": []})["found"]]
    known = {(start, end) for _, start, end, _ in found}
    own = [(OWN, start, end, "own") for start, end in choice.own if (start, end) not in known and end <= len(words)]
    return [
        Mark(kind, start, end, basis, words[start:end], choice.covered is None or (start, end) in choice.covered)
        for kind, start, end, basis in sorted([*found, *own], key=lambda one: one[1])
    ]


def pieces(words: str, found: Sequence[Mark]) -> list[Piece]:
    """Return the text in runs; of overlapping marks only the first is drawn, but the table has all."""
    told, at = [], 0
    for mark in found:
        if mark.start < at:
            continue
        if at < mark.start:
            told.append(Piece(words[at : mark.start], at))
        told.append(Piece(words[mark.start : mark.end], mark.start, mark))
        at = mark.end
    return [*told, Piece(words[at:], at)] if at < len(words) else told


def answer_pieces(words: str, found: Iterable[Detected]) -> list[Piece]:
    """Return a public reply in runs, with possible personal data marked."""
    return pieces(words, [Mark(one.kind, one.start, one.end, one.basis, "", True) for one in found])


def preview(words: str, found: Iterable[Mark]) -> str:
    """Return the text as it would be stored, except that data half hidden from moderators stay so."""
    return masked(words, [Span(mark.start, mark.end) for mark in found if mark.covered])


async def read(sealed: str, me: Actor) -> Mapping[str, Any] | None:
    """Return the text; None if it does not exist, is not reached, or has no words."""
    text = await views.one("Evaluation", TEXT, id=sealed, actor=me, language=language())
    return text if text is not None and (text["text"] or text["waits"] or text["acts"]) else None


def is_verified(text: Mapping[str, Any]) -> bool:
    """Return whether a finding has confirmed the complaint."""
    finding = (text["workOrder"] or {"finding": None})["finding"]
    return bool(finding and finding["verdict"].startswith("VALID"))
