"""Who may do what and who sees which rows, written out cell by cell from docs/rules.md §2 and §8. Nothing here
is computed from the policy: a cell that differs from it is a decision somebody has to take, here and there.
"""

from typing import Final

ROLES: Final = {
    "of": "CASE_OFFICER",
    "hd": "AGENCY_HEAD",
    "hm": "HALL_MANAGER",
    "di": "DISPATCHER",
    "su": "SUPERVISOR",
    "rv": "REVIEWER",
    "mo": "MODERATOR",
    "hr": "HR",
    "au": "AUDITOR",
    "ws": "WINDOW_STAFF",
    "ho": "HOTLINE_AGENT",
    "ad": "SYSTEM_ADMINISTRATOR",
    "se": "SECURITY_ADMINISTRATOR",
    "pu": "PUBLIC",
    "ra": "RATER",
    "us": "USER",
    "sy": "SYSTEM",
    "ch": "CHANNEL",
    "bu": "BUSINESS",
    "sb": "SUBSCRIBER",
}

# x: may · .: may not
ACTIONS: Final = """
action                 of hd hm di su rv mo hr au ws ho ad se pu ra us sy ch bu sb
service_event.record   .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x  .
invitation.hand_out    .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x  .  .  .
evaluation.submit      .  .  .  .  .  .  .  .  .  .  .  .  .  x  x  .  .  x  .  .
user.assert            .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x  .  .
work_order.sign        x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
work_order.contact     x  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
work_order.find        x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
work_order.explain     x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
work_order.draft_reply x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
work_order.submit      x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
work_order.review      .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
work_order.call_back   .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
work_order.urge        .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  x  .  .  .
work_order.close       .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
work_order.open        .  .  .  x  .  x  x  .  .  .  .  .  .  .  .  .  .  .  .  .
rater.reveal           x  .  .  x  x  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
evaluation.moderate    .  .  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .
evaluation.suspect     .  .  .  .  .  x  x  .  .  .  .  .  .  .  .  .  .  .  .  .
evaluation.judge       .  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .  .  .
weight_plan.draft      .  .  .  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
weight_plan.adopt      .  .  .  .  x  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
period.open            .  .  .  .  .  .  .  x  .  .  .  .  .  .  .  .  x  .  .  .
period.compute         .  .  .  .  .  .  .  x  .  .  .  .  .  .  .  .  x  .  .  .
period.settle          .  .  .  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
period.adjust          .  .  .  .  .  .  .  x  .  .  .  .  .  .  .  .  x  .  .  .
appraisal.simulate     .  .  .  .  x  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
appraisal.export       .  .  .  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .  .
directory.change       .  .  .  .  .  .  .  .  .  .  .  x  .  .  .  .  x  .  x  .
account.change         .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x  .  .  .
account.lock           .  .  .  .  .  .  .  .  .  .  .  .  x  .  .  .  x  .  .  .
client.change          .  .  .  .  .  .  .  .  .  .  .  x  .  .  .  .  x  .  .  .
sign_in.lift           .  .  .  .  .  .  .  .  .  .  .  .  x  .  .  .  x  .  .  .
ledger.verify          .  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .  .  .  .  .
board.close            .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .  x  .  .  .
event.read             .  x  .  .  x  .  .  x  x  .  .  .  .  .  .  .  .  .  .  x
webhook.manage         .  .  .  .  .  .  .  .  .  .  .  x  .  .  .  .  .  .  .  x
"""

# .: nothing · o: own · a: own agency · h: own hall · d: city-wide, or one's district · c: the city's desk only
# p: what is published · n: all but scores · *: all
SIGHT: Final = """
view             of hd hm di su rv mo hr au ws ho ad se pu ra us sy ch bu sb
District         *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *
Agency           *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *
Hall             *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *
Window           *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *
Service          *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *
Form             *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *
Dimension        *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *
Tag              *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *  *
StaffMember      *  *  *  *  *  *  *  *  *  *  *  *  *  .  *  *  .  *  *  .
Client           .  .  .  .  .  .  .  .  .  .  .  *  .  .  .  .  .  .  .  .
SigningKey       .  .  .  .  .  .  .  .  .  .  .  *  .  .  .  .  .  .  .  .
Channel          .  .  .  .  .  .  .  .  .  .  .  *  .  .  .  .  .  .  .  .
DirectoryRevision .  .  .  .  .  .  .  .  *  .  .  *  .  .  .  .  .  .  .  .
ServiceEvent     a  .  .  d  d  d  .  .  d  .  .  .  .  .  o  o  .  .  o  .
Invitation       .  .  .  .  .  .  .  .  .  .  .  .  .  .  o  o  .  .  o  .
Evaluation       a  a  h  d  d  d  d  d  d  o  o  .  .  p  o  o  .  p  .  *
WorkOrder        a  a  h  d  d  d  d  d  d  .  .  .  .  .  o  o  .  .  .  .
ModerationAct    .  .  .  .  .  d  d  .  d  .  .  .  .  .  .  .  .  .  .  .
RatingEvent      .  a  .  .  d  .  .  d  d  .  .  .  .  .  .  .  .  .  .  n
Webhook          .  .  .  .  .  .  .  .  .  .  .  *  .  .  .  .  .  .  .  o
Delivery         .  .  .  .  .  .  .  .  .  .  .  *  .  .  .  .  .  .  .  o
Appraisal        .  a  .  .  d  .  .  d  .  o  o  .  .  .  .  .  .  .  .  .
WeightPlan       .  .  .  .  c  .  .  c  .  .  .  .  .  .  .  .  .  .  .  .
AppraisalPeriod  .  .  .  .  .  .  .  c  .  .  .  .  .  .  .  .  .  .  .  .
Account          .  .  .  .  .  .  .  .  .  .  .  .  *  .  .  .  .  .  .  .
"""


def cells(table: str) -> dict[tuple[str, str], str]:
    """(row, role) → the mark."""
    heading, *rows = table.strip().splitlines()
    roles = [ROLES[short] for short in heading.split()[1:]]
    return {(row.split()[0], role): mark for row in rows for role, mark in zip(roles, row.split()[1:], strict=True)}


MAY: Final = cells(ACTIONS)
SEES: Final = cells(SIGHT)
