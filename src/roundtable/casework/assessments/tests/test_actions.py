"""Nobody sees what the others bring until all are ready."""

from uuid import UUID

import pytest
from django.db import DatabaseError
from django.test import Client
from django.utils.translation import override
from tests.cast import Cast, account, build_cast, build_family
from tests.privacy.test_attacks_sql_more import ask
from tests.statements import count_statements

from roundtable.casework.assessments.actions import (
    NoReason,
    OpenAlready,
    bring_lines,
    change_lines,
    confirm_brought,
    open_early,
    save_lines,
)
from roundtable.casework.assessments.queries import ROUND_OVER, WhatWeBring, ready_people, what_we_bring
from roundtable.casework.assessments.rules import NothingBrought, TooManyLines, WorkAbility
from roundtable.casework.cases.actions import add_professional, close_case, replace_professional, start_case
from roundtable.casework.cases.rules import CourseOver, Outcome, Told
from roundtable.ground.access.actor import Actor
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.disclosure.actions import release_items
from roundtable.ground.seats.actions import reword_held, write_words
from roundtable.ground.seats.queries import scope_of
from roundtable.ground.seats.rules import table
from roundtable.kernel.refusal import NotHere, Refusal


@pytest.fixture
def cast() -> Cast:
    return build_cast()


def look(cast: Cast, actor: Actor) -> WhatWeBring:
    return what_we_bring(actor=actor, case_id=cast.case_id)


def test_nobody_sees_the_others_lines_until_all_are_ready(cast: Cast) -> None:
    amal, bo, cleo = cast.amal, cast.at_table(cast.bo), cast.at_table(cast.cleo)
    assert not bring_lines(actor=bo, case_id=cast.case_id, text="Sleeps badly\nLikes order", ability=WorkAbility(5, 10, "fairly")).opened
    assert not bring_lines(actor=amal, case_id=cast.case_id, text="I want to be useful").opened
    for actor in (amal, bo, cleo):
        assert look(cast, actor).others == ()
    assert [(party.name, party.ready) for party in look(cast, cleo).parties] == [
        ("Amal", True),
        ("Mental Health", True),
        ("Jobcentre", False),
    ]
    assert bring_lines(actor=cleo, case_id=cast.case_id, text="Two workplaces nearby").opened
    seen = look(cast, amal).others
    assert sorted(view.name for view in seen) == ["Bo", "Cleo"]
    assert next(view for view in seen if view.name == "Bo").ability == WorkAbility(5, 10, "fairly")
    # open to the citizen only: she shares them
    assert look(cast, bo).others == ()
    assert look(cast, cleo).others == ()


