"""What is noted as said by telephone, asked for by raw SQL: by who gains by it, by strangers, through the wrong login, twice at once."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from roundtable.ground.access.actor import Actor
from roundtable.ground.seats.actions import seat_person, write_words
from roundtable.ground.seats.rules import confidence, own, side, table, team
from tests.cast import Cast, build_cast, build_family, person
from tests.privacy.test_attacks_sql_more import ask, refused


@pytest.fixture
def cast() -> Cast:
    return build_cast(ida_seated=True)


def shared(cast: Cast, writer: Actor, place: Any, seat_id: UUID | None = None) -> UUID:
    """Amal's own yes to one text, for Cleo."""
    item = write_words(actor=writer, case_id=cast.case_id, place=place, kind="note", body="words").item_id
    given = uuid4()
    share = (
        "SELECT guard.disclose(%s, %s::uuid[], %s, 'work', 'v', now() + interval '1 day', 'signed')", given, [item],
        seat_id or cast.seats["cleo"],
    )  # fmt: skip
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "share", share)
    return given


def companion(cast: Cast) -> tuple[UUID, UUID]:
    finn = person("Finn", "Test")
    return finn, seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")


def test_a_share_of_a_confidence_is_taken_back_by_its_holder_and_by_nobody_else(cast: Cast) -> None:
    given = shared(cast, cast.at_table(cast.bo), confidence())
    finn, _seat = companion(cast)
    back = ("SELECT guard.withdraw(%s)", given)
    for login, who, hat, no in (
        ("web_authority", cast.cleo.person_id, "professional", "not_yours"),
        ("web_authority", cast.dag.person_id, "professional", "not_here"),
        ("web_care", cast.eve.person_id, "professional", "not_here"),
        ("web_care", cast.ida.person_id, "professional", "not_yours"),
        ("web_care", cast.gro.person_id, "team_leader", "not_here"),
        ("web_citizen", finn, "companion", "not_yours"),
        ("web_citizen", cast.bo.person_id, "professional", "not_here"),
        ("web_authority", cast.bo.person_id, "professional", "not_here"),
    ):
        assert no in refused(login, who, hat, cast.case_id, "share", back), (login, hat)
    ask("web_care", cast.bo.person_id, "professional", cast.case_id, "share", back)
    kept = ("SELECT by_id FROM seats_disclosureevent WHERE disclosure_id = %s", given)
    assert ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "share", kept) == [(cast.bo.person_id,)]


def test_a_share_of_what_one_does_not_hold_or_receives_oneself_is_not_taken_back(cast: Cast) -> None:
    bo = ("web_care", cast.bo.person_id, "professional", cast.case_id, "share")
    for writer, place in ((cast.amal, own()), (cast.amal, confidence(cast.cleo.person_id))):
        given = shared(cast, writer, place, cast.seats["bo"])
        assert "not_yours" in refused(*bo, ("SELECT guard.withdraw(%s)", given))
    to_bo = shared(cast, cast.at_table(cast.ida), side(), cast.seats["bo"])
    assert "not_yours" in refused(*bo, ("SELECT guard.withdraw(%s)", to_bo)), "he receives it, and sits in its scope"
    to_finn = shared(cast, cast.at_table(cast.cleo), team(), companion(cast)[1])
    ask(*bo, ("SELECT guard.withdraw(%s)", to_finn))


def test_a_closed_out_professional_takes_nothing_back(cast: Cast) -> None:
    given = shared(cast, cast.at_table(cast.bo), side())
    ask("web_care", cast.bo.person_id, "professional", cast.case_id, "share", closing(cast, cast.ida.person_id))
    assert "not_yours" in refused(
        "web_care", cast.ida.person_id, "professional", cast.case_id, "share", ("SELECT guard.withdraw(%s)", given)
    )


