"""All recurring jobs, in Asia/Shanghai time. Sweep and relay are not jobs: see pulse.py."""

from arq import cron
from arq.cron import CronJob

from workers.deadlines import arm
from workers.housekeeping import (
    close_board_nights,
    forget_deliveries,
    forget_sessions,
    keep_periods,
    release_staff_batches,
    remind_of_next_year,
    renew_identities,
)
from workers.patience import bearing

SCHEDULE: list[CronJob] = [
    cron(bearing(arm), minute=58, run_at_startup=True),
    # Daily work, tried every hour, because a demonstration city's day may begin at any hour; a repeat finds nothing.
    cron(bearing(release_staff_batches), minute=10, run_at_startup=True),
    cron(bearing(close_board_nights), minute=5, run_at_startup=True),
    cron(bearing(remind_of_next_year), hour=8, minute=0, run_at_startup=True),
    cron(bearing(forget_sessions), minute=40),
    cron(bearing(keep_periods), minute=25, run_at_startup=True),
    cron(bearing(forget_deliveries), minute=45),
    cron(bearing(renew_identities), minute=5, run_at_startup=True),
]
