"""Every use case × every role: who may is written out by hand, and whoever may not is refused before anything is read.

No database is connected here: a use case that looked anything up before it asked "may I" would fail otherwise.
"""

import ast
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from admin_ui.appraisals import exports
from domain import appraisals, board, collecting, evaluations, moderation, policy, work_orders
from domain.accounts import accounts, guessing, locking
from domain.actor import Actor, ActorKind, Scope
from domain.appraisals import adjusting, periods, plans
from domain.clients import clients
from domain.collecting import assertions, invitations, recording
from domain.directory import saving
from domain.errors import Forbidden
from domain.evaluations import Submission
from domain.ledger import auditing
from domain.moderation import Span, moderating, reading
from domain.subscriptions import repeats, webhooks
from domain.words import CallbackOutcome, Entry, Level, ModerationAction
from domain.work_orders import drafting, finding, handling, revealing, supervising
from tests.cast import RESPONSIBLE
from tests.domain.who_may import MAY, ROLES, SEES
from views import feeds

ROOT = Path(policy.__file__).parent
NOW = datetime(2026, 11, 1, tzinfo=UTC)
Call = Callable[[Actor], Any]
M = ModerationAction
HOOK = webhooks.NewWebhook("https://receiver.example/hook")
PLAN: Any = None  # never looked at: who may not is refused first
TEXT_ACTS = (M.PUBLISH, M.REDACT, M.HIDE, M.RESTORE)

# Each action → every use case it guards, as somebody would call it.
USE_CASES: dict[str, dict[Callable[..., Any], list[Call]]] = {
    "service_event.record": {recording.record: [lambda by: collecting.record([], by=by)]},
    "invitation.hand_out": {invitations.hand_out: [lambda by: collecting.hand_out(1, Entry.SMS_LINK, by=by)]},
    "user.assert": {assertions.signed_user: [lambda by: assertions.signed_user("x.y.z", audience="", by=by)]},
    "evaluation.submit": {
        evaluations.submit_one: [lambda by: evaluations.submit_one(Submission("token", Level.SATISFIED, by))],
    },
    "work_order.sign": {handling.sign: [lambda by: work_orders.sign(1, by=by)]},
    "work_order.contact": {handling.record_contact: [lambda by: work_orders.record_contact(1, note="问了", by=by)]},
    "work_order.find": {finding.record_finding: [lambda by: work_orders.record_finding(1, finding=RESPONSIBLE, by=by)]},
    "work_order.explain": {handling.explain: [lambda by: work_orders.explain(1, reason="依据", by=by)]},
    "work_order.draft_reply": {drafting.draft_reply: [lambda by: drafting.draft_reply(1, text="答复", by=by)]},
    "work_order.submit": {
        handling.submit_rectification: [
            lambda by: work_orders.submit_rectification(1, measures="补了", reply="已补", by=by)
        ],
    },
    "work_order.review": {supervising.review: [lambda by: work_orders.review(1, approve=True, reason="到位", by=by)]},
    "work_order.call_back": {
        supervising.record_callback: [
            lambda by: work_orders.record_callback(1, outcome=CallbackOutcome.SATISFIED, by=by)
        ],
    },
    "work_order.urge": {supervising.urge: [lambda by: work_orders.urge(1, note="请办", by=by)]},
    "work_order.close": {supervising.close: [lambda by: work_orders.close(1, reason="审定", by=by)]},
    "rater.reveal": {revealing.reveal: [lambda by: work_orders.reveal(1, reason="回访", by=by)]},
    "evaluation.moderate": {
        moderating.moderate: [
            lambda by, act=act: moderation.moderate([1], act, reason="理由", spans=[Span(0, 1)], by=by)
            for act in TEXT_ACTS
        ],
        moderating.moderate_each: [lambda by: moderation.moderate_each([1], M.HIDE, reason="理由", by=by)],
        reading.undo: [lambda by: moderation.undo(by=by)],
        reading.postpone: [lambda by: moderation.postpone(1, by=by)],
        reading.reveal: [lambda by: moderation.reveal(1, span=Span(0, 1), by=by)],
    },
    "evaluation.suspect": {
        moderating.moderate: [lambda by: moderation.moderate([1], M.SUSPECT, reason="同一号码", by=by)],
    },
    "evaluation.judge": {
        moderating.moderate: [
            lambda by, act=act: moderation.moderate([1], act, reason="核实", by=by)
            for act in (M.MAKE_VALID, M.MAKE_VOID)
        ],
    },
    "work_order.open": {
        moderating.moderate: [lambda by: moderation.moderate([1], M.OPEN_ORDER, reason="反映问题", by=by)],
    },
    "weight_plan.draft": {
        plans.draft: [lambda by: appraisals.draft(PLAN, by=by)],
        plans.revise: [lambda by: appraisals.revise(1, PLAN, by=by)],
        plans.submit: [lambda by: appraisals.submit(1, by=by)],
        plans.discard: [lambda by: appraisals.discard(1, by=by)],
    },
    "weight_plan.adopt": {plans.adopt: [lambda by: appraisals.adopt(1, seen=NOW, by=by)]},
    "period.open": {periods.open_periods: [lambda by: appraisals.open_periods(by=by)]},
    "period.compute": {periods.compute: [lambda by: appraisals.compute("2026-10", by=by)]},
    "period.settle": {periods.settle: [lambda by: appraisals.settle("2026-10", seen=NOW, by=by)]},
    "period.adjust": {adjusting.adjust: [lambda by: appraisals.adjust(by=by)]},
    "appraisal.simulate": {
        periods.simulate: [lambda by: appraisals.simulate(date(2026, 10, 1), date(2026, 10, 31), [], by=by)],
    },
    "appraisal.export": {exports.rows: [lambda by: exports.rows("2026-10", by, "zh")]},
    "directory.change": {
        saving.register: [lambda by: saving.register([], by=by)],
        saving.save: [lambda by: saving.save("hall", [], by=by)],
        saving.save_each: [lambda by: saving.save_each([], by=by)],
    },
    "account.change": {
        accounts.add: [lambda by: accounts.add("a", "甲", "", [], agency="", by=by)],
        accounts.add_token: [lambda by: accounts.add_token("a", "电脑", by=by)],
        accounts.revoke_tokens: [lambda by: accounts.revoke_tokens("a", "电脑", by=by)],
        accounts.renew_password: [lambda by: accounts.renew_password("a", "", by=by)],
    },
    "account.lock": {
        locking.lock: [lambda by: locking.lock(1, reason="调离", by=by)],
        locking.unlock: [lambda by: locking.unlock(1, by=by)],
        locking.sign_out_everywhere: [lambda by: locking.sign_out_everywhere(1, by=by)],
    },
    "sign_in.lift": {guessing.lift: [lambda by: guessing.lift("officer", by=by)]},
    "client.change": {
        clients.register: [lambda by: clients.register("新渠道", "CHANNEL", by=by)],
        clients.renew_key: [lambda by: clients.renew_key(1, by=by)],
        clients.set_origins: [lambda by: clients.set_origins(1, ["no origin"], by=by)],
        clients.set_enabled: [lambda by: clients.set_enabled(1, False, by=by)],
        clients.register_key: [lambda by: clients.register_key(1, "k1", "no key", by=by)],
        clients.revoke_key: [lambda by: clients.revoke_key(1, "k1", by=by)],
    },
    "ledger.verify": {auditing.audit: [lambda by: auditing.audit(by=by)]},
    "board.close": {board.close_nights: [lambda by: board.close_nights(by=by)]},
    "event.read": {feeds.narrowed: [lambda by: feeds.narrowed({}, by)]},
    "webhook.manage": {
        webhooks.create: [lambda by: webhooks.create(HOOK, by=by)],
        webhooks.update: [lambda by: webhooks.update(1, HOOK, by=by)],
        webhooks.delete: [lambda by: webhooks.delete(1, by=by)],
        webhooks.rotate: [lambda by: webhooks.rotate(1, by=by)],
        webhooks.resume: [lambda by: webhooks.resume(1, by=by)],
        webhooks.position: [lambda by: webhooks.position(1, by=by)],
        repeats.send_test: [lambda by: repeats.send_test(1, by=by)],
        repeats.resend: [lambda by: repeats.resend(1, by=by)],
    },
}


