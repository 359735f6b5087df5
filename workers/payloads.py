"""The payload of a delivery: our own, the answer to the subscriber's document, or a test."""

from collections.abc import Callable
from datetime import date
from typing import Any, Final

import orjson

from domain.actor import Actor
from domain.subscriptions.leasing import Leased
from domain.subscriptions.repeats import TEST
from views import Ask, Sight, asks, feeds
from views.feeds import Topic

AGENCY: Final = ("agency", ["code", "name", ("district", ["code", "name"])])
RATED: Final = ("level", "stage", ("tags", ["code", "text"]), ("service", ["code", "name"]))
OURS: Final = {
    "Evaluation": ("__typename", "id", *RATED, "kind", "entry", "standing", "assurance", "ratedOn", AGENCY,
                   ("dimensions", ["level", ("dimension", ["code", "name", "target"])])),
    "WorkOrder": ("__typename", "id", "number", "state", "dispatchedOn", "urged", "supervision", AGENCY,
                  ("evaluation", ["id", "ratedOn", *RATED])),
}  # fmt: skip
DATA: Final = (Ask("data", "data", tuple(Ask(name, name, asks(fields)) for name, fields in OURS.items())),)

Tell = Callable[[Any, dict[str, Any]], str]


def topic(webhook: Leased, *, narrowed: bool = True) -> tuple[Topic, Tell]:
    """(the webhook's question, the function that writes its payload).

    Webhooks with the same question share one query. `narrowed`: only the webhook's kinds and agency.
    """
    question = webhook.question
    asked = _restored(question["asks"]) if question else DATA
    form = ("document", question["key"]) if question else ("ours",)
    kinds, agency = (webhook.kinds, webhook.agency) if narrowed else (None, None)
    found = Topic(asked, Sight(webhook.owner.role), kinds, agency, feeds.reach_of(webhook.owner), form)
    return found, _answer(question["key"]) if question else _ours


def _ours(row: Any, node: dict[str, Any]) -> str:
    said = {"type": row["k"], "timestamp": row["d"], "position": str(row["p"]), "data": node["data"]}
    return orjson.dumps(said).decode()


def _answer(key: str) -> Tell:
    return lambda row, node: orjson.dumps({"data": {key: node}}).decode()


def _restored(stored: Any) -> tuple[Ask, ...]:
    return tuple(Ask(key, name, _restored(below)) for key, name, below in stored)


def test(day: date, owner: Actor) -> str:
    """The payload of a test, without any data of the city."""
    data = {
        "message": "测试事件：收到并核对了签名，请答复 2xx。 / A test: verify the signature and answer 2xx.",
        "for": owner.name,
    }
    return orjson.dumps({"type": TEST, "timestamp": day, "data": data}).decode()
