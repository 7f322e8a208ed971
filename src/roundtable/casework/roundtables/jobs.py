"""Before a meeting. Each is told once, and once more when it moves."""

from procrastinate.contrib.django import app

from roundtable.ground.notices.actions import remind_all
from roundtable.ground.notices.rules import Cause, NoticeKind

HOURLY = "37 * * * *"


@app.periodic(cron=HOURLY)
@app.task(name="roundtables.meeting_comes", queueing_lock="roundtables.meeting_comes")
def meeting_comes(timestamp: int) -> None:
    """Who is at the table hears of a meeting a day before."""
    remind_all(Cause.MEETING_COMES, NoticeKind.MEETING)
