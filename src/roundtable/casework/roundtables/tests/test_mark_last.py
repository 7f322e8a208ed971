"""Whether a called meeting is the last one can be marked later, and taken back, until something is written in it."""

import pytest
from django.test import Client
from tests.cast import Cast

from roundtable.casework.roundtables.actions import NewLine, add_point, hold_roundtable, mark_last, write_lines
from roundtable.casework.roundtables.queries import meeting_page, next_meeting
from roundtable.casework.roundtables.rules import NotInThisState, NotYoursToDecide, Section
from roundtable.casework.roundtables.rules.last import WrittenAlready
from roundtable.casework.roundtables.tests.addresses import call, sign_in, url
from roundtable.ground.access.acts import ActRefused, act
from roundtable.ground.access.context import acting
from roundtable.kernel.refusal import NotHere


def is_last(cast: Cast) -> bool:
    return next_meeting(actor=cast.amal, case_ids=[cast.case_id])[cast.case_id].last


def test_bo_marks_the_called_meeting_as_the_last_on_its_page_and_takes_it_back(cast: Cast, bo: Client, amal: Client) -> None:
    address = url("mark_last", cast, roundtable_id=call(cast))
    add_point(actor=cast.amal, case_id=cast.case_id, text="The summer")
    assert "This is the last meeting before the course ends" in bo.get(url("roundtable", cast)).text
    assert bo.post(address, {"last": "yes"}).status_code == 302 and is_last(cast)
    hers = amal.get(url("roundtable", cast)).text
    assert "Our last meeting" in hers and "This is not the last meeting after all" not in hers
    bo.post(address, {"last": "no"})
    assert not is_last(cast) and bo.post(address, {"last": "perhaps"}).status_code == 404
    for client in (amal, sign_in(cast.dag.person_id, "Dag"), sign_in(cast.eve.person_id, "Eve")):
        assert client.post(address, {"last": "yes"}).status_code == 404
    assert sign_in(cast.gro.person_id, "Gro").post(address, {"last": "yes"}).status_code == 302 and is_last(cast)


def test_what_is_written_or_held_keeps_its_headings(cast: Cast, bo: Client) -> None:
    meeting, at_table = call(cast), cast.at_table(cast.bo)
    with pytest.raises(NotYoursToDecide):
        mark_last(actor=cast.amal, case_id=cast.case_id, roundtable_id=meeting, last=True)
    for stranger in (cast.at_table(cast.dag), cast.at_table(cast.eve)):
        with pytest.raises(NotHere):
            mark_last(actor=stranger, case_id=cast.case_id, roundtable_id=meeting, last=True)
        with acting(stranger), pytest.raises(NotHere):
            act("mark_last", [meeting, True])
    write_lines(actor=at_table, case_id=cast.case_id, roundtable_id=meeting, lines=[NewLine(Section.MATTERS, "Sleep", cast.amal_id)])
    with pytest.raises(WrittenAlready):
        mark_last(actor=at_table, case_id=cast.case_id, roundtable_id=meeting, last=True)
    refused = bo.post(url("mark_last", cast, roundtable_id=meeting), {"last": "yes"}, follow=True).text
    assert "Something is written in this meeting already" in refused and not is_last(cast)
    hold_roundtable(actor=at_table, case_id=cast.case_id, roundtable_id=meeting, version=1)
    with pytest.raises(NotInThisState):
        mark_last(actor=at_table, case_id=cast.case_id, roundtable_id=meeting, last=True)
    with acting(at_table), pytest.raises(ActRefused):
        act("mark_last", [meeting, True])
    found = meeting_page(actor=cast.amal, case_id=cast.case_id).meeting
    assert found is not None and not found.last
