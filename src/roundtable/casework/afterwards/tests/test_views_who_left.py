"""Words typed for somebody who left the table, or for whom somebody else wrote meanwhile, come back; they are never dropped in silence."""

from uuid import UUID, uuid4

import pytest
from django.test import Client
from tests.cast import Cast

from roundtable.casework.afterwards.actions import NewTask, write_tasks
from roundtable.casework.roundtables.queries import meeting_page
from roundtable.casework.roundtables.tests.addresses import SOON, call, sign_in, url
from roundtable.ground.access.actor import Purpose
from roundtable.ground.seats.actions import end_seat


@pytest.fixture
def bo(cast: Cast) -> Client:
    return sign_in(cast.bo.person_id, "Bo")


def cleo_leaves(cast: Cast) -> None:
    end_seat(actor=cast.gro.leading(cast.case_id), seat_id=cast.seats["cleo"])


def lines(cast: Cast) -> list[str]:
    data = meeting_page(actor=cast.at_table(cast.bo, Purpose.MEETING), case_id=cast.case_id)
    return [line.words.body for line in data.lines]


def test_what_bo_writes_in_the_meeting_for_cleo_who_leaves_comes_back_until_it_stands_elsewhere(cast: Cast, bo: Client) -> None:
    meeting = call(cast)
    address = url("write_lines", cast, roundtable_id=meeting)
    hers, how = f"matters_{cast.cleo.person_id}", {"how": "read_aloud", "once": str(uuid4())}
    assert f'name="{hers}"' in bo.get(address).text
    cleo_leaves(cast)
    assert f'name="{hers}"' not in bo.get(address).text
    page = bo.post(address, {**how, hers: "Hours that last", f"matters_{cast.amal_id}": "Sleep"}).text
    assert "Cleo does not sit at the table any more" in page and "Hours that last" in page and "Sleep" in page
    assert lines(cast) == []
    moved = {**how, hers: "", f"matters_{cast.amal_id}": "Sleep", "agree": "Hours that last (Cleo)"}
    assert bo.post(address, moved).status_code == 302
    assert sorted(lines(cast)) == ["Hours that last (Cleo)", "Sleep"]
    forged = {f"matters_{uuid4()}": "Nobody's", f"matters_{cast.dag.person_id}": "Dag's", "agree": "Yes"}
    assert bo.post(address, {**how, "once": str(uuid4()), **forged}).status_code == 302
    assert "Dag's" not in lines(cast), "who never sat there has no box"


def test_what_bo_writes_for_cleo_to_take_home_comes_back_too(cast: Cast, held: UUID, bo: Client) -> None:
    address = url("write_tasks", cast, roundtable_id=held)
    cleo_leaves(cast)
    typed = {f"what_{cast.cleo.person_id}": "I ask two employers", "how": "read_aloud", "once": str(uuid4())}
    answer = bo.post(address, typed)
    assert answer.status_code == 422
    assert "Cleo does not sit at the table any more" in answer.text and "I ask two employers" in answer.text


def test_what_was_written_for_amal_meanwhile_is_not_written_twice_and_bos_words_are_still_there(cast: Cast, held: UUID, bo: Client) -> None:
    address = url("write_tasks", cast, roundtable_id=held)
    hers, day = f"what_{cast.amal_id}", f"{SOON:%d.%m.%Y}"
    tasks = [NewTask(cast.amal_id, "I ring the union", SOON)]
    write_tasks(actor=cast.at_table(cast.bo), case_id=cast.case_id, roundtable_id=held, tasks=tasks)
    mine = {f"what_{cast.bo.person_id}": "I write to the doctor", f"by_{cast.bo.person_id}": day, "how": "read_aloud", "once": str(uuid4())}
    answer = bo.post(address, {**mine, hers: "I ring my sister", f"by_{cast.amal_id}": day})
    assert answer.status_code == 422 and "Amal takes one thing home already" in answer.text
    assert "I ring my sister" in answer.text and "I write to the doctor" in answer.text
    same = bo.post(address, {**mine, hers: "I ring the union ", f"by_{cast.amal_id}": day})
    assert same.status_code == 302, "what stands there already is not lost"
