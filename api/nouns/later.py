"""References between nouns that refer to each other: service event, rating, order.

Strawberry resolves them when the schema is built, so none of these files imports another.
"""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from api.nouns.collecting import ServiceEvent
    from api.nouns.evaluations import Evaluation
    from api.nouns.work_orders import WorkOrder

LaterServiceEvent = Annotated["ServiceEvent", strawberry.lazy("api.nouns.collecting")]
LaterEvaluation = Annotated["Evaluation", strawberry.lazy("api.nouns.evaluations")]
LaterWorkOrder = Annotated["WorkOrder", strawberry.lazy("api.nouns.work_orders")]