def somebody(role: str, scopes: frozenset[str] = frozenset(Scope)) -> Actor:
    """In this role, with every reach there is, so that only the role decides."""
    kind = (
        ActorKind.CLIENT
        if role in policy.CLIENTS
        else ActorKind.ACCOUNT
        if role in policy.ACCOUNTS
        else ActorKind(role if role != "USER" else "RATER")
    )
    return Actor(kind, role, id=1, name="某人", agency=1, hall=1, staff=1, scopes=scopes, roles=(role,))


def test_every_role_and_every_action_has_its_row() -> None:
    assert set(ROLES.values()) == policy.ALL
    assert {action for action, _ in MAY} == set(policy.MAY) == set(USE_CASES)
    assert {view for view, _ in SEES} == set(policy.REACH)


@pytest.mark.parametrize("action", sorted(policy.MAY))
def test_the_policy_says_what_the_table_says(action: str) -> None:
    told = {role: "x" if policy.may(somebody(role), action) else "." for role in ROLES.values()}
    assert told == {role: MAY[action, role] for role in ROLES.values()}


@pytest.mark.parametrize("view", sorted(policy.REACH))
def test_whom_the_table_gives_nothing_reaches_nothing(view: str) -> None:
    told = {role: policy.reach(role, view) is not None for role in ROLES.values()}
    assert told == {role: SEES[view, role] != "." for role in ROLES.values()}


@pytest.mark.parametrize("action", sorted(policy.SCOPE))
def test_a_client_without_the_scope_may_not(action: str) -> None:
    for role in policy.CLIENTS & policy.MAY[action]:
        assert not policy.may(somebody(role, scopes=frozenset()), action)


@pytest.mark.parametrize(("action", "role"), [(action, role) for action, role in MAY if MAY[action, role] == "."])
async def test_whoever_may_not_is_refused_before_anything_is_read(action: str, role: str) -> None:
    for calls in USE_CASES[action].values():
        for call in calls:
            with pytest.raises(Forbidden):
                await call(somebody(role))


def test_every_function_that_asks_the_policy_is_tried_here() -> None:
    tried = {f"{one.__module__}.{one.__name__}" for calls in USE_CASES.values() for one in calls}
    tried |= {"domain.evaluations.submitting.submit"}  # many at once, each with its own outcome; tried by submit_one
    assert set().union(*(_guarded(file) for file in ROOT.rglob("*.py"))) <= tried


def _guarded(file: Path) -> set[str]:
    """Public functions that ask the policy, themselves or through a private one of their file."""
    module = ".".join(("domain", *file.relative_to(ROOT).with_suffix("").parts))
    if module == "domain.policy":
        return set()
    functions = {
        node.name: {_name(inner.func) for inner in ast.walk(node) if isinstance(inner, ast.Call)}
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    asking = {name for name, called in functions.items() if called & {"policy.require", "policy.require_city"}}
    while more := {name for name, called in functions.items() if called & asking} - asking:
        asking |= more
    return {f"{module}.{name}" for name in asking if not name.startswith("_") and hasattr(import_module(module), name)}


def _name(node: ast.expr) -> str:
    return ast.unparse(node)
