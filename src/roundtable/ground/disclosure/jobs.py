"""What time brings about in what is shared: its end, the day of telling, a second signature that does not come. Each is told once."""

from procrastinate.contrib.django import app

from roundtable.ground.disclosure.actions.ended import drop_ended_keys
from roundtable.ground.notices.actions import remind_all
from roundtable.ground.notices.rules import Cause

HOURLY = "7 * * * *"
OFTEN = "*/10 * * * *"
"""A working day is short: its half must not be missed by an hour."""


@app.periodic(cron=HOURLY)
@app.task(name="disclosure.sharing_ends", queueing_lock="disclosure.sharing_ends")
def sharing_ends(timestamp: int) -> None:
    """The citizen and who it was shared with hear that something shared ends soon."""
    remind_all(Cause.SHARING_ENDS)


@app.periodic(cron=OFTEN)
@app.task(name="disclosure.shared_by_law", queueing_lock="disclosure.shared_by_law")
def shared_by_law(timestamp: int) -> None:
    """The citizen is told what was shared on a ground of law and was to be told later: the day has come."""
    remind_all(Cause.SHARED_BY_LAW)


@app.periodic(cron=OFTEN)
@app.task(name="disclosure.unsigned", queueing_lock="disclosure.unsigned")
def unsigned(timestamp: int) -> None:
    """Who gave an urgent one and who is asked to sign are reminded, while there is time; and told when it has closed by itself."""
    remind_all(Cause.UNSIGNED)
    remind_all(Cause.LAPSED)


@app.periodic(cron=HOURLY)
@app.task(name="disclosure.ended_keys", queueing_lock="disclosure.ended_keys")
def ended_keys(timestamp: int) -> None:
    """Keys that were laid out for somebody who may no longer read what they open are gone."""
    drop_ended_keys()
