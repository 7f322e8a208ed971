"""Who is away, who covers, and at which tables: said once, ended by itself, and nothing told in confidence opens."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from tests.cast import Cast, Member, account, build_cast, build_people
from tests.privacy.test_attacks_sql_more import ask

from roundtable.casework.cases.actions import start_case
from roundtable.casework.pairs.actions import NoCourseChosen, end_away, say_away, seat_cover
from roundtable.casework.pairs.queries import could_cover, load
from roundtable.casework.pairs.rules import cover_for
from roundtable.ground.access.acts import ActRefused
from roundtable.ground.access.context import through
from roundtable.ground.people.models import Account
from roundtable.ground.programmes.models import Absence, Membership
from roundtable.ground.programmes.queries import absences
from roundtable.ground.seats.actions import seat_person, write_words
from roundtable.ground.seats.models import Seat
from roundtable.ground.seats.pages import away_words
from roundtable.ground.seats.queries import SeatView, seats_on, words
from roundtable.ground.seats.rules import confidence, table
from roundtable.kernel.refusal import NotHere


def today() -> date:
    return timezone.localdate()


@pytest.fixture
def cast() -> Cast:
    made = build_cast()
    start_case(actor=made.gro.leading(made.case_id), case_id=made.case_id)
    return made


def goes(cast: Cast, *, first: int = 0, back: int = 10, cover: Member | None = None, by: Member | None = None) -> UUID:
    """Bo is away so many days from today until so many; Ida covers unless told otherwise. The absence's id."""
    absence_id, who = uuid4(), by or cast.bo
    say_away(
        actor=who.leading() if who is cast.gro else who.on(None),
        person_id=cast.bo.person_id,
        first_day=today() + timedelta(days=first),
        back_on=today() + timedelta(days=back),
        cover_id=(cover or cast.ida).person_id,
        absence_id=absence_id,
    )
    return absence_id


def bo_seen(cast: Cast) -> SeatView:
    return next(seat for seat in seats_on(actor=cast.amal, case_ids=[cast.case_id]) if seat.person_id == cast.bo.person_id)


def live(cast: Cast) -> set[str]:
    return {seat.given_name for seat in seats_on(actor=cast.amal, case_ids=[cast.case_id]) if seat.live}


def test_amal_reads_until_when_bo_is_away_that_it_waits_and_who_can_be_asked_though_ida_sits_nowhere(cast: Cast) -> None:
    assert bo_seen(cast).away is None
    goes(cast)
    away = bo_seen(cast).away
    assert away is not None and away.now and (away.cover, away.cover_phone, away.cover_sits) == ("Ida", "70 12 34 56", False)
    lines = away_words(bo_seen(cast), cast.amal)
    assert "waits for Bo" in lines[0] and "Ida, 70 12 34 56" in lines[1] and lines[2] == "Ida cannot read what you wrote to Bo."
    assert len(away_words(bo_seen(cast), cast.at_table(cast.cleo))) == 2


@pytest.mark.parametrize(("first", "shown"), [(0, True), (7, True), (8, False)])
def test_it_is_said_from_a_week_before_and_not_earlier(cast: Cast, first: int, shown: bool) -> None:
    goes(cast, first=first, back=30)
    assert (bo_seen(cast).away is not None) is shown


def test_it_ends_by_itself_and_the_place_of_cover_with_it(cast: Cast) -> None:
    absence_id = goes(cast)
    assert seat_cover(actor=cast.gro.leading(), absence_id=absence_id, case_ids=[cast.case_id]) == 1
    seat = next(seat for seat in seats_on(actor=cast.amal, case_ids=[cast.case_id]) if seat.person_id == cast.ida.person_id)
    assert seat.live and seat.ground == "cover" and seat.until_at is not None
    assert seat.until_at.astimezone(UTC).date() in (today() + timedelta(days=9), today() + timedelta(days=10))
    with through("loader"):
        Absence.objects.filter(id=absence_id).update(first_day=today() - timedelta(days=9), back_on=today())
    assert bo_seen(cast).away is None


