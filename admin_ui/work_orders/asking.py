"""The fields of the form of each move. Their words are in the catalogue under form.<move>.<field>."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from domain.words import Attribution, CallbackOutcome, Cause, MarkedParts, Verdict
from web.catalogue import has, say, say_for

LONGEST = 2000
REVIEWERS_ONLY = (Verdict.MISRATED, Verdict.MALICIOUS, Verdict.DUPLICATE)


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `kind` is textarea, text, choice (radio buttons) or select; `symbols` are its choices."""

    name: str
    kind: str = "textarea"
    symbols: tuple[str, ...] = ()
    catalogue: str = ""
    optional: bool = False
    rows: int = 4


@dataclass(frozen=True, slots=True)
class DrawnField:
    """A field as drawn: with its words, what was typed, and its problem."""

    name: str
    kind: str
    label: str
    hint: str
    value: str
    error: str
    options: Sequence[tuple[str, str]]
    optional: bool
    rows: int
    longest: int = field(default=LONGEST)


OPEN_VERDICTS = tuple(verdict.value for verdict in Verdict if verdict not in REVIEWERS_ONLY)
FORMS: Mapping[str, tuple[Field, ...]] = {
    "contact": (Field("note"),),
    "find": (
        Field("verdict", "choice", OPEN_VERDICTS, "verdict"),
        Field("attribution", "select", tuple(Attribution), "attribution"),
        Field("cause", "select", tuple(Cause), "cause"),
        Field("staff_number", "text", optional=True),
        Field("service_number", "text", optional=True),
        Field("note", rows=5),
    ),
    "explain": (Field("reason"),),
    "submit": (Field("measures", rows=5), Field("reply", rows=5)),
    "review": (
        Field("approve", "choice", ("yes", "no"), "approve"),
        Field("marked", "choice", tuple(MarkedParts), "marked", optional=True),  # if the reply has marked parts
        Field("reason"),
    ),
    "call_back": (Field("outcome", "choice", tuple(CallbackOutcome), "outcome"), Field("note", optional=True, rows=3)),
    "urge": (Field("note", rows=3),),
    "close": (Field("reason"),),
}

# Input of the domain → field of the form.
NAMES = {"serviceNumber": "service_number", "staffNumber": "staff_number"}


def asked(
    move: str, draft: Mapping[str, str], problems: Sequence[tuple[str, str]], order: Mapping[str, Any]
) -> list[DrawnField]:
    """Return the fields of a move with what was typed, or with known values where nothing was."""
    wrong = dict(problems)
    return [
        _asked(move, one, draft.get(one.name, _known(move, one.name, order)), wrong, order["state"])
        for one in FORMS.get(move, ())
        if one.name != "marked" or order.get("answerMarks")
    ]


def _asked(move: str, one: Field, value: str, wrong: Mapping[str, str], state: str) -> DrawnField:
    label, hint = f"form.{move}.{one.name}", f"form.{move}.{one.name}.hint"
    options = [(symbol, say(f"{one.catalogue}.{symbol}")) for symbol in one.symbols]
    if one.kind == "select":
        options.insert(0, ("", say("form.choose")))
    return DrawnField(
        one.name, one.kind, say_for(state, label), say_for(state, hint) if has(hint) else "", value,
        wrong.get(one.name, ""), options, one.optional, one.rows,
    )  # fmt: skip


def _known(move: str, name: str, order: Mapping[str, Any]) -> str:
    known = {("submit", "reply"): "replyDraft", ("submit", "measures"): "measures", ("find", "cause"): "cause"}
    return str(order.get(known.get((move, name), "")) or "")