def test_lines_kept_for_later_are_only_their_authors(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    save_lines(actor=bo, case_id=cast.case_id, text="Perhaps")
    save_lines(actor=bo, case_id=cast.case_id, text="Perhaps this")
    draft = look(cast, bo).my_draft
    assert draft is not None
    assert draft.body == "Perhaps this"
    assert look(cast, cast.amal).my_draft is None
    bring_lines(actor=bo, case_id=cast.case_id, text="This")
    assert look(cast, bo).my_draft is None


def test_a_professional_opens_early_with_a_reason_and_a_citizen_cannot(cast: Cast) -> None:
    bring_lines(actor=cast.at_table(cast.bo), case_id=cast.case_id, text="Sleeps badly")
    with pytest.raises(Refusal):
        open_early(actor=cast.amal, case_id=cast.case_id, reason="Now")
    with pytest.raises(NoReason):
        open_early(actor=cast.at_table(cast.cleo), case_id=cast.case_id, reason=" ")
    open_early(actor=cast.at_table(cast.cleo), case_id=cast.case_id, reason="The meeting is tomorrow")
    assert [view.name for view in look(cast, cast.amal).others] == ["Bo"]


def test_who_is_not_at_the_table_learns_nothing(cast: Cast) -> None:
    bring_lines(actor=cast.at_table(cast.bo), case_id=cast.case_id, text="Sleeps badly")
    for stranger in (cast.dag, cast.eve):
        seen = look(cast, cast.at_table(stranger))
        assert (seen.parties, seen.others, seen.mine) == ((), (), None)
        with pytest.raises(Refusal):
            bring_lines(actor=cast.at_table(stranger), case_id=cast.case_id, text="Hello")
        with pytest.raises(Refusal):
            open_early(actor=cast.at_table(stranger), case_id=cast.case_id, reason="Now")


def test_too_much_and_nothing_are_refused(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    with pytest.raises(TooManyLines):
        bring_lines(actor=bo, case_id=cast.case_id, text="x\n" * 11)
    with pytest.raises(NothingBrought):
        bring_lines(actor=bo, case_id=cast.case_id, text=" \n")
    bring_lines(actor=bo, case_id=cast.case_id, text="One")
    with pytest.raises(TooManyLines):
        bring_lines(actor=bo, case_id=cast.case_id, text="x\n" * 10)


def test_amal_adds_to_her_lines_before_and_after_all_are_ready_and_not_after_the_course(cast: Cast) -> None:
    amal, bo, cleo = cast.amal, cast.at_table(cast.bo), cast.at_table(cast.cleo)
    for actor, text in ((amal, "I want to be useful"), (amal, "An hour at a time"), (bo, "Sleeps badly"), (cleo, "Two workplaces")):
        bring_lines(actor=actor, case_id=cast.case_id, text=text)
    assert bring_lines(actor=amal, case_id=cast.case_id, text="The library").opened
    assert bring_lines(actor=bo, case_id=cast.case_id, text="Walks daily").opened
    assert [view.lines[0] for view in look(cast, amal).mine_all] == ["I want to be useful", "An hour at a time", "The library"]
    assert sorted(view.lines[0] for view in look(cast, amal).others) == ["Sleeps badly", "Two workplaces", "Walks daily"]
    assert look(cast, cleo).others == (), "hers stay hers until she shares them"
    start_case(actor=bo, case_id=cast.case_id)
    close_case(actor=cast.gro.leading(), case_id=cast.case_id, outcome=Outcome.MOVED, seen=1)
    with pytest.raises(CourseOver):
        bring_lines(actor=amal, case_id=cast.case_id, text="Too late")
    client = Client()
    client.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    page = client.get(f"/course/{cast.case_id}/what-we-bring/").text
    assert "My lines are ready" not in page and "Choose who reads these lines" not in page


def test_bo_writes_down_what_amal_says_on_the_telephone(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    bring_lines(actor=bo, case_id=cast.case_id, text="I want to be useful", said_by_id=cast.amal_id)
    bring_lines(actor=bo, case_id=cast.case_id, text="Sleeps badly")
    assert bring_lines(actor=cast.at_table(cast.cleo), case_id=cast.case_id, text="Two workplaces").opened
    mine = look(cast, cast.amal).mine
    assert mine is not None
    assert (mine.lines, mine.written_by) == (("I want to be useful",), "Bo")


def test_after_a_meeting_was_held_everybody_begins_anew(cast: Cast) -> None:
    amal, bo, cleo = cast.amal, cast.at_table(cast.bo), cast.at_table(cast.cleo)
    for actor, text in ((amal, "I want to be useful"), (bo, "Sleeps badly"), (cleo, "Two workplaces")):
        bring_lines(actor=actor, case_id=cast.case_id, text=text)
    assert look(cast, amal).all_ready
    write_words(actor=bo, case_id=cast.case_id, place=table(), kind=ROUND_OVER)
    after = look(cast, amal)
    assert not any(party.ready for party in after.parties) and after.mine is None and after.others == ()
    assert sorted(view.name for view in after.earlier) == ["Amal", "Bo", "Cleo"]
    assert ready_people(actor=amal, case_id=cast.case_id) == frozenset()
    assert not bring_lines(actor=bo, case_id=cast.case_id, text="Sleeps better").opened
    assert [party.name for party in look(cast, amal).parties if party.ready] == ["Mental Health"]
    assert not bring_lines(actor=amal, case_id=cast.case_id, text="An hour at a time").opened
    assert look(cast, amal).others == (), "closed again until all are ready"
    assert bring_lines(actor=cleo, case_id=cast.case_id, text="The library").opened
    assert sorted(line for view in look(cast, amal).others for line in view.lines) == ["Sleeps better", "The library"]


def test_in_a_family_what_is_about_the_youth_opens_to_the_youth_and_not_to_the_parents() -> None:
    cast = build_cast()
    family = build_family(cast)
    jo, mia, bo = family.citizens["Jo"], family.citizens["Mia"], cast.bo.on(family.case_id)
    bring_lines(actor=bo, case_id=family.case_id, text="Jo likes music", about_id=jo.person_id)
    bring_lines(actor=bo, case_id=family.case_id, text="Mia is tired", about_id=mia.person_id)
    open_early(actor=cast.cleo.on(family.case_id), case_id=family.case_id, reason="We meet today")
    assert [view.lines for view in what_we_bring(actor=jo, case_id=family.case_id).others] == [("Jo likes music",)]
    assert [view.lines for view in what_we_bring(actor=mia, case_id=family.case_id).others] == [("Mia is tired",)]
    assert what_we_bring(actor=family.citizens["Per"], case_id=family.case_id).others == ()


def test_what_bo_brought_stays_brought_when_jon_sits_there_in_his_place(cast: Cast) -> None:
    for actor, text in ((cast.amal, "I want to be useful"), (cast.at_table(cast.bo), "Sleeps badly"), (cast.at_table(cast.cleo), "Two")):
        bring_lines(actor=actor, case_id=cast.case_id, text=text)
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    hand_over = {"leaving_id": cast.bo.person_id, "coming_id": cast.jon.person_id, "told": Told.BY_LEADER}
    replace_professional(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, **hand_over)
    for actor in (cast.amal, cast.at_table(cast.jon), cast.at_table(cast.cleo)):
        seen = look(cast, actor)
        assert seen.all_ready, [(party.name, party.ready) for party in seen.parties]
        assert sorted(party.name for party in seen.parties) == ["Amal", "Jobcentre", "Mental Health"]
    write_words(actor=cast.at_table(cast.jon), case_id=cast.case_id, place=table(), kind=ROUND_OVER)
    assert not any(party.ready for party in look(cast, cast.amal).parties), "to the next meeting nobody has brought anything yet"


def test_what_bo_brought_is_not_counted_for_another_organisation_that_sits_down(cast: Cast) -> None:
    for actor, text in ((cast.amal, "I want to be useful"), (cast.at_table(cast.bo), "Sleeps badly"), (cast.at_table(cast.cleo), "Two")):
        bring_lines(actor=actor, case_id=cast.case_id, text=text)
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    add_professional(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, coming_id=cast.eve.person_id)
    assert [party.name for party in look(cast, cast.amal).parties if not party.ready] == ["Health South"]


def test_bo_changes_his_lines_until_they_are_open_and_then_nobody_does(cast: Cast) -> None:
    amal, bo, cleo = cast.amal, cast.at_table(cast.bo), cast.at_table(cast.cleo)
    item = bring_lines(actor=bo, case_id=cast.case_id, text="Sleeps badly", ability=WorkAbility(5, 10, "fairly")).item_id
    change_lines(actor=bo, case_id=cast.case_id, item_id=item, text="Sleeps better\nWalks")
    mine = look(cast, bo).mine
    assert mine is not None and (mine.lines, mine.ability, mine.changeable) == (
        ("Sleeps better", "Walks"),
        WorkAbility(5, 10, "fairly"),
        True,
    )
    for stranger in (amal, cleo, cast.at_table(cast.dag), cast.at_table(cast.eve)):
        with pytest.raises(NotHere):
            change_lines(actor=stranger, case_id=cast.case_id, item_id=item, text="Not mine")
    with pytest.raises(TooManyLines):
        change_lines(actor=bo, case_id=cast.case_id, item_id=item, text="x\n" * 11)
    bring_lines(actor=amal, case_id=cast.case_id, text="I want to be useful")
    bring_lines(actor=cleo, case_id=cast.case_id, text="Two workplaces")
    assert [view.lines for view in look(cast, amal).others if view.name == "Bo"] == [("Sleeps better", "Walks")]
    with pytest.raises(OpenAlready):
        change_lines(actor=bo, case_id=cast.case_id, item_id=item, text="Too late")
    with pytest.raises(ActRefused):
        reword_held(actor=bo, item_id=item, body="Past the page")


def test_what_amal_said_on_the_telephone_and_what_is_given_to_somebody_is_not_rewritten(cast: Cast) -> None:
    bo = cast.at_table(cast.bo)
    hers = bring_lines(actor=bo, case_id=cast.case_id, text="I want to be useful", said_by_id=cast.amal_id).item_id
    with pytest.raises(NotHere):
        change_lines(actor=bo, case_id=cast.case_id, item_id=hers, text="She wants to be left alone")
    with pytest.raises(ActRefused):
        reword_held(actor=bo, item_id=hers, body="She wants to be left alone")


def opened_with_all_then_eve_sits_down(cast: Cast) -> UUID:
    for actor, text in ((cast.amal, "I want to be useful"), (cast.at_table(cast.bo), "Sleeps badly"), (cast.at_table(cast.cleo), "Two")):
        bring_lines(actor=actor, case_id=cast.case_id, text=text)
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    seat: UUID = add_professional(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, coming_id=cast.eve.person_id)
    return seat


def test_where_all_were_ready_once_what_bo_adds_opens_at_once_although_eve_has_sat_down_since(cast: Cast) -> None:
    opened_with_all_then_eve_sits_down(cast)
    eve, bo = cast.at_table(cast.eve), cast.at_table(cast.bo)
    assert look(cast, eve).opened and not look(cast, eve).all_ready
    assert bring_lines(actor=bo, case_id=cast.case_id, text="Walks daily").opened
    assert "Walks daily" in [line for view in look(cast, cast.amal).others for line in view.lines]
    assert bring_lines(actor=eve, case_id=cast.case_id, text="A place in the group").opened
    write_words(actor=bo, case_id=cast.case_id, place=table(), kind=ROUND_OVER)
    assert not look(cast, eve).opened, "for the next meeting all begin anew"
    assert not bring_lines(actor=bo, case_id=cast.case_id, text="Rested").opened


def test_lines_bo_has_given_away_before_they_open_are_no_longer_offered_to_be_changed(cast: Cast) -> None:
    bo, hers = cast.at_table(cast.bo), bring_lines(actor=cast.amal, case_id=cast.case_id, text="I want to be useful").item_id
    mine = look(cast, cast.amal).mine
    assert mine is not None and mine.changeable
    release_items(actor=cast.amal.on(cast.case_id), case_id=cast.case_id, item_ids=[hers], to_seat_id=cast.seats["bo"], purpose="plan")
    mine = look(cast, cast.amal).mine
    assert mine is not None and not mine.changeable
    bring_lines(actor=cast.amal, case_id=cast.case_id, text="I like order")
    amal = Client()
    amal.force_login(account(cast.amal_id, "Amal", kind="citizen"))
    with count_statements() as asked:
        page = amal.get(f"/course/{cast.case_id}/what-we-bring/").text
    assert page.count("Change these lines") == 1 and len(asked) <= 12
    with pytest.raises(OpenAlready):
        change_lines(actor=cast.amal, case_id=cast.case_id, item_id=hers, text="Too late")
    other = bring_lines(actor=bo, case_id=cast.case_id, text="Sleeps badly").item_id
    assert [(view.item_id, view.changeable) for view in look(cast, bo).mine_all] == [(other, True)]


def test_hours_that_bo_put_down_in_english_are_one_line_for_who_reads_danish_or_dutch(cast: Cast) -> None:
    bo, hours = cast.at_table(cast.bo), WorkAbility(5, 10, "fairly")
    item = bring_lines(actor=bo, case_id=cast.case_id, text="Sleeps badly", ability=hours).item_id
    for language in ("da", "nl", "en"):
        with override(language):
            mine = look(cast, bo).mine
            assert mine is not None and (mine.lines, mine.ability) == (("Sleeps badly",), hours), language
    with override("da"):
        change_lines(actor=bo, case_id=cast.case_id, item_id=item, text="Sleeps better")
    mine = look(cast, bo).mine
    assert mine is not None and (mine.lines, mine.ability, len(mine.words.body.splitlines())) == (("Sleeps better",), hours, 2)


def test_after_the_end_nothing_is_kept_confirmed_or_opened_and_the_database_takes_no_yes(cast: Cast) -> None:
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    hers, again = (
        bring_lines(actor=cast.at_table(cast.bo), case_id=cast.case_id, text=text, said_by_id=cast.amal_id).item_id
        for text in ("I want to be useful", "I like order")
    )
    open_early(actor=cast.at_table(cast.bo), case_id=cast.case_id, reason="She reads it today")
    scope_id, wall, _kind = scope_of(actor=cast.amal, item_ids=[again])[again]
    says = "INSERT INTO assessments_saidso (item_id, scope_id, wall) VALUES (%s, %s, %s) RETURNING 1"
    as_amal = ("web_citizen", cast.amal_id, "citizen", cast.case_id, "prepare")
    assert ask(*as_amal, (says, again, scope_id, wall)) == [(1,)]
    close_case(actor=cast.at_table(cast.cleo), case_id=cast.case_id, outcome=Outcome.WORK, seen=1)
    whose = {"actor": cast.amal, "case_id": cast.case_id}
    for act_of in (lambda: save_lines(**whose, text="Later"), lambda: confirm_brought(**whose, item_id=hers)):
        with pytest.raises(CourseOver):
            act_of()
    with pytest.raises(DatabaseError, match="row-level security"):
        ask(*as_amal, (says, hers, scope_id, wall))
