"""Reads the document of a webhook: a subscription of ratingEvents.

It is read when the webhook is saved and is stored as asks, so that the delivering worker needs no GraphQL. Members that
the owner may not see are refused here, instead of being sent as null.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, Final

from graphql import GraphQLError, OperationType

from api.errors import ApiError
from api.executing.documents import BadDocument, Documents
from api.http import answers
from api.http.requests import GraphQLRequest
from api.schema import executable
from api.streaming.streams import choose
from domain.actor import Actor
from domain.errors import Invalid
from domain.subscriptions.documents import StoredDocument
from views import VIEWS, Ask
from views.compiling.member import Derived, JoinedRow, Subject
from views.compiling.view import Noun

OF_ALL: Final = frozenset({"id", "__typename"})  # members of every Node


@cache
def _documents() -> Documents:
    return Documents(executable())


def read(text: str, actor: Actor) -> StoredDocument:
    """Return the question of a document, as seen by the webhook's owner.

    Raises Invalid if the document does not fit the schema or the limits, is not a subscription of ratingEvents without
    arguments, or asks for something that the owner may not see.
    """
    documents = _documents()
    try:
        operation = documents.get(text).operation(None)
        if operation.kind is not OperationType.SUBSCRIPTION:
            raise _wrong("查询语句应是一个 subscription。", "The document must be a subscription.")
        operation.pricing.load({})
        chosen = choose(documents.schema, operation, GraphQLRequest(text))
    except BadDocument as error:
        raise _wrong(_sentence(error.errors, "zh"), _sentence(error.errors, "en")) from error
    except ApiError as error:
        raise _wrong(error.zh, error.en) from error
    if chosen.name != "ratingEvents" or chosen.given:
        raise _wrong(
            "查询语句只能订阅 ratingEvents，且不带参数；种类和单位请填在接收地址里。",
            "The document must subscribe to ratingEvents without arguments; give kinds and agency with the webhook.",
        )
    asks = chosen.collector.asks("RatingEvent", chosen.details)
    _judge(VIEWS["RatingEvent"], asks, actor.role)
    return StoredDocument(chosen.key, [_stored(ask) for ask in asks])


def _judge(view: Noun, asks: Iterable[Ask], role: str) -> None:
    """Raise Invalid if a member is hidden from this role."""
    for ask in asks:
        if ask.name == "__typename":
            continue
        member = view.members[ask.name]
        if isinstance(member, Subject):
            for each in ask.below:
                _judge_subject(member, each, role)
            continue
        of = [view.members[name].seen_by(role) for name in member.of] if isinstance(member, Derived) else []
        below = VIEWS.get(member.named)
        unreached = (
            below is not None and not (isinstance(member, JoinedRow) and member.through) and not below.reach(role)
        )
        if member.seen_by(role) is None or unreached or (of and None in of):
            raise _unseen(f"{view.name}.{ask.name}")
        if below is not None:
            _judge(below, ask.below, role)


def _judge_subject(member: Subject, asked: Ask, role: str) -> None:
    """Judge what is asked of one type that an event may be about.

    `id` and `__typename` may be asked of every type, as they are asked of all types together. For a type that the role
    does not reach, no event is sent with such a subject.
    """
    view = VIEWS[asked.name]
    of_it_alone = [ask.name for ask in asked.below if ask.name not in OF_ALL]
    if asked.name in member.by_own_reach and view.reach(role) is None and of_it_alone:
        raise _unseen(f"{view.name}.{of_it_alone[0]}")
    _judge(view, asked.below, role)


def _unseen(what: str) -> Invalid:
    return _wrong(f"订阅方看不到 {what}，不能订阅它。", f"A subscriber does not see {what}, so it cannot be asked for.")


def _stored(ask: Ask) -> Any:
    """Return an ask as JSON: [key, name, asks below]. Raises Invalid if it has arguments."""
    if ask.given({}):
        raise _wrong(f"{ask.name} 不能带参数。", f"{ask.name} takes no arguments here.")
    return [ask.key, ask.name, [_stored(below) for below in ask.below]]


def _sentence(errors: list[GraphQLError], language: str) -> str:
    return " ".join(entry["message"] for entry in answers.bad_document(errors, language, answers.JSON).errors)


def _wrong(zh: str, en: str) -> Invalid:
    return Invalid(zh, en, path=("document",))
