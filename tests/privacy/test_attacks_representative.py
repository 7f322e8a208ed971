"""Who acts for somebody is seated by her word alone: by SQL nobody else does it, widens it, or seats another (decision 0045)."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connections
from django.db.models.functions import Now

from roundtable.ground.access.context import through
from roundtable.ground.seats.actions import open_case, seat_person, write_words
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.rules import Place, confidence, own, side, table, team
from tests.cast import Cast, build_cast, person
from tests.privacy.test_attacks_sql_more import FORGED_HATS, ask, refused

SEATS = "SELECT guard.seat_representative(%s, %s, %s, %s::text[], now() + %s::interval)"
"""The one act that seats who acts for a citizen."""


def seats(
    cast: Cast, who: UUID, kinds: tuple[str, ...] = ("table",), lasts: str = "90 days", seat_id: UUID | None = None
) -> tuple[Any, ...]:
    return (SEATS, seat_id or uuid4(), cast.case_id, who, list(kinds), lasts)


@pytest.fixture(scope="module")
def cast() -> Cast:
    return build_cast(ida_seated=True)


@pytest.fixture(scope="module")
def hanne(cast: Cast) -> tuple[UUID, UUID]:
    """Hanne and her seat, by Amal's word: she reads the table and the team."""
    who, seat_id = person("Hanne", "Test"), uuid4()
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", seats(cast, who, ("table", "team"), seat_id=seat_id))
    return who, seat_id


def kept(seat_id: UUID) -> tuple[list[str], list[str]]:
    with through("loader"):
        seat = Seat.objects.get(id=seat_id)
    return seat.powers, seat.power_kinds


def test_nobody_but_amal_seats_who_acts_for_her(cast: Cast, hanne: tuple[UUID, UUID]) -> None:
    finn = person("Finn", "Test")
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    staff = {"web_care": (cast.bo, cast.gro, cast.eve, cast.ida), "web_authority": (cast.cleo, cast.dag)}
    for login, members in staff.items():
        for member in members:
            for hat in FORGED_HATS:
                for claimed in (member.person_id, cast.amal_id):
                    no = refused(login, claimed, hat, cast.case_id, "case", seats(cast, person("Ib")))
                    assert "permission denied" in no
    for who in (finn, hanne[0], cast.bo.person_id, cast.eve.person_id, cast.max_id):
        for hat in FORGED_HATS:
            assert "refused:not_yours" in refused("web_citizen", who, hat, cast.case_id, "case", seats(cast, person("Ib"))), hat


def test_hanne_widens_nothing_and_seats_nobody(cast: Cast, hanne: tuple[UUID, UUID]) -> None:
    who, seat_id = hanne
    for sql in (
        "UPDATE seats_seat SET powers = '{see,write,consent}'",
        "UPDATE seats_seat SET power_kinds = '{own}'",
        "UPDATE seats_seat SET until_at = NULL",
        "INSERT INTO seats_seat SELECT * FROM seats_seat",
    ):
        assert "permission denied" in refused("web_citizen", who, "representative", cast.case_id, "case", (sql,))
    acts = (
        seats(cast, who, ("table", "side")),
        ("SELECT guard.seat_person(%s, %s, %s, 'companion', 'citizen')", uuid4(), cast.case_id, person("Ib")),
        ("SELECT guard.scope_for(%s, 'own', %s::uuid[], NULL)", cast.case_id, [cast.amal_id]),
        ("SELECT guard.scope_for(%s, 'confidence', '{}', %s)", cast.case_id, cast.bo.person_id),
        ("SELECT guard.block(%s, %s, %s)", uuid4(), cast.case_id, cast.bo.person_id),
        ("SELECT guard.end_all_seats(%s)", cast.case_id),
        ("SELECT guard.end_seat(%s)", cast.seats["bo"]),
    )
    for act in acts:
        assert "refused:" in refused("web_citizen", who, "representative", cast.case_id, "case", act), act
    assert kept(seat_id) == (["see"], ["table", "team"])


def test_amal_herself_gives_no_more_than_there_is_to_give(cast: Cast) -> None:
    def no(who: UUID, *more: Any, case: UUID | None = None) -> str:
        asked = seats(cast, who, *more)
        return refused("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", (asked[0], asked[1], case or cast.case_id, *asked[3:]))

    for kinds in (("own",), ("table", "own"), ("table", "confidence"), ("table", "draft"), ("team",), (), ("table", "")):
        assert "refused:no_such_scope" in no(person("Ib"), kinds)
    for lasts in ("366 days 1 hour", "-1 hour", "0", "100 years"):
        assert "refused:until" in no(person("Ib"), ("table",), lasts)
    for member in (cast.bo, cast.cleo, cast.ida):
        assert "refused:already_seated" in no(member.person_id)
    for who in (cast.eve.person_id, cast.dag.person_id, cast.gro.person_id, cast.amal_id):
        assert "refused:" in no(who)
    open_case(actor=cast.cleo.on(None), programme_id=cast.programme_id, citizen_ids=[cast.max_id])
    assert "refused:not_at_table" in no(cast.max_id)
    assert "refused:not_yours" in no(person("Ib"), case=uuid4())


