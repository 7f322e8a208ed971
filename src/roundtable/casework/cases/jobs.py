"""Who has left a course is told before the last of it closes; who is there afterwards, on the day to get in touch. Each is told once."""

from procrastinate.contrib.django import app

from roundtable.ground.notices.actions import remind_all
from roundtable.ground.notices.rules import Cause

HOURLY = "17 * * * *"


@app.periodic(cron=HOURLY)
@app.task(name="cases.seat_ends", queueing_lock="cases.seat_ends")
def seat_ends(timestamp: int) -> None:
    """Three weeks after a seat ended, its holder hears that a week is left to read what they wrote there."""
    remind_all(Cause.SEAT_ENDS)


@app.periodic(cron=HOURLY)
@app.task(name="cases.bridge_rings", queueing_lock="cases.bridge_rings")
def bridge_rings(timestamp: int) -> None:
    """On the day that was agreed, who is there for a citizen after the course hears that it is today."""
    remind_all(Cause.BRIDGE_RINGS)
