"""Every address of the officials' door. A verb that is not create, read, update, delete is a thing one can create."""

from starlette.routing import Route

from admin_ui import frame, words
from admin_ui.pages import (
    callbacks,
    desk,
    evaluations,
    keys,
    moves,
    reply_drafts,
    reveals,
    sessions,
    webhooks,
    work_order,
)
from admin_ui.pages import webhook_changes as changes
from admin_ui.pages import work_orders as orders
from web import catalogue, errors

catalogue.add(words.ALL)
errors.frame("admin", frame.failed)

ORDER = "/admin/work-orders/{order}"
WEBHOOK = "/admin/webhooks/{webhook}"

routes = [
    Route("/admin", desk.show, name="desk"),
    Route("/admin/session", sessions.ask, name="sign-in", methods=["GET"]),
    Route("/admin/session", sessions.create, methods=["POST"]),
    Route("/admin/session/role", sessions.switch, name="role", methods=["POST"]),
    Route("/admin/session/end", sessions.end, name="sign-out", methods=["POST"]),
    Route("/admin/work-orders", orders.show, name="work-orders"),
    Route(ORDER, work_order.show, name="work-order"),
    Route(f"{ORDER}/signature", moves.create_signature, name="sign", methods=["POST"]),
    Route(f"{ORDER}/contact", moves.create_contact, name="contact", methods=["POST"]),
    Route(f"{ORDER}/finding", moves.create_finding, name="find", methods=["POST"]),
    Route(f"{ORDER}/explanation", moves.create_explanation, name="explain", methods=["POST"]),
    Route(f"{ORDER}/rectification", moves.create_rectification, name="submit", methods=["POST"]),
    Route(f"{ORDER}/review", moves.create_review, name="review", methods=["POST"]),
    Route(f"{ORDER}/callback", moves.create_callback, name="call_back", methods=["POST"]),
    Route(f"{ORDER}/urging", moves.create_urging, name="urge", methods=["POST"]),
    Route(f"{ORDER}/closure", moves.create_closure, name="close", methods=["POST"]),
    Route(f"{ORDER}/reply-draft", reply_drafts.keep, name="reply-draft", methods=["POST"]),
    Route(f"{ORDER}/reveal", reveals.create, name="reveal", methods=["POST"]),
    Route("/admin/evaluations", evaluations.show, name="evaluations"),
    Route("/admin/callbacks", callbacks.show, name="callbacks"),
    Route("/admin/webhooks", webhooks.show, name="webhooks", methods=["GET"]),
    Route("/admin/webhooks", changes.create, methods=["POST"]),
    Route("/admin/webhooks/new", changes.ask, name="new-webhook"),
    Route(WEBHOOK, webhooks.show, name="webhook", methods=["GET"]),
    Route(WEBHOOK, changes.update, methods=["POST"]),
    Route(f"{WEBHOOK}/edit", changes.ask, name="edit-webhook"),
    Route(f"{WEBHOOK}/secret", changes.create_secret, name="webhook-secret", methods=["POST"]),
    Route(f"{WEBHOOK}/test", changes.create_test, name="webhook-test", methods=["POST"]),
    Route(f"{WEBHOOK}/resumption", changes.create_resumption, name="webhook-resumption", methods=["POST"]),
    Route(f"{WEBHOOK}/repeat", changes.create_repeat, name="webhook-repeat", methods=["POST"]),
    Route(f"{WEBHOOK}/deletion", changes.create_deletion, name="webhook-deletion", methods=["POST"]),
    Route("/admin/keys", keys.show, name="keys"),
]
