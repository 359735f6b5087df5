"""Work orders: an agency must put a bad rating right by a date."""

from domain.moves.work_orders import FLOW
from domain.work_orders.answering import marks
from domain.work_orders.drafting import draft_reply
from domain.work_orders.expiring import expire
from domain.work_orders.finding import NewFinding, record_finding
from domain.work_orders.handling import explain, record_contact, sign, submit_rectification
from domain.work_orders.revealing import reveal, still_revealed
from domain.work_orders.supervising import close, record_callback, review, urge

__all__ = [
    "FLOW",
    "NewFinding",
    "close",
    "draft_reply",
    "expire",
    "explain",
    "marks",
    "record_callback",
    "record_contact",
    "record_finding",
    "reveal",
    "review",
    "sign",
    "still_revealed",
    "submit_rectification",
    "urge",
]
