"""Strawberry's decorators for fields with a description, typed so that the resolver keeps its type."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

import strawberry

from api.vocabulary import words as words  # the enums must be known before the first field names one

Resolver = TypeVar("Resolver", bound=Callable[..., Any])


def answer(description: str) -> Callable[[Resolver], Resolver]:
    """Declare a field that a function answers."""
    return cast("Callable[[Resolver], Resolver]", strawberry.field(description=description))


def mutation(description: str) -> Callable[[Resolver], Resolver]:
    """Declare a mutation; a refusal by a rule becomes the `Refusal` of its union."""
    return cast("Callable[[Resolver], Resolver]", strawberry.mutation(description=description))


def subscription(description: str) -> Callable[[Resolver], Resolver]:
    """Declare a subscription, which api/streaming reads."""
    return cast("Callable[[Resolver], Resolver]", strawberry.subscription(description=description))
