"""Somebody acts for Amal: she names them, they read what she ticked and never more than she, everybody sees it, and she ends it."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.cast import Cast, account, build_cast, person
from tests.statements import count_statements

from roundtable.casework.casefile.actions import name_representative
from roundtable.casework.casefile.rules import ActsAlready, NobodyToActFor, TooManyAct
from roundtable.casework.cases.actions import close_case, start_case
from roundtable.casework.cases.rules import Outcome
from roundtable.casework.notes.actions import write_message, write_note
from roundtable.ground.access.actor import Actor, Hat, Purpose
from roundtable.ground.access.context import through
from roundtable.ground.access.models import AccessEvent
from roundtable.ground.seats.actions import open_case, seat_person
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.pages import readers_of
from roundtable.ground.seats.queries import SeatView, seats_on, words
from roundtable.ground.seats.rules import Place, ScopeKind, confidence, own, side, table, team

PLACES = ("own", "confidence", "side of health", "side of work", "team", "table")


def browser(person_id: UUID, name: str, kind: str = "citizen") -> Client:
    client = Client()
    client.force_login(account(person_id, name, kind=kind))
    return client


@pytest.fixture
def cast() -> Cast:
    cast = build_cast()
    start_case(actor=cast.at_table(cast.bo), case_id=cast.case_id)
    return cast


@pytest.fixture
def amal(cast: Cast) -> Client:
    return browser(cast.amal_id, "Amal")


def day(days: int) -> str:
    on = timezone.localdate() + timedelta(days=days)
    return f"{on.day}.{on.month}.{on.year}"


def address(cast: Cast, name: str = "name_representative", **more: UUID) -> str:
    return reverse(name, kwargs={"case_id": cast.case_id, **more})


def name_hanne(amal: Client, cast: Cast, *places: str, **more: str) -> SeatView:
    """Amal names Hanne on her page; where Hanne sits then."""
    said = {"given_name": "Hanne", "family_name": "Holm", "phone": "70 00 00 01", "until": day(90), "once": str(uuid4()), **more}
    answer = amal.post(address(cast), {**said, "places": list(places)})
    assert answer.status_code == 302, answer.text
    return hannes(cast)


def hannes(cast: Cast) -> SeatView:
    return next(seat for seat in seats_on(actor=cast.amal, case_ids=[cast.case_id]) if seat.hat == "representative")


def hanne_acts(cast: Cast, seat: SeatView) -> Actor:
    return Actor(seat.person_id, Hat.REPRESENTATIVE, False, cast.case_id, Purpose.CASE)


def written(cast: Cast) -> dict[str, UUID]:
    """One note in each place that Amal reads, each with its place as its word."""

    def write(member: Actor, place: Place, word: str) -> UUID:
        return write_note(actor=member, case_id=cast.case_id, place=place, body=f"note of {word}").item_id

    bo, cleo = cast.at_table(cast.bo), cast.at_table(cast.cleo)
    by = {"own": cast.amal, "side of work": cleo}
    where = {"own": own(), "confidence": confidence(), "team": team(), "table": table()}
    return {word: write(by.get(word, bo), where.get(word, side()), word) for word in PLACES}


def read_by(actor: Actor, found: dict[str, UUID]) -> set[str]:
    open_to = {view.item_id for view in words(actor=actor, case_id=actor.case_id)}
    return {word for word, item in found.items() if item in open_to}


def notes_of(client: Client, cast: Cast) -> list[str]:
    """The addresses of the notes somebody finds in their list."""
    return re.findall(rf'href="({address(cast, "notes")}[0-9a-f-]+/)"', client.get(address(cast, "notes")).text)


def test_amal_names_who_acts_for_her_and_everybody_at_the_table_sees_it(cast: Cast, amal: Client) -> None:
    assert address(cast) in amal.get(address(cast, "people")).text
    page = amal.get(address(cast)).text
    for said in ("They write nothing here", "Your notebook stays yours", "Everyone at the table sees who acts for you", "with one press"):
        assert said in page
    name_hanne(amal, cast, "team")
    hers = amal.get(address(cast, "people")).text
    assert "Hanne acts for you until" in hers and "what all the professionals at the table read" in hers
    for member, kind in ((cast.bo, "staff"), (cast.cleo, "staff")):
        theirs = browser(member.person_id, member.name, kind).get(address(cast, "people")).text
        assert "Hanne acts for Amal until" in theirs and "does not act" not in theirs


def test_hanne_gets_a_letter_from_amal_and_signs_in_for_amal_alone(cast: Cast, amal: Client) -> None:
    seat = name_hanne(amal, cast)
    letter = address(cast, "print_letter", person_id=seat.person_id)
    assert letter in amal.get(address(cast, "people")).text
    assert amal.get(letter).status_code == 200
    assert "Hanne Holm" in amal.post(letter).text
    hanne = browser(seat.person_id, "Hanne Holm")
    for name in ("case_page", "people", "time_line", "plan", "acting_for"):
        answer = hanne.get(address(cast, name))
        assert answer.status_code == 200 and "acting for somebody" in answer.text, name
    mine = hanne.get(address(cast, "acting_for")).text
    assert "You act for Amal here" in mine and "read what everyone at the table reads" in mine


@pytest.mark.parametrize("ticked", [(), ("team",), ("side",), ("team", "side")])
def test_hanne_reads_what_is_ticked_and_nothing_else(cast: Cast, amal: Client, ticked: tuple[str, ...]) -> None:
    found = written(cast)
    write_message(actor=cast.amal, case_id=cast.case_id, to_id=cast.bo.person_id, body="note of a message")
    seat = name_hanne(amal, cast, *ticked)
    wanted = {word for word in PLACES if word.split()[0] in ("table", *ticked)}
    assert read_by(hanne_acts(cast, seat), found) == wanted
    hanne = browser(seat.person_id, "Hanne Holm")
    told = "".join(hanne.get(place).text for place in (address(cast, "time_line"), *notes_of(hanne, cast)))
    assert {word for word in PLACES if f"note of {word}" in told} == wanted
    assert "a message" not in told
    for word, item in found.items():
        assert hanne.get(address(cast, "note", item_id=item)).status_code == (200 if word in wanted else 404), word


def test_what_hanne_opened_stands_in_amals_log_as_hannes(cast: Cast, amal: Client) -> None:
    written(cast)
    seat = name_hanne(amal, cast)
    hanne = browser(seat.person_id, "Hanne Holm")
    (place,) = notes_of(hanne, cast)
    assert "note of table" in hanne.get(place).text
    with through("loader"):
        assert {event.hat for event in AccessEvent.objects.filter(person_id=seat.person_id)} == {"representative"}
    log = amal.get(address(cast, "who_opened_what")).text
    assert "Hanne Holm" in log and "Acts for somebody" in log


def test_the_plan_hanne_reads_is_named_as_amals(cast: Cast, amal: Client) -> None:
    hanne = browser(name_hanne(amal, cast, "team").person_id, "Hanne Holm")
    page = hanne.get(address(cast, "plan")).text
    assert "<h1>The plan of Amal" in page and "My plan" not in page
    assert "Nothing is written yet" in page and "is given to you" not in page


def test_hanne_writes_nothing_and_says_yes_to_nothing(cast: Cast, amal: Client) -> None:
    seat = name_hanne(amal, cast, "team", "side")
    hanne = browser(seat.person_id, "Hanne Holm")
    for name, more in (
        ("notebook", {}),
        ("write_note", {}),
        ("answer_plan", {}),
        ("release_items", {"seat_id": cast.seats["bo"]}),
        ("write_message", {"person_id": cast.bo.person_id}),
    ):
        for method in (hanne.get, hanne.post):
            assert method(address(cast, name, **more)).status_code == 404, name


def test_every_line_of_who_reads_names_hanne_where_she_reads_and_nowhere_else(cast: Cast, amal: Client) -> None:
    name_hanne(amal, cast, "side")
    for actor, others in ((cast.at_table(cast.bo), "You, Amal and Hanne"), (cast.amal, "You, Bo and Hanne")):
        seats = seats_on(actor=actor, case_ids=[cast.case_id])
        assert readers_of(ScopeKind.SIDE, seats, actor, side_id=cast.health_id).words.startswith(others)
        assert "Hanne" not in readers_of(ScopeKind.CONFIDENCE, seats, actor, holder_id=cast.bo.person_id, about=[cast.amal_id]).words
        assert readers_of(ScopeKind.TABLE, seats, actor).words == "Everyone at the table, now and later"
    bo = cast.at_table(cast.bo)
    seats = seats_on(actor=bo, case_ids=[cast.case_id])
    assert readers_of(ScopeKind.TEAM, seats, bo).words.endswith("Hanne only what is given")


def test_one_press_ends_it_and_from_then_on_nothing_is_read(cast: Cast, amal: Client) -> None:
    found = written(cast)
    seat = name_hanne(amal, cast, "team", "side")
    hanne = browser(seat.person_id, "Hanne Holm")
    end = address(cast, "end_representative", seat_id=seat.seat_id)
    assert f'action="{end}"' in amal.get(address(cast, "people")).text
    assert amal.post(end).status_code == 302
    assert read_by(hanne_acts(cast, seat), found) == set()
    for name in ("case_page", "people", "time_line", "plan", "acting_for"):
        assert hanne.get(address(cast, name)).status_code == 404, name
    assert "Amal" not in hanne.get("/").text
    assert "Hanne acts for" not in amal.get(address(cast, "people")).text


def test_hanne_can_leave_and_it_ends_on_its_day_and_with_amals_own_place(cast: Cast, amal: Client) -> None:
    found = written(cast)
    seat = name_hanne(amal, cast)
    hanne = browser(seat.person_id, "Hanne Holm")
    assert hanne.post(address(cast, "end_representative", seat_id=seat.seat_id)).status_code == 302
    assert read_by(hanne_acts(cast, seat), found) == set()
    for whose in ("her own day", "Amal's place"):
        with through("loader"):
            Seat.objects.filter(id=seat.seat_id).update(until_at=timezone.now() + timedelta(days=3))
        assert read_by(hanne_acts(cast, seat), found) == {"table"}
        with through("loader"):
            over = Seat.objects.filter(id=seat.seat_id) if whose == "her own day" else Seat.objects.filter(person_id=cast.amal_id)
            over.update(until_at=timezone.now() - timedelta(minutes=1))
        assert read_by(hanne_acts(cast, seat), found) == set(), whose


def test_it_ends_with_the_course(cast: Cast, amal: Client) -> None:
    found = written(cast)
    seat = name_hanne(amal, cast)
    close_case(actor=cast.at_table(cast.bo), case_id=cast.case_id, outcome=Outcome.WORK, seen=1)
    assert read_by(hanne_acts(cast, seat), found) == set()
    assert address(cast) not in amal.get(address(cast, "people")).text
    refused = amal.post(address(cast), {"given_name": "Per", "until": day(9), "once": str(uuid4())})
    assert refused.status_code == 422 and "while your course goes on" in refused.text


def test_what_is_not_right_is_said_and_what_was_typed_stays(cast: Cast, amal: Client) -> None:
    def sent(**more: object) -> str:
        said = {"given_name": "Hanne", "family_name": "Holm", "until": day(90), "once": str(uuid4()), **more}
        answer = amal.post(address(cast), said)
        assert answer.status_code == 422
        return answer.text

    assert "too late" in sent(until=day(400)) and "too early" in sent(until=day(-1))
    assert "Hanne" in sent(until="")
    for place in ("own", "confidence", "draft", "table"):
        assert "The list has changed" in sent(places=[place])
    sent(given_name="")
    once = str(uuid4())
    first = name_hanne(amal, cast, once=once)
    assert name_hanne(amal, cast, once=once).seat_id == first.seat_id  # two clicks, one place
    assert "acts for you already" in sent()
    name_hanne(amal, cast, given_name="Per")
    name_hanne(amal, cast, given_name="Liv")
    assert "Up to 3 people" in sent(given_name="Ole")


def test_the_act_itself_says_why_not(cast: Cast) -> None:
    def named(name: str) -> UUID:
        return name_representative(
            actor=cast.amal, case_id=cast.case_id, given_name=name, until_on=timezone.localdate() + timedelta(days=9), once=uuid4()
        )

    named("Hanne")
    with pytest.raises(ActsAlready):
        named("Hanne")
    assert named("Per") != named("Liv")
    with pytest.raises(TooManyAct):
        named("Ole")
    close_case(actor=cast.at_table(cast.bo), case_id=cast.case_id, outcome=Outcome.WORK, seen=1)
    with pytest.raises(NobodyToActFor):
        named("Ole")


def test_only_amal_names_and_ends_and_nobody_of_the_family_for_another(cast: Cast, amal: Client) -> None:
    seat = name_hanne(amal, cast)
    finn = person("Finn", "Test")
    seat_person(actor=cast.amal, case_id=cast.case_id, person_id=finn, hat="companion", ground="citizen")
    others = {member: browser(getattr(cast, member).person_id, member.title(), "staff") for member in ("bo", "cleo", "dag", "eve", "gro")}
    others |= {"finn": browser(finn, "Finn"), "hanne": browser(seat.person_id, "Hanne Holm")}
    for who, client in others.items():
        assert client.get(address(cast)).status_code == 404, who
        assert client.post(address(cast), {"given_name": "Ib", "until": day(9), "once": str(uuid4())}).status_code == 404, who
        if who != "hanne":
            assert client.post(address(cast, "end_representative", seat_id=seat.seat_id)).status_code == 404, who
    family = open_case(actor=cast.cleo.on(None), programme_id=cast.programme_id, citizen_ids=[cast.max_id])
    ends = reverse("end_representative", args=[family, seat.seat_id])
    assert browser(cast.max_id, "Max").post(ends).status_code == 404
    assert hannes(cast).live


def test_the_pages_ask_at_most_twelve_statements(cast: Cast, amal: Client) -> None:
    seat = name_hanne(amal, cast, "team", "side")
    hanne = browser(seat.person_id, "Hanne Holm")
    for client, name in (
        (amal, "name_representative"),
        (amal, "people"),
        (hanne, "acting_for"),
        (hanne, "people"),
        (hanne, "time_line"),
        (hanne, "notes"),
    ):
        client.get(address(cast, name))
        with count_statements() as asked:
            client.get(address(cast, name))
        assert len(asked) <= 12, (name, [statement[:90] for statement in asked])
