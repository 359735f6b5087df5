"""What is asked. A sample holds every value that any contender's document may name; a document takes what it names."""

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import orjson

from bench.filling import Filled, Manner, days_measured
from bench.minting import AGENCIES, EVERY_BAD
from domain import keys
from domain.collecting import proofs
from domain.words import Entry
from views.compiling.sealing import Seal
from views.figures.boards.boards import CURSORS, OF_KIND
from views.nouns.evaluation import Evaluation

DOCUMENTS: Final = Path(__file__).with_name("documents")
VARIABLE: Final = re.compile(r"\$(\w+)\s*:")
POINTS: Final = 5_000
DISTRICT: Final = 2
READERS: Final = 32
LISTENERS: Final = 1_000

Sample = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the table. `stretch`: with many clients the slow ones need longer to answer all of them."""

    name: str
    title: str
    clients: int
    stretch: int = 1
    manner: Manner = "reads"

    @property
    def document(self) -> str:
        return self.name.partition("-")[0]


READING: Final = (
    Question("point", "point read", READERS),
    Question("list", "list of 50, nested", READERS),
    Question("board", "board, 200 rows", READERS),
)
CLIENTS: Final = (1, 16, 32, 64, 256)
SUBMITTING: Final = tuple(
    Question(f"submit-{n}", f"submit, {n} client{'s' * (n > 1)}", n, stretch=1 + (n > 64), manner="writes")
    for n in CLIENTS
)
LISTENING: Final = (Question("fanout", f"fan-out, {LISTENERS:,} listeners", LISTENERS, manner="listens"),)


def samples(question: Question, filled: Filled) -> list[Sample]:
    """The values of the readings, in the order they are asked in turn."""
    if question.name == "point":
        step = filled.ratings // POINTS
        ids = [1 + n * step for n in range(POINTS)]
        return [{"id": i, "sealed": s} for i, s in zip(ids, _seal().ids(Evaluation.tag or 0, ids), strict=True)]
    if question.name == "board":
        first, (after,) = days_measured(filled)[0], _seal().cursors(CURSORS, OF_KIND["AGENCY"], [(AGENCIES // 2,) * 2])
        scope = {"code": "990101", "after": after, "district": DISTRICT, "first": first}
        scope["ids"] = list(range(1, AGENCIES + 1))
        return [scope | {"k": k, "day": day.isoformat()} for k, day in enumerate(days_measured(filled))]
    return [{}]


def submissions(events: Sequence[int], filled: Filled) -> Iterator[Sample]:
    """One rating for each fresh event: every sixty-fourth is bad, with a reason and words."""
    now = datetime.now(UTC)
    for n in events:
        receipt, is_bad = hashlib.md5(str(n).encode(), usedforsecurity=False), n % EVERY_BAD == 0
        yield {
            "token": proofs.issue(n, Entry.WEB_PORTAL),
            "level": "DISSATISFIED" if is_bad else "VERY_SATISFIED",
            "tags": ["208"] if is_bad else [],
            "text": "网上看不到材料清单，来回跑了两趟。" if is_bad else None,
            "key": f"bench-{n}",
            "serviceEventId": n,
            "formId": filled.form,
            "agencyId": 1 + n % AGENCIES,
            "districtId": DISTRICT,
            "serviceId": 1 + n % AGENCIES,
            "ratedAt": now.isoformat(),
            "ratedOn": filled.today.isoformat(),
            "receipt": receipt.hexdigest(),
            "receiptBase64": b64encode(receipt.digest()).decode(),
        }


def body(dialect: str, question: Question, sample: Sample) -> bytes:
    """The request of one contender: its own document, the variables that it names."""
    text, names = document(dialect, question.document)
    return orjson.dumps({"query": text, "variables": {name: sample[name] for name in names}})


@cache
def document(dialect: str, name: str) -> tuple[str, tuple[str, ...]]:
    """A contender's own words, and the variables that they name."""
    text = (DOCUMENTS / dialect / f"{name}.graphql").read_text("utf-8")
    return text, tuple(VARIABLE.findall(text))


def _seal() -> Seal:
    return Seal(keys.keys().seal, keys.keys().cursor)
