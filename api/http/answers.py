"""Makes HTTP answers from results, and entries of `errors` from exceptions.

The details of unexpected exceptions are logged and not shown to clients.
"""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

import orjson
from graphql import GraphQLError
from starlette.types import Send

from api import errors as faults
from api.errors import ApiError, bad_request
from api.executing.limits import COST
from api.executing.sentences import of_core
from domain.errors import ENGLISH, DomainError
from domain.faults import is_bad_value, is_outage, is_unknown
from preferring import preferred

GRAPHQL_JSON: Final = "application/graphql-response+json"
JSON: Final = "application/json"
OFFERED: Final = {GRAPHQL_JSON: GRAPHQL_JSON, JSON: JSON, "application/*": JSON, "*/*": JSON, "": JSON}
LOCATIONS_SHOWN: Final = 5
OF_THE_DOCUMENT: Final = frozenset({"BAD_DOCUMENT", "TOO_COSTLY", "TOO_DEEP", "BAD_VARIABLE"})
HEADERS: Final = {
    "Vary": "Accept, Accept-Language, Authorization, X-Role, Origin",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}

log = logging.getLogger("haochaping.api")


@dataclass(slots=True)
class Answer:
    """An answer to be sent. `has_data` tells whether the operation was executed."""

    errors: list[dict[str, Any]] = field(default_factory=list)
    data: dict[str, Any] | None = None
    has_data: bool = False
    cost: int = 0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


def media_type(headers: Mapping[bytes, bytes]) -> str:
    """Return the media type that the client prefers, application/json if it has no preference.

    Raises ApiError (406) if it accepts none of ours.
    """
    chosen = _best(headers.get(b"accept", b""))
    if chosen is None:
        raise bad_request(
            f"我们只能回答 {GRAPHQL_JSON} 或 {JSON}。", f"We answer {GRAPHQL_JSON} or {JSON}.", status=406
        )
    return chosen


@lru_cache(maxsize=256)
def _best(accepted: bytes) -> str | None:
    return preferred(accepted.decode("latin-1"), OFFERED.get)


async def send(answer: Answer, language: str, media: str, send: Send) -> None:
    """Send an answer; its bytes do not depend on the lane."""
    said = body(answer)
    headers = [(b"content-length", b"%d" % len(said)), *_usual(language, media)]
    if answer.headers:
        headers += _raw(answer.headers)
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": said})


def body(answer: Answer) -> bytes:
    """Return the whole answer as JSON."""
    said: dict[str, Any] = {"data": answer.data} if answer.has_data else {}
    if answer.errors:
        said["errors"] = answer.errors
    said["extensions"] = {"cost": {"requested": answer.cost, "maximum": COST}}
    return orjson.dumps(said)


@lru_cache(maxsize=8)
def _usual(language: str, media: str) -> list[tuple[bytes, bytes]]:
    spoken = "en" if language == ENGLISH else "zh-CN"
    return _raw({"content-type": f"{media}; charset=utf-8", "content-language": spoken, **HEADERS})


def _raw(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def refused(error: ApiError, language: str, media: str) -> Answer:
    """Return the answer of an operation that was not executed.

    With application/json an error of the document has status 200, as clients of that media type expect.
    """
    status = 200 if media == JSON and error.code in OF_THE_DOCUMENT else error.status
    return Answer([_entry(error.sentence(language), error.code)], cost=error.cost, status=status, headers=error.headers)


def fault(error: Exception) -> ApiError:
    """Return any exception from outside an operation as an ApiError that can be shown to clients."""
    if isinstance(error, ApiError):
        return error
    if isinstance(error, DomainError):
        return faults.of_rule(error)
    if is_outage(error):
        return _away(error)
    log.error("a fault before the operation ran", exc_info=error)
    return faults.internal()


def _away(error: Exception) -> ApiError:
    """Return the error of an outage: nothing was saved, or it is not known whether."""
    log.warning("the database is away: %s", type(error).__name__)
    return faults.not_known_without_key() if is_unknown(error) else faults.unavailable()


def bad_document(errors: Iterable[GraphQLError], language: str, media: str) -> Answer:
    """Return the answer for a document that does not parse or does not fit the schema."""
    entries = [_entry(of_core(error.message, language), "BAD_DOCUMENT", error) for error in errors]
    return Answer(entries, status=200 if media == JSON else 400)


def executed(
    data: dict[str, Any] | None, errors: Sequence[GraphQLError] | None, cost: int, language: str, media: str
) -> Answer:
    """Return the answer of an executed operation.

    If it has no data because of an outage or overload, the HTTP status says so too.
    """
    answer = Answer(data=data, has_data=True, cost=cost)
    for error in errors or ():
        fault = _fault(error)
        words = fault.sentence(language) if fault else of_core(error.message, language)
        entry = _entry(words, fault.code if fault else "BAD_VARIABLE", error)
        if fault and fault.refusal:
            entry["extensions"]["refusal"] = fault.refusal
        answer.errors.append(entry)
        if data is None and fault and fault.code in faults.STATUS_OF_CODE:
            answer.status, answer.headers = faults.STATUS_OF_CODE[fault.code], fault.headers
    if data is None and errors and all(error.path is None for error in errors):
        answer.has_data = False  # variables that do not fit: the operation never began
        answer.status = 200 if media == JSON else 400
    return answer


def _fault(error: GraphQLError) -> ApiError | None:
    """Return an error of an operation as an ApiError that can be shown to clients.

    It is None for a value of the client that does not fit; then the message of graphql-core is shown.
    """
    origin = error.original_error
    if isinstance(origin, ApiError):
        return origin
    if isinstance(origin, DomainError):
        return faults.of_rule(origin)
    if error.path is None and isinstance(origin, GraphQLError | ValueError | TypeError | None):
        return None  # a variable that does not fit
    if isinstance(origin, GraphQLError | None) and error.message.startswith("Argument "):
        return None
    if origin is not None and is_outage(origin):
        return _away(origin)
    if origin is not None and is_bad_value(origin):
        return ApiError(
            "BAD_VARIABLE",
            "有一个值无法使用，请检查其中的字符和范围。",
            "A value cannot be used; check its characters and range.",
        )
    log.error("a fault at %s", error.path, exc_info=origin or error)
    return faults.internal()


def _entry(message: str, code: str, error: GraphQLError | None = None) -> dict[str, Any]:
    entry: dict[str, Any] = {"message": message}
    if error and error.locations:
        entry["locations"] = [{"line": at.line, "column": at.column} for at in error.locations[:LOCATIONS_SHOWN]]
    if error and error.path is not None:
        entry["path"] = error.path
    return entry | {"extensions": {"code": code}}
