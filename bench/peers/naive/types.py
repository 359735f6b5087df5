"""What is answered below a rating or an event, field by field from what was read."""

from datetime import date

import strawberry


@strawberry.type
class Agency:
    code: str
    name: str


@strawberry.type
class Service:
    code: str
    name: str


@strawberry.type
class Tag:
    code: str
    text: str


@strawberry.type
class WorkOrder:
    number: str
    state: str
    dispatched_on: date