def closing(cast: Cast, who: UUID, citizen: UUID | None = None) -> tuple[Any, ...]:
    return ("SELECT guard.block_as_said(gen_random_uuid(), %s, %s, %s)", cast.case_id, who, citizen or cast.amal_id)


def opening(cast: Cast, who: UUID) -> tuple[Any, ...]:
    return ("SELECT guard.unblock_as_said(%s, %s, %s)", cast.case_id, who, cast.amal_id)


def test_nobody_closes_a_course_by_telephone_who_does_not_sit_there_by_profession_through_their_own_login(cast: Cast) -> None:
    finn, _seat = companion(cast)
    for login, who, hat, case in (
        ("web_authority", cast.dag.person_id, "professional", None),
        ("web_care", cast.eve.person_id, "professional", None),
        ("web_care", cast.gro.person_id, "team_leader", cast.case_id),
        ("web_care", cast.gro.person_id, "intake", cast.case_id),
        ("web_citizen", finn, "companion", cast.case_id),
        ("web_citizen", cast.amal_id, "citizen", cast.case_id),
        ("web_citizen", cast.bo.person_id, "professional", cast.case_id),
        ("web_authority", cast.bo.person_id, "professional", cast.case_id),
    ):
        assert "not_here" in refused(login, who, hat, case, "share", closing(cast, cast.cleo.person_id)), (login, hat)
    bo = ("web_care", cast.bo.person_id, "professional", cast.case_id, "share")
    for who in (cast.bo.person_id, cast.amal_id, finn, cast.dag.person_id, cast.gro.person_id):
        assert "not_at_table" in refused(*bo, closing(cast, who))
    assert "about_whom" in refused(*bo, closing(cast, cast.cleo.person_id, cast.max_id))
    assert "about_whom" in refused(*bo, closing(cast, cast.cleo.person_id, cast.ida.person_id))


def test_of_two_who_close_each_other_out_the_second_is_too_late(cast: Cast) -> None:
    bo = ("web_care", cast.bo.person_id, "professional", cast.case_id, "share")
    cleo = ("web_authority", cast.cleo.person_id, "professional", cast.case_id, "share")
    ask(*bo, closing(cast, cast.cleo.person_id))
    for act in (closing(cast, cast.bo.person_id), opening(cast, cast.cleo.person_id), closing(cast, cast.ida.person_id)):
        assert "refused:not_" in refused(*cleo, act)
    assert ask(*cleo, ("SELECT count(*) FROM guard.my_cases() c WHERE %s = ANY (c)", cast.case_id)) == [(0,)]
    seen = "SELECT person_id, noted_by_id FROM guard.noted_closings(NULL)"
    pair = [(cast.cleo.person_id, cast.bo.person_id)]
    assert ask(*cleo, (seen,)) == pair, "whom it was closed for sees who noted it"
    assert ask("web_care", cast.ida.person_id, "professional", None, "share", (seen,)) == pair
    assert ask("web_citizen", cast.amal_id, "citizen", None, "share", (seen,)) == pair
    for login, who, hat in (
        ("web_care", cast.eve.person_id, "professional"),
        ("web_authority", cast.dag.person_id, "professional"),
        ("web_care", cast.amal_id, "citizen"),
        ("web_citizen", cast.bo.person_id, "professional"),
        ("web_citizen", cast.max_id, "citizen"),
    ):
        assert ask(login, who, hat, None, "share", (seen,)) == [], (login, hat)