def test_ida_reads_the_table_while_she_covers_and_never_what_was_told_to_bo(cast: Cast) -> None:
    secret = write_words(
        actor=cast.amal, case_id=cast.case_id, place=confidence(cast.bo.person_id), kind="message", body="Only for Bo"
    ).item_id
    shared = write_words(actor=cast.at_table(cast.bo), case_id=cast.case_id, place=table(), kind="note", body="For all").item_id
    absence_id, ida = goes(cast), cast.at_table(cast.ida)
    assert words(actor=ida, item_ids=[shared, secret]) == ()
    seat_cover(actor=cast.gro.leading(), absence_id=absence_id, case_ids=[cast.case_id])
    assert [found.item_id for found in words(actor=ida, item_ids=[shared, secret])] == [shared]
    end_away(actor=cast.bo.on(None), person_id=cast.bo.person_id, absence_id=absence_id)
    assert words(actor=ida, item_ids=[shared, secret]) == ()
    assert live(cast) == {"Amal", "Bo", "Cleo"}


def test_a_place_of_ones_own_does_not_end_with_a_colleagues_absence() -> None:
    cast = build_cast(ida_seated=True)
    start_case(actor=cast.gro.leading(cast.case_id), case_id=cast.case_id)
    absence_id = goes(cast)
    assert seat_cover(actor=cast.gro.leading(), absence_id=absence_id, case_ids=[cast.case_id]) == 0
    end_away(actor=cast.bo.on(None), person_id=cast.bo.person_id, absence_id=absence_id)
    assert "Ida" in live(cast)


@pytest.mark.parametrize(
    ("first", "back", "cover", "reason"),
    [(0, 0, "ida", "until"), (-40, 2, "ida", "until"), (0, 400, "ida", "until"), (0, 5, "eve", "cover"), (0, 5, "cleo", "cover"),
     (0, 5, "bo", "cover"), (0, 5, "gro", "cover")],
)  # fmt: skip
def test_days_that_cannot_be_and_who_cannot_cover_are_refused(cast: Cast, first: int, back: int, cover: str, reason: str) -> None:
    with pytest.raises(ActRefused) as no:
        goes(cast, first=first, back=back, cover=getattr(cast, cover))
    assert no.value.reason == reason


def test_once_is_once_and_two_absences_do_not_overlap(cast: Cast) -> None:
    absence_id = goes(cast)
    say_away(
        actor=cast.bo.on(None), person_id=cast.bo.person_id, first_day=today(), back_on=today() + timedelta(days=3),
        cover_id=None, absence_id=absence_id,
    )  # fmt: skip
    assert [row.back_on for row in absences(actor=cast.bo.on(None))] == [today() + timedelta(days=10)]
    with pytest.raises(ActRefused):
        goes(cast, first=9, back=12)
    goes(cast, first=10, back=12)


def test_bo_says_it_for_himself_gro_for_anybody_she_leads_and_nobody_else(cast: Cast) -> None:
    goes(cast, by=cast.gro)
    for who in (cast.ida, cast.cleo, cast.dag, cast.eve):
        with pytest.raises(NotHere):
            goes(cast, first=20, back=25, by=who)
        assert could_cover(actor=who.on(None), person_id=cast.bo.person_id) == ()
    elsewhere = build_people()
    with pytest.raises(NotHere):
        goes(cast, first=20, back=25, by=elsewhere.gro)
    (found,) = absences(actor=cast.bo.on(None))
    for who in (cast.ida, cast.cleo, cast.dag):
        with pytest.raises(NotHere):
            end_away(actor=who.on(None), person_id=cast.bo.person_id, absence_id=found.id)


