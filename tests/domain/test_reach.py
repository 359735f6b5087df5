"""Every view × role on real rows: whom the table gives nothing sees nothing; who has a part sees it and no other's."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

import views
from api.ids import Seal
from domain import appraisals, clock, keys, ledger, moderation, policy
from domain.actor import SYSTEM, Actor
from domain.appraisals.days import month_of, months_later
from domain.evaluations.releasing import release
from domain.subscriptions import deliveries, webhooks
from domain.words import Level, ModerationAction
from storage import reading
from storage.transactions import execute, fetch, fetch_value
from tests.cast import Cast, pass_days
from tests.domain.test_policy import somebody
from tests.domain.who_may import ROLES, SEES
from views.view import VIEWS

TABLE = {"WeightPlan": "weight_plan", "AppraisalPeriod": "appraisal_period", "Account": "account"}
PARTS = "oahdcp"


def table(view: str) -> str | None:
    """Small views have a statement, not a table."""
    return TABLE.get(view) or getattr(VIEWS[view], "table", None)


@pytest.fixture
async def rows(cast: Cast, database: str) -> Cast:
    """At least one row of every view, all of them about the hall, the bureau and 陈窗口 of one district."""
    views.use(seal=Seal(keys.keys().seal, keys.keys().cursor), public_url="http://haochaping.test")
    await reading.connect(database, size=2)
    for _ in range(5):
        rated = await cast.rate(Level.DISSATISFIED, text="跑了两趟", anonymous_to_agency=False)
    await moderation.moderate([rated.evaluation_id], ModerationAction.PUBLISH, by=cast["moderator"])
    hook = await webhooks.create(webhooks.NewWebhook("https://receiver.example/in"), by=cast["subscriber"])
    await deliveries.send_test(hook.id, by=cast["subscriber"])
    await pass_days(40)
    await release()
    await appraisals.open_periods(by=SYSTEM)
    last = month_of(months_later((await clock.today()).replace(day=1), -1))
    await appraisals.compute(last, by=cast["hr"])
    await execute("update appraisal set state = 'SETTLED'")
    await ledger.relay()
    yield cast  # type: ignore[misc]
    await reading.close()