def test_what_amal_closed_herself_is_opened_by_no_note_and_what_was_noted_not_by_another_organisation(cast: Cast) -> None:
    leads = ("web_care", cast.gro.person_id, "team_leader", cast.case_id, "team")
    bo = ("web_care", cast.bo.person_id, "professional", cast.case_id, "share")
    cleo = ("web_authority", cast.cleo.person_id, "professional", cast.case_id, "share")
    block = ("SELECT guard.block(gen_random_uuid(), %s, %s)", cast.case_id, cast.ida.person_id)
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "share", block)
    for who in (leads, bo, cleo):
        assert "not_yours" in refused(*who, opening(cast, cast.ida.person_id))
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "share", ("SELECT guard.unblock(%s, %s)", cast.case_id, cast.ida.person_id))
    ask(*bo, closing(cast, cast.ida.person_id))
    assert "not_yours" in refused(*cleo, opening(cast, cast.ida.person_id))
    for other in (cast.eve, cast.dag):
        login = "web_authority" if other.authority else "web_care"
        assert "not_here" in refused(login, other.person_id, "professional", None, "share", opening(cast, cast.ida.person_id))
        assert "not_here" in refused(login, other.person_id, "team_leader", None, "team", opening(cast, cast.ida.person_id))
    ask(*leads, opening(cast, cast.ida.person_id))
    assert ask(*bo, ("SELECT count(*) FROM guard.noted_closings(NULL)",)) == [(0,)]


def naming(cast: Cast, who: UUID, citizen: UUID | None = None, how: str = "telephone") -> tuple[Any, ...]:
    return ("SELECT guard.seat_companion_as_said(gen_random_uuid(), %s, %s, %s, %s)", cast.case_id, who, citizen or cast.amal_id, how)


def test_nobody_names_a_companion_by_telephone_who_does_not_sit_there_or_comes_through_another_login(cast: Cast) -> None:
    finn = person("Finn", "Test")
    for login, who, hat, no in (
        ("web_authority", cast.cleo.person_id, "professional", "permission denied"),
        ("web_authority", cast.bo.person_id, "professional", "permission denied"),
        ("web_citizen", cast.amal_id, "citizen", "permission denied"),
        ("web_citizen", cast.bo.person_id, "professional", "permission denied"),
        ("web_care", cast.cleo.person_id, "professional", "not_here"),
        ("web_care", cast.eve.person_id, "professional", "not_here"),
        ("web_care", cast.jon.person_id, "professional", "not_here"),
        ("web_care", cast.gro.person_id, "team_leader", "not_here"),
        ("web_care", cast.gro.person_id, "intake", "not_here"),
        ("web_care", cast.amal_id, "citizen", "not_here"),
    ):
        assert no in refused(login, who, hat, cast.case_id, "prepare", naming(cast, finn)), (login, hat)


def test_a_note_gives_nobody_a_place_whom_the_house_knows_and_none_beside_a_stranger(cast: Cast) -> None:
    bo = ("web_care", cast.bo.person_id, "professional", cast.case_id, "prepare")
    family = build_family(cast)
    beside_mia = person("Nils", "Test")
    seat_person(actor=family.citizens["Mia"], case_id=family.case_id, person_id=beside_mia, hat="companion", ground="citizen")
    for known in (cast.amal_id, cast.bo.person_id, cast.cleo.person_id, cast.eve.person_id, cast.gro.person_id, beside_mia):
        assert "not_at_table" in refused(*bo, naming(cast, known))
    finn = person("Finn", "Test")
    for citizen in (cast.max_id, family.citizens["Jo"].person_id, cast.ida.person_id):
        assert "about_whom" in refused(*bo, naming(cast, finn, citizen))
    assert "not_yours" in refused(*bo, naming(cast, finn, how="citizen")), "a note never looks like her own act"
    ask(*bo, closing(cast, cast.ida.person_id))
    assert "not_here" in refused("web_care", cast.ida.person_id, "professional", cast.case_id, "prepare", naming(cast, finn))
    ask(*bo, naming(cast, finn))
    assert "not_at_table" in refused(*bo, naming(cast, finn)), "once"
    seen = ("SELECT ground, seated_by_id, for_person_id FROM seats_seat WHERE person_id = %s", finn)
    for login, who, hat in (
        ("web_authority", cast.cleo.person_id, "professional"),
        ("web_citizen", cast.amal_id, "citizen"), ("web_citizen", finn, "companion"),
    ):  # fmt: skip
        assert ask(login, who, hat, cast.case_id, "prepare", seen) == [("telephone", cast.bo.person_id, cast.amal_id)]