def test_a_place_of_cover_is_the_leaders_to_give_for_an_absence_and_a_table_that_are_hers(cast: Cast) -> None:
    absence_id, other = goes(cast), build_cast()
    for actor in (cast.bo.on(None), cast.ida.on(None), cast.cleo.on(None)):
        with pytest.raises((NotHere, ActRefused)):
            seat_cover(actor=actor, absence_id=absence_id, case_ids=[cast.case_id])
    gro = cast.gro.leading()
    with pytest.raises(NoCourseChosen):
        seat_cover(actor=gro, absence_id=absence_id, case_ids=[])
    for ids in ({"absence_id": uuid4(), "case_ids": [cast.case_id]}, {"absence_id": absence_id, "case_ids": [other.case_id]}):
        with pytest.raises((NotHere, ActRefused)):
            seat_cover(actor=gro, **ids)
    assert live(cast) == {"Amal", "Bo", "Cleo"}


def test_who_covers_is_offered_by_the_same_order_as_the_team_reads(cast: Cast) -> None:
    members = load(actor=cast.gro.leading())
    bo = next(member for member in members if member.person_id == cast.bo.person_id)
    wanted = [member.person_id for member in cover_for(bo, members)]
    assert [person_id for person_id, _name in could_cover(actor=cast.bo.on(None), person_id=cast.bo.person_id)] == wanted


def test_who_covers_and_has_left_is_named_no_more(cast: Cast) -> None:
    goes(cast)
    with through("loader"):
        Membership.objects.filter(person_id=cast.ida.person_id).update(until_at=datetime.now(UTC))
    away = bo_seen(cast).away
    assert away is not None and (away.cover, away.cover_phone) == ("", "")


def test_by_raw_sql_amal_and_dag_learn_nothing_of_absences_and_nobody_writes_one(cast: Cast) -> None:
    goes(cast)
    count = ("SELECT count(*) FROM programmes_absence",)
    with pytest.raises(DatabaseError):
        ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", count)
    assert ask("web_authority", cast.dag.person_id, "professional", None, "case", count) == [(0,)]
    assert ask("web_care", cast.ida.person_id, "professional", None, "case", count) == [(1,)]
    rows = ("SELECT count(*) FROM guard.away_on(%s)", [cast.case_id])
    assert ask("web_authority", cast.dag.person_id, "professional", None, "case", rows) == [(0,)]
    assert ask("web_citizen", cast.amal_id, "citizen", cast.case_id, "case", rows) == [(1,)]
    with pytest.raises(DatabaseError):
        ask("web_care", cast.bo.person_id, "professional", None, "case", ("UPDATE programmes_absence SET ended_at = now() RETURNING 1",))


def client_of(person_id: UUID, name: str) -> Client:
    client = Client()
    client.force_login(Account.objects.filter(person_id=person_id).first() or account(person_id, name, "staff"))
    return client


def test_a_form_that_is_not_complete_is_kept_and_says_what_is_missing(cast: Cast) -> None:
    bo, address = client_of(cast.bo.person_id, "Bo"), reverse("away")
    back = (today() + timedelta(days=3)).isoformat()
    page = bo.post(address, {"first_day": back, "back_on": back, "cover_id": "nobody", "once": str(uuid4())}).text
    assert "The first day back is later than the first day away." in page and f'value="{back}"' in page
    assert bo.post(address, {"end": "not an id"}).status_code == 404
    assert bo.post(address, {"end": str(uuid4())}).status_code == 404
    assert client_of(cast.gro.person_id, "Gro").get(reverse("away_for", args=[uuid4()])).status_code == 404


def test_who_covered_and_takes_over_stays_when_the_absence_ends(cast: Cast) -> None:
    absence_id = goes(cast)
    seat_cover(actor=cast.gro.leading(), absence_id=absence_id, case_ids=[cast.case_id])
    seat_person(
        actor=cast.gro.leading(cast.case_id), case_id=cast.case_id, person_id=cast.ida.person_id, hat="professional", ground="successor"
    )
    end_away(actor=cast.bo.on(None), person_id=cast.bo.person_id, absence_id=absence_id)
    assert "Ida" in live(cast)


