"""Fields of the schema, declared with what they mean. Strawberry's own decorators, with types that survive them."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry

from api.vocabulary import words as words  # the enums must be known before the first field names one

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


def answer(description: str) -> Callable[[Resolver], Resolver]:
    """A field that is answered by a function."""
    return cast("Callable[[Resolver], Resolver]", strawberry.field(description=description))


def mutation(description: str) -> Callable[[Resolver], Resolver]:
    """A write. A rule's refusal becomes the `Refusal` of its union."""
    return cast("Callable[[Resolver], Resolver]", strawberry.mutation(description=description))


def subscription(description: str) -> Callable[[Resolver], Resolver]:
    """A stream. It is declared here and read in api/streaming."""
    return cast("Callable[[Resolver], Resolver]", strawberry.subscription(description=description))