def test_what_stands_at_the_table_is_given_by_a_note_to_who_came_by_one_and_to_nobody_else(cast: Cast) -> None:
    finn, hers = person("Finn", "Test"), companion(cast)[1]
    ((seat,),) = ask("web_care", cast.bo.person_id, "professional", cast.case_id, "prepare", naming(cast, finn))
    item = write_words(actor=cast.at_table(cast.cleo), case_id=cast.case_id, place=table(), kind="meeting_place", body="words").item_id

    def giving(to: UUID, how: str = "orally") -> tuple[Any, ...]:
        lasts = "now() + interval '1 day'"
        return (f"SELECT guard.disclose(gen_random_uuid(), %s::uuid[], %s, 'meeting', 'v', {lasts}, %s)", [item], to, how)

    for login, who, to, how in (
        ("web_authority", cast.cleo.person_id, seat, "orally"),
        ("web_care", cast.bo.person_id, hers, "orally"),
        ("web_care", cast.bo.person_id, cast.seats["cleo"], "orally"),
        ("web_care", cast.bo.person_id, seat, "signed"),
    ):
        assert "not_yours" in refused(login, who, "professional", cast.case_id, "share", giving(to, how)), (login, how)
    assert "not_here" in refused("web_care", cast.eve.person_id, "professional", cast.case_id, "share", giving(seat))
    read = ("SELECT item_id FROM seats_text WHERE item_id = %s", item)
    assert ask("web_citizen", finn, "companion", cast.case_id, "meeting", read) == []
    ask("web_care", cast.bo.person_id, "professional", cast.case_id, "share", giving(seat))
    assert ask("web_citizen", finn, "companion", cast.case_id, "meeting", read) == [(item,)]


def test_a_noted_companions_place_is_ended_by_her_by_himself_and_by_a_note_of_who_noted_it_alone(cast: Cast) -> None:
    finn, hers = person("Finn", "Test"), companion(cast)[1]
    bo = ("web_care", cast.bo.person_id, "professional", cast.case_id, "prepare")
    ((seat,),) = ask(*bo, naming(cast, finn))
    end, own_act = ("SELECT guard.end_seat(%s)", seat), ("SELECT guard.end_seat(%s)", hers)
    assert "not_yours" in refused(*bo, own_act), "whom she gave a place herself"
    for login, who, hat in (
        ("web_authority", cast.cleo.person_id, "professional"),
        ("web_authority", cast.bo.person_id, "professional"),
        ("web_care", cast.eve.person_id, "professional"),
        ("web_care", cast.jon.person_id, "professional"),
        ("web_citizen", cast.max_id, "citizen"),
        ("web_citizen", cast.bo.person_id, "professional"),
    ):
        assert "refused:not_" in refused(login, who, hat, cast.case_id, "prepare", end), (login, hat)
    ask(*bo, closing(cast, cast.ida.person_id))
    assert "not_yours" in refused("web_care", cast.ida.person_id, "professional", cast.case_id, "prepare", end)
    ask(*bo, end)
    assert ask("web_citizen", finn, "companion", cast.case_id, "prepare", ("SELECT cardinality(guard.my_cases())",)) == [(0,)]


def test_what_amal_is_not_to_know_is_told_to_nobody_who_does_not_read_it(cast: Cast) -> None:
    asked = ("SELECT guard.not_to_tell(%s, %s)", cast.case_id, cast.amal_id)
    for login, who, hat in (
        ("web_citizen", cast.amal_id, "citizen"),
        ("web_citizen", cast.bo.person_id, "professional"),
        ("web_authority", cast.dag.person_id, "professional"),
        ("web_care", cast.bo.person_id, "professional"),
    ):
        assert ask(login, who, hat, None, "print", asked) == [([],)]
