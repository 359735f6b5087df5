"""All addresses of the officials' pages; any other action than CRUD is a resource that is created."""

from starlette.routing import Route

from admin_ui import access, frame, words
from admin_ui.accounts import page as accounts
from admin_ui.appraisals import periods, weight_plans
from admin_ui.appraisals import score as appraisals
from admin_ui.callbacks import queue as callbacks
from admin_ui.clients import page as clients
from admin_ui.desk import page as desk
from admin_ui.desk import verifications
from admin_ui.directory import page as directory
from admin_ui.evaluations import list as evaluations
from admin_ui.help import keys
from admin_ui.moderation import log as moderation_log
from admin_ui.moderation import queue as moderation
from admin_ui.moderation import suspects
from admin_ui.sessions import page as sessions
from admin_ui.sessions import sign_ins, signing_in
from admin_ui.webhooks import changes
from admin_ui.webhooks import page as webhooks
from admin_ui.work_orders import list as orders
from admin_ui.work_orders import moves, reply_drafts, reveals
from admin_ui.work_orders import order as work_order
from web import catalogue, errors, kept

catalogue.add(words.ALL)
errors.frame("admin", frame.failed)
access.otherwise(unknown=signing_in.ask_again, not_theirs=signing_in.not_theirs)
kept.hide("/admin/clients/", ("key",))

ORDER = "/admin/work-orders/{order}"
TEXT = "/admin/moderation/{text}"
CLIENT = "/admin/clients/{client}"
ACCOUNT = "/admin/accounts/{account}"
PLAN, PERIOD = "/admin/weights/{plan}", "/admin/periods/{period}"
WEBHOOK = "/admin/webhooks/{webhook}"

routes = [
    Route("/admin", desk.show, name="desk"),
    Route("/admin/ledger/verification", verifications.create, name="ledger-verification", methods=["POST"]),
    Route("/admin/session", sessions.ask, name="sign-in", methods=["GET"]),
    Route("/admin/session", sessions.create, methods=["POST"]),
    Route("/admin/session/role", sessions.switch, name="role", methods=["POST"]),
    Route("/admin/session/end", sessions.end, name="sign-out", methods=["POST"]),
    Route("/admin/sign-ins", sign_ins.show, name="sign-ins", methods=["GET"]),
    Route("/admin/sign-ins/lifted", sign_ins.lift, methods=["POST"]),
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
    Route("/admin/moderation", moderation.show, name="moderation"),
    Route("/admin/moderation/undo", moderation.undo, name="moderation-undo", methods=["POST"]),
    Route("/admin/moderation/batch", moderation.create_batch, name="moderation-batch", methods=["POST"]),
    Route(TEXT, moderation.show, name="text"),
    Route(f"{TEXT}/preview", moderation.preview, name="text-preview", methods=["POST"]),
    Route(f"{TEXT}/decision", moderation.create_decision, name="text-decision", methods=["POST"]),
    Route(f"{TEXT}/delay", moderation.create_delay, name="text-delay", methods=["POST"]),
    Route(f"{TEXT}/reveal", moderation.create_reveal, name="text-reveal", methods=["POST"]),
    Route("/admin/moderation-log", moderation_log.show, name="moderation-log"),
    Route("/admin/moderation-log/{text}", moderation_log.show_text, name="moderated-text"),
    Route("/admin/moderation-standards", moderation_log.standards, name="moderation-standards"),
    Route("/admin/suspects", suspects.show, name="suspects"),
    Route("/admin/suspects/{rating}/decision", suspects.create_decision, name="suspect-decision", methods=["POST"]),
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
    Route("/admin/clients", clients.show, name="clients", methods=["GET"]),
    Route("/admin/clients", clients.create, methods=["POST"]),
    Route(CLIENT, clients.show_one, name="client", methods=["GET"]),
    Route(f"{CLIENT}/api-key", clients.create_api_key, name="client-api-key", methods=["POST"]),
    Route(f"{CLIENT}/origins", clients.create_origins, name="client-origins", methods=["POST"]),
    Route(f"{CLIENT}/keys", clients.create_key, name="client-keys", methods=["POST"]),
    Route(f"{CLIENT}/keys/revocation", clients.create_revocation, name="client-revocation", methods=["POST"]),
    Route(f"{CLIENT}/closure", clients.create_closure, name="client-closure", methods=["POST"]),
    Route(f"{CLIENT}/opening", clients.create_opening, name="client-opening", methods=["POST"]),
    Route("/admin/accounts", accounts.show, name="accounts"),
    Route(f"{ACCOUNT}/lock", accounts.create_lock, name="account-lock", methods=["POST"]),
    Route(f"{ACCOUNT}/unlocking", accounts.create_unlocking, name="account-unlocking", methods=["POST"]),
    Route(f"{ACCOUNT}/sign-out", accounts.create_sign_out, name="account-sign-out", methods=["POST"]),
    Route("/admin/directory", directory.show, name="directory"),
    Route("/admin/directory/templates/{kind}.{ending}", directory.show_template, name="directory-template"),
    Route("/admin/weights", weight_plans.index, name="weights"),
    Route(PLAN, weight_plans.show, name="weight-plan", methods=["GET"]),
    Route(PLAN, weight_plans.keep, methods=["POST"]),
    Route(f"{PLAN}/adoption", weight_plans.adopt, name="adopt", methods=["POST"]),
    Route(f"{PLAN}/disposal", weight_plans.discard, name="discard", methods=["POST"]),
    Route("/admin/periods", periods.index, name="periods"),
    Route(PERIOD, periods.show, name="period"),
    Route(f"{PERIOD}/computation", periods.compute, name="compute", methods=["POST"]),
    Route(f"{PERIOD}/settlement", periods.settle, name="settle", methods=["POST"]),
    Route(f"{PERIOD}/adjustments", periods.adjust, name="adjust", methods=["POST"]),
    Route(f"{PERIOD}/export.csv", periods.export_csv, name="export-csv"),
    Route(f"{PERIOD}/export.xlsx", periods.export_xlsx, name="export-xlsx"),
    Route("/admin/appraisals", appraisals.index, name="appraisals"),
    Route("/admin/appraisals/{appraisal}", appraisals.show, name="appraisal"),
]
