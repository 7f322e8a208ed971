"""What is written down at once in a meeting is one line of the time line, which opens."""

from datetime import time, timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import account, build_cast

from roundtable.casework.assessments.actions import bring_lines
from roundtable.casework.roundtables.actions import NewLine, call_roundtable, hold_roundtable, write_lines
from roundtable.casework.roundtables.rules import Channel, How, Section


def test_eight_lines_of_a_meeting_written_in_one_minute_are_one_entry_that_opens() -> None:
    cast = build_cast()
    bo = cast.at_table(cast.bo)
    on = timezone.localdate() + timedelta(days=9)
    called = call_roundtable(actor=bo, case_id=cast.case_id, on=on, clock=time(13), minutes=60, channel=Channel.IN_PERSON)
    said = [NewLine(Section.MATTERS, f"What matters {number}", cast.amal_id) for number in range(8)]
    write_lines(actor=bo, case_id=cast.case_id, roundtable_id=called.roundtable_id, lines=said, how=How.READ_ALOUD)
    hold_roundtable(actor=bo, case_id=cast.case_id, roundtable_id=called.roundtable_id, version=called.version)
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", "citizen"))
    page = client.get(reverse("time_line", args=[cast.case_id])).content.decode()
    assert "Lines for our meeting, written down by Bo" in page
    assert page.count("<details") == 1 and "We met, noted by Bo" in page
    assert all(f"What matters {number}" in page for number in range(8))
    assert page.count(reverse("roundtable", args=[cast.case_id]) + '">Open the meeting') == 1


def test_lines_of_one_text_do_not_run_together() -> None:
    cast = build_cast()
    bring_lines(actor=cast.amal, case_id=cast.case_id, text="I can repair a lamp\nMornings are hard")
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", "citizen"))
    assert "I can repair a lamp · Mornings are hard" in client.get(reverse("time_line", args=[cast.case_id])).content.decode()
    shared = client.get(reverse("release_items", args=[cast.case_id, cast.seats["bo"]])).content.decode()
    assert "I can repair a lamp · Mornings are hard" in shared