def test_a_place_of_cover_ends_with_the_absence_also_where_bo_has_left_the_table(cast: Cast) -> None:
    absence_id = goes(cast, cover=cast.jon)
    seat_cover(actor=cast.gro.leading(), absence_id=absence_id, case_ids=[cast.case_id])
    assert "Jon" in live(cast)
    with through("loader"):
        Seat.objects.filter(id=cast.seats["bo"]).update(until_at=Now())
    end_away(actor=cast.gro.leading(), person_id=cast.bo.person_id, absence_id=absence_id)
    assert "Jon" not in live(cast)


def test_through_the_other_login_and_for_another_programme_nobody_is_said_to_be_away(cast: Cast) -> None:
    absence_id, other = goes(cast, cover=cast.jon), build_cast()
    as_bo = ("web_authority", cast.bo.person_id, "professional", None, "case")
    assert ask(*as_bo, ("SELECT * FROM guard.could_cover(%s)", cast.bo.person_id)) == []
    with pytest.raises(DatabaseError):
        ask(*as_bo, ("SELECT guard.end_away(%s)", absence_id))
    with through("loader"):
        Membership.objects.create(
            programme_id=other.programme_id, person_id=cast.bo.person_id, organisation_id=other.health_id, role_id=other.bo.role_id
        )
    offered = {row[0] for row in could_cover(actor=cast.gro.leading(), person_id=cast.bo.person_id)}
    assert cast.jon.person_id in offered and not offered & {other.bo.person_id, other.ida.person_id, other.jon.person_id}
    as_eve = ("web_care", cast.eve.person_id, "team_leader", None, "team")
    assert ask(*as_eve, ("SELECT count(*) FROM programmes_absence WHERE person_id = %s", cast.bo.person_id)) == [(0,)]


def test_what_gro_has_done_for_bos_absence_needs_her_no_more(cast: Cast) -> None:
    gro = Client()
    gro.force_login(account(cast.gro.person_id, "Gro"))
    for first in (0, 3):
        absence_id = goes(cast, first=first, back=9)
        assert "Let Ida sit at the tables of Bo" in gro.get(reverse("team")).text
        seat_cover(actor=cast.gro.leading(), absence_id=absence_id, case_ids=[cast.case_id])
        page = gro.get(reverse("team")).text
        assert "Let Ida sit at the tables of Bo" not in page and "Bo is away from" not in page
        assert str(cast.case_id) not in gro.get(reverse("seat_cover", args=[absence_id])).text
        end_away(actor=cast.bo.on(None), person_id=cast.bo.person_id, absence_id=absence_id)


def test_who_leads_reads_at_which_tables_who_covers_sits_and_from_which_day(cast: Cast) -> None:
    absence_id = goes(cast, first=3)
    gro, address = client_of(cast.gro.person_id, "Gro"), reverse("seat_cover", args=[absence_id])
    assert "sits, or will from" not in gro.get(address).text
    seat_cover(actor=cast.gro.leading(), absence_id=absence_id, case_ids=[cast.case_id])
    assert "Here Ida sits, or will from" in gro.get(address).text and "<li>Amal" in gro.get(address).text


def test_ida_reads_from_when_she_stands_in_for_bo_and_on_the_day_the_table_opens(cast: Cast) -> None:
    absence = goes(cast, first=3)
    seat_cover(actor=cast.gro.leading(), absence_id=absence, case_ids=[cast.case_id])
    ida, course = Client(), reverse("case_page", args=[cast.case_id])
    ida.force_login(account(cast.ida.person_id, "Ida"))
    home, from_day = ida.get("/").text, date_format(today() + timedelta(days=3), "MONTH_DAY_FORMAT")
    assert f"From {from_day} until" in home and "you stand in for Bo" in home
    assert f"You have a place at 1 table. It opens to you on {from_day}." in home and "read nothing of them" not in home
    assert "Amal" not in home and ida.get(course).status_code == 404
    with through("loader"):
        Seat.objects.filter(case_id=cast.case_id, ground="cover").update(from_at=Now() - timedelta(hours=1))
        Absence.objects.filter(id=absence).update(first_day=today())
    home = ida.get("/").text
    assert "You sit at the table of Amal Test." in home and course in home
    assert ida.get(course).status_code == 200
