"""Reads a GraphQL request from HTTP: media type, size, and the four parameters."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
from starlette.datastructures import QueryParams
from starlette.types import Receive, Scope

from api.errors import ApiError, bad_request
from waiting import Waiting

Headers = Mapping[bytes, bytes]

LARGEST_BODY: Final = 1_048_576
LONGEST_WAIT: Final = 30.0  # seconds for a whole body to arrive
JSON: Final = "application/json"

arriving: Final[Waiting[asyncio.Task[Any]]] = Waiting(LONGEST_WAIT, asyncio.Task.cancel)


@dataclass(slots=True)
class GraphQLRequest:
    """The parameters of one request. `may_write`: whether mutations are allowed (not by GET)."""

    query: str
    operation: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)
    may_write: bool = True


def headers_of(scope: Scope) -> Headers:
    """Return the headers by lower-case name, undecoded; of several with one name the first."""
    return dict(reversed(scope["headers"]))


async def read(scope: Scope, receive: Receive, headers: Headers) -> GraphQLRequest:
    """Return the parameters of a GET or POST request.

    Raises ApiError if it is not well formed, too large or too slow.
    """
    if scope["method"] == "GET":
        return _from_address(scope)
    content = headers.get(b"content-type", b"")
    if content != JSON.encode() and content.partition(b";")[0].strip().lower() != JSON.encode():
        raise bad_request(f"请以 Content-Type: {JSON} 发送。", f"Send Content-Type: {JSON}.", status=415)
    if headers.get(b"content-encoding", b"identity") != b"identity":
        raise bad_request("请不要压缩请求体。", "Send the body uncompressed.", status=415)
    return parameters(_json(await _body(receive, headers), "请求体", "The body"), may_write=True)


def _from_address(scope: Scope) -> GraphQLRequest:
    """Return the parameters of a GET from the query string, with `variables` and `extensions` as JSON."""
    values: dict[str, Any] = dict(QueryParams(scope["query_string"]))
    for name in ("variables", "extensions"):
        if name in values:
            values[name] = _json(values[name].encode("utf-8", "surrogatepass"), name, name)
    return parameters(values, may_write=False)


def parameters(values: Any, *, may_write: bool = True) -> GraphQLRequest:
    """Return the parameters in a JSON object, with their types checked. Raises ApiError."""
    if isinstance(values, list):
        raise bad_request("一次只能发一个请求，不能发数组。", "Send one request at a time; arrays are not taken.")
    if not isinstance(values, dict):
        raise bad_request("请求体应是一个 JSON 对象。", "The body must be a JSON object.")
    query = values.get("query")
    if not isinstance(query, str) or not query.strip():
        raise bad_request(
            "缺少 query：请把 GraphQL 文档作为字符串放在 query 里。",
            "query is missing: give the GraphQL document as a string.",
        )
    _object(values, "extensions")
    operation = values.get("operationName")
    if operation is not None and not isinstance(operation, str):
        raise bad_request("operationName 应是字符串。", "operationName must be a string.")
    return GraphQLRequest(query, operation or None, _object(values, "variables"), may_write)


def _object(values: dict[str, Any], name: str) -> dict[str, Any]:
    value = values.get(name)
    if value is not None and not isinstance(value, dict):
        raise bad_request(f"{name} 应是一个 JSON 对象。", f"{name} must be a JSON object.")
    return value or {}


def _json(raw: bytes, zh: str, en: str) -> Any:
    try:
        return orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise bad_request(f"{zh}不是有效的 JSON。", f"{en} is not valid JSON.") from error


async def _body(receive: Receive, headers: Headers) -> bytes:
    """Return the whole body.

    Raises ApiError if it is larger than LARGEST_BODY, takes longer than LONGEST_WAIT, or the client disconnects.
    """
    announced = headers.get(b"content-length", b"")
    if announced.isdigit() and int(announced) > LARGEST_BODY:
        raise too_large()
    body, more, waiting = bytearray(), True, asyncio.current_task()
    assert waiting is not None
    arriving.begin(waiting)
    try:
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise bad_request("连接已断开。", "The connection was closed.")
            body += message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) > LARGEST_BODY:
                raise too_large()
        return bytes(body)
    except asyncio.CancelledError:
        if waiting in arriving or waiting.uncancel():
            raise  # cancelled from outside, not by the time limit
        raise bad_request(
            "请求体到得太慢。", "The body took too long to arrive.", status=408, Connection="close"
        ) from None
    finally:
        arriving.end(waiting)


def too_large() -> ApiError:
    """Return the error for a body that is too large."""
    return bad_request(
        "请求体超过 1 MiB，请分几次发送。",
        "The body is larger than 1 MiB; send it in parts.",
        status=413,
        Connection="close",
    )