def test_nobody_sits_there_twice_also_not_as_companion_or_by_profession(cast: Cast, hanne: tuple[UUID, UUID]) -> None:
    who, _seat = hanne
    again = seats(cast, who, ("table", "team", "side"))
    assert "refused:already_seated" in refused("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", again)
    beside = ("SELECT guard.seat_person(%s, %s, %s, 'companion', 'citizen')", uuid4(), cast.case_id, who)
    assert "refused:already_seated" in refused("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", beside)
    works = build_cast()
    liv = works.ida.person_id
    with through("loader"):  # she came to work here after Amal had named her
        Seat.objects.create(case_id=works.case_id, person_id=liv, hat="representative", for_person_id=works.amal_id,
                            powers=["see"], power_kinds=["table"], ground="citizen")  # fmt: skip
    sits = ("SELECT guard.seat_person(%s, %s, %s, 'professional', 'added')", uuid4(), works.case_id, liv)
    assert "refused:already_seated" in refused("web_care", works.gro.person_id, "team_leader", works.case_id, "team", sits)


def test_hanne_reads_by_sql_what_was_ticked_whatever_hat_she_claims(cast: Cast, hanne: tuple[UUID, UUID]) -> None:
    def write(place: Place) -> UUID:
        by = cast.amal if place.kind == "own" else cast.at_table(cast.bo)
        return write_words(actor=by, case_id=cast.case_id, place=place, kind="note", body="words").item_id

    items = {place.kind: write(place) for place in (own(), confidence(), side(), team(), table())}
    for hat in FORGED_HATS:
        for case in (cast.case_id, None):
            found = ask(
                "web_citizen",
                hanne[0],
                hat,
                case,
                "case",
                ("SELECT item_id FROM seats_text WHERE item_id = ANY (%s)", list(items.values())),
            )
            assert {row[0] for row in found} == ({items["table"], items["team"]} if hat == "representative" else set()), hat
    for login in ("web_care", "web_authority"):
        assert ask(login, hanne[0], "representative", cast.case_id, "case", ("SELECT id FROM seats_item",)) == []


def test_when_amals_own_place_has_ended_and_when_she_closed_it_for_them_who_was_there_for_her_has_no_facts_either() -> None:
    """In a family, so that the course goes on: the facts of it, who sits there, when it is, are no more than the words."""
    cast = build_cast()
    with through("loader"):
        Seat.objects.create(case_id=cast.case_id, person_id=cast.max_id, hat="citizen", ground="referral")
    finn, hanne, seat_id = person("Finn", "Test"), person("Hanne", "Test"), uuid4()
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", seats(cast, hanne, seat_id=seat_id))
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    facts = (
        ("SELECT (SELECT count(*) FROM seats_seat WHERE case_id = %s), (SELECT count(*) FROM seats_case WHERE id = %s),"
         " %s = ANY (guard.my_cases())"),
        cast.case_id, cast.case_id, cast.case_id,
    )  # fmt: skip

    def sees(who: UUID, hat: str) -> list[tuple[Any, ...]]:
        return ask("web_citizen", who, hat, cast.case_id, "case", facts)

    assert sees(hanne, "representative")[0][1:] == (1, True) and sees(finn, "companion")[0][1:] == (1, True)
    for who, hat in ((hanne, "representative"), (finn, "companion")):
        ask(
            "web_citizen",
            cast.amal_id,
            "citizen",
            cast.case_id,
            "share",
            ("SELECT guard.block(gen_random_uuid(), %s, %s)", cast.case_id, who),
        )
        assert sees(who, hat)[0][1:] == (0, False), hat
        ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "share", ("SELECT guard.unblock(%s, %s)", cast.case_id, who))
        assert sees(who, hat)[0][2] is True
    with through("loader"):
        Seat.objects.filter(id=seat_id).update(powers=["write"])
    assert sees(hanne, "representative")[0][1:] == (0, False), "without the power to see"
    with through("loader"):
        Seat.objects.filter(id=seat_id).update(powers=["see"])
        Seat.objects.filter(case_id=cast.case_id, person_id=cast.amal_id, hat="citizen").update(until_at=Now())
    assert sees(hanne, "representative")[0][1:] == (0, False), "more than she sees herself"


def test_only_whom_they_act_for_ends_it_or_prints_their_letter_in_a_family() -> None:
    cast = build_cast()
    with through("loader"):
        Seat.objects.create(case_id=cast.case_id, person_id=cast.max_id, hat="citizen", ground="referral")
    who, seat_id = person("Hanne", "Test"), uuid4()
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", seats(cast, who, seat_id=seat_id))
    for sql, what in (("SELECT guard.end_seat(%s)", seat_id), ("SELECT * FROM guard.may_invite(%s)", who)):
        assert "refused:" in refused("web_citizen", cast.max_id, "citizen", cast.case_id, "case", (sql, what))
        assert ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", ("SELECT * FROM guard.may_invite(%s)", who))
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", ("SELECT guard.end_seat(%s)", seat_id))
    with through("loader"):
        assert Seat.objects.get(id=seat_id).until_at is not None


