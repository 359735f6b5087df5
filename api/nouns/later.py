"""The nouns that know one another: a visit has its rating, a rating its visit and its order, an order its rating.

Each is found when the schema is built, so that none of their files imports another.
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
