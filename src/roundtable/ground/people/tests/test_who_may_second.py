"""Who may be the second to a letter and what that rests on (`guard.may_second`, `guard.letter_opens`): by SQL, through their own logins."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError
from django.db.models.functions import Now
from tests.cast import Cast, Member, build_cast, person
from tests.privacy.test_attacks_representative import seats
from tests.privacy.test_attacks_sql_more import ask

from roundtable.ground.access.context import through
from roundtable.ground.disclosure.actions import close_for
from roundtable.ground.people.models import LetterAsk
from roundtable.ground.programmes.models import Membership
from roundtable.ground.seats.actions import end_seat, seat_person
from roundtable.ground.seats.models import Case, Seat

SEATED, LEADING = "professional", "team_leader"


@pytest.fixture
def cast() -> Cast:
    """The course of Amal and Max; Bo, Ida and Cleo sit there, Gro leads."""
    found = build_cast(ida_seated=True)
    with through("loader"):
        Seat.objects.create(case_id=found.case_id, person_id=found.max_id, hat="citizen", ground="referral")
    return found


@pytest.fixture
def finn(cast: Cast) -> UUID:
    """He comes with Amal."""
    who = person("Finn", "Test")
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=who, hat="companion", ground="citizen")
    return who


@pytest.fixture
def hanne(cast: Cast) -> UUID:
    """She acts for Amal."""
    who = person("Hanne", "Test")
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", seats(cast, who, ("table", "team", "side")))
    return who


def asked(cast: Cast, by: Member, to: UUID, hat: str = SEATED) -> UUID:
    """Somebody asks for a letter."""
    case = cast.case_id if hat == SEATED else None
    ((found,),) = ask("web_care", by.person_id, hat, case, "print", ("SELECT guard.ask_letter(%s, %s)", uuid4(), to))
    return UUID(str(found))


def offered(cast: Cast, member: Member, hat: str = SEATED, login: str = "") -> bool:
    """Whether the letter waits for their yes."""
    login = login or ("web_authority" if member.authority else "web_care")
    return bool(ask(login, member.person_id, hat, None, "print", ("SELECT id FROM guard.letters_to_agree()",)))


def agrees(member: Member, ask_id: UUID, hat: str = SEATED) -> bool:
    """Whether their yes is taken."""
    login = "web_authority" if member.authority else "web_care"
    try:
        return bool(ask(login, member.person_id, hat, None, "print", ("SELECT * FROM guard.agree_letter(%s)", ask_id)))
    except DatabaseError as no:
        assert "refused:not_here" in str(no)
        return False


def nobody_seconds(cast: Cast, ask_id: UUID) -> bool:
    everybody = (cast.bo, cast.ida, cast.cleo, cast.dag, cast.eve, cast.jon, cast.gro)
    return not any(agrees(member, ask_id, hat) for member in everybody for hat in (SEATED, LEADING))


def leaves_the_house(member: Member) -> None:
    with through("loader"):
        Membership.objects.filter(person_id=member.person_id).update(until_at=Now())


def test_what_bo_asks_for_is_printed_by_who_leads_and_by_nobody_else(cast: Cast) -> None:
    letter = asked(cast, cast.bo, cast.amal_id)
    for member in (cast.bo, cast.ida, cast.cleo, cast.dag, cast.eve, cast.jon):
        for hat in (SEATED, LEADING):
            assert not offered(cast, member, hat) and not agrees(member, letter, hat), (member.name, hat)
    assert not offered(cast, cast.gro, LEADING, login="web_authority"), "not through an authority's login, whoever is claimed"
    assert offered(cast, cast.gro, LEADING) and agrees(cast.gro, letter, LEADING)


def test_what_gro_asks_for_is_printed_by_care_at_that_table_and_not_by_dag_eve_cleo_or_jon(cast: Cast) -> None:
    letter = asked(cast, cast.gro, cast.amal_id, LEADING)
    for member in (cast.gro, cast.cleo, cast.dag, cast.eve, cast.jon):
        assert not offered(cast, member) and not agrees(member, letter), member.name
    assert offered(cast, cast.bo) and offered(cast, cast.ida)
    assert agrees(cast.ida, letter)


def test_whom_amal_closed_out_seconds_no_letter_that_opens_what_is_hers(cast: Cast, finn: UUID, hanne: UUID) -> None:
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.ida.person_id)
    for hers in (cast.amal_id, finn, hanne):
        letter = asked(cast, cast.gro, hers, LEADING)
        assert not offered(cast, cast.ida) and not agrees(cast.ida, letter)
        assert agrees(cast.bo, letter)
    maxs = asked(cast, cast.gro, cast.max_id, LEADING)
    assert offered(cast, cast.ida) and agrees(cast.ida, maxs), "Max closed nothing"


def test_what_was_asked_by_whom_amal_closes_out_is_printed_by_nobody(cast: Cast, finn: UUID, hanne: UUID) -> None:
    for hers in (cast.amal_id, finn, hanne):
        letter = asked(cast, cast.bo, hers)
        close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.bo.person_id)
        assert nobody_seconds(cast, letter)
        ask(
            "web_citizen", cast.amal_id, "citizen", cast.case_id, "case",
            ("SELECT guard.unblock(%s, %s)", cast.case_id, cast.bo.person_id),
        )  # fmt: skip
        assert agrees(cast.gro, letter, LEADING)


def test_whom_both_closed_out_seconds_nothing_there(cast: Cast) -> None:
    letter = asked(cast, cast.gro, cast.max_id, LEADING)
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.ida.person_id)
    assert offered(cast, cast.ida)
    ask(
        "web_citizen",
        cast.max_id,
        "citizen",
        cast.case_id,
        "case",
        ("SELECT guard.block(%s, %s, %s)", uuid4(), cast.case_id, cast.ida.person_id),
    )
    assert not offered(cast, cast.ida) and not agrees(cast.ida, letter)


def test_who_no_longer_sits_there_or_works_there_seconds_nothing(cast: Cast) -> None:
    letter = asked(cast, cast.gro, cast.amal_id, LEADING)
    end_seat(actor=cast.at_table(cast.ida), seat_id=cast.seats["ida"])
    assert not offered(cast, cast.ida) and not agrees(cast.ida, letter)
    assert offered(cast, cast.bo)
    leaves_the_house(cast.bo)
    assert not offered(cast, cast.bo) and nobody_seconds(cast, letter), "a seat of staff counts while its holder works there"


def test_what_was_asked_by_who_left_or_leads_no_more_is_printed_by_nobody(cast: Cast) -> None:
    seated, led = asked(cast, cast.bo, cast.amal_id), asked(cast, cast.gro, cast.max_id, LEADING)
    leaves_the_house(cast.bo)
    assert nobody_seconds(cast, seated)
    assert offered(cast, cast.ida)
    leaves_the_house(cast.gro)
    assert nobody_seconds(cast, led)


def test_nobody_prints_a_letter_for_whose_place_has_ended(cast: Cast, finn: UUID, hanne: UUID) -> None:
    for hat, who in (("companion", finn), ("representative", hanne)):
        letter = asked(cast, cast.bo, who)
        assert offered(cast, cast.gro, LEADING)
        with through("loader"):
            seat_id = Seat.objects.get(case_id=cast.case_id, person_id=who).id
        end_seat(actor=cast.amal, seat_id=seat_id)
        assert not offered(cast, cast.gro, LEADING) and nobody_seconds(cast, letter), hat


def test_a_letter_asked_for_beside_amal_opens_no_course_of_their_own_that_came_since(cast: Cast, finn: UUID) -> None:
    by_leader, by_bo = asked(cast, cast.gro, finn, LEADING), asked(cast, cast.bo, finn)
    elsewhere = build_cast()
    with through("loader"):
        here = Case.objects.create(programme_id=cast.programme_id)
        own = Seat.objects.create(case_id=here.id, person_id=finn, hat="citizen")
    assert not agrees(cast.ida, by_leader), "at that table nobody holds the letter to another table"
    with through("loader"):
        Seat.objects.filter(id=own.id).update(case_id=elsewhere.case_id)
    assert nobody_seconds(cast, by_bo), "and who leads here does not lead there"


def test_nobody_prints_a_citizens_letter_for_who_works_here_since(cast: Cast, finn: UUID) -> None:
    letter = asked(cast, cast.bo, finn)
    with through("loader"):
        Membership.objects.create(programme_id=cast.programme_id, person_id=finn, organisation_id=cast.health_id, role_id=cast.jon.role_id)
    assert nobody_seconds(cast, letter)


def test_a_letter_nobody_printed_in_two_weeks_is_over(cast: Cast) -> None:
    letter = asked(cast, cast.bo, cast.amal_id)
    with through("loader"):
        LetterAsk.objects.filter(id=letter).update(asked_at=Now() - timedelta(days=14, minutes=1))
    assert not offered(cast, cast.gro, LEADING) and nobody_seconds(cast, letter)


def test_in_a_family_whom_somebody_comes_with_gives_them_the_first_letter_and_nobody_else_of_it(
    cast: Cast, finn: UUID, hanne: UUID
) -> None:
    invites = "SELECT kind FROM guard.may_invite(%s)"
    for who in (finn, hanne):
        assert ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "print", (invites, who)) == [("citizen",)]
        for statement in (invites, "SELECT guard.ask_letter(gen_random_uuid(), %s)"):
            with pytest.raises(DatabaseError, match="refused:not_here"):
                ask("web_citizen", cast.max_id, "citizen", cast.case_id, "print", (statement, who))


def test_a_leader_whom_amal_closed_out_gives_no_letter_for_who_is_there_for_her(cast: Cast, finn: UUID, hanne: UUID) -> None:
    invites = "SELECT kind FROM guard.may_invite(%s)"
    assert ask("web_care", cast.gro.person_id, LEADING, None, "print", (invites, finn)) == [("citizen",)]
    close_for(actor=cast.amal, case_id=cast.case_id, person_id=cast.gro.person_id)
    for who in (finn, hanne, cast.amal_id):
        with pytest.raises(DatabaseError, match="refused:not_here"):
            ask("web_care", cast.gro.person_id, LEADING, None, "print", (invites, who))
    assert ask("web_care", cast.gro.person_id, LEADING, None, "print", (invites, cast.max_id)) == [("citizen",)]