def test_of_those_who_act_for_her_a_fourth_is_refused_also_by_sql_and_also_named_at_once() -> None:
    cast = build_cast()
    named = [uuid4() for _ in range(3)]
    for seat_id in named:
        ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", seats(cast, person("Ib"), seat_id=seat_id))
    fourth = seats(cast, person("Ib"))
    assert "refused:too_many_act" in refused("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", fourth)
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", ("SELECT guard.end_seat(%s)", named[0]))
    assert ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", fourth), "who is here no more is not counted"
    with through("loader"):
        Seat.objects.create(case_id=cast.case_id, person_id=cast.max_id, hat="citizen", ground="referral")
    maxs = seats(cast, person("Ib"))
    assert ask("web_citizen", cast.max_id, "citizen", cast.case_id, "case", maxs), "each of a family has their own"
    two_at_once = build_cast()
    for _ in range(2):
        ask("web_citizen", two_at_once.amal_id, "citizen", two_at_once.case_id, "case", seats(two_at_once, person("Ib")))
    people, started = [person("Ib"), person("Per"), person("Liv")], Barrier(3)

    def name(who: UUID) -> str:
        try:
            started.wait(10)
            ask("web_citizen", two_at_once.amal_id, "citizen", two_at_once.case_id, "case", seats(two_at_once, who))
        except DatabaseError as no:
            return str(no).split("\n")[0]
        finally:
            connections.close_all()
        return "named"

    with ThreadPoolExecutor(3) as hands:
        assert sorted(hands.map(name, people)) == ["named", "refused:too_many_act", "refused:too_many_act"]


def test_nobody_is_named_before_the_course_begins_or_after_it_ended() -> None:
    cast = build_cast()
    waiting = open_case(actor=cast.cleo.on(None), programme_id=cast.programme_id, citizen_ids=[cast.max_id])
    early = (SEATS, uuid4(), waiting, person("Ib"), ["table"], "9 days")
    assert "refused:course_over" in refused("web_citizen", cast.max_id, "citizen", waiting, "case", early)
    ask("web_care", cast.bo.person_id, "professional", cast.case_id, "case", ("SELECT guard.end_all_seats(%s)", cast.case_id))
    assert "refused:course_over" in refused("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", seats(cast, person("Ib")))


@pytest.mark.parametrize("over", ["their day came", "she ended it", "the course ended"])
def test_when_it_is_over_hanne_has_nothing_and_does_nothing_by_sql(over: str) -> None:
    cast = build_cast()
    hanne, seat_id = person("Hanne", "Test"), uuid4()
    ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", seats(cast, hanne, ("table", "team", "side"), seat_id=seat_id))
    for place in (side(), team(), table()):
        write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=place, kind="note", body="words")
    counts = ", ".join(
        f"(SELECT count(*) FROM {name})" for name in ("seats_item", "seats_text", "seats_case", "seats_disclosure", "seats_scope")
    )
    assert ask("web_citizen", hanne, "representative", cast.case_id, "case", (f"SELECT {counts}",))[0][:3] == (3, 3, 1)
    if over == "their day came":
        with through("loader"):
            Seat.objects.filter(id=seat_id).update(until_at=Now())
    elif over == "she ended it":
        ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", ("SELECT guard.end_seat(%s)", seat_id))
    else:
        ask("web_care", cast.bo.person_id, "professional", cast.case_id, "case", ("SELECT guard.end_all_seats(%s)", cast.case_id))
    for hat in ("representative", "companion", "citizen"):
        for case in (cast.case_id, None):
            assert ask("web_citizen", hanne, hat, case, "case", (f"SELECT {counts}",)) == [(0, 0, 0, 0, 0)], (over, hat)
    for act in (
        ("SELECT guard.end_seat(%s)", seat_id),
        ("SELECT guard.end_seat(%s)", cast.seats["bo"]),
        ("SELECT * FROM guard.may_invite(%s)", cast.amal_id),
        ("SELECT guard.seat_person(%s, %s, %s, 'companion', 'citizen')", uuid4(), cast.case_id, person("Ib")),
        seats(cast, person("Ib")),
    ):
        assert "refused:" in refused("web_citizen", hanne, "representative", cast.case_id, "case", act), act
    for hat, login in (("team_leader", "web_care"), ("professional", "web_care"), ("professional", "web_authority")):
        for member in (cast.gro, cast.bo, cast.cleo):
            no = refused(
                login, member.person_id, hat, cast.case_id, "case", ("UPDATE seats_seat SET until_at = NULL WHERE id = %s", seat_id)
            )
            assert "permission denied" in no
