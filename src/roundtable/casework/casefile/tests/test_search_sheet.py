"""What a meeting wrote together is found again by who may read it, and by nobody else."""

from uuid import UUID

import pytest
from django.test import Client
from tests.cast import Cast, account, build_cast
from tests.statements import count_statements

from roundtable.casework.casefile.queries import search_words
from roundtable.casework.cowriting.actions import add_step, write_box
from roundtable.casework.cowriting.tests.scene import box, meeting, new_id, sheet
from roundtable.ground.access.actor import Actor
from roundtable.ground.disclosure.actions import close_for


@pytest.fixture
def cast() -> Cast:
    return build_cast()


@pytest.fixture
def found(cast: Cast) -> UUID:
    """A sheet with a canary in a box of each kind that is read elsewhere too."""
    meeting_id = meeting(cast)
    bo, amal = cast.at_table(cast.bo), cast.amal.on(cast.case_id)
    wrote(cast, meeting_id, bo, box(cast, meeting_id, "goal"), "Zanzibar is our shared goal")
    wrote(cast, meeting_id, amal, box(cast, meeting_id, "matters", cast.amal_id), "Zanzibar matters to me")
    wrote(cast, meeting_id, amal, box(cast, meeting_id, "own_words", cast.amal_id), "My own zanzibar")
    step = UUID(new_id())
    add_step(actor=bo, case_id=cast.case_id, sheet_id=sheet(cast, meeting_id).item_id, box_id=step)
    wrote(cast, meeting_id, bo, step, "Bo asks for a quokka")
    return meeting_id


def wrote(cast: Cast, meeting_id: UUID, actor: Actor, box_id: UUID, text: str) -> None:
    write_box(actor=actor, case_id=cast.case_id, box_id=box_id, seen=sheet(cast, meeting_id).seen, text=text)


def hits(actor: Actor, query: str, case_id: UUID | None = None) -> list[tuple[str, str]]:
    return sorted((view.kind, view.body) for view in search_words(actor=actor, query=query, case_id=case_id).hits)


BOTH = [("meeting_line", "Zanzibar matters to me"), ("meeting_sheet", "Zanzibar is our shared goal")]


def test_everybody_at_the_table_finds_the_words_of_the_sheet(cast: Cast, found: UUID) -> None:
    for actor in (cast.amal.on(cast.case_id), cast.at_table(cast.bo), cast.at_table(cast.cleo)):
        assert hits(actor, "zanz", cast.case_id) == BOTH
        assert hits(actor, "quokka bo", cast.case_id) == [("meeting_sheet", "Bo asks for a quokka")]


def test_dag_and_eve_find_nothing_of_it_and_nobody_for_whom_the_course_is_closed(cast: Cast, found: UUID) -> None:
    for member in (cast.dag, cast.eve, cast.gro, cast.jon):
        assert hits(cast.at_table(member), "zanzibar") == hits(cast.at_table(member).on(None), "zanzibar") == []
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.cleo.person_id)
    assert hits(cast.at_table(cast.cleo), "zanzibar") == hits(cast.at_table(cast.cleo).on(None), "quokka") == []


def test_words_that_were_taken_out_are_not_found_and_new_ones_are(cast: Cast, found: UUID) -> None:
    wrote(cast, found, cast.amal.on(cast.case_id), box(cast, found, "matters", cast.amal_id), "Only wombats")
    assert hits(cast.at_table(cast.bo), "zanzibar") == BOTH[1:]
    assert hits(cast.at_table(cast.bo), "wombat") == [("meeting_line", "Only wombats")]


def test_the_page_shows_the_words_and_where_they_stand_in_as_many_statements_as_before(cast: Cast, found: UUID) -> None:
    bo = Client()
    bo.force_login(account(cast.bo.person_id, "Bo"))
    with count_statements() as counted:
        page = bo.post(f"/course/{cast.case_id}/search/", {"words": "zanzibar"}).content.decode()
    assert "Zanzibar matters to me" in page
    assert "Zanzibar is our shared goal" in page
    assert f"/course/{cast.case_id}/meeting/" in page
    assert len(counted) <= 12
