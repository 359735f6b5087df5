"""Third parties: which events they may read, and their delivery."""

from domain.subscriptions.repeats import resend, send_test
from domain.subscriptions.webhooks import (
    KEEP,
    Made,
    NewWebhook,
    create,
    delete,
    looked_at,
    position,
    resume,
    rotate,
    subscribers,
    update,
)

__all__ = [
    "KEEP",
    "Made",
    "NewWebhook",
    "create",
    "delete",
    "looked_at",
    "position",
    "resend",
    "resume",
    "rotate",
    "send_test",
    "subscribers",
    "update",
]
