"""A referral nobody answers. Each is told once."""

from procrastinate.contrib.django import app

from roundtable.ground.notices.actions import remind_all
from roundtable.ground.notices.rules import Cause

HOURLY = "27 * * * *"


@app.periodic(cron=HOURLY)
@app.task(name="referrals.referral_waits", queueing_lock="referrals.referral_waits")
def referral_waits(timestamp: int) -> None:
    """Who receives referrals hears of one that has waited for a week."""
    remind_all(Cause.REFERRAL_WAITS)
