"""Rating events (entries of the ledger), webhooks and deliveries.

The subject of an event is read through the event, under the masks of its own view.
"""

from domain.policy import ADMINISTRATOR, ALL, AUDITOR
from domain.subscriptions.kinds import APPRAISAL, EVALUATION, WORK_ORDER
from domain.subscriptions.repeats import TEST
from views.compiling.member import Column, Identity, JoinedRow, Pages, Reference, Subject, columns, hidden_from
from views.compiling.view import Filter, Ordering, View
from views.nouns.roles import KNOW_THE_DAY

SUBJECTS = {
    "Evaluation": f"case when {{t}}.subject_kind = '{EVALUATION}' then {{t}}.subject_id end",
    "WorkOrder": f"case when {{t}}.subject_kind = '{WORK_ORDER}' then {{t}}.subject_id end",
    "Appraisal": f"case when {{t}}.subject_kind = '{APPRAISAL}' then {{t}}.subject_id end",
}
SCORES = frozenset({"Appraisal"})  # read by their own reach, because no mask hides a score

RatingEvent = View(
    name="RatingEvent",
    table="ledger",
    key="position",
    members={
        "id": Column(type="ID!", sql="{t}.event_id::text"),
        "position": Column(type="String!", sql="{t}.position::text"),
        **columns(kind="String!", occurredOn="Date!"),
        "occurredAt": Column(type="DateTime", sql="{t}.occurred_at", masks=hidden_from(*KNOW_THE_DAY)),
        "subject": Subject(type="Node", of=SUBJECTS, by_own_reach=SCORES),
        "data": Subject(type="EventData!", of=SUBJECTS, by_own_reach=SCORES),
        "agency": Reference(type="Agency", sql="{t}.agency_id", inside=True),
        "role": Column(type="String", sql="{t}.actor_role", inside=True, masks=hidden_from(*(ALL - {AUDITOR}))),
    },
    orders={"POSITION": {"*": Ordering(1, "{t}.position", "position", tie="{t}.position", descending=False)}},
    filters={
        "kinds": Filter("[String!]", "kind", inside=True),
        "agencyCode": Filter("[String!]", "agency", codes="Agency", inside=True),
        "from": Filter("Date", "occurredOn", "{m} >= {v}", inside=True),
    },
)

# The administrator, who runs the machine, reads no ratings: not the kind of event, not what was sent, and not the
# receiver's answer, as some receivers send back what they got. Tests contain no data of anybody and are shown whole.
TEST_OR_EVENT = f"case when {{t}}.kind = '{TEST}' then {{t}}.kind else 'event' end"
OF_TESTS = f"case when {{{{t}}}}.kind = '{TEST}' then {{{{t}}}}.{{}} end"

Webhook = View(
    name="Webhook",
    tag=20,
    table="webhook",
    members={
        "id": Identity(),
        **columns(url="String!", kinds="[String!]"),
        "enabled": Column(type="Boolean!", sql="{t}.is_enabled"),
        "position": Column(type="String!", sql="{t}.position::text"),
        "document": Column(type="String", sql="{t}.document"),
        "disabledBecause": Column(type="String", sql="{t}.disabled_because"),
        "deliveries": Pages(type="DeliveryConnection!", child="Delivery", sql="{t}.webhook_id", order="LATEST"),
        "row": Column(type="Int!", sql="{t}.id", inside=True),
        "client": Column(type="String!", sql="(select c.name from client c where c.id = {t}.client_id)", inside=True),
        "agency": Reference(type="Agency", sql="{t}.agency_id", inside=True),
        "attempt": Column(type="Int!", sql="{t}.attempt", inside=True),
        "nextAt": Column(type="DateTime!", sql="{t}.next_at", inside=True),
        "reason": Column(type="String", sql="{t}.reason", inside=True),
        "sentTo": Column(type="Int!", sql="{t}.position", inside=True),
        "deliveredAt": Column(type="DateTime", sql="{t}.delivered_at", inside=True),
        "previousUntil": Column(type="DateTime", sql="{t}.previous_until", inside=True),
    },
    orders={"OLDEST": {"*": Ordering(1, "{t}.id", "number", descending=False)}},
)

Delivery = View(
    name="Delivery",
    tag=21,
    table="delivery",
    members={
        "id": Identity(),
        # A subscriber reaches the event through its delivery. The administrator, who runs the machine, does not.
        "event": JoinedRow(
            type="RatingEvent",
            sql="{r}.position = {t}.position",
            through=True,
            masks=hidden_from(ADMINISTRATOR),
        ),
        **columns(attempt="Int!", status="DeliveryStatus!", responseCode="Int"),
        **columns(reason="String", at="DateTime!", nextAt="DateTime"),
        "row": Column(type="Int!", sql="{t}.id", inside=True),
        "kind": Column(type="String!", sql="{t}.kind", inside=True, masks={ADMINISTRATOR: TEST_OR_EVENT}),
        "position": Column(type="String", sql="{t}.position::text", inside=True),
        "took": Column(type="Int", sql="{t}.took", inside=True),
        "sent": Column(type="String", sql="{t}.sent", inside=True, masks={ADMINISTRATOR: OF_TESTS.format("sent")}),
        "headers": Column(type="String", sql="{t}.headers", inside=True),
        "answer": Column(
            type="String", sql="{t}.answer", inside=True, masks={ADMINISTRATOR: OF_TESTS.format("answer")}
        ),
        "failed": Column(type="Boolean!", sql="({t}.status in ('FAILED', 'GIVEN_UP'))", inside=True),
    },
    orders={"LATEST": {"*": Ordering(1, "{t}.id", "number")}},
    filters={
        "webhook": Filter("Int", "row", "{t}.webhook_id = {v}", inside=True),
        "failed": Filter("Boolean", "failed", "{m} = {v}", inside=True),
        "kind": Filter("[String!]", "kind", inside=True),
    },
)

__all__ = ["SUBJECTS", "Delivery", "RatingEvent", "Webhook"]
